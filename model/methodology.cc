#include "model/methodology.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "model/check.h"
#include "model/number.h"

namespace lawtrace {

const std::string& LabelOn(const std::vector<DatedLabel>& labels, Day day) {
  Check(!labels.empty(), "LabelOn: no labels");
  std::size_t current = 0;
  for (std::size_t i = 1; i < labels.size(); ++i) {
    const std::optional<Day>& from = labels[i].from;
    if (from && *from <= day) current = i;
  }
  return labels[current].text;
}

bool Scale::Holds(double score) const {
  return std::abs(score) <= kFurthestScore && (!minimum || score >= *minimum) &&
         (!maximum || score <= *maximum);
}

std::string Scale::ToString() const {
  if (minimum && maximum)
    return "a number from " + ShortestText(*minimum) + " to " + ShortestText(*maximum);
  if (minimum) return "a number of " + ShortestText(*minimum) + " or more";
  if (maximum) return "a number of " + ShortestText(*maximum) + " or less";
  return "a number";
}

std::optional<double> NumberOnScale(std::string_view text, const Scale& scale) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || !scale.Holds(number)) return std::nullopt;
  return number + 0.0;  // -0 becomes 0.
}

std::string_view Name(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::kMean:
      return "MEAN";
    case Aggregation::kWeightedMean:
      return "WEIGHTED_MEAN";
    case Aggregation::kTable:
      return "TABLE";
    case Aggregation::kGeometricMean:
      return "GEOMETRIC_MEAN";
    case Aggregation::kMinimum:
      return "MINIMUM";
    case Aggregation::kMaximum:
      break;
  }
  return "MAXIMUM";
}

std::string_view Name(MissingRule rule) {
  switch (rule) {
    case MissingRule::kSkip:
      return "SKIP";
    case MissingRule::kRequireAll:
      return "REQUIRE_ALL";
    case MissingRule::kAtLeast:
      break;
  }
  return "AT_LEAST";
}

std::span<const double> Node::WeightsOn(Day day) const {
  std::span<const double> current;
  for (const DatedWeights& dated : weights)
    if (!dated.from || *dated.from <= day) current = dated.weights;
  return current;
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

std::string Methodology::Printed(double score) const {
  return FixedText(score, decimals);
}

double Methodology::Rounded(double score) const {
  return lawtrace::Rounded(score, decimals);
}

std::string_view Methodology::BandOf(double score) const {
  const double printed = Rounded(score);
  for (const Band& band : bands)
    if (printed >= band.from) return band.name;
  return {};
}

}  // namespace lawtrace
