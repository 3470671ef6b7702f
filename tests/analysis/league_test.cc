// Ranks against what they mean: one more than the number of countries that are better.
#include "analysis/league.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace lawtrace::analysis {
namespace {

League LeagueOf(const std::vector<double>& scores) {
  std::vector<RankedCountry> scored;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    RankedCountry one{.country = CountryId{static_cast<std::uint16_t>(i)}};
    one.score.score = scores[i];
    scored.push_back(one);
  }
  return RankScores(std::move(scored), {});
}

TEST(LeagueTest, EqualScoresShareARankAndTheNextOneIsSkipped) {
  const League league = LeagueOf({50, 70, 50, 90, 50, 10});
  std::vector<std::size_t> ranks;
  std::vector<bool> tied;
  std::vector<std::uint32_t> countries;
  for (const RankedCountry& one : league.ranked) {
    ranks.push_back(one.rank);
    tied.push_back(one.is_tied);
    countries.push_back(one.country.value);
  }
  EXPECT_EQ(ranks, (std::vector<std::size_t>{1, 2, 3, 3, 3, 6}));
  EXPECT_EQ(tied, (std::vector<bool>{false, false, true, true, true, false}));
  EXPECT_EQ(countries, (std::vector<std::uint32_t>{3, 1, 0, 2, 4, 5}));
}

RC_GTEST_PROP(LeagueProperty, ARankIsOneMoreThanTheNumberOfBetterCountries, ()) {
  // Few different scores, so that many are tied.
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  std::vector<double> scores;
  for (const int step : steps) scores.push_back(step * 12.5);
  const League league = LeagueOf(scores);
  RC_ASSERT(league.ranked.size() == scores.size());
  for (const RankedCountry& one : league.ranked) {
    const double score = scores[one.country.value];
    const auto better = std::ranges::count_if(scores, [&](double s) { return s > score; });
    const auto equal = std::ranges::count(scores, score);
    RC_ASSERT(one.rank == static_cast<std::size_t>(better) + 1);
    RC_ASSERT(one.is_tied == (equal > 1));
  }
}

}  // namespace
}  // namespace lawtrace::analysis
