#include "model/fingerprint.h"

#include <cstdint>

#include "model/digest.h"

namespace lawtrace {
namespace {

void AddLabels(const std::vector<DatedLabel>& labels, Digest& digest) {
  digest.Add(labels.size());
  for (const DatedLabel& label : labels) {
    digest.Add(label.text);
    digest.Add(label.from ? label.from->ToString() : std::string());
  }
}

// What a methodology may lack adds nothing where it does, so that its fingerprint stays.
void AddScale(const Scale& scale, Digest& digest) {
  if (scale == Scale{}) return;
  for (const std::optional<double>& end : {scale.minimum, scale.maximum}) {
    digest.Add(std::uint64_t{end.has_value()});
    digest.Add(end.value_or(0.0));
  }
}

void AddWeights(const std::vector<DatedWeights>& dated, Digest& digest) {
  digest.Add(dated.empty() ? std::uint64_t{0} : dated.front().weights.size());
  for (const DatedWeights& weights : dated) {
    if (weights.from) digest.Add(weights.from->ToString());
    for (const double weight : weights.weights) digest.Add(weight);
  }
}

void AddIndicator(const Indicator& indicator, Digest& digest) {
  digest.Add(indicator.code);
  AddLabels(indicator.labels, digest);
  digest.Add(std::uint64_t{indicator.is_numeric});
  digest.Add(indicator.options.size());
  for (const Option& option : indicator.options) {
    digest.Add(option.code);
    digest.Add(option.score);
    digest.Add(option.label);
  }
  AddScale(indicator.scale, digest);
}

void AddNode(const Node& node, Digest& digest) {
  digest.Add(node.code);
  AddLabels(node.labels, digest);
  digest.Add(node.level);
  digest.Add(static_cast<std::uint64_t>(node.aggregation));
  digest.Add(static_cast<std::uint64_t>(node.missing));
  if (node.missing == MissingRule::kAtLeast) digest.Add(node.minimum_share);
  digest.Add(node.children.size());
  for (const std::string& child : node.children) digest.Add(child);
  AddWeights(node.weights, digest);
  digest.Add(node.table.size());
  for (const TableRow& row : node.table) {
    for (const std::optional<std::string>& when : row.when) {
      digest.Add(std::uint64_t{when.has_value()});
      digest.Add(when.value_or(std::string()));
    }
    digest.Add(row.score);
  }
}

}  // namespace

std::string FingerprintOf(const Methodology& methodology) {
  Digest digest;
  for (const std::string* text : {&methodology.id, &methodology.version, &methodology.title,
                                  &methodology.source, &methodology.headline})
    digest.Add(*text);
  digest.Add(static_cast<std::uint64_t>(methodology.decimals));
  AddScale(methodology.scale, digest);
  digest.Add(std::uint64_t{methodology.scores_unlisted_numbers});
  digest.Add(methodology.indicators.size());
  for (const Indicator& indicator : methodology.indicators) AddIndicator(indicator, digest);
  digest.Add(methodology.nodes.size());
  for (const Node& node : methodology.nodes) AddNode(node, digest);
  digest.Add(methodology.bands.size());
  for (const Band& band : methodology.bands) {
    digest.Add(band.name);
    digest.Add(band.from);
  }
  return digest.Hex();
}

}  // namespace lawtrace
