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

[[nodiscard]] Result<int> RunScore(const QuestionOptions& options);
[[nodiscard]] Result<int> RunProfile(const QuestionOptions& options);
[[nodiscard]] Result<int> RunRank(const QuestionOptions& options);
[[nodiscard]] Result<int> RunHistory(const QuestionOptions& options);
[[nodiscard]] Result<int> RunChanges(const QuestionOptions& options);
[[nodiscard]] Result<int> RunLawList(const LawListOptions& options);
[[nodiscard]] Result<int> RunLawShow(const LawShowOptions& options);
[[nodiscard]] Result<int> RunLawMissing(const QuestionOptions& options);
[[nodiscard]] Result<int> RunLawAdd(const LawEditOptions& options);
[[nodiscard]] Result<int> RunLawEdit(const LawEditOptions& options);
[[nodiscard]] Result<int> RunLawConfirm(const LawEditOptions& options);
[[nodiscard]] Result<int> RunShow(const ShowOptions& options);
[[nodiscard]] Result<int> RunVerify(const VerifyOptions& options);

[[nodiscard]] Result<int> RunCitations(const CitationsOptions& options);

}  // namespace lawtrace::cli
