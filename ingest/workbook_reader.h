// ReadWorkbook: the answers and figures of a published workbook.
//
// A workbook has one sheet per country.  A sheet has the overall scores by year at its top, and
// below them one block per policy strand: rows of header, then one row per year; columns in threes
// (Year, Score, Comments), the first three for the strand itself, then three for each code.
// What a country, a column or a code is called comes from the Index.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "ingest/observation.h"
#include "ingest/xlsx_reader.h"
#include "model/index.h"
#include "model/published_figure.h"
#include "model/result.h"

namespace lawtrace::ingest {

struct WorkbookReading {
  // By sheet, block, year and column.  The reference is 31 December of the coded year.  A blank
  // answer gives no observation.
  std::vector<Observation> observations;
  // Overall and strand scores: every year of a sheet's overall scores with every such node, in that
  // order, so the grid has no holes; blank cells are here without a value.  Where the sheet has no
  // row for the year, the place is the sheet alone.
  std::vector<PublishedFigure> figures;
  // The other nodes that have columns; blank cells are left out.
  std::vector<PublishedFigure> derived;
  // What was left out and may interest the reader, one line each: comments that belong to no
  // answer, answers that are prose or error values, cells outside the year rows, hidden sheets.
  std::vector<std::string> remarks;
  std::size_t sheet_count = 0;  // Of countries.
};

// Called after each sheet; `done` runs from 1 to `total`.
using SheetProgress = std::function<void(std::size_t done, std::size_t total)>;

// Reads the whole file in the terms of `index.main_methodology()`.  `progress` may be empty.
//
// Hidden sheets are passed over.  A formula without a stored value is a fault.
// Missing: an answer or figure that is blank, an error value or prose.  An answer outside the
// indicator's options is accepted with `is_unlisted` if the methodology scores unlisted numbers.
// Errors: as XlsxReader; and kInvalidInput with every fault found in the file, one line each,
// "sheet!cell: what is wrong; what to write instead", after the name of the file.
[[nodiscard]] Result<WorkbookReading> ReadWorkbook(const std::filesystem::path& file,
                                                   const Index& index,
                                                   const SheetProgress& progress,
                                                   const XlsxLimits& limits = {});

}  // namespace lawtrace::ingest
