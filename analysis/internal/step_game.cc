#include "analysis/internal/step_game.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <source_location>

#include "model/check.h"

namespace lawtrace::analysis {
namespace {

constexpr std::int32_t kNobody = -1;

// Groups that act as one in an enumeration: each player by itself, or, where there are too many,
// the unattributed together and the recodings together.
std::vector<std::vector<std::size_t>> Blocs(std::span<const Player> players,
                                            const std::vector<std::size_t>& acting) {
  std::vector<std::vector<std::size_t>> blocs;
  std::map<ContributionKind, std::size_t> merged;
  for (const std::size_t p : acting) {
    const bool merges =
        acting.size() > kMaxPlayers && (players[p].kind == ContributionKind::kUnattributed ||
                                        players[p].kind == ContributionKind::kRecoding);
    std::size_t bloc = blocs.size();
    if (merges) bloc = merged.try_emplace(players[p].kind, bloc).first->second;
    if (bloc == blocs.size()) blocs.emplace_back();
    blocs[bloc].push_back(p);
  }
  return blocs;
}

// w[s]: chance that exactly a given set of s others comes before a player of n.
std::vector<double> OrderWeights(std::size_t n) {
  std::vector<double> weights(n);
  weights[0] = 1.0 / static_cast<double>(n);
  for (std::size_t s = 1; s < n; ++s)
    weights[s] = weights[s - 1] * static_cast<double>(s) / static_cast<double>(n - s);
  return weights;
}

}  // namespace

StepGame::StepGame(const Evaluator& evaluator, const AnswerTable& answers,
                   const Evaluator::State& before, std::span<const Player> players, Merging merging)
    : evaluator_(evaluator),
      answers_(answers),
      before_(before),
      after_(before),
      players_(players),
      merging_(merging),
      player_of_(evaluator.indicator_count(), kNobody),
      known_(evaluator.node_count()) {
  for (std::size_t p = 0; p < players.size(); ++p) {
    for (const Move& move : players[p].moves) {
      player_of_[move.indicator.value] = static_cast<std::int32_t>(p);
      after_.Set(move.indicator, move.answer);
    }
  }
  after_.Refresh();
}

std::vector<double> StepGame::SharesAt(NodeId node) {
  return Compute(node).points;
}

StepGame::Shares StepGame::SharesOfIndicator(IndicatorId indicator) const {
  const std::optional<double>& old_score = answers_.ScoreOf(indicator, before_.answer(indicator));
  const std::optional<double>& new_score = answers_.ScoreOf(indicator, after_.answer(indicator));
  Shares shares{.points = std::vector<double>(players_.size()),
                .is_always_scored = old_score.has_value() && new_score.has_value()};
  const std::int32_t player = player_of_[indicator.value];
  if (shares.is_always_scored && player != kNobody)
    shares.points[static_cast<std::size_t>(player)] = *new_score - *old_score;
  return shares;
}

StepGame::Shares StepGame::SharesOfChild(const std::string& code) {
  if (const std::optional<NodeId> node = evaluator_.FindNode(code)) return Compute(*node);
  if (const std::optional<IndicatorId> indicator = evaluator_.FindIndicator(code))
    return SharesOfIndicator(*indicator);
  FailCheck("a child is neither node nor indicator", std::source_location::current());
}

StepGame::Shares StepGame::Compute(NodeId node) {
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
  known = std::move(shares);
  return *known;
}

std::optional<StepGame::Shares> StepGame::AddUp(NodeId node) {
  const Node& shape = evaluator_.methodology().nodes[node.value];
  if (shape.aggregation == Aggregation::kTable) return std::nullopt;
  Shares sum{.points = std::vector<double>(players_.size()), .is_always_scored = true};
  double weight_sum = 0;
  for (std::size_t c = 0; c < shape.children.size(); ++c) {
    const Shares child = SharesOfChild(shape.children[c]);
    if (!child.is_always_scored) {
      // A child that nobody's change touches is absent throughout and drops out.
      const auto below = evaluator_.FindNode(shape.children[c]);
      const bool is_touched =
          below ? !ActingAt(*below).empty()
                : player_of_[evaluator_.FindIndicator(shape.children[c])->value] != kNobody;
      if (is_touched || shape.missing == MissingRule::kRequireAll) return std::nullopt;
      continue;
    }
    const double weight = shape.weights.empty() ? 1.0 : shape.weights[c];
    weight_sum += weight;
    for (std::size_t p = 0; p < players_.size(); ++p) sum.points[p] += weight * child.points[p];
  }
  if (weight_sum <= 0) return std::nullopt;
  for (double& points : sum.points) points /= weight_sum;
  return sum;
}

StepGame::Shares StepGame::Enumerate(NodeId node, const std::vector<std::size_t>& acting) const {
  const std::vector<std::vector<std::size_t>> blocs =
      merging_ == Merging::kByChild ? BlocsByChild(node, acting) : Blocs(players_, acting);
  const std::size_t set_count = std::size_t{1} << blocs.size();
  std::vector<double> worth(set_count);
  Shares shares{.points = std::vector<double>(players_.size()), .is_always_scored = true};
  const std::optional<double> nothing = before_.ScoreOf(node).score;
  Evaluator::State state = before_;
  std::size_t current = 0;
  for (std::size_t i = 0; i < set_count; ++i) {
    const std::size_t set = i ^ (i >> 1U);  // Gray code: one bloc comes or goes at a time.
    if (const std::size_t turned = current ^ set; turned != 0) {
      const auto bloc = static_cast<std::size_t>(std::countr_zero(turned));
      const bool comes = (set & turned) != 0;
      for (const std::size_t p : blocs[bloc])
        for (const Move& move : players_[p].moves)
          state.Set(move.indicator, comes ? move.answer : before_.answer(move.indicator));
      state.Refresh();
      current = set;
    }
    const std::optional<double> score = state.ScoreOf(node).score;
    shares.is_always_scored = shares.is_always_scored && score.has_value();
    worth[set] = score.value_or(nothing.value_or(0.0));
  }
  if (!nothing || !after_.ScoreOf(node).score) return shares;

  const std::vector<double> weights = OrderWeights(blocs.size());
  for (std::size_t b = 0; b < blocs.size(); ++b) {
    double value = 0;
    const std::size_t bit = std::size_t{1} << b;
    for (std::size_t set = 0; set < set_count; ++set)
      if ((set & bit) == 0)
        value +=
            weights[static_cast<std::size_t>(std::popcount(set))] * (worth[set | bit] - worth[set]);
    for (const std::size_t p : blocs[b])
      shares.points[p] = value / static_cast<double>(blocs[b].size());
  }
  return shares;
}

std::vector<std::vector<std::size_t>> StepGame::BlocsByChild(
    NodeId node, const std::vector<std::size_t>& acting) const {
  if (acting.size() <= kMaxPlayers) return Blocs(players_, acting);
  // Per player, the first child with one of its moves below.
  constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> first_child(players_.size(), kNowhere);
  const std::vector<std::string>& children = evaluator_.methodology().nodes[node.value].children;
  for (std::size_t c = 0; c < children.size(); ++c) {
    const auto note = [&](IndicatorId indicator) {
      const std::int32_t player = player_of_[indicator.value];
      if (player == kNobody) return;
      std::size_t& child = first_child[static_cast<std::size_t>(player)];
      child = std::min(child, c);
    };
    if (const std::optional<NodeId> inner = evaluator_.FindNode(children[c])) {
      std::ranges::for_each(evaluator_.IndicatorsBelow(*inner), note);
    } else {
      note(*evaluator_.FindIndicator(children[c]));
    }
  }
  std::map<std::size_t, std::vector<std::size_t>> by_child;
  for (const std::size_t p : acting) by_child[first_child[p]].push_back(p);
  const std::size_t count = std::min(by_child.size(), kMaxPlayers);
  std::vector<std::vector<std::size_t>> blocs(count);
  std::size_t position = 0;
  for (const auto& [child, below] : by_child) {
    std::vector<std::size_t>& bloc = blocs[position++ * count / by_child.size()];
    bloc.insert(bloc.end(), below.begin(), below.end());
  }
  return blocs;
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
