// What corrections and retractions did to a statement, told from either end.
#pragma once

#include <cstdint>

#include "analysis/country_block.h"

namespace lawtrace::analysis {

// Whether a correction or retraction known to the reader has taken the statement's place.
constexpr bool IsSupersededAt(const Statement& statement, Sequence known) {
  return statement.superseded_by != kNotSuperseded && statement.superseded_by <= known.value;
}

// The statement on the same answer that `statement` corrects and that a reader at `known` saw,
// however many corrections lie between the two; null if there is none.
const Statement* CorrectedStatement(const CountryBlock& block, const Statement& statement,
                                    Sequence known);

// What a reader finds in the place of a superseded statement.
struct Successor {
  std::uint32_t event = 0;               // The last correction or retraction known to the reader.
  const Statement* statement = nullptr;  // What it states on the same answer; null: nothing.
};

// REQUIRES: IsSupersededAt(statement, known).
Successor SuccessorOf(const CountryBlock& block, const Statement& statement, Sequence known);

}  // namespace lawtrace::analysis
