#include "report/render/spreadsheet.h"

#include <algorithm>
#include <array>
#include <string>
#include <variant>

namespace lawtrace::report {
namespace {

// Also behind the wide signs of East Asia, and where a tab or a line break stands first.
bool IsFormula(std::string_view text) {
  constexpr std::array<std::string_view, 11> kBegins = {
      "=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::ranges::any_of(kBegins, [&](auto begin) { return text.starts_with(begin); });
}

}  // namespace

Table ForSpreadsheets(Table table) {
  for (std::vector<Cell>& row : table.rows)
    for (Cell& cell : row)
      if (std::string* text = std::get_if<std::string>(&cell); text != nullptr && IsFormula(*text))
        text->insert(0, 1, '\'');
  return table;
}

}  // namespace lawtrace::report
