#include "analysis/history.h"

#include <algorithm>

namespace lawtrace::analysis {

std::span<const Change> ChangesIn(const CountryBlock& block, DayRange range) {
  const std::span<const Change> all = block.changes();
  const auto first =
      std::ranges::upper_bound(all, range.after.days_since_epoch(), {}, &Change::day);
  const auto last = std::ranges::upper_bound(all, range.until.days_since_epoch(), {}, &Change::day);
  if (first >= last) return {};
  return {first, last};
}

std::vector<ScoreStep> ScoreHistory(const Evaluator& evaluator, const CountryBlock& block,
                                    NodeId node) {
  std::vector<bool> is_below(evaluator.indicator_count(), false);
  for (const IndicatorId indicator : evaluator.IndicatorsBelow(node))
    is_below[indicator.value] = true;

  std::vector<ScoreStep> steps;
  std::optional<NodeScore> before;
  for (std::size_t row = 0; row < block.row_days().size(); ++row) {
    const NodeScore score = block.ScoreInRow(node, row);
    const bool is_first = !before && score.answered > 0;
    if (!is_first && (!before || *before == score)) continue;
    const Day day(block.row_days()[row]);
    ScoreStep step{.day = day,
                   .score = score,
                   .previous = before ? before->score : std::nullopt,
                   .changes = {}};
    for (const Change& change : ChangesIn(block, {.after = day.plus_days(-1), .until = day}))
      if (is_below[change.statement->indicator.value]) step.changes.push_back(change);
    steps.push_back(std::move(step));
    before = score;
  }
  return steps;
}

}  // namespace lawtrace::analysis
