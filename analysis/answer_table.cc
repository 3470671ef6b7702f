#include "analysis/answer_table.h"

#include <limits>
#include <string>

#include "model/check.h"

namespace lawtrace::analysis {
AnswerTable::AnswerTable(const Methodology& methodology) : methodology_(&methodology) {
  rows_.reserve(methodology.indicators.size());
  for (const Indicator& indicator : methodology.indicators) {
    std::vector<Row>& rows = rows_.emplace_back();
    rows.push_back({});
    rows.push_back({.answer = Answer::NotAssessed()});
    rows.push_back({.answer = Answer::NotApplicable()});
    for (const Option& option : indicator.options)
      rows.push_back({.answer = Answer::Option(option.code), .score = option.score});
  }
}

AnswerId AnswerTable::Intern(IndicatorId indicator, const Answer& answer) {
  if (const std::optional<AnswerId> id = Find(indicator, answer)) return *id;
  std::vector<Row>& rows = rows_[indicator.value];
  Check(rows.size() < std::numeric_limits<std::uint16_t>::max(), "too many distinct answers");
  rows.push_back({.answer = answer, .score = ScoreOfUnlisted(indicator, answer)});
  return AnswerId{static_cast<std::uint16_t>(rows.size() - 1)};
}

std::optional<AnswerId> AnswerTable::Find(IndicatorId indicator, const Answer& answer) const {
  const std::vector<Row>& rows = rows_[indicator.value];
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].answer == answer) return AnswerId{static_cast<std::uint16_t>(i)};
  return std::nullopt;
}

std::optional<double> AnswerTable::ScoreOfUnlisted(IndicatorId indicator,
                                                   const Answer& answer) const {
  const Indicator& asked = methodology_->indicators[indicator.value];
  const bool counts = methodology_->scores_unlisted_numbers || asked.is_numeric;
  if (!answer.is_option() || !counts) return std::nullopt;
  return NumberOnScale(answer.code(), asked.scale);
}

}  // namespace lawtrace::analysis
