#include "proto/internal/tree.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "model/number.h"
#include "proto/index.pb.h"
#include "proto/internal/descent.h"
#include "proto/internal/fields.h"

namespace lawtrace::proto {
namespace {

constexpr int kMostLevels = 100;  // Of nodes; docs/method.md, "Nodes".
constexpr double kMostWeight = 1e9;

bool MayHaveWeights(Aggregation aggregation) {
  return aggregation == Aggregation::kWeightedMean || aggregation == Aggregation::kGeometricMean;
}

class TreeCheck {
 public:
  TreeCheck(const Methodology& methodology, const Place& file);
  void Run();

 private:
  Place IndicatorPlace(std::size_t at) const;
  Place NodePlace(std::size_t at) const;
  Place ChildPlace(std::size_t node, std::size_t child) const;

  void CheckCodes() const;
  void CheckChildren(std::size_t at) const;
  void CheckWeights(std::size_t at) const;
  void CheckWeightsOf(std::size_t at, std::size_t dated) const;
  void CheckTable(std::size_t at) const;
  void CheckTableChildren(std::size_t at) const;
  void CheckRow(std::size_t at, std::size_t row) const;
  void CheckHeadline() const;
  void CheckParents() const;
  void CheckLoops(const Descent& descent) const;
  void CheckDepth(const Descent& descent) const;
  void CheckSigns(const Descent& descent) const;
  bool MayBeNegative(const Indicator& indicator) const;

  const Methodology& methodology_;
  Place file_;
  std::vector<std::string> codes_;  // Of indicators, then nodes.
  std::map<std::string, const Indicator*, std::less<>> indicators_;
  std::map<std::string, std::size_t, std::less<>> nodes_;
};

TreeCheck::TreeCheck(const Methodology& methodology, const Place& file)
    : methodology_(methodology), file_(file) {
  for (const Indicator& indicator : methodology.indicators) {
    codes_.push_back(indicator.code);
    indicators_.emplace(indicator.code, &indicator);
  }
  for (std::size_t i = 0; i < methodology.nodes.size(); ++i) {
    codes_.push_back(methodology.nodes[i].code);
    nodes_.emplace(methodology.nodes[i].code, i);
  }
}

Place TreeCheck::IndicatorPlace(std::size_t at) const {
  return file_.At(v1::MethodologyFile::kIndicatorsFieldNumber, static_cast<int>(at));
}

Place TreeCheck::NodePlace(std::size_t at) const {
  return file_.At(v1::MethodologyFile::kNodesFieldNumber, static_cast<int>(at));
}

Place TreeCheck::ChildPlace(std::size_t node, std::size_t child) const {
  return NodePlace(node).At(v1::Node::kChildrenFieldNumber, static_cast<int>(child));
}

void TreeCheck::Run() {
  CheckCodes();
  for (std::size_t i = 0; i < methodology_.nodes.size(); ++i) {
    CheckChildren(i);
    CheckWeights(i);
    CheckTable(i);
  }
  CheckHeadline();
  CheckParents();
  const Descent descent = Descend(methodology_.nodes);
  CheckLoops(descent);
  if (!descent.loops.empty()) return;
  CheckDepth(descent);
  CheckSigns(descent);
}

void TreeCheck::CheckCodes() const {
  UniqueNames names(LetterCase::kMatters);
  std::vector<std::pair<Place, std::string>> all;
  all.reserve(codes_.size());
  for (std::size_t i = 0; i < methodology_.indicators.size(); ++i)
    all.emplace_back(IndicatorPlace(i).At(v1::Indicator::kCodeFieldNumber),
                     methodology_.indicators[i].code);
  for (std::size_t i = 0; i < methodology_.nodes.size(); ++i)
    all.emplace_back(NodePlace(i).At(v1::Node::kCodeFieldNumber), methodology_.nodes[i].code);
  std::ranges::stable_sort(all, {}, [](const auto& entry) { return entry.first.line(); });
  for (const auto& [place, code] : all) names.Add(code, place, "code");
}

void TreeCheck::CheckChildren(std::size_t at) const {
  const Node& node = methodology_.nodes[at];
  const std::string owner = "node " + Quoted(node.code);
  if (node.children.empty())
    NodePlace(at).Report(owner + " has no children; list at least one indicator or node");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const std::string& child = node.children[i];
    if (!indicators_.contains(child) && !nodes_.contains(child)) {
      ChildPlace(at, i).Report(owner + " has child " + Quoted(child) +
                               ", which is neither an indicator nor a node" +
                               DidYouMean(child, codes_));
    } else if (!seen.insert(child).second) {
      ChildPlace(at, i).Report(owner + " has child " + Quoted(child) + " twice; list it once");
    }
  }
}

void TreeCheck::CheckWeights(std::size_t at) const {
  const Node& node = methodology_.nodes[at];
  const std::string owner = "node " + Quoted(node.code);
  const Place first = NodePlace(at).At(v1::Node::kWeightsFieldNumber);
  if (!MayHaveWeights(node.aggregation)) {
    if (!node.weights.empty())
      first.Report(owner +
                   " has weights but is no weighted mean; write aggregation: WEIGHTED_MEAN or "
                   "remove them");
    return;
  }
  if (node.weights.empty() && node.aggregation == Aggregation::kWeightedMean)
    first.Report(owner + " has " + std::to_string(node.children.size()) +
                 " children and 0 weights; write one weight for each child");
  for (std::size_t i = 0; i < node.weights.size(); ++i) CheckWeightsOf(at, i);
}

void TreeCheck::CheckWeightsOf(std::size_t at, std::size_t dated) const {
  const Node& node = methodology_.nodes[at];
  const std::string owner = "node " + Quoted(node.code);
  const std::vector<double>& weights = node.weights[dated].weights;
  const bool is_first = !node.weights.front().from && dated == 0;
  const auto later = static_cast<int>(node.weights.front().from ? dated : dated - 1);
  const auto place_of = [&](int index) {
    return is_first ? NodePlace(at).At(v1::Node::kWeightsFieldNumber, index)
                    : NodePlace(at)
                          .At(v1::Node::kLaterWeightsFieldNumber, later)
                          .At(v1::DatedWeights::kWeightsFieldNumber, index);
  };
  if (weights.size() != node.children.size())
    place_of(0).Report(owner + " has " + std::to_string(node.children.size()) + " children and " +
                       std::to_string(weights.size()) +
                       " weights; write one weight for each child");
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (!(weights[i] > 0 && weights[i] <= kMostWeight))
      place_of(static_cast<int>(i))
          .Report(owner + " has weight " + ShortestText(weights[i]) +
                  "; write a number above 0 and up to " + ShortestText(kMostWeight));
}

void TreeCheck::CheckTable(std::size_t at) const {
  const Node& node = methodology_.nodes[at];
  const std::string owner = "node " + Quoted(node.code);
  if (node.aggregation != Aggregation::kTable) {
    if (!node.table.empty())
      NodePlace(at)
          .At(v1::Node::kTableFieldNumber)
          .Report(owner +
                  " has table rows but is no table; write aggregation: TABLE or remove them");
    return;
  }
  if (node.table.empty()) NodePlace(at).Report(owner + " is a table without rows");
  CheckTableChildren(at);
  for (std::size_t i = 0; i < node.table.size(); ++i) CheckRow(at, i);
}

void TreeCheck::CheckTableChildren(std::size_t at) const {
  const Node& node = methodology_.nodes[at];
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto indicator = indicators_.find(node.children[i]);
    const std::string owner =
        "table " + Quoted(node.code) + " has child " + Quoted(node.children[i]);
    if (indicator != indicators_.end()) {
      if (indicator->second->is_numeric)
        ChildPlace(at, i).Report(owner + ", which is numeric; a table looks up options");
    } else if (nodes_.contains(node.children[i])) {
      ChildPlace(at, i).Report(owner + ", which is a node; a table looks up answers of indicators");
    }
  }
}

void TreeCheck::CheckRow(std::size_t at, std::size_t row) const {
  const Node& node = methodology_.nodes[at];
  const std::vector<std::optional<std::string>>& when = node.table[row].when;
  const Place place = NodePlace(at).At(v1::Node::kTableFieldNumber, static_cast<int>(row));
  if (when.size() != node.children.size()) {
    place.Report("row of node " + Quoted(node.code) + " has " + std::to_string(when.size()) +
                 " answers for " + std::to_string(node.children.size()) +
                 " children; write one for each child, \"*\" for any");
    return;
  }
  for (std::size_t i = 0; i < when.size(); ++i) {
    const std::optional<std::string>& wanted = when[i];
    const auto indicator = indicators_.find(node.children[i]);
    if (!wanted || indicator == indicators_.end() || indicator->second->is_numeric) continue;
    if (indicator->second->Find(*wanted) != nullptr) continue;
    std::vector<std::string> options;
    for (const Option& option : indicator->second->options) options.push_back(option.code);
    place.At(v1::TableRow::kWhenFieldNumber, static_cast<int>(i))
        .Report("row of node " + Quoted(node.code) + " expects " + Quoted(*wanted) + " of " +
                Quoted(node.children[i]) + ", which has no such option" +
                DidYouMean(*wanted, options));
  }
}

void TreeCheck::CheckHeadline() const {
  if (nodes_.contains(methodology_.headline)) return;
  std::vector<std::string> nodes;
  nodes.reserve(methodology_.nodes.size());
  for (const Node& node : methodology_.nodes) nodes.push_back(node.code);
  file_.At(v1::MethodologyFile::kHeadlineFieldNumber)
      .Report("headline " + Quoted(methodology_.headline) + " is not a node" +
              DidYouMean(methodology_.headline, nodes));
}

void TreeCheck::CheckParents() const {
  std::set<std::string_view> children;
  for (const Node& node : methodology_.nodes)
    for (const std::string& child : node.children) children.insert(child);
  for (std::size_t i = 0; i < methodology_.indicators.size(); ++i) {
    const std::string& code = methodology_.indicators[i].code;
    if (!children.contains(code))
      IndicatorPlace(i).Report("indicator " + Quoted(code) + " is a child of no node");
  }
  const Node* headline = methodology_.FindNode(methodology_.headline);
  if (headline == nullptr) return;
  for (std::size_t i = 0; i < methodology_.nodes.size(); ++i) {
    const Node& node = methodology_.nodes[i];
    if (node.level != headline->level && !children.contains(node.code))
      NodePlace(i).Report("node " + Quoted(node.code) + " is a child of no node and not at level " +
                          Quoted(headline->level) + " of the headline");
  }
}

void TreeCheck::CheckLoops(const Descent& descent) const {
  for (const Loop& loop : descent.loops) {
    std::string cycle;
    for (const std::size_t step : loop.path)
      cycle += Quoted(methodology_.nodes[step].code) + " -> ";
    ChildPlace(loop.path.back(), loop.child)
        .Report("nodes form a cycle: " + cycle +
                Quoted(methodology_.nodes[loop.path.front()].code));
  }
}

void TreeCheck::CheckDepth(const Descent& descent) const {
  std::vector<int> levels(methodology_.nodes.size(), 1);  // Of nodes below, each node included.
  for (const std::size_t at : descent.order) {
    for (const std::string& child : methodology_.nodes[at].children)
      if (const auto below = nodes_.find(child); below != nodes_.end())
        levels[at] = std::max(levels[at], levels[below->second] + 1);
    if (levels[at] <= kMostLevels) continue;
    NodePlace(at).Report("node " + Quoted(methodology_.nodes[at].code) + " has more than " +
                         std::to_string(kMostLevels) +
                         " levels of nodes below one another; write a flatter tree");
    return;  // All nodes above it are too high, too.
  }
}

bool TreeCheck::MayBeNegative(const Indicator& indicator) const {
  const bool takes_numbers = indicator.is_numeric || methodology_.scores_unlisted_numbers;
  if (takes_numbers && !(indicator.scale.minimum && *indicator.scale.minimum >= 0)) return true;
  return std::ranges::any_of(indicator.options, [](const Option& o) { return o.score < 0; });
}

// A geometric mean is of numbers that are not negative.
void TreeCheck::CheckSigns(const Descent& descent) const {
  std::vector<bool> may_be_negative(methodology_.nodes.size(), false);
  for (const std::size_t at : descent.order) {
    const Node& node = methodology_.nodes[at];
    if (node.aggregation == Aggregation::kTable) {
      may_be_negative[at] =
          std::ranges::any_of(node.table, [](const TableRow& row) { return row.score < 0; });
      continue;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const auto indicator = indicators_.find(node.children[i]);
      const auto below = nodes_.find(node.children[i]);
      const bool is_negative =
          (indicator != indicators_.end() && MayBeNegative(*indicator->second)) ||
          (below != nodes_.end() && may_be_negative[below->second]);
      if (!is_negative) continue;
      if (node.aggregation == Aggregation::kGeometricMean) {
        ChildPlace(at, i).Report("node " + Quoted(node.code) +
                                 " is a geometric mean, but its child " + Quoted(node.children[i]) +
                                 " may score below 0; write a scale or options from 0 up, or "
                                 "another aggregation");
      } else {
        may_be_negative[at] = true;
      }
    }
  }
}

}  // namespace

void CheckTree(const Methodology& methodology, const Place& file) {
  TreeCheck(methodology, file).Run();
}

std::vector<Node> ChildrenFirst(std::vector<Node> nodes) {
  std::vector<Node> ordered;
  ordered.reserve(nodes.size());
  for (const std::size_t at : Descend(nodes).order) ordered.push_back(std::move(nodes[at]));
  return ordered;
}

}  // namespace lawtrace::proto
