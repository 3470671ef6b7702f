// Scenarios as people name them, resolved.
#pragma once

#include <memory>

#include "analysis/archive.h"
#include "cli/scenario_verbs.h"
#include "cli/session.h"
#include "model/result.h"
#include "model/scenario.h"

namespace lawtrace::cli {

// A scenario with the index, the store and the archive that its figures come from.
struct AskedScenario {
  Session session;
  std::unique_ptr<const analysis::Archive> archive;
  Scenario scenario;
};

// From files of changes and recorded proposals; nothing is left to the clock or to the defaults.
[[nodiscard]] Result<AskedScenario> ComposeScenario(const ScenarioOptions& options);

// The same; or the saved scenario, if that is what the only file is.  kInvalidInput also if the
// store or the index is not the one that it was saved on.
[[nodiscard]] Result<AskedScenario> AskForScenario(const ScenarioOptions& options);

}  // namespace lawtrace::cli
