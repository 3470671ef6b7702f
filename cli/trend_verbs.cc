#include "cli/trend_verbs.h"

#include "cli/session.h"

namespace lawtrace::cli {

Result<int> RunTrend(const TrendOptions& options) {
  return AskAndPrint(
      options.question,
      [&](const Question& question) {
        return report::AnswerTrend(question, options, question.format);
      },
      Extent::kAsKnown);
}

Result<int> RunRobustness(const RobustnessOptions& options) {
  return AskAndPrint(options.question, [&](const Question& question) {
    return report::AnswerRobustness(question, options, question.format);
  });
}

}  // namespace lawtrace::cli
