// What a scenario makes of scores and ranks, before it has a form.
#pragma once

#include <optional>
#include <vector>

#include "analysis/scenario.h"
#include "analysis/scoreboard.h"
#include "model/result.h"
#include "model/scenario.h"
#include "report/question/score_tables.h"

namespace lawtrace::report {

// A scenario worked out.  REQUIRES: the overlay outlives it.
struct ScenarioFigures {
  const analysis::Overlay* overlay = nullptr;
  Moment moment;
  std::vector<analysis::CountryOutcome> outcomes;  // Of the countries to be told.
  analysis::Scoreboard before;
  analysis::Scoreboard after;
  std::optional<analysis::Scoreboard> against;  // Under another scenario.
};

// The figures of `scenario`, whose layers `overlay` has laid.  kInvalidInput if the layers that it
// is compared with are faulty, or it names a country that the log is silent about. REQUIRES: as
// ScenarioFigures.
[[nodiscard]] Result<ScenarioFigures> FiguresOf(const analysis::Overlay& overlay,
                                                const Scenario& scenario);

// The nodes that the scenario names; if it names none, every node, the headline's tree first and
// parents before children.
std::vector<analysis::NodeId> NodesOf(const analysis::Archive& archive, const Scenario& scenario);

}  // namespace lawtrace::report
