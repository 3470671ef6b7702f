// Answers about what happened over a range of days.
#pragma once

#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

// One row per change of a node's score, or of an indicator's answer.
[[nodiscard]] Result<Answer> AnswerHistory(const Question& question);
// The answers that changed after `words.from` and up to the moment.
[[nodiscard]] Result<Answer> AnswerChanges(const Question& question);

// history, changes.
std::vector<QuestionEntry> HistoryQuestions();

}  // namespace lawtrace::report
