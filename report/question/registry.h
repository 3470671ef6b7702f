// Registry: every question that can be asked of a log.
#pragma once

#include <span>
#include <string_view>

#include "report/question/ask.h"

namespace lawtrace::report {

// In the order of the help and of the OpenAPI document.
std::span<const QuestionEntry> Questions();

// Null if no question has that verb.
const QuestionEntry* FindQuestion(std::string_view verb);

}  // namespace lawtrace::report
