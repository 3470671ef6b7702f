// What a scenario would do: the facts, and the document that tells them.
#pragma once

#include "analysis/archive.h"
#include "model/index.h"
#include "model/scenario.h"
#include "report/question/scenario_figures.h"
#include "report/render/document.h"

namespace lawtrace::report {

// REQUIRES: scenario and figures outlive it.
struct ScenarioReport {
  const Scenario* scenario = nullptr;
  const ScenarioFigures* figures = nullptr;  // Of that scenario.
  analysis::NodeId node;                     // The score that the report speaks of.
};

// Speaks of the first node that the scenario names; if it names none, of the headline, or of the
// first variant of it that most of the countries told have a score of, before and after.
ScenarioReport MakeScenarioReport(const Scenario& scenario, const ScenarioFigures& figures);

// Parts: scores, areas, contributions, changes, conflicts (if there are any), league, tree.
Document DocumentOf(const ScenarioReport& report, const Index& index);

}  // namespace lawtrace::report
