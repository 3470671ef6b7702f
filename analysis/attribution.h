// Attribution: which law moved a score, by how many points.  Formulas: docs/method.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "analysis/history.h"

namespace lawtrace::analysis {

enum class ContributionKind : std::uint8_t {
  kLaw,           // An amendment with a law in the role of cause.
  kUnattributed,  // Amendments without one.
  kRecoding,      // Another edition states another answer; no law did it.
  kCoverage,      // First answers, and steps over days on which the node had no score.
};

std::string_view Name(ContributionKind kind);  // "law", "unattributed", "recoding", "coverage".

struct Contribution {
  ContributionKind kind;
  std::string law;                    // Law::id if kLaw, else empty.
  double points = 0;                  // Of the node's score; signed.
  std::vector<std::uint32_t> events;  // Sequences, ascending; an event of two laws is in both.
};

struct Attribution {
  std::optional<double> from;    // Score on `range.after` ...
  std::optional<double> to;      // ... and on `range.until`.
  std::optional<double> change;  // Absent if either score is.
  // Their points sum to `change` within 1e-9.  Laws by points, largest effect first, ties by id;
  // then the other kinds in the order of the enumeration; rows without events and points left out.
  // Empty if there is no change to split.
  std::vector<Contribution> contributions;
};

// Splits the change of a node's score over the range.  Each day on which something took effect is
// a step; the events of a step share it by Shapley value, worked out at the smallest node where
// they interact.  Several cause laws of one event share its points equally.
//
// The result does not depend on the order of events or laws.
// Complexity: linear in the changes, but for the steps in which n events meet in a lookup table or
// with answers that come or go: 2^n scores, with n at most kMaxPlayers; see there.
Attribution Attribute(const Archive& archive, const CountryBlock& block, NodeId node,
                      DayRange range);

// What a law did to one country on one day.
struct LawEffect {
  CountryId country;
  Day day;
  std::optional<double> points;  // Of the node's score; absent where it had none before or after.
  std::vector<std::uint32_t> events;  // Sequences, ascending.
};

// Everything that the law did as a cause, by day, then country.
std::vector<LawEffect> EffectsOf(const Archive& archive, std::string_view law, NodeId node);

// An amendment that names no law as its cause.
struct UnattributedChange {
  CountryId country;
  Change change;                 // Its statement is owned by the archive.
  std::optional<double> points;  // Of the node's score, as in LawEffect.
  std::optional<NodeId> area;    // The headline's child that the indicator belongs to.
  double area_points = 0;
};

// Every one of them, largest effect on its area first; ties by country, day and codebook order.
std::vector<UnattributedChange> UnattributedChanges(const Archive& archive, NodeId node);

// Where more events than this meet in one step at a node that does not simply add them up, the
// unattributed ones count as one, and so do the recodings; each such whole is shared equally.
inline constexpr std::size_t kMaxPlayers = 16;

}  // namespace lawtrace::analysis
