#include "proto/internal/tree.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "proto/index.pb.h"
#include "proto/internal/fields.h"

namespace lawtrace::proto {
namespace {

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
  void CheckTable(std::size_t at) const;
  void CheckTableChildren(std::size_t at) const;
  void CheckRow(std::size_t at, std::size_t row) const;
  void CheckHeadline() const;
  void CheckParents() const;
  void FindCycles(std::size_t at);

  enum class Visit : std::uint8_t { kNone, kOpen, kDone };

  const Methodology& methodology_;
  Place file_;
  std::vector<std::string> codes_;  // Of indicators, then nodes.
  std::map<std::string, const Indicator*, std::less<>> indicators_;
  std::map<std::string, std::size_t, std::less<>> nodes_;
  std::vector<Visit> visits_;      // Parallel to the nodes.
  std::vector<std::size_t> path_;  // From a first node down to the open one.
};

TreeCheck::TreeCheck(const Methodology& methodology, const Place& file)
    : methodology_(methodology), file_(file), visits_(methodology.nodes.size(), Visit::kNone) {
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
  for (std::size_t i = 0; i < methodology_.nodes.size(); ++i)
    if (visits_[i] == Visit::kNone) FindCycles(i);
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
  if (node.aggregation != Aggregation::kWeightedMean) {
    if (!node.weights.empty())
      first.Report(owner +
                   " has weights but is no weighted mean; write aggregation: WEIGHTED_MEAN or "
                   "remove them");
    return;
  }
  if (node.weights.size() != node.children.size())
    first.Report(owner + " has " + std::to_string(node.children.size()) + " children and " +
                 std::to_string(node.weights.size()) + " weights; write one weight for each child");
  for (std::size_t i = 0; i < node.weights.size(); ++i) {
    if (node.weights[i] > 0 && std::isfinite(node.weights[i])) continue;
    NodePlace(at)
        .At(v1::Node::kWeightsFieldNumber, static_cast<int>(i))
        .Report(owner + " has weight " + NumberText(node.weights[i]) + "; write a number above 0");
  }
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

void TreeCheck::FindCycles(std::size_t at) {
  visits_[at] = Visit::kOpen;
  path_.push_back(at);
  const Node& node = methodology_.nodes[at];
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto child = nodes_.find(node.children[i]);
    if (child == nodes_.end()) continue;
    if (visits_[child->second] == Visit::kNone) {
      FindCycles(child->second);
    } else if (visits_[child->second] == Visit::kOpen) {
      std::string cycle;
      for (auto step = std::ranges::find(path_, child->second); step != path_.end(); ++step)
        cycle += Quoted(methodology_.nodes[*step].code) + " -> ";
      ChildPlace(at, i).Report("nodes form a cycle: " + cycle + Quoted(child->first));
    }
  }
  path_.pop_back();
  visits_[at] = Visit::kDone;
}

class ChildrenFirstSort {
 public:
  explicit ChildrenFirstSort(std::vector<Node> nodes) : nodes_(std::move(nodes)) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) waiting_.emplace(nodes_[i].code, i);
  }

  std::vector<Node> Run() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) Take(i);
    return std::move(ordered_);
  }

 private:
  void Take(std::size_t at) {
    if (waiting_.erase(nodes_[at].code) == 0) return;
    for (const std::string& child : nodes_[at].children)
      if (const auto next = waiting_.find(child); next != waiting_.end()) Take(next->second);
    ordered_.push_back(std::move(nodes_[at]));
  }

  std::vector<Node> nodes_;
  std::map<std::string, std::size_t, std::less<>> waiting_;  // Nodes not taken.
  std::vector<Node> ordered_;
};

}  // namespace

void CheckTree(const Methodology& methodology, const Place& file) {
  TreeCheck(methodology, file).Run();
}

std::vector<Node> ChildrenFirst(std::vector<Node> nodes) {
  return ChildrenFirstSort(std::move(nodes)).Run();
}

}  // namespace lawtrace::proto
