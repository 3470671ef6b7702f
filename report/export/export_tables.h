// Scores, answers and changes as research data: tidy rows, at one day or at every day on which
// something changed.  docs/exchange.md, "Research exports".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/history.h"
#include "model/index.h"
#include "report/render/table.h"

namespace lawtrace::report {

// What is observed on one day.
template <typename Subject>
struct Observation {
  analysis::CountryId country;
  Subject subject;
  Day day;
  // When it last changed, on `day` or before; absent: it never did.
  std::optional<Day> changed;
  // The last change holds a recoding of an answer, so values before and after do not compare.
  bool is_break = false;
};

using ScoreObservation = Observation<analysis::NodeId>;
using AnswerObservation = Observation<analysis::IndicatorId>;

// Which days are observed.
struct ObservedDays {
  Day at;                   // The only day, or the last one.
  bool is_series = false;   // Every day with a change up to `at`.
  std::optional<Day> from;  // Of a series: days after that one.
};

// By country, then node, then day.  In a series, a node is observed when its score or its coverage
// changes.  REQUIRES: all is known; the archive holds no more of the log than the reader knew.
std::vector<ScoreObservation> ObserveScores(const analysis::Archive& archive,
                                            std::span<const analysis::CountryId> countries,
                                            std::span<const analysis::NodeId> nodes,
                                            const ObservedDays& days);
// By country, then indicator in codebook order, then day; only where there is an answer.
std::vector<AnswerObservation> ObserveAnswers(const analysis::Archive& archive,
                                              std::span<const analysis::CountryId> countries,
                                              const ObservedDays& days);

// Rows as ScoreTable and AppendAnswer write them (report/question/score_tables.h), one per
// observation.
Table ObservedScoreTable(const analysis::Archive& archive, const Index& index,
                         std::span<const ScoreObservation> observations,
                         const std::optional<Day>& known_at);
Table ObservedAnswerTable(const analysis::Archive& archive,
                          std::span<const AnswerObservation> observations,
                          const std::optional<Day>& known_at);

struct ChangeChoice {
  std::vector<analysis::CountryId> countries;
  std::vector<bool> indicators;  // Per indicator, whether it is wanted.
  analysis::DayRange range;
  bool with_codings = false;  // First answers, too.
};

// Rows as AppendChanges writes them (report/question/history_tables.h).
Table ChosenChangesTable(const analysis::Archive& archive, const Index& index,
                         const ChangeChoice& choice);

// The rows of `now` whose `values` differ from those of the row with the same `keys` in `before`,
// or that have none there.  REQUIRES: both tables have these columns.
Table UpdatedRows(const Table& now, const Table& before, const std::vector<std::string>& keys,
                  const std::vector<std::string>& values);
// The rows of `before` without a row of the same `keys` in `now`.
Table GoneRows(const Table& now, const Table& before, const std::vector<std::string>& keys);

}  // namespace lawtrace::report
