// Attribution: which law moved a score, by how many points.  Formulas: docs/method.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "analysis/history.h"
#include "model/as_of.h"
#include "model/index.h"

namespace lawtrace::analysis {

enum class ContributionKind : std::uint8_t {
  kLaw,           // An amendment with a law in the role of cause.
  kUnattributed,  // Amendments without one.
  kRecoding,      // Another edition states another answer; no law did it.
  kCorrection,    // What a reader had believed was corrected or withdrawn.
  kMethodology,   // The same answers, scored by another methodology.
  kCoverage,      // First answers, members of a group that enter or leave, and steps over days on
                  // which there was no score.
};

std::string_view Name(ContributionKind kind);  // "law", "unattributed", "recoding", ...

struct Contribution {
  ContributionKind kind;
  std::optional<CountryId> country;   // In a group: whose law, answer or membership.
  std::string law;                    // Law::id if kLaw, else empty.
  double points = 0;                  // Of the score that is split; signed.
  std::vector<std::uint32_t> events;  // Sequences, ascending; an event of two laws is in both.
};

struct Attribution {
  std::optional<double> from;    // Score at the start ...
  std::optional<double> to;      // ... and at the end.
  std::optional<double> change;  // Absent if either score is.
  // Their points sum to `change` within 1e-9.  By kind, in the order of the enumeration, then
  // largest effect first, ties by country and law; rows without events and points left out.
  // Empty if there is no change to split.
  std::vector<Contribution> contributions;
};

struct MomentRange {
  AsOf from;
  AsOf to;
};

// Splits the change of a node's score between two moments, in two legs: first what became known of
// the law in force at the start, as one step; then, with the knowledge of the end, one step for
// each day on which something took effect.  The players of a step share it by Shapley value, worked
// out at the smallest node where they interact (docs/method.md).  Several cause laws of one event
// share its points equally.
//
// The result does not depend on the order of events or laws.
// REQUIRES: range.from.effective <= range.to.effective; knowledge may grow or shrink.
// Complexity: when all is known, that of the steps in the range; the first question about a country
// and node works out all its steps.  A step is linear in its events, but for the players that meet
// in a lookup table or with answers that come or go: ShapleyValues.
Attribution Attribute(const Archive& archive, CountryId country, NodeId node,
                      const MomentRange& range);

// The time leg alone, of the country as `block` knows it, which may be CountryBlock::KnownAt.
Attribution Attribute(const Archive& archive, const CountryBlock& block, NodeId node,
                      DayRange range);

// Splits the change of the mean of the group's members, each day's mean over the members of that
// day that have a score: the mean's steps are those of the members, each divided by their number;
// members that enter or leave (or gain or lose a score) count as coverage after the steps of their
// day and share what they move by Shapley value.
// REQUIRES: as Attribute.
Attribution AttributeMean(const Archive& archive, const Group& group, NodeId node,
                          const MomentRange& range);

// The members of `day` as members for ever.
Group WithCompositionOf(const Group& group, Day day);

// The same change with a leg before it: from `former`, the score at the start under another
// methodology, to `attribution.from`.  Without that latter score the whole change is coverage.
Attribution AfterMethodology(std::optional<double> former, Attribution attribution);

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

// Most players of a step among whom every set is looked at; see ShapleyValues for more.
inline constexpr std::size_t kMaxPlayers = 16;

}  // namespace lawtrace::analysis
