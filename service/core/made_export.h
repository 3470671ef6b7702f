// Makes an export from its citation alone, so that the same citation always gives the same bytes.
#pragma once

#include <string>

#include "model/index.h"
#include "model/methodology.h"
#include "model/result.h"
#include "report/export/export_citation.h"
#include "report/export/export_codebook.h"
#include "report/render/table.h"
#include "store/event_log.h"

namespace lawtrace::service {

struct MadeExport {
  report::ExportCitation citation;  // With every digest.
  report::Table rows;               // Without the citation.
  report::ExportFacts facts;
  const Methodology* methodology = nullptr;  // Of the index; null if none counts.
};

// Fills the blank digests, and the version, of `citation`; those that are given must be the ones
// that the log and the index have.  kInvalidInput if they are not, if the log ends before the
// position, or if the citation names what log or methodology do not hold.
// REQUIRES: the index outlives the export.
[[nodiscard]] Result<MadeExport> MakeExport(const Index& index, const store::EventLog& log,
                                            report::ExportCitation citation);

// The rows as the file holds them.  Every row of figures carries the token; events and laws are a
// restore of the log, whose form is fixed.
report::Table RowsWithCitation(const MadeExport& made);
// The same as text.  REQUIRES: the form is not xlsx.
std::string RenderRows(const MadeExport& made);

}  // namespace lawtrace::service
