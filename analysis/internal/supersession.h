// What corrections and retractions did to a statement, told from either end.
#pragma once

#include <optional>

#include "analysis/archive.h"

namespace lawtrace::analysis {

// Whether a correction or retraction known to the reader has taken the statement's place.
constexpr bool IsSupersededAt(const Statement& statement, Sequence known) {
  return statement.superseded_by != kNotSuperseded && statement.superseded_by <= known.value;
}

// What a reader at `known` believed in the place of a later correction: the last event of the chain
// that the correction ends which that reader knew.
struct Corrected {
  const Statement* statement = nullptr;  // On the same answer; null if a retraction.
};

// Absent if `statement` corrects nothing on the same answer that the reader knew.
std::optional<Corrected> CorrectedBy(const Archive& archive, const CountryBlock& block,
                                     const Statement& statement, Sequence known);

// What a reader finds in the place of a superseded statement.
struct Successor {
  Sequence event;                        // The last of its chain that the reader knows.
  const Statement* statement = nullptr;  // What that states on the same answer; null: nothing.
  bool is_retraction = false;            // Of the event.
};

// REQUIRES: IsSupersededAt(statement, known).
Successor SuccessorOf(const Archive& archive, const CountryBlock& block, const Statement& statement,
                      Sequence known);

}  // namespace lawtrace::analysis
