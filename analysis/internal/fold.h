// Fold: how a node puts its children's scores together, one after the other.
//
// In double precision, too, nothing that is folded falls when a child's score rises: sums, products
// and quotients are monotone, and the geometric mean is cut to fewer bits than its logarithms are
// good for.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <source_location>

#include "model/check.h"
#include "model/methodology.h"

namespace lawtrace::analysis {

// A share that is met but for this much is met: the last bits of a sum of weights decide nothing.
inline constexpr double kShareTolerance = 1e-9;

// Which children have a score.
struct Presence {
  double weight = 0;     // Of the children with a score; 1 each where they have no weights.
  bool has_gap = false;  // Some child has none.

  friend auto operator<=>(const Presence&, const Presence&) = default;
};

// Whether a node may have a score; `total` is the weight of all its children.
inline bool Suffices(MissingRule rule, double minimum_share, const Presence& present,
                     double total) {
  if (!(present.weight > 0)) return false;
  switch (rule) {
    case MissingRule::kSkip:
      return true;
    case MissingRule::kRequireAll:
      return !present.has_gap;
    case MissingRule::kAtLeast:
      break;
  }
  return present.weight >= (minimum_share - kShareTolerance) * total;
}

// Whether the score moves by the weighted sum of what its children move by, for as long as the same
// children have one.
inline bool AddsUp(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::kMean:
    case Aggregation::kWeightedMean:
      return true;
    case Aggregation::kTable:
    case Aggregation::kGeometricMean:
    case Aggregation::kMinimum:
    case Aggregation::kMaximum:
      break;
  }
  return false;
}

// Whether the children have weights that could be others.
inline bool HasWeights(Aggregation aggregation) {
  return AddsUp(aggregation) || aggregation == Aggregation::kGeometricMean;
}

// A lookup table reads answers; its scores are put together nowhere.
[[noreturn]] inline void FailFold() {
  FailCheck("a lookup table folds no scores", std::source_location::current());
}

// What is folded before the first child.
inline double NothingFolded(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::kMean:
    case Aggregation::kWeightedMean:
    case Aggregation::kGeometricMean:
      return 0;
    case Aggregation::kMinimum:
      return std::numeric_limits<double>::infinity();
    case Aggregation::kMaximum:
      return -std::numeric_limits<double>::infinity();
    case Aggregation::kTable:
      break;
  }
  FailFold();
}

// REQUIRES: in a geometric mean, `score` is not negative; one of 0 makes the whole 0.
inline double Fold(Aggregation aggregation, double folded, double weight, double score) {
  switch (aggregation) {
    case Aggregation::kMean:
    case Aggregation::kWeightedMean:
      return folded + weight * score;
    case Aggregation::kGeometricMean:
      return folded + weight * std::log(score);
    case Aggregation::kMinimum:
      return std::min(folded, score);
    case Aggregation::kMaximum:
      return std::max(folded, score);
    case Aggregation::kTable:
      break;
  }
  FailFold();
}

// The first 44 bits: logarithms differ in their last ones, and 50 should be the mean of 50 and 50.
inline double WithoutLastBits(double value) {
  constexpr int kBits = 44;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, kBits)), exponent - kBits);
}

// The node's score.  REQUIRES: `weight` > 0 is the sum of the weights folded.
inline double Unfold(Aggregation aggregation, double folded, double weight) {
  switch (aggregation) {
    case Aggregation::kMean:
    case Aggregation::kWeightedMean:
      return folded / weight;
    case Aggregation::kGeometricMean:
      return WithoutLastBits(std::exp(folded / weight));
    case Aggregation::kMinimum:
    case Aggregation::kMaximum:
      return folded;
    case Aggregation::kTable:
      break;
  }
  FailFold();
}

}  // namespace lawtrace::analysis
