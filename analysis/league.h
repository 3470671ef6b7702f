// League table: countries by score, with ties; and the mean of a group.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

// Scores that differ by no more than this are equal: they differ by rounding in sums, not by law.
inline constexpr double kScoreTolerance = 1e-9;

struct RankedCountry {
  CountryId country;
  NodeScore score;       // Present.
  std::size_t rank = 0;  // 1 for the best; equal scores share a rank and the next one is skipped.
  bool is_tied = false;
};

struct League {
  std::vector<RankedCountry> ranked;  // By rank, then country code.
  std::vector<CountryId> unranked;    // Without a score, by country code.
};

// Complexity: one series look-up per country when all is known.
League RankCountries(const Archive& archive, NodeId node, std::span<const CountryId> countries,
                     AsOf as_of);

// The same for scores that are given, in any order; `scored` need not have ranks yet.
League RankScores(std::vector<RankedCountry> scored, std::vector<CountryId> unranked);

struct GroupMean {
  std::optional<double> mean;  // Unweighted, of the members with a score; absent if there is none.
  std::size_t scored = 0;      // Members with a score ...
  std::size_t members = 0;     // ... of so many.
};

// `members` lists the group's countries that the log speaks of; `member_count` all of them.
GroupMean MeanOf(const Archive& archive, NodeId node, std::span<const CountryId> members,
                 std::size_t member_count, AsOf as_of);

}  // namespace lawtrace::analysis
