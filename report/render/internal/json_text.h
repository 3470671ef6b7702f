// The text of JSON values, written straight: tables have many, and a document tree of them would
// cost more than all else.  The form is that of nlohmann::json, which writes what else there is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lawtrace::report {

// Between quotes; bytes that are not UTF-8 are replaced.
void AppendJsonText(std::string_view text, std::string& out);
// The shortest digits that read back the same; with a point or an exponent.  REQUIRES: finite.
void AppendJsonNumber(double number, std::string& out);
void AppendJsonNumber(std::int64_t number, std::string& out);

}  // namespace lawtrace::report
