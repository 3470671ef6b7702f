// SheetGrid: a sheet's cells by place, and what a human sees in them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ingest/xlsx_reader.h"

namespace lawtrace::ingest {

class SheetGrid {
 public:
  // REQUIRES: `sheet` outlives the grid.
  explicit SheetGrid(const Sheet& sheet) : sheet_(sheet) {}

  const Sheet& sheet() const { return sheet_; }
  const Cell* Find(std::uint32_t row, std::uint32_t column) const;  // Null if there is none.
  // The cells of rows [first, end), in order.
  std::span<const Cell> Rows(std::uint32_t first, std::uint32_t end) const;
  std::uint32_t end_row() const;  // The row after the last cell.

  // The cell's text as PlainLine, a number as NumberText; empty if the cell is blank.
  std::string TextAt(std::uint32_t row, std::uint32_t column) const;

  // "PT!C9".
  std::string Place(std::uint32_t row, std::uint32_t column) const;

 private:
  const Sheet& sheet_;
};

// As SheetGrid::TextAt, for one cell.
std::string CellText(const Cell& cell);

}  // namespace lawtrace::ingest
