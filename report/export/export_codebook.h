// The codebook of an export: what stands in each column, and what the values rest on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/methodology.h"
#include "report/export/export_citation.h"
#include "report/question/columns.h"
#include "report/render/document.h"

namespace lawtrace::report {

// What a column of an export of the kind says; null if no column has that name.
const ColumnWords* MeaningOf(ExportKind kind, std::string_view column);

// What the codebook says beside the citation.
struct ExportFacts {
  std::vector<std::string> columns;  // In order.
  std::size_t rows = 0;
  std::vector<std::string> sources;    // Of the log, each once, in log order.
  std::optional<Instant> recorded_at;  // When the last item of the log was recorded.
};

// `methodology` is null for exports that do not depend on one.
Document CodebookOf(const ExportCitation& citation, const ExportFacts& facts,
                    const Methodology* methodology);

// The tables of the codebook as one: part, code, label, option, score, meaning, unit, missing.
Table CodebookTable(const Document& codebook);

}  // namespace lawtrace::report
