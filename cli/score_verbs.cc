// lawtrace score, profile, rank.
#include "cli/session.h"
#include "cli/verbs.h"
#include "report/question/score_answers.h"

namespace lawtrace::cli {

Result<int> RunScore(const QuestionOptions& options) {
  return AskAndPrint(options, &report::AnswerScore);
}

Result<int> RunProfile(const QuestionOptions& options) {
  return AskAndPrint(options, &report::AnswerProfile);
}

Result<int> RunRank(const QuestionOptions& options) {
  return AskAndPrint(options, &report::AnswerRank);
}

}  // namespace lawtrace::cli
