#include "report/documents/scenario_report.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "analysis/comparison.h"
#include "report/documents/internal/report_facts.h"
#include "report/documents/internal/report_words.h"
#include "report/export/sdmx_csv.h"
#include "report/question/scenario_tables.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::CountryOutcome;
using analysis::NodeId;
using analysis::Place;

constexpr const char* kIndent = "\u2003";  // Em space: a page does not fold it.

std::optional<double> Difference(const std::optional<double>& to,
                                 const std::optional<double>& from) {
  return to && from ? std::optional(*to - *from) : std::nullopt;
}

Cell RankCell(const std::optional<Place>& place) {
  return place ? Cell(static_cast<std::int64_t>(place->rank)) : Cell();
}

// Positive: better than before.
Cell RanksGained(const std::optional<Place>& before, const std::optional<Place>& after) {
  if (!before || !after) return {};
  return static_cast<std::int64_t>(before->rank) - static_cast<std::int64_t>(after->rank);
}

// A node of the tree that the report shows, and how far below its top it lies.
struct Branch {
  NodeId node;
  std::size_t depth = 0;
};

class Teller {
 public:
  Teller(const ScenarioReport& report, const Index& index)
      : report_(report),
        figures_(*report.figures),
        archive_(report.figures->overlay->archive()),
        index_(index),
        scope_{.node = report.node,
               .range = {.after = figures_.moment.as_of.effective,
                         .until = figures_.moment.as_of.effective},
               .from_name = {},
               .known_at = figures_.moment.known_at} {}

  std::string ScenarioNames() const;
  std::string Title() const;
  std::string Lead() const;
  std::vector<std::pair<std::string, Cell>> Facts() const;
  std::string Source() const {
    return SourceWords(archive_, index_, scope_, report_.scenario->position);
  }

  Section Scores() const;
  Section Areas() const;
  Section Contributions() const;
  Section Changes() const;
  Section Conflicts() const;
  Section League() const;
  Section Tree() const;

 private:
  bool IsOfOneCountry() const { return figures_.outcomes.size() == 1; }
  std::string NameOf(CountryId country) const {
    return report::NameOf(index_, archive_.countries()[country.value]);
  }
  // Files are told by name alone: a report that is shared says nothing of somebody's machine.
  Table WithoutFolders(Table table) const;
  // "rank 5 of 28 in EU rather than 7".
  std::string RankWords(CountryId country) const;
  // The country whose score changes most; null if none does.
  const CountryOutcome* MostMoved() const;
  std::optional<double> ChangeOf(const CountryOutcome& outcome) const {
    return Difference(outcome.after[scope_.node.value].score,
                      outcome.before[scope_.node.value].score);
  }
  std::string BandText(const std::optional<double>& score) const {
    return score ? std::string(archive_.methodology().BandOf(*score)) : std::string();
  }
  // The change that does most in the direction of the country's change.
  std::string LargestWords(const CountryOutcome& outcome) const;
  std::string LabelOf(NodeId node) const {
    return archive_.methodology().nodes[node.value].LabelOn(scope_.range.until);
  }
  std::vector<Branch> Branches() const;
  std::vector<std::string> AreaCodes() const {
    return archive_.methodology().nodes[scope_.node.value].children;
  }

  const ScenarioReport& report_;
  const ScenarioFigures& figures_;
  const Archive& archive_;
  const Index& index_;
  ReportScope scope_;  // Both days are that of the scenario.
};

std::string Teller::ScenarioNames() const {
  std::vector<std::string> names;
  for (const ScenarioLayer& layer : report_.scenario->layers)
    names.push_back(layer.name.substr(layer.name.find_last_of('/') + 1));
  return Listed(names);
}

Table Teller::WithoutFolders(Table table) const {
  for (const ScenarioLayer& layer : report_.scenario->layers) {
    const std::string folder = layer.name.substr(0, layer.name.find_last_of('/') + 1);
    if (folder.empty()) continue;
    for (std::vector<Cell>& row : table.rows)
      for (Cell& cell : row)
        if (std::string* text = std::get_if<std::string>(&cell))
          if (const std::size_t at = text->find(folder); at != std::string::npos)
            text->erase(at, folder.size());
  }
  return table;
}

std::string Teller::Title() const {
  std::vector<std::string> names;
  for (const CountryOutcome& outcome : figures_.outcomes) names.push_back(NameOf(outcome.country));
  const std::string whom = names.size() > 3 ? CountWords(names.size(), "country") : Listed(names);
  return whom + " under " + ScenarioNames();
}

const CountryOutcome* Teller::MostMoved() const {
  const CountryOutcome* most = nullptr;
  for (const CountryOutcome& outcome : figures_.outcomes) {
    const double change = std::abs(ChangeOf(outcome).value_or(0));
    if (change >= kPrintedChange && (most == nullptr || change > std::abs(*ChangeOf(*most))))
      most = &outcome;
  }
  return most;
}

std::string Teller::RankWords(CountryId country) const {
  const std::optional<Place> before = figures_.before.PlaceOf(country, scope_.node);
  const std::optional<Place> after = figures_.after.PlaceOf(country, scope_.node);
  if (!after) return {};
  std::string words = "rank " + std::to_string(after->rank) + " of " + std::to_string(after->of);
  if (!report_.scenario->group.empty()) words += " in " + report_.scenario->group;
  if (before && before->rank != after->rank)
    words += " rather than " + std::to_string(before->rank);
  return words;
}

std::string Teller::LargestWords(const CountryOutcome& outcome) const {
  const std::vector<double>& points = outcome.points[scope_.node.value];
  if (points.size() < 2) return {};
  const bool rises = *ChangeOf(outcome) > 0;
  const auto largest = rises ? std::ranges::max_element(points) : std::ranges::min_element(points);
  if (std::abs(*largest) < kPrintedChange) return {};
  const analysis::LaidChange& change =
      figures_.overlay
          ->changes()[outcome.acting[static_cast<std::size_t>(largest - points.begin())]];
  const std::string& question =
      archive_.methodology().indicators[change.indicator.value].LabelOn(scope_.range.until);
  std::string words = " The change that does most is " + question;
  if (!change.source->law.empty()) words += " (" + change.source->law + ")";
  return words + ": " + SignedPoints(*largest) + ".";
}

std::string Teller::Lead() const {
  const Methodology& methodology = archive_.methodology();
  const std::string where =
      " on the " + IndexWords(archive_, index_, scope_) + " on " + LongDate(scope_.range.until);
  const CountryOutcome* most = MostMoved();
  if (most == nullptr) return "Under " + ScenarioNames() + ", no score changes" + where + ".";
  const double before = *most->before[scope_.node.value].score;
  const double after = *most->after[scope_.node.value].score;
  const auto scored = [&](double score) {
    const std::string_view band = methodology.BandOf(score);
    return methodology.Printed(score) +
           (band.empty() ? std::string() : " (" + std::string(band) + ")");
  };
  std::string lead = "Under " + ScenarioNames() + ", " + NameOf(most->country) + " would score " +
                     scored(after) + ScaleWords(methodology.scale) + where + ", " +
                     ChangeWords(after - before) + " from " + scored(before) + " without it";
  if (const std::string rank = RankWords(most->country); !rank.empty()) lead += ": " + rank;
  lead += "." + LargestWords(*most);
  const auto moved = static_cast<std::size_t>(
      std::ranges::count_if(figures_.outcomes, [&](const CountryOutcome& outcome) {
        return std::abs(ChangeOf(outcome).value_or(0)) >= kPrintedChange;
      }));
  if (figures_.outcomes.size() > 1)
    lead += " The scores of " + std::to_string(moved) + " of " +
            CountWords(figures_.outcomes.size(), "country") + " told change.";
  if (figures_.against) {
    const std::optional<double>& other =
        figures_.against->ScoreOf(most->country, scope_.node).score;
    if (other)
      lead += " Under the scenario that it is compared with, " + NameOf(most->country) +
              " would score " + scored(*other) + ".";
  }
  return lead;
}

std::vector<std::pair<std::string, Cell>> Teller::Facts() const {
  const Scenario& scenario = *report_.scenario;
  const Methodology& methodology = archive_.methodology();
  return {{"scenario", ScenarioNames()},
          {"node", methodology.nodes[scope_.node.value].code},
          {"at", scope_.range.until.ToString()},
          {"known_at", DayCell(scope_.known_at)},
          {"group", scenario.group.empty() ? Cell() : Cell(scenario.group)},
          {"countries", static_cast<std::int64_t>(figures_.outcomes.size())},
          {"changes", static_cast<std::int64_t>(figures_.overlay->changes().size())},
          {"methodology", methodology.id},
          {"methodology_version", methodology.version},
          {"log_position", static_cast<std::int64_t>(scenario.position.value)}};
}

Section Teller::Scores() const {
  Section section{.part = "scores",
                  .heading = "Scores without and with it",
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "before", .decimals = 1},
                                        {.name = "after", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "band_before"},
                                        {.name = "band_after"},
                                        {.name = "rank_before"},
                                        {.name = "rank_after"},
                                        {.name = "ranked"},
                                        {.name = "answered"},
                                        {.name = "indicators"}}}};
  std::vector<Column>& columns = section.table.columns;
  if (figures_.against) {
    columns.push_back({.name = "against", .decimals = 1});
    columns.push_back({.name = "difference", .decimals = kPointDecimals});
    columns.push_back({.name = "rank_against"});
  }
  for (const CountryOutcome& outcome : figures_.outcomes) {
    const std::optional<double>& before = outcome.before[scope_.node.value].score;
    const analysis::NodeScore& after = outcome.after[scope_.node.value];
    const std::optional<Place> place = figures_.after.PlaceOf(outcome.country, scope_.node);
    std::vector<Cell>& row = section.table.rows.emplace_back(std::vector<Cell>{
        archive_.countries()[outcome.country.value], NameOf(outcome.country), CellOf(before),
        CellOf(after.score), CellOf(Difference(after.score, before)), BandText(before),
        BandText(after.score), RankCell(figures_.before.PlaceOf(outcome.country, scope_.node)),
        RankCell(place), place ? Cell(static_cast<std::int64_t>(place->of)) : Cell(),
        std::int64_t{after.answered}, std::int64_t{after.indicators}});
    if (!figures_.against) continue;
    const std::optional<double>& other =
        figures_.against->ScoreOf(outcome.country, scope_.node).score;
    row.push_back(CellOf(other));
    row.push_back(CellOf(Difference(after.score, other)));
    row.push_back(RankCell(figures_.against->PlaceOf(outcome.country, scope_.node)));
  }
  section.paragraphs.push_back(
      "Before is the law in force on " + LongDate(scope_.range.until) +
      " without the scenario, after is with it. Ranks are among " +
      (report_.scenario->group.empty() ? std::string("all countries")
                                       : "the members of " + report_.scenario->group) +
      "." + (figures_.against ? " Against is under the scenario that it is compared with." : ""));
  if (!IsOfOneCountry())
    section.chart = Chart{.kind = ChartKind::kThenAndNow,
                          .title = Title() + ": " + NodeLabel(archive_, scope_),
                          .description = "Score of each country without and with the scenario.",
                          .roles = {{"label", "name"}, {"then", "before"}, {"now", "after"}},
                          .from = "without it",
                          .until = "with it"};
  return section;
}

Section Teller::Areas() const {
  Section section{.part = "areas",
                  .heading = "Areas without and with it",
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name", .is_detail = IsOfOneCountry()},
                                        {.name = "code", .is_detail = true},
                                        {.name = "area"},
                                        {.name = "label", .is_detail = true},
                                        {.name = "before", .decimals = 1},
                                        {.name = "after", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals}}}};
  for (const CountryOutcome& outcome : figures_.outcomes) {
    for (const std::string& code : AreaCodes()) {
      const auto node = archive_.evaluator().FindNode(code);
      if (!node) continue;
      const std::optional<double>& before = outcome.before[node->value].score;
      const std::optional<double>& after = outcome.after[node->value].score;
      const std::string name = NameOf(outcome.country);
      section.table.rows.push_back(
          {archive_.countries()[outcome.country.value], name, code, LabelOf(*node),
           IsOfOneCountry() ? LabelOf(*node) : name + ": " + LabelOf(*node), CellOf(before),
           CellOf(after), CellOf(Difference(after, before))});
    }
  }
  section.chart = Chart{.kind = ChartKind::kThenAndNow,
                        .title = Title() + ": areas",
                        .description = "Score of each area without and with the scenario.",
                        .roles = {{"label", "label"}, {"then", "before"}, {"now", "after"}},
                        .from = "without it",
                        .until = "with it"};
  return section;
}

Section Teller::Contributions() const {
  Section section{.part = "contributions",
                  .heading = "What each change does",
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name", .is_detail = IsOfOneCountry()},
                                        {.name = "area"},
                                        {.name = "indicator", .is_detail = true},
                                        {.name = "question"},
                                        {.name = "label", .is_detail = true},
                                        {.name = "old"},
                                        {.name = "new"},
                                        {.name = "law"},
                                        {.name = "points", .decimals = kPointDecimals}}}};
  for (const CountryOutcome& outcome : figures_.outcomes) {
    const std::vector<double>& points = outcome.points[scope_.node.value];
    for (std::size_t a = 0; a < outcome.acting.size(); ++a) {
      const analysis::LaidChange& change = figures_.overlay->changes()[outcome.acting[a]];
      const Indicator& indicator = archive_.methodology().indicators[change.indicator.value];
      const std::string& question = indicator.LabelOn(scope_.range.until);
      const analysis::AnswerId old =
          archive_.Block(change.country).AnswerAt(change.indicator, figures_.moment.as_of);
      section.table.rows.push_back(
          {archive_.countries()[outcome.country.value], NameOf(outcome.country),
           PartOf(archive_, scope_, change.indicator), indicator.code, question,
           IsOfOneCountry() ? question : NameOf(outcome.country) + ": " + question,
           AnswerCell(archive_, change.indicator, old), change.source->answer.ToString(),
           change.source->law.empty() ? Cell() : Cell(change.source->law),
           points.empty() ? Cell() : Cell(points[a])});
    }
  }
  section.paragraphs.push_back(
      section.table.rows.empty()
          ? "No change of the scenario counts on that day."
          : "Points of the score that each change is worth; they add up to the country's change.");
  section.chart = Chart{.kind = ChartKind::kBars,
                        .title = Title() + ": points by change",
                        .description = "Bars of points, one for each change that counts.",
                        .roles = {{"label", "label"}, {"points", "points"}}};
  return section;
}

Section Teller::Changes() const {
  return {.part = "changes",
          .heading = "The changes as written",
          .paragraphs = {"Which of them count on that day, and why the others do not."},
          .table = WithoutFolders(ScenarioChangeTable(figures_))};
}

Section Teller::Conflicts() const {
  return {.part = "conflicts",
          .heading = "Conflicts between layers",
          .paragraphs = {"Where the layers state different answers, the " +
                         std::string(Name(report_.scenario->on_conflict)) + " one holds."},
          .table = WithoutFolders(ScenarioConflictTable(figures_))};
}

Section Teller::League() const {
  Section section{.part = "league",
                  .heading = "League table with it",
                  .table = {.columns = {{.name = "rank"},
                                        {.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "score", .decimals = 1},
                                        {.name = "band"},
                                        {.name = "rank_before"},
                                        {.name = "ranks_gained"},
                                        {.name = "in_scenario"}}}};
  const std::vector<CountryId> changed = figures_.overlay->Countries();
  for (const CountryId country : figures_.after.ranked()) {
    const std::optional<Place> place = figures_.after.PlaceOf(country, scope_.node);
    if (!place) continue;
    const std::optional<Place> before = figures_.before.PlaceOf(country, scope_.node);
    const std::optional<double>& score = figures_.after.ScoreOf(country, scope_.node).score;
    section.table.rows.push_back({RankCell(place), archive_.countries()[country.value],
                                  NameOf(country), CellOf(score), BandText(score), RankCell(before),
                                  RanksGained(before, place),
                                  std::ranges::find(changed, country) != changed.end()});
  }
  std::ranges::stable_sort(section.table.rows, {}, [](const std::vector<Cell>& row) {
    return std::get<std::int64_t>(row.front());
  });
  section.chart =
      Chart{.kind = ChartKind::kLeague,
            .title = "League table under " + ScenarioNames() +
                     ", with ranks gained (▲) and lost (▼) by it",
            .description =
                "Bars of scores, best first, with the change of rank; countries that the "
                "scenario changes are dark.",
            .roles = {{"rank", "rank"},
                      {"name", "name"},
                      {"score", "score"},
                      {"change", "ranks_gained"},
                      {"marked", "in_scenario"}}};
  return section;
}

std::vector<Branch> Teller::Branches() const {
  std::vector<Branch> branches;
  const std::function<void(NodeId, std::size_t)> add = [&](NodeId node, std::size_t depth) {
    branches.push_back({.node = node, .depth = depth});
    for (const std::string& child : archive_.methodology().nodes[node.value].children)
      if (const auto below = archive_.evaluator().FindNode(child)) add(*below, depth + 1);
  };
  add(scope_.node, 0);
  return branches;
}

Section Teller::Tree() const {
  Section section{.part = "tree",
                  .heading = "The whole tree",
                  .paragraphs = {"Every score below " + NodeLabel(archive_, scope_) +
                                 ", without and with the scenario."},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name", .is_detail = IsOfOneCountry()},
                                        {.name = "node", .is_detail = true},
                                        {.name = "depth", .is_detail = true},
                                        {.name = "label", .is_detail = true},
                                        {.name = "part"},
                                        {.name = "before", .decimals = 1},
                                        {.name = "after", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "rank_before"},
                                        {.name = "rank_after"}}}};
  const std::vector<Branch> branches = Branches();
  for (const CountryOutcome& outcome : figures_.outcomes) {
    for (const Branch& branch : branches) {
      const std::optional<double>& before = outcome.before[branch.node.value].score;
      const std::optional<double>& after = outcome.after[branch.node.value].score;
      std::string part;
      for (std::size_t i = 0; i < branch.depth; ++i) part += kIndent;
      section.table.rows.push_back(
          {archive_.countries()[outcome.country.value], NameOf(outcome.country),
           archive_.methodology().nodes[branch.node.value].code,
           static_cast<std::int64_t>(branch.depth), LabelOf(branch.node),
           part + LabelOf(branch.node), CellOf(before), CellOf(after),
           CellOf(Difference(after, before)),
           RankCell(figures_.before.PlaceOf(outcome.country, branch.node)),
           RankCell(figures_.after.PlaceOf(outcome.country, branch.node))});
    }
  }
  return section;
}

}  // namespace

ScenarioReport MakeScenarioReport(const Scenario& scenario, const ScenarioFigures& figures) {
  const Archive& archive = figures.overlay->archive();
  ScenarioReport report{.scenario = &scenario, .figures = &figures};
  if (!scenario.nodes.empty()) {
    report.node = *archive.evaluator().FindNode(scenario.nodes.front());
    return report;
  }
  std::optional<std::ptrdiff_t> most;
  for (const NodeId node : analysis::HeadlineVariants(archive.evaluator())) {
    const auto scored = std::ranges::count_if(figures.outcomes, [&](const CountryOutcome& outcome) {
      return outcome.before[node.value].score && outcome.after[node.value].score;
    });
    if (most && scored <= *most) continue;
    most = scored;
    report.node = node;
  }
  return report;
}

Document DocumentOf(const ScenarioReport& report, const Index& index) {
  const Teller teller(report, index);
  Document document{
      .kind = "scenario",
      .title = teller.Title(),
      .subject = teller.ScenarioNames(),
      .lead = teller.Lead(),
      .facts = teller.Facts(),
      .sections = {teller.Scores(), teller.Areas(), teller.Contributions(), teller.Changes()},
      .source = teller.Source(),
      .scale = report.figures->overlay->archive().methodology().scale,
      .decimals = report.figures->overlay->archive().methodology().decimals,
      .observations = SdmxScenario(*report.figures, report.node)};
  if (!report.figures->overlay->conflicts().empty())
    document.sections.push_back(teller.Conflicts());
  document.sections.push_back(teller.League());
  document.sections.push_back(teller.Tree());
  return document;
}

}  // namespace lawtrace::report
