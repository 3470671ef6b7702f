#include "analysis/candidates.h"

#include <algorithm>

namespace lawtrace::analysis {
namespace {

// The child of the headline that the indicator belongs to.
std::optional<NodeId> AreaOf(const Evaluator& evaluator, IndicatorId indicator) {
  const Methodology& methodology = evaluator.methodology();
  for (const std::string& child : methodology.FindNode(methodology.headline)->children) {
    const std::optional<NodeId> area = evaluator.FindNode(child);
    if (area && std::ranges::find(evaluator.IndicatorsBelow(*area), indicator) !=
                    evaluator.IndicatorsBelow(*area).end())
      return area;
  }
  return std::nullopt;
}

std::optional<double> Difference(const NodeScore& before, const NodeScore& after) {
  if (!before.score || !after.score) return std::nullopt;
  return *after.score - *before.score;
}

}  // namespace

std::vector<RecodedAnswer> RecodedAnswers(const Archive& archive, CountryId country, NodeId node) {
  const CountryBlock& block = archive.Block(country);
  std::vector<RecodedAnswer> recoded;
  for (const Change& change : block.changes()) {
    const Statement& statement = *change.statement;
    if (statement.kind != EventKind::kRecoding || statement.is_correction) continue;
    const Evaluator::State before =
        block.StateAt({.effective = Day(change.day).plus_days(-1), .known = archive.last()});
    Evaluator::State after = before;
    after.Set(statement.indicator, statement.answer);
    after.Refresh();
    RecodedAnswer& row = recoded.emplace_back(
        RecodedAnswer{.country = country,
                      .change = change,
                      .points = Difference(before.ScoreOf(node), after.ScoreOf(node)),
                      .area = AreaOf(archive.evaluator(), statement.indicator)});
    if (row.area) row.area_points = Difference(before.ScoreOf(*row.area), after.ScoreOf(*row.area));
  }
  return recoded;
}

}  // namespace lawtrace::analysis
