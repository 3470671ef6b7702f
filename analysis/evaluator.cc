#include "analysis/evaluator.h"

#include <algorithm>
#include <limits>
#include <source_location>
#include <string>
#include <unordered_map>
#include <utility>

#include "analysis/internal/fold.h"
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
  for (const Node& node : methodology.nodes)
    for (const DatedWeights& dated : node.weights)
      if (dated.from) weight_days_.push_back(*dated.from);
  std::ranges::sort(weight_days_);
  const auto repeated = std::ranges::unique(weight_days_);
  weight_days_.erase(repeated.begin(), repeated.end());

  std::unordered_map<std::string_view, std::uint32_t> slots;
  for (std::size_t i = 0; i < indicators; ++i)
    slots.emplace(methodology.indicators[i].code, static_cast<std::uint32_t>(i));
  const AnswerTable options(methodology);
  nodes_above_.resize(indicators);
  nodes_.reserve(methodology.nodes.size());
  for (const Node& node : methodology.nodes) {
    CompiledNode compiled{.aggregation = node.aggregation,
                          .missing = node.missing,
                          .minimum_share = node.minimum_share};
    for (const std::string& child : node.children) {
      const auto slot = slots.find(child);
      Check(slot != slots.end(), "methodology names a child before it is known");
      compiled.children.push_back(slot->second);
    }
    CompileBelow(compiled);
    CompileWeights(node, compiled);
    CompileTable(node, options, compiled);
    slots.emplace(node.code, static_cast<std::uint32_t>(indicators + nodes_.size()));
    nodes_.push_back(std::move(compiled));
  }
}

void Evaluator::CompileBelow(CompiledNode& compiled) {
  const std::size_t indicators = indicator_count();
  std::vector<bool> is_below(indicators, false);
  for (const std::uint32_t child : compiled.children) {
    if (child < indicators) {
      is_below[child] = true;
    } else {
      for (const IndicatorId id : nodes_[child - indicators].indicators_below)
        is_below[id.value] = true;
    }
  }
  const NodeId id{static_cast<std::uint16_t>(nodes_.size())};
  for (const IndicatorId indicator : IdsUpTo<IndicatorId>(indicators)) {
    if (!is_below[indicator.value]) continue;
    compiled.indicators_below.push_back(indicator);
    nodes_above_[indicator.value].push_back(id);
  }
}

void Evaluator::CompileWeights(const Node& node, CompiledNode& compiled) const {
  const auto add = [&](std::span<const double> weights) {
    Check(weights.size() == node.children.size(), "methodology has not one weight per child");
    compiled.weights.emplace_back(weights.begin(), weights.end());
    double sum = 0;
    for (const double weight : weights) sum += weight;
    compiled.weight_sums.push_back(sum);
  };
  if (node.weights.empty()) return;
  add(node.weights.front().weights);
  if (node.weights.size() == 1) return;
  for (const Day day : weight_days_) add(node.WeightsOn(day));
}

void Evaluator::CompileTable(const Node& node, const AnswerTable& options,
                             CompiledNode& compiled) const {
  for (const TableRow& row : node.table) {
    Check(row.when.size() == node.children.size(), "table row has not one answer per child");
    std::vector<AnswerId>& when = compiled.when.emplace_back();
    for (std::size_t c = 0; c < row.when.size(); ++c) {
      Check(compiled.children[c] < indicator_count(), "table looks up a node");
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
}

std::size_t Evaluator::SpanOn(Day day) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(weight_days_, day) -
                                  weight_days_.begin());
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
std::optional<double> Evaluator::PutTogether(const CompiledNode& node, std::size_t span,
                                             ScoreOfChild score_of) {
  const std::span<const double> weights = WeightsIn(node, span);
  double folded = NothingFolded(node.aggregation);
  Presence present;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const std::optional<double>& score = score_of(i);
    if (!score) {
      present.has_gap = true;
      continue;
    }
    const double weight = weights.empty() ? 1.0 : weights[i];
    folded = Fold(node.aggregation, folded, weight, *score);
    present.weight += weight;
  }
  if (!Suffices(node.missing, node.minimum_share, present, TotalIn(node, span)))
    return std::nullopt;
  return Unfold(node.aggregation, folded, present.weight);
}

std::optional<double> Evaluator::Combine(NodeId node,
                                         std::span<const std::optional<double>> child_scores,
                                         Day day) const {
  const CompiledNode& compiled = nodes_[node.value];
  if (compiled.aggregation == Aggregation::kTable) return std::nullopt;
  Check(child_scores.size() == compiled.children.size(), "Combine: one score per child");
  return PutTogether(compiled, SpanOn(day),
                     [&](std::size_t i) -> const auto& { return child_scores[i]; });
}

Evaluator::State::State(const Evaluator& evaluator, const AnswerTable& answers, Day day)
    : evaluator_(&evaluator),
      table_(&answers),
      day_(day),
      span_(evaluator.SpanOn(day)),
      answers_(evaluator.indicator_count()),
      scores_(evaluator.indicator_count() + evaluator.node_count()),
      answered_(evaluator.node_count()),
      is_stale_(evaluator.node_count()) {}

void Evaluator::State::MoveTo(Day day) {
  const std::size_t from = std::exchange(span_, evaluator_->SpanOn(day));
  day_ = day;
  if (from == span_) return;
  const std::size_t first_node = evaluator_->indicator_count();
  for (std::size_t n = 0; n < is_stale_.size(); ++n) {  // Children before parents.
    const CompiledNode& node = evaluator_->nodes_[n];
    is_stale_[n] = is_stale_[n] ||
                   (node.weights.size() > 1 && node.weights[from] != node.weights[span_]) ||
                   std::ranges::any_of(node.children, [&](std::uint32_t child) {
                     return child >= first_node && is_stale_[child - first_node];
                   });
  }
}

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
  return PutTogether(compiled, span_,
                     [&](std::size_t i) -> const auto& { return scores_[compiled.children[i]]; });
}

std::optional<double> Evaluator::State::LookUp(const CompiledNode& node) const {
  Presence present;
  for (const std::uint32_t child : node.children) {
    present.weight += scores_[child] ? 1 : 0;
    present.has_gap = present.has_gap || !scores_[child];
  }
  if (!Suffices(node.missing, node.minimum_share, present, TotalIn(node, span_)))
    return std::nullopt;
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
