// Makes an export from its citation alone, so that the same citation always gives the same bytes.
#pragma once

#include <string>

#include "cli/session.h"
#include "model/methodology.h"
#include "report/export_citation.h"
#include "report/export_codebook.h"
#include "report/table.h"

namespace lawtrace::cli {

struct MadeExport {
  report::ExportCitation citation;  // With every digest.
  report::Table rows;               // Without the citation.
  report::ExportFacts facts;
  const Methodology* methodology = nullptr;  // Of the session's index; null if none counts.
};

// Fills the blank digests, and the version, of `citation`; those that are given must be the ones
// that the store and the index have.  kInvalidInput if they are not, if the log ends before the
// position, or if the citation names what log or methodology do not hold.
// REQUIRES: the session outlives the export.
[[nodiscard]] Result<MadeExport> MakeExport(const Session& session,
                                            report::ExportCitation citation);

// Writes the export to the file, or to standard output if that is empty, and its codebook beside it
// if `codebook` names a file: CSV if that ends in .csv, else Markdown.
[[nodiscard]] Status WriteExport(const MadeExport& made, const std::string& output,
                                 const std::string& codebook);

// kInvalidInput if this form needs a file and none is named, or both files are the same.
[[nodiscard]] Status CheckOutput(report::ExportFormat format, const std::string& output,
                                 const std::string& codebook);

}  // namespace lawtrace::cli
