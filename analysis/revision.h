// Revisions: what became known between two recorded dates, and what it did to a score.
// Definitions: docs/method.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

// Recorded after the end of the day `after` and by the end of the day `until`.
struct RecordedRange {
  Day after;
  Day until;
};

enum class RevisionClass : std::uint8_t {
  kPolicy,        // An amendment that took effect within the days of the range.
  kLate,          // An amendment that took effect on or before the range's first bound.
  kUpcoming,      // An amendment that takes effect after the range.
  kRecoding,      // Another edition states another answer.
  kCorrection,    // Replaces what was known before the range.
  kRetraction,    // Withdraws what was known before the range.
  kCoding,        // A first answer.
  kConfirmation,  // An answer seen again, unchanged.
};

inline constexpr std::array kRevisionClasses = {
    RevisionClass::kPolicy,   RevisionClass::kLate,        RevisionClass::kUpcoming,
    RevisionClass::kRecoding, RevisionClass::kCorrection,  RevisionClass::kRetraction,
    RevisionClass::kCoding,   RevisionClass::kConfirmation};

std::string_view Name(RevisionClass revision_class);  // "policy", "late", "upcoming", ...

// One event that became known and still stands at the range's end.
struct Revision {
  RevisionClass revision_class = RevisionClass::kPolicy;
  std::uint32_t event = 0;  // Sequence.
  IndicatorId indicator;
  Day day{0};  // Effective; of a retraction, the withdrawn statement's; of a confirmation, the
               // reference date.
  // Of a correction or retraction: what its target stated.  Else: in force just before it, as
  // known at the range's end.
  AnswerId before;
  AnswerId after;  // What it states; of a retraction: in force on `day` in its place.
  // Date and laws; the withdrawn statement's in a retraction.  Null in a confirmation.  Owned by
  // the block.
  const Statement* statement = nullptr;
  std::optional<double> points;  // Of the node's score on the day asked about; absent with the
                                 // change.
};

struct Revisions {
  std::optional<double> from;    // The node's score on that day as known before the range ...
  std::optional<double> to;      // ... and at its end.
  std::optional<double> change;  // Absent if either score is.
  // By day, then codebook order, then sequence; confirmations among them.  Points sum to `change`
  // within 1e-9.
  std::vector<Revision> rows;
};

// What became known of the country, below the node or not, and its points of the node's score on
// the day `at`.
//
// What was known before and no longer stands changes the score first; then each event that became
// known makes its step at its effective day; the events of a step share it by Shapley value.
// Where the node has no score between the steps, each answer is a player of one step instead, and
// its share goes to the event that decides it at the end.
Revisions RevisionsOf(const Archive& archive, const CountryBlock& block, NodeId node,
                      RecordedRange range, Day at);

}  // namespace lawtrace::analysis
