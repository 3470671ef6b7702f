#include "analysis/league.h"

#include <algorithm>
#include <utility>

#include "model/budget.h"

namespace lawtrace::analysis {

League RankCountries(const Archive& archive, NodeId node, std::span<const CountryId> countries,
                     AsOf as_of) {
  std::vector<RankedCountry> scored;
  scored.reserve(countries.size());
  std::vector<CountryId> unranked;
  for (const CountryId country : countries) {
    const NodeScore score = archive.Block(country).ScoreAt(node, as_of);
    if (score.score) {
      scored.push_back({.country = country, .score = score, .rank = 0, .is_tied = false});
    } else {
      unranked.push_back(country);
    }
  }
  return RankScores(std::move(scored), std::move(unranked));
}

League RankScores(std::vector<RankedCountry> scored, std::vector<CountryId> unranked) {
  SpendStep();
  League league{.ranked = std::move(scored), .unranked = std::move(unranked)};
  std::ranges::sort(league.unranked);
  std::ranges::sort(league.ranked, [](const RankedCountry& a, const RankedCountry& b) {
    if (*a.score.score != *b.score.score) return *a.score.score > *b.score.score;
    return a.country < b.country;
  });
  // A run of ties is as wide as the tolerance, counted from its best score.
  std::size_t first = 0;
  for (std::size_t i = 0; i < league.ranked.size(); ++i) {
    if (*league.ranked[first].score.score - *league.ranked[i].score.score > kScoreTolerance)
      first = i;
    league.ranked[i].rank = first + 1;
    league.ranked[i].is_tied = i != first;
    if (i != first) league.ranked[first].is_tied = true;
  }
  std::ranges::sort(league.ranked, {},
                    [](const RankedCountry& r) { return std::pair(r.rank, r.country); });
  return league;
}

GroupMean MeanOf(const Archive& archive, NodeId node, std::span<const CountryId> members,
                 std::size_t member_count, AsOf as_of) {
  GroupMean group{.members = member_count};
  double sum = 0;
  for (const CountryId country : members) {
    const NodeScore score = archive.Block(country).ScoreAt(node, as_of);
    if (!score.score) continue;
    sum += *score.score;
    ++group.scored;
  }
  if (group.scored > 0) group.mean = sum / static_cast<double>(group.scored);
  return group;
}

}  // namespace lawtrace::analysis
