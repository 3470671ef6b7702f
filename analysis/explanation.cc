#include "analysis/explanation.h"

#include <algorithm>

namespace lawtrace::analysis {

std::optional<Day> OldestAnswer(const Archive& archive, CountryId country, NodeId node,
                                AsOf as_of) {
  const CountryBlock& block = archive.Block(country);
  std::optional<Day> oldest;
  for (const IndicatorId indicator : archive.evaluator().IndicatorsBelow(node)) {
    const Standing standing = block.StandingAt(indicator, as_of);
    if (!archive.answers().ScoreOf(indicator, standing.answer)) continue;
    const std::optional<Day> seen = block.LastSeen(indicator, standing, as_of);
    if (seen && (!oldest || *seen < *oldest)) oldest = seen;
  }
  return oldest;
}

std::vector<std::string> AbsentChildren(const Archive& archive, CountryId country, NodeId node,
                                        AsOf as_of) {
  const Evaluator& evaluator = archive.evaluator();
  const CountryBlock& block = archive.Block(country);
  const Evaluator::State state = block.StateAt(as_of);
  std::vector<std::string> absent;
  if (state.ScoreOf(node).score) return absent;
  for (const std::string& child : archive.methodology().nodes[node.value].children) {
    if (const std::optional<NodeId> below = evaluator.FindNode(child)) {
      if (!state.ScoreOf(*below).score) absent.push_back(child);
    } else if (const std::optional<IndicatorId> leaf = evaluator.FindIndicator(child)) {
      if (!archive.answers().ScoreOf(*leaf, state.answer(*leaf))) absent.push_back(child);
    }
  }
  return absent;
}

}  // namespace lawtrace::analysis
