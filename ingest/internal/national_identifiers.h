// The numbers under which states publish their laws.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lawtrace::ingest {

// The identifier as all its writings share it, if `text` is one or the address of one.
// REQUIRES: `text` is as Folded.
std::optional<std::string> CanonicalNationalIdentifier(std::string_view text);

}  // namespace lawtrace::ingest
