// Answers about movement across editions, and about how firm ranks are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

struct TrendWords {
  std::vector<std::string> at;        // Points in time.
  std::vector<std::string> editions;  // Both empty: all editions of which the log has scores.
  std::string fixed_composition;      // Groups have the members of that day; empty: of each day.
  std::string part;                   // See TrendPart; empty: all that the form can hold.
};

struct RobustnessWords {
  std::int64_t draws = 10'000;
  std::uint32_t seed = 1;
  std::string weights = "areas";  // Or "indicators".
  std::string part;               // See RobustnessPart; empty: all that the form can hold.
};

// `words.at` and `words.from` of the question are not used.
// REQUIRES: the archive holds only what was known at the question's moment.
[[nodiscard]] Result<Answer> AnswerTrend(const Question& question, const TrendWords& words,
                                         Format format);
[[nodiscard]] Result<Answer> AnswerRobustness(const Question& question,
                                              const RobustnessWords& words, Format format);

// trend, robustness.
std::vector<QuestionEntry> TrendQuestions();

}  // namespace lawtrace::report
