// Answers about scores at one moment.
#pragma once

#include "report/question/answer.h"
#include "report/question/question.h"

namespace lawtrace::report {

// The scores of the countries and the means of the groups.
[[nodiscard]] Result<Answer> AnswerScore(const Question& question);
// The whole tree of one country.
[[nodiscard]] Result<Answer> AnswerProfile(const Question& question);
// The league table of one node.
[[nodiscard]] Result<Answer> AnswerRank(const Question& question);

}  // namespace lawtrace::report
