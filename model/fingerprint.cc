#include "model/fingerprint.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace lawtrace {
namespace {

class Digest {
 public:
  void Add(std::string_view text) {
    Add(text.size());
    for (const char c : text) AddByte(static_cast<unsigned char>(c));
  }
  void Add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) AddByte((number >> shift) & 0xFFU);
  }
  void Add(double number) { Add(std::bit_cast<std::uint64_t>(number)); }

  std::string Hex() const {
    std::string text(16, '0');
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash_, 16).ptr;
    const auto count = static_cast<std::size_t>(end - digits.data());
    text.replace(text.size() - count, count, digits.data(), count);
    return text;
  }

 private:
  // The constants of FNV-1a.
  void AddByte(std::uint64_t byte) { hash_ = (hash_ ^ byte) * 0x100000001B3U; }
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

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
