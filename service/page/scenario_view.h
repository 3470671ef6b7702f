// What a stack of bills makes of one country, worked out for the scenario page.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/scenario.h"
#include "model/result.h"
#include "report/question/scenario_figures.h"
#include "report/render/table.h"
#include "service/page/page_question.h"
#include "service/page/scenario_link.h"

namespace lawtrace::service {

// What the address asks for, as far as it can be understood.
struct ScenarioWish {
  report::QuestionWords words;  // One country; at most one node and one group.
  std::vector<Bill> bills;      // From the ground up.
  std::size_t edited = 0;       // Place of the bill that the form changes; bills.size(): a new one.
  std::string target;           // A goal to suggest a way to; all empty: none.
  std::string rank;
  std::string band;
  std::string most;  // Changes at most.
};

// One bill of the stack.
struct BillEffect {
  std::string name;
  std::size_t answers = 0;
  std::optional<double> score;   // Of the node that is told, with this bill and those below it.
  std::optional<double> points;  // What it adds to them; absent without a score on both sides.
};

// REQUIRES: the archive of `asked` outlives it.
struct ScenarioView {
  Scenario scenario;
  std::unique_ptr<analysis::Overlay> overlay;  // Where `figures` points to.
  report::ScenarioFigures figures;
  analysis::CountryId country;
  analysis::NodeId node;  // The score that is told.
  std::vector<BillEffect> steps;

  const analysis::CountryOutcome& outcome() const { return figures.outcomes.front(); }
};

// The layers that the bills make on that day, the first undermost.
std::vector<ScenarioLayer> LayersOf(const std::vector<Bill>& bills, const std::string& country,
                                    Day at);

// The score to tell: the one the question names, else the headline, or where the country has no
// such score on that day, the first of its level that it has.
analysis::NodeId NodeToTell(const PageQuestion& asked);

// Where bills disagree, the upper one counts.
[[nodiscard]] Result<ScenarioView> ViewScenario(const PageQuestion& asked,
                                                const std::vector<Bill>& bills);

// By indicator: the answer with the first `count` bills; empty where there is none.
std::vector<std::string> AnswersUnder(const PageQuestion& asked, const std::vector<Bill>& bills,
                                      std::size_t count);

// For people: one row per change that counts at the node: question, answer ("50 → 100"), bill,
// points.
report::Table ContributionsOf(const ScenarioView& view);
// One row per bill, the undermost first: bill, answers, score, points.
report::Table StepTable(const ScenarioView& view);
// For people: one row per overall score and area that has a score: score, law, new, change,
// rank ("3 → 2").
report::Table StandingsOf(const ScenarioView& view);

}  // namespace lawtrace::service
