// Scenario: dated changes that no law has made, laid over what the log says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/answer.h"
#include "model/day.h"
#include "model/partial_date.h"
#include "model/result.h"
#include "model/sequence.h"

namespace lawtrace {

// From the last day of `effective` on, the answer is `answer`, whatever the log says of later days,
// until the next change of the same layer on that country and indicator.
struct ScenarioChange {
  std::string country;
  std::string indicator;
  Answer answer = Answer::NotAssessed();
  PartialDate effective{Day(0), Precision::kDay};
  std::string law;      // As the source calls it; need not be in the register.  May be empty.
  std::string comment;  // May be empty.
  std::string place;    // Where it was stated: "reform.csv:3", "proposal 8589".

  friend bool operator==(const ScenarioChange&, const ScenarioChange&) = default;
};

// One file of changes, or one recorded proposal.
struct ScenarioLayer {
  std::string name;
  std::vector<ScenarioChange> changes;

  friend bool operator==(const ScenarioLayer&, const ScenarioLayer&) = default;
};

// Whose answer holds where two layers state different ones for the same country, indicator and day.
enum class OnConflict : std::uint8_t { kRefuse, kFirst, kLast };

std::string_view Name(OnConflict rule);  // "refuse", "first", "last".
[[nodiscard]] Result<OnConflict> ParseOnConflict(std::string_view text);

// A stack of layers and the question that is asked of it; nothing in it depends on the clock.
struct Scenario {
  std::vector<ScenarioLayer> layers;
  std::vector<ScenarioLayer> against;  // Another stack to compare with; empty: none.
  OnConflict on_conflict = OnConflict::kRefuse;
  Day at{0};
  std::optional<Day> known_at;         // What the reader named; absent: all up to `position`.
  Sequence position;                   // Last item of the log that counts.
  std::string group;                   // Group::id that ranks are within; empty: `ranked` is all.
  std::vector<std::string> ranked;     // Countries that compete for ranks.
  std::vector<std::string> countries;  // Whose scores are told.
  std::vector<std::string> nodes;      // Named by the reader; empty: every node.

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

// A scenario with all that its figures rest on.
struct SavedScenario {
  Scenario scenario;
  std::string index;                // Index::id.
  std::string methodology;          // Methodology::id,
  std::string methodology_version;  // its version
  std::string fingerprint;          // and its content (model/fingerprint.h).
  Instant recorded_at{0};           // When the item at `position` was recorded.

  friend bool operator==(const SavedScenario&, const SavedScenario&) = default;
};

}  // namespace lawtrace
