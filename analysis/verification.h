// Verification: recomputes every figure that a workbook publishes.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "model/published_figure.h"

namespace lawtrace::analysis {

// Figures are equal within this; the order of a sum alone can move the last bit.
inline constexpr double kFigureTolerance = 1e-9;

struct Disagreement {
  PublishedFigure figure;          // Its value is present.
  std::optional<double> computed;  // Absent: the log gives no score.
  std::string cause;               // In words; says so when none was found.
};

struct Unpublished {
  PublishedFigure figure;  // Its value is absent.
  double computed = 0;
};

struct Verification {
  std::optional<int> decimals;  // Of VerificationRules.
  std::size_t published = 0;    // Figures with a value ...
  std::size_t equal = 0;        // ... of which so many are recomputed.
  std::vector<Disagreement> disagreements;
  // Blank in the workbook although answers of that very reference day give a score.
  std::vector<Unpublished> unpublished;
};

struct VerificationRules {
  Sequence known = kLatest;  // Scores are as known then.
  // Figures are equal if they are the same as printed with so many decimals (model/number.h);
  // absent: if they are within kFigureTolerance.
  std::optional<int> decimals = std::nullopt;
};

// Each figure is held against the score as of its reference day.
// REQUIRES: the figures' nodes exist in the archive's methodology.
Verification Verify(const Archive& archive, std::span<const PublishedFigure> figures,
                    const VerificationRules& rules);

}  // namespace lawtrace::analysis
