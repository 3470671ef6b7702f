#include "analysis/scoreboard.h"

#include <utility>

#include "analysis/league.h"

namespace lawtrace::analysis {

Scoreboard::Scoreboard(const Archive& archive, std::span<const CountryId> ranked, AsOf as_of)
    : ranked_(ranked.begin(), ranked.end()) {
  scores_.reserve(archive.countries().size());
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size()))
    scores_.push_back(archive.Block(country).ScoresAt(as_of));
}

void Scoreboard::Replace(CountryId country, std::vector<NodeScore> scores) {
  scores_[country.value] = std::move(scores);
}

std::optional<Place> Scoreboard::PlaceOf(CountryId country, NodeId node) const {
  std::vector<RankedCountry> scored;
  for (const CountryId other : ranked_)
    if (ScoreOf(other, node).score)
      scored.push_back({.country = other, .score = ScoreOf(other, node)});
  const League league = RankScores(std::move(scored), {});
  for (const RankedCountry& row : league.ranked)
    if (row.country == country)
      return Place{.rank = row.rank, .is_tied = row.is_tied, .of = league.ranked.size()};
  return std::nullopt;
}

}  // namespace lawtrace::analysis
