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
}

void AddNode(const Node& node, Digest& digest) {
  digest.Add(node.code);
  AddLabels(node.labels, digest);
  digest.Add(node.level);
  digest.Add(static_cast<std::uint64_t>(node.aggregation));
  digest.Add(static_cast<std::uint64_t>(node.missing));
  digest.Add(node.children.size());
  for (const std::string& child : node.children) digest.Add(child);
  digest.Add(node.weights.size());
  for (const double weight : node.weights) digest.Add(weight);
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
