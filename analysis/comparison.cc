#include "analysis/comparison.h"

#include <algorithm>
#include <string>

#include "analysis/explanation.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// The first of the days on which the country has no score; absent if it has one on all.
std::optional<Day> FirstDayWithout(const Archive& archive, NodeId node, CountryId country,
                                   std::span<const Day> days, const OwnDays& own) {
  for (const Day day : days)
    if (!archive.Block(country).ScoreAt(node, {.effective = DayFor(own, country, day)}).score)
      return day;
  return std::nullopt;
}

Comparison CompareBy(const Archive& archive, NodeId node, std::span<const CountryId> countries,
                     std::span<const Day> days, const OwnDays& own) {
  Comparison comparison{.node = node};
  for (const CountryId country : countries) {
    if (const auto day = FirstDayWithout(archive, node, country, days, own)) {
      comparison.left_out.push_back({.country = country, .day = *day});
    } else {
      comparison.countries.push_back(country);
    }
  }
  std::ranges::sort(comparison.countries);
  std::ranges::sort(comparison.left_out, {}, &LeftOut::country);
  return comparison;
}

std::string CodesOf(const Archive& archive, std::span<const NodeId> nodes) {
  std::string codes;
  for (const NodeId node : nodes)
    codes += (codes.empty() ? "" : ", ") + archive.methodology().nodes[node.value].code;
  return codes;
}

// Why no country can be compared by any candidate.
std::string WhyNothing(const Archive& archive, std::span<const NodeId> candidates,
                       std::span<const CountryId> countries, std::span<const Day> days,
                       const OwnDays& own) {
  const std::string start = "nothing is comparable: ";
  if (countries.empty()) return start + "no country is asked for that the log speaks of";
  const std::string codes = CodesOf(archive, candidates);
  for (const Day day : days) {
    const bool has_score = std::ranges::any_of(candidates, [&](NodeId node) {
      return std::ranges::any_of(countries, [&](CountryId country) {
        return !FirstDayWithout(archive, node, country, std::span(&day, 1), own);
      });
    });
    if (has_score) continue;
    const std::string who = countries.size() == 1
                                ? archive.countries()[countries.front().value] + " has no score"
                                : "none of the countries asked for has a score";
    return start + "on " + day.ToString() + " " + who + " of " + codes + "; leave that day out";
  }
  return start + "no country has a score of " + codes +
         " on every day; leave a day out or ask for other countries";
}

}  // namespace

std::vector<NodeId> HeadlineVariants(const Evaluator& evaluator) {
  const std::vector<Node>& nodes = evaluator.methodology().nodes;
  const NodeId headline = *evaluator.FindNode(evaluator.methodology().headline);
  const Node& whole = nodes[headline.value];
  std::vector<NodeId> variants;
  for (const NodeId id : IdsUpTo<NodeId>(nodes.size())) {
    const Node& node = nodes[id.value];
    const bool is_narrower =
        node.level == whole.level && node.children.size() < whole.children.size() &&
        std::ranges::all_of(
            node.children,
            [&](const std::string& child) {
              return std::ranges::find(whole.children, child) != whole.children.end();
            });
    if (is_narrower) variants.push_back(id);
  }
  std::ranges::stable_sort(variants, std::ranges::greater(),
                           [&](NodeId id) { return nodes[id.value].children.size(); });
  variants.insert(variants.begin(), headline);
  return variants;
}

Result<Comparison> Compare(const Archive& archive, std::span<const NodeId> candidates,
                           std::span<const CountryId> countries, std::span<const Day> days,
                           const OwnDays& own) {
  Check(!candidates.empty() && !days.empty(), "Compare: no candidates or no days");
  std::optional<Comparison> best;
  for (const NodeId node : candidates) {
    Comparison comparison = CompareBy(archive, node, countries, days, own);
    if (!best || comparison.countries.size() > best->countries.size()) best = std::move(comparison);
  }
  if (best->countries.empty())
    return Fail(ErrorCode::kInvalidInput, WhyNothing(archive, candidates, countries, days, own));
  return *std::move(best);
}

}  // namespace lawtrace::analysis
