// lawtrace trend, robustness.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct TrendOptions {
  QuestionOptions question;           // Its `at` and `from` are not used.
  std::vector<std::string> at;        // Points in time.
  std::vector<std::string> editions;  // Both empty: all editions of which the log has scores.
  std::string fixed_composition;      // Groups have the members of that day; empty: of each day.
  std::string part;                   // See report::TrendPart; empty: all that the format can hold.
};

struct RobustnessOptions {
  QuestionOptions question;
  std::int64_t draws = 10'000;
  std::uint32_t seed = 1;
  std::string weights = "areas";  // Or "indicators".
  std::string part;  // See report::RobustnessPart; empty: all that the format can hold.
};

[[nodiscard]] Result<int> RunTrend(const TrendOptions& options);
[[nodiscard]] Result<int> RunRobustness(const RobustnessOptions& options);

}  // namespace lawtrace::cli
