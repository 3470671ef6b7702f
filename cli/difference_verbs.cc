#include "cli/difference_verbs.h"

#include "cli/session.h"

namespace lawtrace::cli {

Result<int> RunDifference(const DifferenceOptions& options) {
  return AskAndPrint(options.question, [&](const Question& question) {
    return report::AnswerDifference(question, options.from, options.to, question.format);
  });
}

Result<int> RunRevisions(const RevisionOptions& options) {
  return AskAndPrint(options.question, [&](const Question& question) {
    return report::AnswerRevisions(question, options, question.format);
  });
}

}  // namespace lawtrace::cli
