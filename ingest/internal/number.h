// Numbers as spreadsheets and statistics programs write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lawtrace::ingest {

// The nearest number of 15 significant digits: what a spreadsheet shows of 49.999999999999993.
double AtFifteenDigits(double number);

// AtFifteenDigits without needless digits: "50", "66.5".
std::string NumberText(double number);

// The whole of `text` as a number, with a decimal point or comma; absent if it is none.
std::optional<double> NumberOf(std::string_view text);

}  // namespace lawtrace::ingest
