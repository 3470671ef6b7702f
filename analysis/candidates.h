// Candidates: recodings that an amendment may stand behind.
#pragma once

#include <optional>
#include <vector>

#include "analysis/archive.h"
#include "analysis/history.h"

namespace lawtrace::analysis {

// A recoding that changed an answer and stands uncorrected, with what it alone does on its day: the
// score with the answers of the day before and this one, less the score without it.
struct RecodedAnswer {
  CountryId country;
  Change change;                 // Its statement is owned by the archive.
  std::optional<double> points;  // Of the node's score; absent where it has none with or without.
  std::optional<NodeId> area;    // The headline's child that the indicator belongs to.
  std::optional<double> area_points;
};

// By day, then codebook order.
std::vector<RecodedAnswer> RecodedAnswers(const Archive& archive, CountryId country, NodeId node);

}  // namespace lawtrace::analysis
