// Answers about scores at one moment.
#pragma once

#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

// The scores of the countries and the means of the groups.
[[nodiscard]] Result<Answer> AnswerScore(const Question& question);
// The whole tree of one country.
[[nodiscard]] Result<Answer> AnswerProfile(const Question& question);
// The league table of one node.
[[nodiscard]] Result<Answer> AnswerRank(const Question& question);

// score, profile, rank.
std::vector<QuestionEntry> ScoreQuestions();

}  // namespace lawtrace::report
