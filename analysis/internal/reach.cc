#include "analysis/internal/reach.h"

#include <algorithm>
#include <map>
#include <source_location>
#include <string>
#include <utility>

#include "analysis/internal/fold.h"
#include "model/budget.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// More combinations than these take too long to try one by one.
constexpr std::size_t kMaxTableCombinations = std::size_t{1} << 20U;
constexpr std::size_t kMaxSharedCombinations = std::size_t{1} << 12U;

// Steps through all combinations of one position per wheel, the last wheel fastest.  False when
// the first one comes around.
bool TurnOn(std::vector<std::size_t>& positions, const std::vector<std::size_t>& sizes) {
  for (std::size_t w = positions.size(); w-- > 0;) {
    if (++positions[w] < sizes[w]) return true;
    positions[w] = 0;
  }
  return false;
}

// The product of the sizes, or `limit` + 1 if it is larger than `limit`.
std::size_t ProductUpTo(const std::vector<std::size_t>& sizes, std::size_t limit) {
  std::size_t product = 1;
  for (const std::size_t size : sizes) {
    product *= size;
    if (product > limit) return limit + 1;
  }
  return product;
}

void Raise(std::optional<double>& best, double score) {
  if (!best || score > *best) best = score;
}

}  // namespace

Reach::Reach(const Evaluator& evaluator, const AnswerTable& answers, NodeId node, Day day,
             std::vector<Choice> choices)
    : evaluator_(&evaluator),
      answers_(&answers),
      node_(node),
      day_(day),
      choices_(std::move(choices)),
      held_(choices_.size()),
      assumed_(choices_.size()),
      combinations_(evaluator.node_count()),
      known_(evaluator.node_count()) {}

Result<Reach> Reach::Of(const Evaluator& evaluator, const AnswerTable& answers, NodeId node,
                        Day day, std::vector<Choice> choices) {
  Reach reach(evaluator, answers, node, day, std::move(choices));
  reach.CountPaths();
  if (ProductUpTo(reach.SizesOf(reach.shared_), kMaxSharedCombinations) > kMaxSharedCombinations)
    return Fail(ErrorCode::kInvalidInput,
                "the parts of " + evaluator.methodology().nodes[node.value].code + " share " +
                    std::to_string(reach.shared_.size()) +
                    " indicators, too many to try all their answers; exclude some of them");
  const Status tried = reach.TryTables();
  if (!tried) return Fail(tried.error());
  return reach;
}

// An indicator on several paths cannot be decided once per path.
void Reach::CountPaths() {
  const Methodology& methodology = evaluator_->methodology();
  std::vector<std::size_t> node_paths(evaluator_->node_count());
  std::vector<std::size_t> leaf_paths(evaluator_->indicator_count());
  node_paths[node_.value] = 1;
  const auto add = [](std::size_t& paths, std::size_t more) {
    paths = std::min<std::size_t>(paths + more, 2);  // Two are as good as many.
  };
  for (std::size_t n = node_.value + 1U; n-- > 0;) {  // Parents before children.
    if (node_paths[n] == 0) continue;
    for (const std::string& child : methodology.nodes[n].children) {
      if (const auto node = evaluator_->FindNode(child)) {
        add(node_paths[node->value], node_paths[n]);
      } else if (const auto indicator = evaluator_->FindIndicator(child)) {
        add(leaf_paths[indicator->value], node_paths[n]);
      }
    }
  }
  for (const IndicatorId indicator : IdsUpTo<IndicatorId>(leaf_paths.size()))
    if (leaf_paths[indicator.value] > 1) shared_.push_back(indicator);
}

std::vector<IndicatorId> Reach::LeavesOf(const Node& table) const {
  std::vector<IndicatorId> leaves;
  leaves.reserve(table.children.size());
  for (const std::string& child : table.children)
    if (const auto indicator = evaluator_->FindIndicator(child)) leaves.push_back(*indicator);
  return leaves;
}

std::vector<std::size_t> Reach::SizesOf(const std::vector<IndicatorId>& indicators) const {
  std::vector<std::size_t> sizes;
  sizes.reserve(indicators.size());
  for (const IndicatorId indicator : indicators)
    sizes.push_back(choices_[indicator.value].answers.size());
  return sizes;
}

Status Reach::TryTables() {
  const Methodology& methodology = evaluator_->methodology();
  Evaluator::State state(*evaluator_, *answers_, day_);
  for (const NodeId id : IdsUpTo<NodeId>(node_.value + 1U)) {
    const Node& node = methodology.nodes[id.value];
    if (node.aggregation != Aggregation::kTable) continue;
    const std::vector<IndicatorId> leaves = LeavesOf(node);
    const std::vector<std::size_t> sizes = SizesOf(leaves);
    if (ProductUpTo(sizes, kMaxTableCombinations) > kMaxTableCombinations)
      return Fail(ErrorCode::kInvalidInput, "the table of " + node.code +
                                                " looks up too many answers to try them all; "
                                                "exclude some of its indicators");
    std::vector<std::size_t> picks(leaves.size(), 0);
    do {
      for (std::size_t c = 0; c < leaves.size(); ++c)
        state.Set(leaves[c], choices_[leaves[c].value].answers[picks[c]]);
      state.Refresh();
      combinations_[id.value].push_back({.picks = picks, .score = state.ScoreOf(id).score});
    } while (TurnOn(picks, sizes));
  }
  return {};
}

void Reach::Forget(IndicatorId indicator) {
  for (const NodeId node : evaluator_->NodesAbove(indicator)) known_[node.value].reset();
}

void Reach::Hold(IndicatorId indicator, std::optional<std::size_t> choice) {
  held_[indicator.value] = choice;
  Forget(indicator);
}

bool Reach::IsAllowed(IndicatorId indicator, std::size_t pick) const {
  const std::optional<std::size_t>& held = held_[indicator.value];
  const std::optional<std::size_t>& assumed = assumed_[indicator.value];
  return (!held || *held == pick) && (!assumed || *assumed == pick);
}

std::size_t Reach::CostOf(IndicatorId indicator, std::size_t pick) const {
  return assumed_[indicator.value] || pick == 0 ? 0U : 1U;
}

std::vector<std::optional<double>> Reach::Best() {
  const std::vector<std::size_t> sizes = SizesOf(shared_);
  std::vector<std::size_t> picks(shared_.size(), 0);
  std::vector<std::optional<double>> best;
  do {
    std::size_t cost = 0;
    bool is_allowed = true;
    for (std::size_t s = 0; s < shared_.size(); ++s) {
      const std::optional<std::size_t>& held = held_[shared_[s].value];
      is_allowed = is_allowed && (!held || *held == picks[s]);
      cost += picks[s] == 0 ? 0U : 1U;
      assumed_[shared_[s].value] = picks[s];
      Forget(shared_[s]);
    }
    if (!is_allowed) continue;
    const Outcomes& outcomes = OfNode(node_);
    best.resize(std::max(best.size(), cost + outcomes.size()));
    for (std::size_t k = 0; k < outcomes.size(); ++k) {
      const std::optional<double>& score = outcomes[k].best;
      if (score) Raise(best[cost + k], *score);
    }
  } while (TurnOn(picks, sizes));
  return best;
}

Reach::Outcomes Reach::OfIndicator(IndicatorId indicator) const {
  Outcomes outcomes;
  const std::vector<AnswerId>& answers = choices_[indicator.value].answers;
  for (std::size_t pick = 0; pick < answers.size(); ++pick) {
    if (!IsAllowed(indicator, pick)) continue;
    const std::size_t cost = CostOf(indicator, pick);
    if (outcomes.size() <= cost) outcomes.resize(cost + 1);
    if (const std::optional<double>& score = answers_->ScoreOf(indicator, answers[pick])) {
      Raise(outcomes[cost].best, *score);
    } else {
      outcomes[cost].may_lack = true;
    }
  }
  return outcomes;
}

Reach::Outcomes Reach::OfTable(NodeId node) const {
  const std::vector<IndicatorId> leaves = LeavesOf(evaluator_->methodology().nodes[node.value]);
  Outcomes outcomes;
  for (const Combination& combination : combinations_[node.value]) {
    std::size_t cost = 0;
    bool is_allowed = true;
    for (std::size_t c = 0; c < leaves.size(); ++c) {
      is_allowed = is_allowed && IsAllowed(leaves[c], combination.picks[c]);
      cost += CostOf(leaves[c], combination.picks[c]);
    }
    if (!is_allowed) continue;
    if (outcomes.size() <= cost) outcomes.resize(cost + 1);
    if (combination.score) {
      Raise(outcomes[cost].best, *combination.score);
    } else {
      outcomes[cost].may_lack = true;
    }
  }
  return outcomes;
}

// Nothing that is folded falls when a child's score rises, for given weights of those that have
// one: of each child, the best score and its lack are all that matter.
Reach::Outcomes Reach::OfFold(NodeId node) {
  using Folded = std::map<Presence, double>;  // The highest so far.
  const Node& shape = evaluator_->methodology().nodes[node.value];
  const std::span<const double> weights = evaluator_->WeightsOf(node, day_);
  const double total = evaluator_->TotalWeightOf(node, day_);
  std::vector<Folded> all = {{{Presence{}, NothingFolded(shape.aggregation)}}};
  for (std::size_t c = 0; c < shape.children.size(); ++c) {
    const Outcomes child = OfChild(shape.children[c]);
    const double weight = weights.empty() ? 1.0 : weights[c];
    std::vector<Folded> next(all.size() + child.size() - 1);
    const auto offer = [&next](std::size_t k, Presence presence, double folded) {
      const auto [it, is_new] = next[k].try_emplace(presence, folded);
      if (!is_new) it->second = std::max(it->second, folded);
    };
    for (std::size_t k = 0; k < all.size(); ++k) {
      SpendStep();
      for (const auto& [presence, folded] : all[k]) {
        for (std::size_t more = 0; more < child.size(); ++more) {
          const std::optional<double>& score = child[more].best;
          if (score)
            offer(k + more, {presence.weight + weight, presence.has_gap},
                  Fold(shape.aggregation, folded, weight, *score));
          if (child[more].may_lack) offer(k + more, {presence.weight, true}, folded);
        }
      }
    }
    all = std::move(next);
  }
  Outcomes outcomes(all.size());
  for (std::size_t k = 0; k < all.size(); ++k) {
    for (const auto& [presence, folded] : all[k]) {
      if (Suffices(shape.missing, shape.minimum_share, presence, total)) {
        Raise(outcomes[k].best, Unfold(shape.aggregation, folded, presence.weight));
      } else {
        outcomes[k].may_lack = true;
      }
    }
  }
  return outcomes;
}

Reach::Outcomes Reach::OfChild(const std::string& code) {
  if (const auto node = evaluator_->FindNode(code)) return OfNode(*node);
  if (const auto indicator = evaluator_->FindIndicator(code)) return OfIndicator(*indicator);
  FailCheck("a child is neither node nor indicator", std::source_location::current());
}

const Reach::Outcomes& Reach::OfNode(NodeId node) {
  std::optional<Outcomes>& known = known_[node.value];
  if (!known) {
    const bool is_table =
        evaluator_->methodology().nodes[node.value].aggregation == Aggregation::kTable;
    known = is_table ? OfTable(node) : OfFold(node);
  }
  return *known;
}

}  // namespace lawtrace::analysis
