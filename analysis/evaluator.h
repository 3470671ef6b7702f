// Evaluator: a methodology compiled to a flat evaluation order.  docs/method.md has the formulas.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/answer_table.h"
#include "analysis/ids.h"
#include "model/methodology.h"

namespace lawtrace::analysis {

// A node's score with its coverage.
struct NodeScore {
  std::optional<double> score;   // Absent by the node's missing rule.
  std::uint16_t answered = 0;    // Indicators below the node whose answer counts ...
  std::uint16_t indicators = 0;  // ... of so many.

  friend bool operator==(const NodeScore&, const NodeScore&) = default;
};

class Evaluator {
  struct CompiledNode;

 public:
  // REQUIRES: `methodology` is valid (children before parents) and outlives the evaluator.
  explicit Evaluator(const Methodology& methodology);

  const Methodology& methodology() const { return *methodology_; }
  std::size_t indicator_count() const { return methodology_->indicators.size(); }
  std::size_t node_count() const { return nodes_.size(); }
  std::optional<IndicatorId> FindIndicator(std::string_view code) const;
  std::optional<NodeId> FindNode(std::string_view code) const;

  // Distinct indicators below the node, in codebook order.
  std::span<const IndicatorId> IndicatorsBelow(NodeId node) const {
    return nodes_[node.value].indicators_below;
  }
  // The node's children in summation order: an indicator's position, or indicator_count() plus a
  // node's.
  std::span<const std::uint32_t> ChildrenOf(NodeId node) const {
    return nodes_[node.value].children;
  }
  // Nodes above the indicator, children before parents.
  std::span<const NodeId> NodesAbove(IndicatorId indicator) const {
    return nodes_above_[indicator.value];
  }

  // Days on which the weights of some node change, ascending.
  std::span<const Day> weight_days() const { return weight_days_; }
  // The weights of the node's children on `day`; empty where they have none.
  std::span<const double> WeightsOf(NodeId node, Day day) const {
    return WeightsIn(nodes_[node.value], SpanOn(day));
  }
  // The weight of all the node's children on `day`: their number where they have none.
  double TotalWeightOf(NodeId node, Day day) const {
    return TotalIn(nodes_[node.value], SpanOn(day));
  }

  // The answers of one country at one moment and every node's score under them.
  //
  // Sums run over the children in methodology order, so equal answers give equal bits.
  class State {
   public:
    // No answer at all; weights are those of `day`.
    State(const Evaluator& evaluator, const AnswerTable& answers, Day day);

    Day day() const { return day_; }
    AnswerId answer(IndicatorId indicator) const { return answers_[indicator.value]; }
    // Replaces one answer.  Scores are stale until Refresh.
    void Set(IndicatorId indicator, AnswerId answer);
    // Takes the weights of another day.  Scores are stale until Refresh.
    void MoveTo(Day day);
    // Recomputes what the calls since the last one have made stale.
    void Refresh();

    // REQUIRES: fresh.
    NodeScore ScoreOf(NodeId node) const;

   private:
    std::optional<double> Compute(NodeId node) const;
    std::optional<double> LookUp(const CompiledNode& node) const;

    const Evaluator* evaluator_;
    const AnswerTable* table_;
    Day day_;
    std::size_t span_;                           // SpanOn(day_).
    std::vector<AnswerId> answers_;              // Per indicator.
    std::vector<std::optional<double>> scores_;  // Per slot: indicators, then nodes.
    std::vector<std::uint16_t> answered_;        // Per node.
    std::vector<bool> is_stale_;                 // Per node.
  };

  // The score that `node` would have on `day` if its children scored as `child_scores`, which is
  // parallel to Node::children.  Lookup tables read answers, not scores, and give absent here.
  std::optional<double> Combine(NodeId node, std::span<const std::optional<double>> child_scores,
                                Day day) const;

 private:
  struct CompiledNode {
    Aggregation aggregation;
    MissingRule missing;
    double minimum_share;
    std::vector<std::uint32_t> children;  // Slots, in summation order.
    // Per span of days between weight_days_; one for all if they never change, none if there are
    // none.
    std::vector<std::vector<double>> weights;
    std::vector<double> weight_sums;          // Parallel.
    std::vector<std::vector<AnswerId>> when;  // Table rows; kAnyAnswer matches all.
    std::vector<double> table_scores;
    std::vector<IndicatorId> indicators_below;
  };

  // Each fills in its part of a node whose children are known.
  void CompileBelow(CompiledNode& compiled);
  void CompileWeights(const Node& node, CompiledNode& compiled) const;
  void CompileTable(const Node& node, const AnswerTable& options, CompiledNode& compiled) const;

  // The span of days that `day` is in: how many of weight_days_ are up to it.
  std::size_t SpanOn(Day day) const;
  static std::span<const double> WeightsIn(const CompiledNode& node, std::size_t span) {
    if (node.weights.empty()) return {};
    return node.weights.size() == 1 ? node.weights.front() : node.weights[span];
  }
  static double TotalIn(const CompiledNode& node, std::size_t span) {
    if (node.weights.empty()) return static_cast<double>(node.children.size());
    return node.weights.size() == 1 ? node.weight_sums.front() : node.weight_sums[span];
  }

  // `score_of(i)` over the children i put together by the node's aggregation and missing rule.
  template <typename ScoreOfChild>
  static std::optional<double> PutTogether(const CompiledNode& node, std::size_t span,
                                           ScoreOfChild score_of);

  const Methodology* methodology_;
  std::vector<Day> weight_days_;
  std::vector<CompiledNode> nodes_;
  std::vector<std::vector<NodeId>> nodes_above_;  // Per indicator.
};

}  // namespace lawtrace::analysis
