#include "report/question/scenario_figures.h"

#include <algorithm>
#include <functional>
#include <string>

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::NodeId;
using analysis::Overlay;

Result<std::vector<CountryId>> FindCountries(const Archive& archive,
                                             const std::vector<std::string>& codes) {
  std::vector<CountryId> countries;
  for (const std::string& code : codes) {
    const auto country = archive.FindCountry(code);
    if (!country)
      return Fail(ErrorCode::kInvalidInput, "country '" + code + "': the log holds nothing on it");
    countries.push_back(*country);
  }
  return countries;
}

}  // namespace

Result<ScenarioFigures> FiguresOf(const Overlay& overlay, const Scenario& scenario) {
  const Archive& archive = overlay.archive();
  const Result<Overlay> other = Overlay::Lay(archive, scenario.against, scenario.on_conflict);
  if (!other) return Fail(Error(other.error()).At("against"));
  const Result<std::vector<CountryId>> ranked = FindCountries(archive, scenario.ranked);
  if (!ranked) return Fail(ranked.error());
  const Result<std::vector<CountryId>> told = FindCountries(archive, scenario.countries);
  if (!told) return Fail(told.error());
  const AsOf as_of{.effective = scenario.at,
                   .known = scenario.known_at
                                ? std::min(archive.KnownAt(*scenario.known_at), scenario.position)
                                : scenario.position};
  ScenarioFigures figures{
      .overlay = &overlay,
      .moment = {.as_of = as_of, .known_at = scenario.known_at},
      .before = analysis::Scoreboard(archive, *ranked, as_of),
      .after = analysis::BoardUnder(overlay, *ranked, as_of),
  };
  if (!scenario.against.empty()) figures.against = analysis::BoardUnder(*other, *ranked, as_of);
  for (const CountryId country : *told)
    figures.outcomes.push_back(analysis::OutcomeOf(overlay, country, as_of));
  return figures;
}

std::vector<NodeId> NodesOf(const Archive& archive, const Scenario& scenario) {
  const Methodology& methodology = archive.methodology();
  std::vector<NodeId> nodes;
  const std::function<void(const std::string&)> add = [&](const std::string& code) {
    const auto node = archive.evaluator().FindNode(code);
    if (!node || std::ranges::find(nodes, *node) != nodes.end()) return;
    nodes.push_back(*node);
    if (scenario.nodes.empty())
      for (const std::string& child : methodology.nodes[node->value].children) add(child);
  };
  for (const std::string& code : scenario.nodes) add(code);
  if (!scenario.nodes.empty()) return nodes;
  add(methodology.headline);
  for (const Node& node : methodology.nodes) add(node.code);
  return nodes;
}

}  // namespace lawtrace::report
