// The answer to which changes reach a score, a rank or a band.
#pragma once

#include <string>
#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

struct SuggestionWords {
  std::string target;  // Exactly one of these three is given.
  std::string rank;
  std::string band;
  std::vector<std::string> excluded;  // Indicators, or nodes with all indicators below.
  std::string max_changes;            // Empty: any number.
  bool may_fill_missing = false;
};

// The fewest changes of one country's answers that reach the goal at one node.
[[nodiscard]] Result<Answer> AnswerSuggestion(const Question& question,
                                              const SuggestionWords& words, Format format);

// scenario suggest.
std::vector<QuestionEntry> SuggestionQuestions();

}  // namespace lawtrace::report
