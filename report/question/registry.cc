#include "report/question/registry.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "report/question/attribution_answer.h"
#include "report/question/difference_answers.h"
#include "report/question/history_answers.h"
#include "report/question/index_answers.h"
#include "report/question/law_answers.h"
#include "report/question/score_answers.h"
#include "report/question/suggestion_answer.h"
#include "report/question/trend_answers.h"

namespace lawtrace::report {

std::span<const QuestionEntry> Questions() {
  static const std::vector<QuestionEntry> kQuestions = [] {
    std::vector<QuestionEntry> all;
    for (std::vector<QuestionEntry> (*some)() :
         {&ScoreQuestions, &HistoryQuestions, &AttributionQuestions, &DifferenceQuestions,
          &TrendQuestions, &SuggestionQuestions, &LawQuestions, &IndexQuestions})
      std::ranges::move(some(), std::back_inserter(all));
    return all;
  }();
  return kQuestions;
}

const QuestionEntry* FindQuestion(std::string_view verb) {
  const auto found = std::ranges::find(Questions(), verb, &QuestionEntry::verb);
  return found == Questions().end() ? nullptr : &*found;
}

}  // namespace lawtrace::report
