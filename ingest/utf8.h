// IsUtf8: whether text may enter the log, whose records hold UTF-8 only.
#pragma once

#include <string_view>

namespace lawtrace::ingest {

// Well-formed as Unicode defines it: shortest forms, no surrogates, up to U+10FFFF.
bool IsUtf8(std::string_view text);

}  // namespace lawtrace::ingest
