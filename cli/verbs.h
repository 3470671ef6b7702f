// The verbs of `lawtrace`.  Each prints its result and returns the exit status: 0, or 1 for a
// negative finding.  An error is returned, not printed; main() does that and exits with 2.
#pragma once

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

[[nodiscard]] Result<int> RunImportWorkbook(const ImportOptions& options);
[[nodiscard]] Result<int> RunImportAnswers(const ImportOptions& options);
[[nodiscard]] Result<int> RunImportEvents(const ImportOptions& options);
[[nodiscard]] Result<int> RunImportLaws(const ImportOptions& options);
[[nodiscard]] Result<int> RunRecord(const RecordOptions& options);

[[nodiscard]] Result<int> RunLawAdd(const LawEditOptions& options);
[[nodiscard]] Result<int> RunLawEdit(const LawEditOptions& options);
[[nodiscard]] Result<int> RunLawConfirm(const LawEditOptions& options);
[[nodiscard]] Result<int> RunShow(const ShowOptions& options);
[[nodiscard]] Result<int> RunVerify(const VerifyOptions& options);

[[nodiscard]] Result<int> RunCitations(const CitationsOptions& options);

}  // namespace lawtrace::cli
