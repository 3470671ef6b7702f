// Reach: the best score of a node that k changes of answers can reach, for every k.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/evaluator.h"
#include "model/result.h"

namespace lawtrace::analysis {

// Answers that an indicator may have: its own first, then those that it may be changed to.
struct Choice {
  std::vector<AnswerId> answers;
};

class Reach {
 public:
  // `choices` has one entry per indicator; weights are those of `day`.  kInvalidInput as Suggest.
  // REQUIRES: evaluator and answers outlive the reach.
  [[nodiscard]] static Result<Reach> Of(const Evaluator& evaluator, const AnswerTable& answers,
                                        NodeId node, Day day, std::vector<Choice> choices);

  // Holds the indicator to one of its choices, by position; absent: frees it.
  void Hold(IndicatorId indicator, std::optional<std::size_t> choice);

  // By number of changes (exactly so many, those held included): the highest score that the node
  // can have; absent if so many cannot be made or leave the node without a score.
  std::vector<std::optional<double>> Best();

 private:
  // What exactly k changes below a point of the tree can make of it.
  struct Outcome {
    std::optional<double> best;  // The highest score, if it can have one.
    bool may_lack = false;       // Whether it can be without a score.
  };
  using Outcomes = std::vector<Outcome>;  // By k.

  // The answers of a table's children, by position among their choices, and the score they give.
  struct Combination {
    std::vector<std::size_t> picks;
    std::optional<double> score;
  };

  Reach(const Evaluator& evaluator, const AnswerTable& answers, NodeId node, Day day,
        std::vector<Choice> choices);
  void CountPaths();
  std::vector<IndicatorId> LeavesOf(const Node& table) const;
  std::vector<std::size_t> SizesOf(const std::vector<IndicatorId>& indicators) const;  // Choices.
  [[nodiscard]] Status TryTables();
  void Forget(IndicatorId indicator);

  // Whether the pick is allowed, and how many changes it is; shared indicators are counted outside.
  bool IsAllowed(IndicatorId indicator, std::size_t pick) const;
  std::size_t CostOf(IndicatorId indicator, std::size_t pick) const;

  Outcomes OfIndicator(IndicatorId indicator) const;
  Outcomes OfTable(NodeId node) const;
  Outcomes OfFold(NodeId node);
  Outcomes OfChild(const std::string& code);
  const Outcomes& OfNode(NodeId node);

  const Evaluator* evaluator_;
  const AnswerTable* answers_;
  NodeId node_;
  Day day_;  // Whose weights hold.
  std::vector<Choice> choices_;
  std::vector<std::optional<std::size_t>> held_;        // Per indicator: by the caller.
  std::vector<std::optional<std::size_t>> assumed_;     // Per indicator: shared ones while trying.
  std::vector<IndicatorId> shared_;                     // Below the node on several paths.
  std::vector<std::vector<Combination>> combinations_;  // Per node; empty unless a table below.
  std::vector<std::optional<Outcomes>> known_;          // Per node.
};

}  // namespace lawtrace::analysis
