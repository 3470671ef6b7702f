// AnswerTable: every answer that occurs, numbered per indicator, with its score.
#pragma once

#include <optional>
#include <vector>

#include "analysis/ids.h"
#include "model/answer.h"
#include "model/methodology.h"

namespace lawtrace::analysis {

class AnswerTable {
 public:
  // Knows "no answer", not assessed, not applicable and the options of every indicator.
  // REQUIRES: `methodology` outlives the table.
  explicit AnswerTable(const Methodology& methodology);

  // The id of `answer`, which is added if it does not occur yet.
  AnswerId Intern(IndicatorId indicator, const Answer& answer);
  // The id of `answer`; absent if it does not occur.
  std::optional<AnswerId> Find(IndicatorId indicator, const Answer& answer) const;

  // Absent for kNoAnswer only.
  const std::optional<Answer>& AnswerOf(IndicatorId indicator, AnswerId id) const {
    return rows_[indicator.value][id.value].answer;
  }
  // On the indicator's scale; absent: the answer does not count (none, not assessed, not
  // applicable, or an option that the methodology does not score).
  const std::optional<double>& ScoreOf(IndicatorId indicator, AnswerId id) const {
    return rows_[indicator.value][id.value].score;
  }

 private:
  struct Row {
    std::optional<Answer> answer;
    std::optional<double> score;
  };

  std::optional<double> ScoreOfUnlisted(IndicatorId indicator, const Answer& answer) const;

  const Methodology* methodology_;
  std::vector<std::vector<Row>> rows_;  // Per indicator; row 0 is "no answer".
};

}  // namespace lawtrace::analysis
