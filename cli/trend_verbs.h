// lawtrace trend, robustness.
#pragma once

#include "cli/options.h"
#include "model/result.h"
#include "report/question/trend_answers.h"

namespace lawtrace::cli {

struct TrendOptions : report::TrendWords {
  QuestionOptions question;
};

struct RobustnessOptions : report::RobustnessWords {
  QuestionOptions question;
};

[[nodiscard]] Result<int> RunTrend(const TrendOptions& options);
[[nodiscard]] Result<int> RunRobustness(const RobustnessOptions& options);

}  // namespace lawtrace::cli
