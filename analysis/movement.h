// Movement: the indicators and the laws that moved the scores of several countries most, and the
// answers that law turned back again.  docs/method.md, "Trends".
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/history.h"

namespace lawtrace::analysis {

// What the changes of one indicator's answer did to a node, in points summed over countries.
struct IndicatorMovement {
  std::optional<IndicatorId> indicator;  // Absent: first answers of all indicators together.
  std::size_t raised = 0;                // Amendments to an answer with a higher score ...
  std::size_t lowered = 0;               // ... and to one with a lower score.
  std::size_t recoded = 0;
  double amended_points = 0;
  double other_points = 0;           // Of recodings; of first answers where `indicator` is absent.
  std::vector<CountryId> countries;  // Where it changed, by code.
};

// Every indicator that changed in the range below the node, largest amended points first, ties in
// codebook order; first answers last.  Each change of an answer is a player of its day's step (see
// Attribute), so that all points together sum to the changes of the countries' scores.
// REQUIRES: every country has a score of the node throughout the range.
std::vector<IndicatorMovement> MovementsOf(const Archive& archive,
                                           std::span<const CountryId> countries, NodeId node,
                                           DayRange range);

struct CountryPoints {
  CountryId country;
  double points = 0;
};

// What one law did, or all contributions of another kind together.
struct LawMovement {
  ContributionKind kind = ContributionKind::kLaw;
  std::string law;    // Law::id if kLaw, else empty.
  double points = 0;  // Summed over countries.
  std::size_t event_count = 0;
  std::vector<CountryPoints> countries;  // Largest effect first, ties by code.
};

// A country's attributions over consecutive ranges.
struct CountryAttributions {
  CountryId country;
  std::span<const Attribution> ranges;
};

// Laws by points, largest effect first, ties by id; then the other kinds.
std::vector<LawMovement> LawMovementsOf(std::span<const CountryAttributions> countries);

// Two amendments of one answer, the second against the direction of the first.
struct Reversal {
  CountryId country;
  Change first;
  Change second;            // The next amendment that moved the answer's score.
  bool rose_first = false;  // The first raised the score, the second lowered it.
  bool is_whole = false;    // The answer is again what it was before the first.
};

// By country, then codebook order, then day.  Recodings and first answers are no amendments and
// turn nothing back.
// REQUIRES: the archive outlives the reversals.
std::vector<Reversal> ReversalsIn(const Archive& archive, std::span<const CountryId> countries,
                                  NodeId node, DayRange range);

}  // namespace lawtrace::analysis
