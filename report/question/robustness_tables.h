// Tables of robustness: what `lawtrace robustness` prints, one table per part.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "analysis/robustness.h"
#include "model/index.h"
#include "report/question/score_tables.h"
#include "report/render/table.h"

namespace lawtrace::report {

// A test of robustness and all that its tables need besides.
struct RobustnessFacts {
  const analysis::Archive& archive;
  const Index& index;
  const analysis::RobustnessQuestion& question;
  const analysis::Robustness& robustness;
  const Moment& moment;
};

enum class RobustnessPart : std::uint8_t {
  // The league table: rank, tied, country, name, score, band, low_rank and high_rank (5 and 95 in
  // 100 draws), median_rank, best_rank, worst_rank, largest_shift, dropped (the indicator whose
  // removal shifts it so), answered, indicators, oldest_answer, reason, at, known_at.
  kRanks,
  // One row per part of the tree, largest mean shift first: dropped, level, label, moved (countries
  // whose rank changes), mean_shift (absolute, of those with a score), largest_shift, country,
  // unscored (countries without a score when it is dropped).
  kDrops,
  // One row per part of the tree and country: dropped, country, name, rank, shift, score,
  // new_score.
  kShifts,
};

// In the order of the enumeration: "ranks", "drops", "shifts".
std::vector<std::string> RobustnessPartNames();
[[nodiscard]] Result<RobustnessPart> ParseRobustnessPart(std::string_view name);

Table RobustnessTable(const RobustnessFacts& facts, RobustnessPart part);

// methodology, version, node, label, at, known_at, draws, seed, weights, weighted_parts, ranked,
// unranked.
std::vector<std::pair<std::string, Cell>> RobustnessFields(const RobustnessFacts& facts);

// For people: what was drawn, the ranks, and the parts that shift ranks most.
Phrase RenderRobustnessOverview(const RobustnessFacts& facts);

}  // namespace lawtrace::report
