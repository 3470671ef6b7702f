#include "service/page/scenario_view.h"

#include <algorithm>
#include <span>
#include <utility>

#include "report/question/scenario_answer.h"

namespace lawtrace::service {
namespace {

using analysis::Archive;
using analysis::CountryOutcome;
using analysis::NodeId;
using analysis::Overlay;
using report::Cell;

// The overall scores, then the areas of the headline.
std::vector<NodeId> MainNodes(const Archive& archive) {
  const Methodology& methodology = archive.methodology();
  const Node* headline = methodology.FindNode(methodology.headline);
  std::vector<NodeId> nodes;
  const auto add = [&](const std::string& code) {
    if (const auto node = archive.evaluator().FindNode(code)) nodes.push_back(*node);
  };
  add(headline->code);
  for (const Node& node : methodology.nodes)
    if (node.level == headline->level && node.code != headline->code) add(node.code);
  for (const std::string& child : headline->children) add(child);
  return nodes;
}

std::string Ordinal(const std::optional<analysis::Place>& place) {
  if (!place) return {};
  return std::to_string(place->rank) + (place->is_tied ? "=" : "");
}

std::vector<BillEffect> StepsOf(const PageQuestion& asked, const ScenarioView& view,
                                const std::vector<Bill>& bills) {
  std::vector<BillEffect> steps;
  std::optional<double> below = view.outcome().before[view.node.value].score;
  const std::span<const ScenarioLayer> layers = view.scenario.layers;
  for (std::size_t i = 0; i < bills.size(); ++i) {
    BillEffect step{.name = NameOf(bills[i], i), .answers = bills[i].answers.size()};
    const auto laid = Overlay::Lay(*asked.archive, layers.first(i + 1), OnConflict::kLast);
    if (laid)
      step.score = analysis::OutcomeOf(*laid, view.country, view.figures.moment.as_of)
                       .after[view.node.value]
                       .score;
    if (step.score && below) step.points = *step.score - *below;
    below = step.score;
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace

std::vector<ScenarioLayer> LayersOf(const std::vector<Bill>& bills, const std::string& country,
                                    Day at) {
  std::vector<ScenarioLayer> layers;
  for (std::size_t i = 0; i < bills.size(); ++i) {
    ScenarioLayer& layer = layers.emplace_back();
    layer.name = NameOf(bills[i], i);
    for (const auto& [indicator, answer] : bills[i].answers)
      layer.changes.push_back({.country = country,
                               .indicator = indicator,
                               .answer = Answer::Option(answer),
                               .effective = PartialDate(at, Precision::kDay),
                               .law = layer.name,
                               .place = layer.name});
  }
  return layers;
}

NodeId NodeToTell(const PageQuestion& asked) {
  const Archive& archive = *asked.archive;
  if (!asked.question.words.nodes.empty() && !asked.question.nodes.empty())
    return asked.question.nodes.front();
  const std::vector<analysis::CountryId> only = {asked.question.countries.front()};
  const analysis::Scoreboard board(archive, only, asked.question.moment.as_of);
  const std::vector<NodeId> nodes = MainNodes(archive);
  const Methodology& methodology = archive.methodology();
  const std::string& level = methodology.nodes[nodes.front().value].level;
  for (const NodeId node : nodes)
    if (methodology.nodes[node.value].level == level &&
        board.ScoreOf(only.front(), node).score.has_value())
      return node;
  return nodes.front();
}

Result<ScenarioView> ViewScenario(const PageQuestion& asked, const std::vector<Bill>& bills) {
  const report::Question& question = asked.question;
  const Archive& archive = *asked.archive;
  const analysis::CountryId country = report::NamedCountries(question).front();
  Result<Scenario> scenario = report::ComposeScenario(
      question,
      LayersOf(bills, archive.countries()[country.value], question.moment.as_of.effective), {},
      "last");
  if (!scenario) return Fail(scenario.error());
  scenario->countries = {archive.countries()[country.value]};
  auto overlay = Overlay::Lay(archive, scenario->layers, scenario->on_conflict);
  if (!overlay) return Fail(overlay.error());
  auto laid = std::make_unique<Overlay>(*std::move(overlay));
  Result<report::ScenarioFigures> figures = report::FiguresOf(*laid, *scenario);
  if (!figures) return Fail(figures.error());
  // Moving the scenario keeps its layers, to which the overlay points, where they are.
  ScenarioView view{.scenario = *std::move(scenario),
                    .overlay = std::move(laid),
                    .figures = *std::move(figures),
                    .country = country,
                    .node = NodeToTell(asked),
                    .steps = {}};
  view.steps = StepsOf(asked, view, bills);
  return view;
}

std::vector<std::string> AnswersUnder(const PageQuestion& asked, const std::vector<Bill>& bills,
                                      std::size_t count) {
  const Archive& archive = *asked.archive;
  const analysis::CountryBlock& block =
      archive.Block(report::NamedCountries(asked.question).front());
  const std::vector<Indicator>& indicators = archive.methodology().indicators;
  std::vector<std::string> answers(indicators.size());
  for (const analysis::IndicatorId id :
       analysis::IdsUpTo<analysis::IndicatorId>(indicators.size())) {
    const auto& answer =
        archive.answers().AnswerOf(id, block.AnswerAt(id, asked.question.moment.as_of));
    if (answer && answer->is_option()) answers[id.value] = answer->code();
  }
  for (std::size_t i = 0; i < std::min(count, bills.size()); ++i)
    for (const auto& [indicator, answer] : bills[i].answers)
      if (const auto id = archive.evaluator().FindIndicator(indicator)) answers[id->value] = answer;
  return answers;
}

report::Table ContributionsOf(const ScenarioView& view) {
  const Archive& archive = view.overlay->archive();
  const AsOf as_of = view.figures.moment.as_of;
  report::Table table{.columns = {{.name = "country", .is_detail = true},
                                  {.name = "indicator", .is_detail = true},
                                  {.name = "question"},
                                  {.name = "answer"},
                                  {.name = "bill"},
                                  {.name = "points", .decimals = 2}}};
  const CountryOutcome& outcome = view.outcome();
  const std::vector<double>& points = outcome.points[view.node.value];
  const auto below = archive.evaluator().IndicatorsBelow(view.node);
  for (std::size_t a = 0; a < outcome.acting.size(); ++a) {
    const analysis::LaidChange& change = view.overlay->changes()[outcome.acting[a]];
    if (std::ranges::find(below, change.indicator) == below.end()) continue;
    const Indicator& indicator = archive.methodology().indicators[change.indicator.value];
    const auto& old = archive.answers().AnswerOf(
        change.indicator, archive.Block(view.country).AnswerAt(change.indicator, as_of));
    table.rows.push_back(
        {archive.countries()[view.country.value], indicator.code,
         indicator.LabelOn(as_of.effective),
         (old ? old->ToString() : "no answer") + " → " + change.source->answer.ToString(),
         change.source->place, points.empty() ? Cell() : Cell(points[a])});
  }
  return table;
}

report::Table StepTable(const ScenarioView& view) {
  report::Table table{.columns = {{.name = "bill"},
                                  {.name = "answers"},
                                  {.name = "score", .decimals = 2},
                                  {.name = "points", .decimals = 2}}};
  for (const BillEffect& step : view.steps)
    table.rows.push_back({step.name, static_cast<std::int64_t>(step.answers),
                          report::CellOf(step.score), report::CellOf(step.points)});
  return table;
}

report::Table StandingsOf(const ScenarioView& view) {
  const Archive& archive = view.overlay->archive();
  const Methodology& methodology = archive.methodology();
  const report::ScenarioFigures& figures = view.figures;
  report::Table table{.columns = {{.name = "score"},
                                  {.name = "law", .decimals = 1},
                                  {.name = "new", .decimals = 1},
                                  {.name = "change", .decimals = 2},
                                  {.name = "rank"}}};
  for (const NodeId node : MainNodes(archive)) {
    const auto& before = view.outcome().before[node.value].score;
    const auto& after = view.outcome().after[node.value].score;
    if (!before && !after) continue;
    const std::string was = Ordinal(figures.before.PlaceOf(view.country, node));
    const std::string is = Ordinal(figures.after.PlaceOf(view.country, node));
    const bool moves = before && after && *before != *after;
    table.rows.push_back({methodology.nodes[node.value].LabelOn(figures.moment.as_of.effective),
                          report::CellOf(before), report::CellOf(after),
                          moves ? Cell(*after - *before) : Cell(),
                          was == is || was.empty() ? is : was + " → " + is});
  }
  return table;
}

}  // namespace lawtrace::service
