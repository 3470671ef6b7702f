// Answers about what makes an index.
#pragma once

#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

// Countries, groups, indicators, editions and methodologies: routes without a verb.
std::vector<QuestionEntry> IndexQuestions();

}  // namespace lawtrace::report
