// History: what changed, day by day.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

// Days in (after, until]: a change on `after` itself is already in force at the start.
struct DayRange {
  Day after;
  Day until;
};

// The block's changes in the range, by day, then codebook order.
std::span<const Change> ChangesIn(const CountryBlock& block, DayRange range);

// A node's score from `day` until the next step.
struct ScoreStep {
  Day day;
  NodeScore score;
  std::optional<double> previous;  // Score before the step; absent at the first, or if none.
  std::vector<Change> changes;     // Below the node, on that day.
};

// One step per day on which the node's score or its coverage changed, ascending.
// REQUIRES: `block` outlives the steps.
std::vector<ScoreStep> ScoreHistory(const Evaluator& evaluator, const CountryBlock& block,
                                    NodeId node);

}  // namespace lawtrace::analysis
