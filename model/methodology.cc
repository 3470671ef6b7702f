#include "model/methodology.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "model/check.h"

namespace lawtrace {

const std::string& LabelOn(const std::vector<DatedLabel>& labels, Day day) {
  Check(!labels.empty(), "LabelOn: no labels");
  std::size_t current = 0;
  for (std::size_t i = 1; i < labels.size(); ++i)
    if (labels[i].from && *labels[i].from <= day) current = i;
  return labels[current].text;
}

std::optional<double> NumberOnScale(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || !(number >= 0 && number <= 100)) return std::nullopt;
  return number;
}

const Option* Indicator::Find(std::string_view option_code) const {
  const auto it = std::ranges::find(options, option_code, &Option::code);
  return it == options.end() ? nullptr : &*it;
}

const Indicator* Methodology::FindIndicator(std::string_view code) const {
  const auto it = std::ranges::find(indicators, code, &Indicator::code);
  return it == indicators.end() ? nullptr : &*it;
}

const Node* Methodology::FindNode(std::string_view code) const {
  const auto it = std::ranges::find(nodes, code, &Node::code);
  return it == nodes.end() ? nullptr : &*it;
}

double Methodology::Rounded(double score) const {
  const double scale = std::pow(10.0, decimals);
  return std::round(score * scale) / scale;
}

std::string_view Methodology::BandOf(double score) const {
  const double printed = Rounded(score);
  for (const Band& band : bands)
    if (printed >= band.from) return band.name;
  return {};
}

}  // namespace lawtrace
