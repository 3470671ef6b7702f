// Difference: which answers differ between any two points, why, and by how many points of a score.
// Definitions: docs/method.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

enum class DifferenceKind : std::uint8_t {
  kAmendment,      // A law took effect between the two points.
  kLateAmendment,  // A law in force at the first point, but not known there.
  kRecoding,       // Another edition states another answer.
  kCoding,         // A first answer, in force or known at the second point only.
  kCorrection,     // What the first point's reader knew was wrong.
  kRetraction,     // What the first point's reader knew was withdrawn.
};

std::string_view Name(DifferenceKind kind);  // "amendment", "late amendment", "recoding", ...

// One answer that differs, and the one event behind it.
struct AnswerDifference {
  IndicatorId indicator;
  AnswerId old_answer;  // kNoAnswer: nothing in force.
  AnswerId new_answer;
  DifferenceKind kind = DifferenceKind::kAmendment;
  // The second point is without what the event did: it lies before the event took effect or was
  // recorded.  Only where the second point is earlier on one of its two dates.
  bool is_undone = false;
  std::uint32_t event = 0;  // Sequence; of the correction or retraction where that is the reason.
  // Date and laws as the event states them; as the withdrawn statement does if it states nothing
  // on this answer.  Owned by the block.
  const Statement* statement = nullptr;
  std::optional<double> points;  // New score of the option less the old; absent if either is.
  std::optional<NodeId> area;    // First child of the headline that has the indicator below it.
  std::optional<double> area_points;  // Share of the area's change; absent with that change.
  std::optional<double> node_points;  // Share of the node's change; absent with that change.
};

struct Difference {
  std::optional<double> from;    // The node's score at the first point ...
  std::optional<double> to;      // ... and at the second.
  std::optional<double> change;  // Absent if either score is.
  // What the weights of the second point's day make of the first point's answers; 0 where weights
  // are the same, absent with `change`.
  std::optional<double> weights_points;
  // Codebook order.  Their node_points and `weights_points` sum to `change`, within 1e-9.
  std::vector<AnswerDifference> answers;
};

// Every answer of the country that differs, below the node or not.
//
// Weights move to the second point's day first; shares are values of one step from there to the
// second state in which each answer is a player (docs/method.md).
Difference DifferenceBetween(const Archive& archive, const CountryBlock& block, NodeId node,
                             AsOf from, AsOf to);

// The state after the answers have changed; of the first point's state, moved to the second's day,
// it makes the second's.
Evaluator::State Apply(const Difference& difference, Evaluator::State state);

}  // namespace lawtrace::analysis
