// lawtrace export and cite: the log and what follows from it, as files that can be cited.
#pragma once

#include <string>

#include "cli/options.h"
#include "model/result.h"
#include "report/export/export_citation.h"

namespace lawtrace::cli {

struct ExportOptions {
  QuestionOptions question;
  bool is_series = false;     // Scores and answers: every day with a change.
  std::string updated_after;  // Only what changed because of what was recorded after that day.
  std::string output;         // File; empty: standard output.
  std::string codebook;       // File of the codebook, .md or .csv; empty: none.
};

struct CiteOptions {
  CommonOptions common;
  std::string token;
  std::string output;    // File; empty: standard output.
  std::string codebook;  // As above.
};

[[nodiscard]] Result<int> RunExport(report::ExportKind kind, const ExportOptions& options);
[[nodiscard]] Result<int> RunCite(const CiteOptions& options);

}  // namespace lawtrace::cli
