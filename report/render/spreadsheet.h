// Tables that a spreadsheet will open: no text in them is a formula.
#pragma once

#include <string_view>

#include "report/render/table.h"

namespace lawtrace::report {

// The name of this form where people and programs choose one.
inline constexpr std::string_view kSpreadsheetCsv = "spreadsheet-csv";

// The table with "'" before each text that a spreadsheet would take for a formula.  To be rendered
// as CSV; numbers stay as they are.
Table ForSpreadsheets(Table table);

}  // namespace lawtrace::report
