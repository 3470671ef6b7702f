#include "ingest/internal/sheet_grid.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <tuple>

namespace lawtrace::ingest {
namespace {

constexpr std::array<std::string_view, 13> kBlanks = {
    " ",
    "\t",
    "\n",
    "\v",
    "\f",
    "\r",
    "\xC2\xA0",      // U+00A0 no-break space.
    "\xE2\x80\x87",  // U+2007 figure space.
    "\xE2\x80\x8B",  // U+200B zero-width space.
    "\xE2\x80\xA8",  // U+2028 line separator.
    "\xE2\x80\xAF",  // U+202F narrow no-break space.
    "\xE3\x80\x80",  // U+3000 ideographic space.
    "\xEF\xBB\xBF",  // U+FEFF zero-width no-break space.
};

// Sizes in bytes of the blank that `text` begins or ends with; 0 if there is none.
std::size_t LeadingBlank(std::string_view text) {
  for (const std::string_view blank : kBlanks)
    if (text.starts_with(blank)) return blank.size();
  return 0;
}

std::size_t TrailingBlank(std::string_view text) {
  for (const std::string_view blank : kBlanks)
    if (text.ends_with(blank)) return blank.size();
  return 0;
}

}  // namespace

std::string_view TrimBlanks(std::string_view text) {
  while (const std::size_t size = LeadingBlank(text)) text.remove_prefix(size);
  while (const std::size_t size = TrailingBlank(text)) text.remove_suffix(size);
  return text;
}

std::string NumberText(double number) {
  std::array<char, 32> digits{};
  const auto [end, fault] = std::to_chars(digits.begin(), digits.end(), number);
  return {digits.begin(), end};
}

std::string CellText(const Cell& cell) {
  if (cell.kind == Cell::Kind::kNumber) return NumberText(cell.number);
  if (cell.kind == Cell::Kind::kBoolean) return cell.number != 0 ? "TRUE" : "FALSE";
  return std::string(TrimBlanks(cell.text));
}

const Cell* SheetGrid::Find(std::uint32_t row, std::uint32_t column) const {
  const auto it =
      std::ranges::lower_bound(sheet_.cells, std::tuple(row, column), {},
                               [](const Cell& cell) { return std::tuple(cell.row, cell.column); });
  return it != sheet_.cells.end() && it->row == row && it->column == column ? &*it : nullptr;
}

std::span<const Cell> SheetGrid::Rows(std::uint32_t first, std::uint32_t end) const {
  const auto from = std::ranges::lower_bound(sheet_.cells, first, {}, &Cell::row);
  const auto until = std::ranges::lower_bound(sheet_.cells, std::max(first, end), {}, &Cell::row);
  return {from, until};
}

std::uint32_t SheetGrid::end_row() const {
  return sheet_.cells.empty() ? 1 : sheet_.cells.back().row + 1;
}

std::string SheetGrid::TextAt(std::uint32_t row, std::uint32_t column) const {
  const Cell* cell = Find(row, column);
  return cell == nullptr ? std::string() : CellText(*cell);
}

std::string SheetGrid::Place(std::uint32_t row, std::uint32_t column) const {
  return sheet_.name + "!" + CellName(row, column);
}

}  // namespace lawtrace::ingest
