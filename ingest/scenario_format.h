// Scenarios as files: changes in CSV, JSON Lines or a JSON list, and saved scenarios.
// docs/exchange.md describes both.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/day.h"
#include "model/index.h"
#include "model/methodology.h"
#include "model/result.h"
#include "model/scenario.h"

namespace lawtrace::ingest {

// One layer from a file of changes; its first character tells JSON from CSV.  Country aliases
// become codes.  A later row on the same country and indicator takes over from its day on.
//
// kInvalidInput with all faults of the file: an unknown country, an indicator that `methodology`
// lacks, an option that the indicator lacks, a date out of bounds (admission.h), or two rows on the
// same country and indicator whose effective dates overlap.
[[nodiscard]] Result<ScenarioLayer> ParseScenarioChanges(std::string_view name,
                                                         std::string_view text, const Index& index,
                                                         const Methodology& methodology, Day today);

// Whether the text is what SavedScenarioText writes, sound or not.
bool IsSavedScenario(std::string_view text);
std::string SavedScenarioText(const SavedScenario& saved);
// Reads back what SavedScenarioText wrote.  kInvalidInput names the part that is not sound.
[[nodiscard]] Result<SavedScenario> ParseSavedScenario(std::string_view name,
                                                       std::string_view text);

}  // namespace lawtrace::ingest
