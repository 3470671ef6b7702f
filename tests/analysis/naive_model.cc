#include "tests/analysis/naive_model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace lawtrace::analysis {

NaiveScore NaiveModel::Score(const std::string& country, const Node& node, AsOf as_of) const {
  std::vector<std::string> below;
  Collect(node, below);
  const std::set<std::string> distinct(below.begin(), below.end());
  if (mistake_ != Mistake::kCoverageCountsRepeats) below.assign(distinct.begin(), distinct.end());
  NaiveScore score{.score = ScoreOf(country, node, as_of), .indicators = below.size()};
  for (const std::string& indicator : below)
    if (ScoreOfLeaf(country, indicator, as_of)) ++score.answered;
  return score;
}

void NaiveModel::Collect(const Node& node, std::vector<std::string>& below) const {
  for (const std::string& child : node.children) {
    if (const Node* inner = methodology_.FindNode(child)) {
      Collect(*inner, below);
    } else {
      below.push_back(child);
    }
  }
}

std::optional<double> NaiveModel::ScoreOfLeaf(const std::string& country, const std::string& code,
                                              AsOf as_of) const {
  const Event* event = Deciding(country, code, as_of);
  if (event == nullptr || !event->answer->is_option()) return std::nullopt;
  const Indicator& indicator = *methodology_.FindIndicator(code);
  if (const Option* option = indicator.Find(event->answer->code())) return option->score;
  if (!indicator.is_numeric && !methodology_.scores_unlisted_numbers) return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(event->answer->code().c_str(), &end);
  if (*end != '\0' || (indicator.scale.minimum && number < *indicator.scale.minimum) ||
      (indicator.scale.maximum && number > *indicator.scale.maximum))
    return std::nullopt;
  return number;
}

std::optional<double> NaiveModel::ScoreOf(const std::string& country, const Node& node,
                                          AsOf as_of) const {
  std::vector<std::optional<double>> scores;
  std::size_t present = 0;
  double present_weight = 0;
  double all_weight = 0;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node* inner = methodology_.FindNode(node.children[i]);
    scores.push_back(inner != nullptr ? ScoreOf(country, *inner, as_of)
                                      : ScoreOfLeaf(country, node.children[i], as_of));
    const double weight = mistake_ == Mistake::kShareOfNumber ? 1 : WeightOf(node, i, as_of);
    all_weight += weight;
    if (!scores.back()) continue;
    ++present;
    present_weight += weight;
  }
  if (node.missing == MissingRule::kRequireAll && present < scores.size()) return std::nullopt;
  if (node.missing == MissingRule::kAtLeast &&
      present_weight / all_weight < node.minimum_share - 1e-9)
    return std::nullopt;
  if (present == 0) return std::nullopt;
  if (node.aggregation == Aggregation::kTable) return LookUp(country, node, as_of);
  double sum = 0;
  double weights = 0;
  double product = 1;
  std::vector<double> there;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!scores[i] && mistake_ != Mistake::kAbsentIsZero) continue;
    there.push_back(scores[i].value_or(0));
    const double weight = mistake_ == Mistake::kWeightsIgnored ? 1 : WeightOf(node, i, as_of);
    sum += weight * there.back();
    weights += weight;
  }
  if (node.aggregation == Aggregation::kMinimum)
    return *std::min_element(there.begin(), there.end());
  if (node.aggregation == Aggregation::kMaximum)
    return *std::max_element(there.begin(), there.end());
  if (node.aggregation != Aggregation::kGeometricMean ||
      mistake_ == Mistake::kGeometricIsArithmetic)
    return sum / weights;
  std::size_t next = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!scores[i] && mistake_ != Mistake::kAbsentIsZero) continue;
    const double weight = mistake_ == Mistake::kWeightsIgnored ? 1 : WeightOf(node, i, as_of);
    product *= std::pow(there[next++], weight / weights);
  }
  return product;
}

double NaiveModel::WeightOf(const Node& node, std::size_t child, AsOf as_of) const {
  double weight = 1;
  for (const DatedWeights& dated : node.weights) {
    if (dated.from && *dated.from > as_of.effective) continue;
    if (dated.from && mistake_ == Mistake::kFirstWeightsForEver) continue;
    weight = dated.weights[child];
  }
  return weight;
}

std::optional<double> NaiveModel::LookUp(const std::string& country, const Node& node,
                                         AsOf as_of) const {
  std::optional<double> found;
  for (const TableRow& row : node.table) {
    bool matches = true;
    for (std::size_t i = 0; i < row.when.size(); ++i) {
      const Event* event = Deciding(country, node.children[i], as_of);
      if (row.when[i])
        matches = matches && event != nullptr && event->answer == Answer::Option(*row.when[i]);
    }
    if (matches && (!found || mistake_ == Mistake::kTableTakesLastRow)) found = row.score;
  }
  return found;
}

}  // namespace lawtrace::analysis
