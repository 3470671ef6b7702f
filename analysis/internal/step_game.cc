#include "analysis/internal/step_game.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "analysis/internal/fold.h"
#include "analysis/internal/shapley.h"
#include "model/budget.h"

namespace lawtrace::analysis {
namespace {

constexpr std::int32_t kNobody = -1;

// Where a player stands among those of a step; the order of recording does not matter.
std::tuple<ContributionKind, const std::vector<std::string>&, IndicatorId> OrderOf(
    const Player& player) {
  const auto first =
      std::ranges::min(player.moves, {}, [](const Move& move) { return move.indicator; });
  return {player.kind, player.laws, first.indicator};
}

}  // namespace

StepGame::StepGame(const Evaluator& evaluator, const AnswerTable& answers,
                   const Evaluator::State& before, std::span<const Player> players)
    : evaluator_(evaluator),
      answers_(answers),
      before_(before),
      after_(before),
      players_(players),
      player_of_(evaluator.indicator_count(), kNobody),
      is_touched_(evaluator.node_count()),
      known_(evaluator.node_count()) {
  for (std::size_t p = 0; p < players.size(); ++p) {
    for (const Move& move : players[p].moves) {
      player_of_[move.indicator.value] = static_cast<std::int32_t>(p);
      after_.Set(move.indicator, move.answer);
      for (const NodeId node : evaluator.NodesAbove(move.indicator)) is_touched_[node.value] = true;
    }
  }
  after_.Refresh();
}

std::vector<double> StepGame::SharesAt(NodeId node) {
  return Compute(node).points;
}

const StepGame::Shares& StepGame::Compute(NodeId node) {
  SpendStep();
  std::optional<Shares>& known = known_[node.value];
  if (known) return *known;
  const std::optional<double> old_score = before_.ScoreOf(node).score;
  const std::optional<double> new_score = after_.ScoreOf(node).score;
  const std::vector<std::size_t> acting = ActingAt(node);
  Shares shares{.points = std::vector<double>(players_.size()),
                .is_always_scored = old_score.has_value() && new_score.has_value()};
  if (acting.size() == 1 && shares.is_always_scored) {
    shares.points[acting.front()] = *new_score - *old_score;
  } else if (acting.size() > 1 && shares.is_always_scored) {
    const std::optional<Shares> added = AddUp(node);
    shares = added ? *added : Enumerate(node, acting);
  }
  return known.emplace(std::move(shares));
}

std::optional<StepGame::Shares> StepGame::AddUp(NodeId node) {
  if (!AddsUp(evaluator_.methodology().nodes[node.value].aggregation)) return std::nullopt;
  const std::span<const double> weights = evaluator_.WeightsOf(node, before_.day());
  const std::span<const std::uint32_t> children = evaluator_.ChildrenOf(node);
  Shares sum{.points = std::vector<double>(players_.size()), .is_always_scored = true};
  double weight_sum = 0;
  for (std::size_t c = 0; c < children.size(); ++c) {
    const double weight = weights.empty() ? 1.0 : weights[c];
    if (children[c] < evaluator_.indicator_count()) {
      const IndicatorId indicator{static_cast<std::uint16_t>(children[c])};
      const std::int32_t player = player_of_[indicator.value];
      const std::optional<double>& old_score =
          answers_.ScoreOf(indicator, before_.answer(indicator));
      const std::optional<double>& new_score =
          answers_.ScoreOf(indicator, after_.answer(indicator));
      if (!old_score && player == kNobody) continue;  // Absent throughout.
      if (!old_score || !new_score) return std::nullopt;
      weight_sum += weight;
      if (player != kNobody)
        sum.points[static_cast<std::size_t>(player)] += weight * (*new_score - *old_score);
      continue;
    }
    const NodeId inner{static_cast<std::uint16_t>(children[c] - evaluator_.indicator_count())};
    if (!is_touched_[inner.value]) {
      if (before_.ScoreOf(inner).score) weight_sum += weight;
      continue;
    }
    const Shares& child = Compute(inner);
    if (!child.is_always_scored) return std::nullopt;
    weight_sum += weight;
    for (std::size_t p = 0; p < players_.size(); ++p) sum.points[p] += weight * child.points[p];
  }
  if (weight_sum <= 0) return std::nullopt;
  for (double& points : sum.points) points /= weight_sum;
  return sum;
}

StepGame::Shares StepGame::Enumerate(NodeId node, std::vector<std::size_t> acting) const {
  Shares shares{.points = std::vector<double>(players_.size()), .is_always_scored = true};
  const std::optional<double> nothing = before_.ScoreOf(node).score;
  std::ranges::sort(acting, {}, [this](std::size_t p) { return OrderOf(players_[p]); });
  Evaluator::State state = before_;
  const std::vector<double> values = ShapleyValues(
      {.player_count = acting.size(),
       .turn =
           [&](std::size_t player, bool comes) {
             for (const Move& move : players_[acting[player]].moves)
               state.Set(move.indicator, comes ? move.answer : before_.answer(move.indicator));
           },
       .worth =
           [&] {
             state.Refresh();
             const std::optional<double> score = state.ScoreOf(node).score;
             shares.is_always_scored = shares.is_always_scored && score.has_value();
             return score.value_or(*nothing);
           }});
  for (std::size_t i = 0; i < acting.size(); ++i) shares.points[acting[i]] = values[i];
  return shares;
}

std::vector<std::size_t> StepGame::ActingAt(NodeId node) const {
  std::vector<bool> acts(players_.size(), false);
  for (const IndicatorId indicator : evaluator_.IndicatorsBelow(node))
    if (player_of_[indicator.value] != kNobody)
      acts[static_cast<std::size_t>(player_of_[indicator.value])] = true;
  std::vector<std::size_t> acting;
  for (std::size_t p = 0; p < acts.size(); ++p)
    if (acts[p]) acting.push_back(p);
  return acting;
}

}  // namespace lawtrace::analysis
