#include "analysis/evaluator.h"

#include <algorithm>
#include <limits>
#include <source_location>
#include <string>
#include <unordered_map>

#include "model/budget.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// In a compiled table row: matches every answer, and none.
constexpr AnswerId kAnyAnswer{std::numeric_limits<std::uint16_t>::max()};

// Position of the first element whose `code` is wanted.
template <typename T>
std::optional<std::uint16_t> PositionOf(const std::vector<T>& all, std::string_view code) {
  const auto it = std::ranges::find(all, code, &T::code);
  if (it == all.end()) return std::nullopt;
  return static_cast<std::uint16_t>(it - all.begin());
}

}  // namespace

Evaluator::Evaluator(const Methodology& methodology) : methodology_(&methodology) {
  const std::size_t indicators = methodology.indicators.size();
  Check(indicators + methodology.nodes.size() < std::numeric_limits<std::uint16_t>::max(),
        "methodology too large");
  std::unordered_map<std::string_view, std::uint32_t> slots;
  for (std::size_t i = 0; i < indicators; ++i)
    slots.emplace(methodology.indicators[i].code, static_cast<std::uint32_t>(i));
  const AnswerTable options(methodology);
  nodes_above_.resize(indicators);
  nodes_.reserve(methodology.nodes.size());
  for (const Node& node : methodology.nodes) {
    CompiledNode compiled{
        .aggregation = node.aggregation, .missing = node.missing, .weights = node.weights};
    std::vector<bool> is_below(indicators, false);
    for (const std::string& child : node.children) {
      const auto slot = slots.find(child);
      Check(slot != slots.end(), "methodology names a child before it is known");
      compiled.children.push_back(slot->second);
      if (slot->second < indicators) {
        is_below[slot->second] = true;
      } else {
        for (const IndicatorId id : nodes_[slot->second - indicators].indicators_below)
          is_below[id.value] = true;
      }
    }
    const NodeId id{static_cast<std::uint16_t>(nodes_.size())};
    for (const IndicatorId indicator : IdsUpTo<IndicatorId>(indicators)) {
      if (!is_below[indicator.value]) continue;
      compiled.indicators_below.push_back(indicator);
      nodes_above_[indicator.value].push_back(id);
    }
    Check(node.weights.empty() || node.weights.size() == node.children.size(),
          "methodology has not one weight per child");
    for (const TableRow& row : node.table) {
      Check(row.when.size() == node.children.size(), "table row has not one answer per child");
      std::vector<AnswerId>& when = compiled.when.emplace_back();
      for (std::size_t c = 0; c < row.when.size(); ++c) {
        Check(compiled.children[c] < indicators, "table looks up a node");
        const IndicatorId child{static_cast<std::uint16_t>(compiled.children[c])};
        const std::optional<std::string>& option = row.when[c];
        const std::optional<AnswerId> wanted =
            option ? options.Find(child, Answer::Option(*option)) : kAnyAnswer;
        if (!wanted)
          FailCheck("table row names an option that its indicator lacks",
                    std::source_location::current());
        when.push_back(*wanted);
      }
      compiled.table_scores.push_back(row.score);
    }
    slots.emplace(node.code, static_cast<std::uint32_t>(indicators + nodes_.size()));
    nodes_.push_back(std::move(compiled));
  }
}

std::optional<IndicatorId> Evaluator::FindIndicator(std::string_view code) const {
  const auto position = PositionOf(methodology_->indicators, code);
  return position ? std::optional(IndicatorId{*position}) : std::nullopt;
}

std::optional<NodeId> Evaluator::FindNode(std::string_view code) const {
  const auto position = PositionOf(methodology_->nodes, code);
  return position ? std::optional(NodeId{*position}) : std::nullopt;
}

template <typename ScoreOfChild>
std::optional<double> Evaluator::Average(const CompiledNode& node, ScoreOfChild score_of) {
  double sum = 0;
  double weight_sum = 0;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const std::optional<double>& score = score_of(i);
    if (!score) {
      if (node.missing == MissingRule::kRequireAll) return std::nullopt;
      continue;
    }
    const double weight = node.weights.empty() ? 1.0 : node.weights[i];
    sum += weight * *score;
    weight_sum += weight;
  }
  if (weight_sum <= 0) return std::nullopt;
  return sum / weight_sum;
}

std::optional<double> Evaluator::Combine(
    NodeId node, std::span<const std::optional<double>> child_scores) const {
  const CompiledNode& compiled = nodes_[node.value];
  if (compiled.aggregation == Aggregation::kTable) return std::nullopt;
  Check(child_scores.size() == compiled.children.size(), "Combine: one score per child");
  return Average(compiled, [&](std::size_t i) -> const auto& { return child_scores[i]; });
}

Evaluator::State::State(const Evaluator& evaluator, const AnswerTable& answers)
    : evaluator_(&evaluator),
      table_(&answers),
      answers_(evaluator.indicator_count()),
      scores_(evaluator.indicator_count() + evaluator.node_count()),
      answered_(evaluator.node_count()),
      is_stale_(evaluator.node_count()) {}

void Evaluator::State::Set(IndicatorId indicator, AnswerId answer) {
  if (answers_[indicator.value] == answer) return;
  answers_[indicator.value] = answer;
  const std::optional<double> score = table_->ScoreOf(indicator, answer);
  const int gained = (score ? 1 : 0) - (scores_[indicator.value] ? 1 : 0);
  scores_[indicator.value] = score;
  for (const NodeId node : evaluator_->NodesAbove(indicator)) {
    answered_[node.value] = static_cast<std::uint16_t>(answered_[node.value] + gained);
    is_stale_[node.value] = true;
  }
}

void Evaluator::State::Refresh() {
  SpendStep();
  const std::size_t first_node = evaluator_->indicator_count();
  for (const NodeId node : IdsUpTo<NodeId>(is_stale_.size())) {
    if (!is_stale_[node.value]) continue;
    scores_[first_node + node.value] = Compute(node);
    is_stale_[node.value] = false;
  }
}

std::optional<double> Evaluator::State::Compute(NodeId node) const {
  const CompiledNode& compiled = evaluator_->nodes_[node.value];
  if (compiled.aggregation == Aggregation::kTable) return LookUp(compiled);
  return Average(compiled,
                 [&](std::size_t i) -> const auto& { return scores_[compiled.children[i]]; });
}

std::optional<double> Evaluator::State::LookUp(const CompiledNode& node) const {
  const auto has_score = [this](std::uint32_t child) { return scores_[child].has_value(); };
  const bool is_enough = node.missing == MissingRule::kRequireAll
                             ? std::ranges::all_of(node.children, has_score)
                             : std::ranges::any_of(node.children, has_score);
  if (!is_enough) return std::nullopt;
  for (std::size_t r = 0; r < node.when.size(); ++r) {
    bool matches = true;
    for (std::size_t c = 0; c < node.children.size() && matches; ++c) {
      const AnswerId wanted = node.when[r][c];
      matches = wanted == kAnyAnswer || wanted == answers_[node.children[c]];
    }
    if (matches) return node.table_scores[r];
  }
  return std::nullopt;
}

NodeScore Evaluator::State::ScoreOf(NodeId node) const {
  return {.score = scores_[evaluator_->indicator_count() + node.value],
          .answered = answered_[node.value],
          .indicators = static_cast<std::uint16_t>(evaluator_->IndicatorsBelow(node).size())};
}

}  // namespace lawtrace::analysis
