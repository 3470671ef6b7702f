// lawtrace law list, show, missing.
#include "cli/session.h"
#include "cli/verbs.h"
#include "report/question/law_answers.h"

namespace lawtrace::cli {

Result<int> RunLawList(const LawListOptions& options) {
  return AskAndPrint(
      options.question,
      [&](const Question& question) { return report::AnswerLawList(question, options.status); },
      Extent::kAsKnown);
}

Result<int> RunLawShow(const LawShowOptions& options) {
  return AskAndPrint(
      options.question,
      [&](const Question& question) {
        return report::AnswerLawShow(question, options.law, question.format);
      },
      Extent::kAsKnown);
}

Result<int> RunLawMissing(const QuestionOptions& options) {
  return AskAndPrint(options, &report::AnswerLawMissing, Extent::kAsKnown);
}

}  // namespace lawtrace::cli
