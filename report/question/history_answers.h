// Answers about what happened over a range of days.
#pragma once

#include "report/question/answer.h"
#include "report/question/question.h"

namespace lawtrace::report {

// One row per change of a node's score, or of an indicator's answer.
[[nodiscard]] Result<Answer> AnswerHistory(const Question& question);
// The answers that changed after `words.from` and up to the moment.
[[nodiscard]] Result<Answer> AnswerChanges(const Question& question);

}  // namespace lawtrace::report
