#include "ingest/internal/sheet_grid.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "ingest/internal/number.h"
#include "model/text.h"

namespace lawtrace::ingest {
std::string CellText(const Cell& cell) {
  if (cell.kind == Cell::Kind::kNumber) return NumberText(cell.number);
  if (cell.kind == Cell::Kind::kBoolean) return cell.number != 0 ? "TRUE" : "FALSE";
  return PlainLine(cell.text);
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
