#include "report/question/scenario_answer.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "model/quote.h"
#include "report/question/scenario_tables.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::NodeId;
using analysis::Overlay;

constexpr std::array<std::string_view, 4> kParts = {"scores", "contributions", "changes",
                                                    "conflicts"};

// The later of `today` and the last day on which a change takes effect.
Day LastEffective(const Scenario& scenario, Day today) {
  Day last = today;
  for (const auto* stack : {&scenario.layers, &scenario.against})
    for (const ScenarioLayer& layer : *stack)
      for (const ScenarioChange& change : layer.changes)
        last = std::max(last, change.effective.latest());
  return last;
}

std::vector<std::string> CodesOf(const Archive& archive, const std::vector<CountryId>& countries) {
  std::vector<std::string> codes;
  for (const CountryId country : countries) codes.push_back(archive.countries()[country.value]);
  return codes;
}

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

Phrase RenderText(const ScenarioFigures& figures, const Scenario& scenario,
                  const std::vector<NodeId>& nodes) {
  const Methodology& methodology = figures.overlay->archive().methodology();
  const auto section = [](const std::string& title, const Table& table) {
    return table.rows.empty() ? std::string() : title + "\n\n" + Render(table, Format::kText);
  };
  std::string names;
  for (const ScenarioLayer& layer : scenario.layers)
    names += (names.empty() ? "" : ", ") + layer.name;
  Phrase text = "Scenario " + names + ", law in force on " + scenario.at.ToString();
  if (scenario.known_at) text += ", as known at " + scenario.known_at->ToString();
  text += " (" + methodology.id + " " + methodology.version + ", log position " +
          scenario.position.ToString() + ")\n\n";
  if (!figures.overlay->changes().empty())
    text += section("Changes", ScenarioChangeTable(figures)) + "\n";
  if (const Table conflicts = ScenarioConflictTable(figures); !conflicts.rows.empty())
    text += section("Conflicts, decided for the " + std::string(Name(scenario.on_conflict)),
                    conflicts) +
            "\n";
  Table scores = ScenarioScoreTable(figures, nodes);
  const std::size_t all = scores.rows.size();
  if (scenario.nodes.empty()) KeepChanged(scores);
  text +=
      section("Scores; ranks within " + (scenario.group.empty() ? "all countries" : scenario.group),
              scores);
  if (scores.rows.empty())
    text += "No score changes; " + Phrase(Field{"format"}) + " csv has them all.\n";
  if (!scores.rows.empty() && scores.rows.size() < all)
    text += "\nWhere nothing changes is left out; " + Phrase(Field{"format"}) + " csv has it.\n";
  const std::string contributions =
      section("Contributions", ScenarioContributionTable(figures, nodes));
  return contributions.empty() ? text : text + "\n" + contributions;
}

}  // namespace

Result<Scenario> ComposeScenario(const Question& question, std::vector<ScenarioLayer> layers,
                                 std::vector<ScenarioLayer> against,
                                 const std::string& on_conflict) {
  const Archive& archive = question.archive;
  if (archive.last() == Sequence{})
    return Fail(ErrorCode::kInvalidInput, "the log is empty; import answers first");
  if (question.groups.size() > 1)
    return Fail(ErrorCode::kInvalidInput,
                "ranks are within one group; name one with " + Phrase(Field{"group"}));
  Scenario scenario{.layers = std::move(layers),
                    .against = std::move(against),
                    .known_at = question.moment.known_at,
                    .position = archive.last()};
  if (!on_conflict.empty()) {
    const Result<OnConflict> rule = ParseOnConflict(on_conflict);
    if (!rule) return Fail(Error(rule.error()).At("on_conflict"));
    scenario.on_conflict = *rule;
  }
  scenario.at = question.words.at.empty() ? LastEffective(scenario, question.today)
                                          : question.moment.as_of.effective;
  if (!question.groups.empty()) {
    const Group& group = *question.groups.front();
    scenario.group = group.id;
    scenario.ranked = CodesOf(archive, MembersOn(group, archive, scenario.at));
  } else {
    scenario.ranked = {archive.countries().begin(), archive.countries().end()};
  }
  std::set<std::string> told;
  for (const std::string& code : CodesOf(archive, NamedCountries(question))) told.insert(code);
  if (told.empty())
    for (const auto* stack : {&scenario.layers, &scenario.against})
      for (const ScenarioLayer& layer : *stack)
        for (const ScenarioChange& change : layer.changes) told.insert(change.country);
  scenario.countries = {told.begin(), told.end()};
  scenario.nodes = question.words.nodes;
  return scenario;
}

Status CheckScenarioPart(const std::string& part) {
  if (part.empty() || std::ranges::find(kParts, part) != kParts.end()) return {};
  return FailAt("part", Quote(part) +
                            " is no part of a scenario; write scores, contributions, "
                            "changes or conflicts");
}

Result<Answer> AnswerScenario(const Archive& archive, const Scenario& scenario,
                              const std::string& part, Format format) {
  if (const Status known = CheckScenarioPart(part); !known) return Fail(known.error());
  const Result<Overlay> overlay = Overlay::Lay(archive, scenario.layers, scenario.on_conflict);
  if (!overlay) return Fail(overlay.error());
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
      .overlay = &*overlay,
      .moment = {.as_of = as_of, .known_at = scenario.known_at},
      .before = analysis::Scoreboard(archive, *ranked, as_of),
      .after = analysis::BoardUnder(*overlay, *ranked, as_of),
  };
  if (!scenario.against.empty()) figures.against = analysis::BoardUnder(*other, *ranked, as_of);
  for (const CountryId country : *told)
    figures.outcomes.push_back(analysis::OutcomeOf(*overlay, country, as_of));
  const std::vector<NodeId> nodes = NodesOf(archive, scenario);

  if (part.empty() && format == Format::kText)
    return Answer{.written = RenderText(figures, scenario, nodes)};
  if (part.empty() && format == Format::kJson)
    return Answer{.written = RenderScenario(figures, scenario.position, nodes)};
  if (part == kParts[1]) return Answer{.table = ScenarioContributionTable(figures, nodes)};
  if (part == kParts[2]) return Answer{.table = ScenarioChangeTable(figures)};
  if (part == kParts[3]) return Answer{.table = ScenarioConflictTable(figures)};
  return Answer{.table = ScenarioScoreTable(figures, nodes)};
}

}  // namespace lawtrace::report
