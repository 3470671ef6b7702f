// XlsxReader: the cells of an XLSX workbook, sheet by sheet.
//
// Reads what is stored: the values that formulas last had, never the formulas; numbers with the 15
// digits that spreadsheet programs show, text as NormalText; no styles, dates,
// merged ranges, notes or review remarks.  Files are taken as hostile: every size is capped
// (XlsxLimits), document types are refused, checksums are verified.  One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/result.h"

namespace lawtrace::ingest {

// A cell with content.  A cell that is only styled, or holds an empty text, is not a cell.
struct Cell {
  enum class Kind : std::uint8_t { kNumber, kText, kBoolean, kError };

  std::uint32_t row = 0;     // 1..1048576.
  std::uint32_t column = 0;  // 1..16384.
  Kind kind = Kind::kNumber;
  double number = 0;  // kNumber: finite; kBoolean: 0 or 1.
  std::string text;   // kText: blanks included; kError: e.g. "#DIV/0!".
};

struct CellPlace {
  std::uint32_t row;
  std::uint32_t column;
};

struct Sheet {
  std::string name;
  std::vector<Cell> cells;  // By row, then column; no two at one place.
  // Formulas without a stored value, as libraries write them that do not calculate; they are no
  // cells.  And those whose stored value is the empty text.
  std::vector<CellPlace> uncomputed;
  std::vector<CellPlace> emptied;
};

// Hidden sheets are not in the list of a spreadsheet program; very hidden ones cannot be shown
// there.
enum class SheetVisibility : std::uint8_t { kVisible, kHidden, kVeryHidden };

// "C9" for row 9, column 3.
// REQUIRES: row >= 1, 1 <= column <= 16384.
std::string CellName(std::uint32_t row, std::uint32_t column);

// What one reader takes in before it refuses the file.  There is no cap on the ratio of
// compression: sheets of styled blanks are harmless and shrink a hundredfold.
struct XlsxLimits {
  std::uint64_t part_bytes = 64U << 20U;    // One part of the package, uncompressed.
  std::uint64_t total_bytes = 256U << 20U;  // The file itself; and all parts read, uncompressed.
  std::size_t sheets = 1'000;
  std::size_t shared_strings = 1'000'000;
  std::size_t cells = 1'000'000;        // Cells with content, in all sheets read.
  std::size_t text_bytes = 64U << 20U;  // Texts of those cells.

  XlsxLimits Times(std::size_t factor) const {
    return {part_bytes * factor,     total_bytes * factor, sheets * factor,
            shared_strings * factor, cells * factor,       text_bytes * factor};
  }
};

class XlsxReader {
 public:
  // Reads the list of sheets and the shared strings; memory: the shared strings.
  // Errors name the file and, where there is one, the part and line or the sheet and cell:
  // kNotFound: no such file; kUnavailable: it cannot be read; kInvalidInput: it is not a workbook,
  // is encrypted, damaged, or exceeds `limits`.
  [[nodiscard]] static Result<XlsxReader> Open(const std::filesystem::path& file,
                                               const XlsxLimits& limits = {});

  XlsxReader(XlsxReader&&) noexcept;
  XlsxReader& operator=(XlsxReader&&) noexcept;
  ~XlsxReader();

  // Worksheets in the order of the workbook; chart sheets are left out.  The names are not empty,
  // have no control characters and at most 128 bytes.
  const std::vector<std::string>& sheet_names() const;
  // REQUIRES: index < sheet_names().size().
  SheetVisibility VisibilityOf(std::size_t index) const;

  // Reads one sheet.  Errors as Open.  A sheet read twice counts twice towards the limits.
  // REQUIRES: index < sheet_names().size().
  [[nodiscard]] Result<Sheet> Read(std::size_t index);

 private:
  struct Rep;
  explicit XlsxReader(std::unique_ptr<Rep> rep);

  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::ingest
