#include "analysis/robustness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<double> DrawOne(WeightDraws& draws, std::size_t count) {
  std::vector<double> weights(count);
  draws.Draw(weights);
  return weights;
}

TEST(WeightDrawsTest, WeightsAreNotNegativeAndSumToOne) {
  WeightDraws draws(7);
  for (int i = 0; i < 1000; ++i) {
    const std::vector<double> weights = DrawOne(draws, 8);
    EXPECT_GE(std::ranges::min(weights), 0.0);
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 1.0, 1e-12);
  }
  EXPECT_THAT(DrawOne(draws, 1), ElementsAre(1.0));
}

// These bits are promised: whoever cites a seed gets the same ranks.
TEST(WeightDrawsTest, TheSameSeedGivesTheSameBitsEverywhere) {
  WeightDraws draws(1);
  const std::vector<double> weights = DrawOne(draws, 4);
  EXPECT_THAT(weights, ElementsAre(0x1.122deafddb434p-3, 0x1.4ba9e0cf612p-9, 0x1.425cfe5d5f352p-2,
                                   0x1.18fa5c310a338p-1));
}

// With all parameters 1, a weight of n has mean 1/n, variance (n-1)/(n^2 (n+1)), and exceeds x with
// chance (1-x)^(n-1).
TEST(WeightDrawsTest, DrawsAreEvenOverAllWeights) {
  constexpr int kDraws = 40'000;
  constexpr std::size_t kParts = 5;
  WeightDraws draws(20'240'301);
  std::vector<double> sums(kParts);
  std::vector<double> squares(kParts);
  std::vector<int> above_half(kParts);
  for (int i = 0; i < kDraws; ++i) {
    const std::vector<double> weights = DrawOne(draws, kParts);
    for (std::size_t p = 0; p < kParts; ++p) {
      sums[p] += weights[p];
      squares[p] += weights[p] * weights[p];
      if (weights[p] > 0.5) ++above_half[p];
    }
  }
  for (std::size_t p = 0; p < kParts; ++p) {
    const double mean = sums[p] / kDraws;
    EXPECT_NEAR(mean, 0.2, 0.003) << p;
    EXPECT_NEAR(squares[p] / kDraws - mean * mean, 4.0 / 150, 0.001) << p;
    EXPECT_NEAR(above_half[p] / double{kDraws}, 0.0625, 0.005) << p;
  }
}

PartScores Parts(std::size_t part_count, std::vector<std::optional<double>> scores) {
  return {.part_count = part_count, .scores = std::move(scores)};
}

TEST(RankIntervalsTest, WhoIsBestInEveryPartIsFirstInEveryDraw) {
  const auto intervals =
      RankIntervals(Parts(2, {90, 80, /**/ 50, 0, /**/ 0, 50, /**/ 0, 0}), 1000, 1);
  EXPECT_EQ(intervals[0].best, 1);
  EXPECT_EQ(intervals[0].worst, 1);
  EXPECT_EQ(intervals[1].best, 2);
  EXPECT_EQ(intervals[1].worst, 3);
  EXPECT_EQ(intervals[2].best, 2);
  EXPECT_EQ(intervals[2].worst, 3);
  EXPECT_EQ(intervals[3].low, 4);
}

TEST(RankIntervalsTest, EqualCountriesShareTheBetterRankAndTheNextIsSkipped) {
  const auto intervals = RankIntervals(Parts(2, {60, 40, /**/ 60, 40, /**/ 10, 10}), 100, 3);
  EXPECT_EQ(intervals[0].worst, 1);
  EXPECT_EQ(intervals[1].worst, 1);
  EXPECT_EQ(intervals[2].best, 3);
}

TEST(RankIntervalsTest, AnAbsentPartDropsOutWithItsWeight) {
  // The second is worth 50 under all weights, the first between 0 and 100.
  const auto intervals = RankIntervals(Parts(2, {0, 100, /**/ std::nullopt, 50}), 1000, 1);
  EXPECT_EQ(intervals[1].best, 1);
  EXPECT_EQ(intervals[1].worst, 2);
  const auto always = RankIntervals(Parts(2, {0, 40, /**/ std::nullopt, 50}), 1000, 1);
  EXPECT_EQ(always[1].worst, 1);
}

// The first is ahead where its weight exceeds x, which happens in 1 - x of the draws of two.
TEST(RankIntervalsTest, QuantilesAreSharesOfTheDraws) {
  const auto scores = [](double x) { return Parts(2, {100, 0, /**/ 100 * x, 100 * x}); };
  const auto at = [&](double x) { return RankIntervals(scores(x), 10'000, 9)[0]; };
  EXPECT_EQ(at(0.04).high, 1);  // Behind in 4 of 100 draws.
  EXPECT_EQ(at(0.04).worst, 2);
  EXPECT_EQ(at(0.06).high, 2);
  EXPECT_EQ(at(0.48).median, 1);
  EXPECT_EQ(at(0.52).median, 2);
  EXPECT_EQ(at(0.94).low, 1);
  EXPECT_EQ(at(0.96).low, 2);
  EXPECT_EQ(at(0.96).best, 1);
}

TEST(RankIntervalsTest, RanksAreThoseOfEveryDrawRankedAnew) {
  std::mt19937_64 engine(11);
  PartScores scores{.part_count = 4, .scores = {}};
  constexpr std::size_t kCountries = 9;
  for (std::size_t i = 0; i < 4 * kCountries; ++i)
    scores.scores.push_back(engine() % 9 == 0 && i % 4 != 0
                                ? std::nullopt
                                : std::optional(static_cast<double>(engine() % 3) * 50));
  constexpr std::size_t kDraws = 99;
  std::vector<std::vector<std::size_t>> ranks(kCountries);
  WeightDraws source(5);
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    const std::vector<double> weights = DrawOne(source, 4);
    std::vector<double> totals;
    for (std::size_t c = 0; c < kCountries; ++c) {
      double sum = 0;
      double weight_sum = 0;
      for (std::size_t p = 0; p < 4; ++p) {
        if (!scores.scores[c * 4 + p]) continue;
        sum += weights[p] * *scores.scores[c * 4 + p];
        weight_sum += weights[p];
      }
      totals.push_back(sum / weight_sum);
    }
    for (std::size_t c = 0; c < kCountries; ++c)
      ranks[c].push_back(1 + static_cast<std::size_t>(std::ranges::count_if(
                                 totals, [&](double t) { return t > totals[c] + 1e-9; })));
  }
  const auto intervals = RankIntervals(scores, kDraws, 5);
  for (std::size_t c = 0; c < kCountries; ++c) {
    std::ranges::sort(ranks[c]);
    EXPECT_EQ(intervals[c].best, ranks[c].front()) << c;
    EXPECT_EQ(intervals[c].low, ranks[c][4]) << c;  // The 5th of 99: 5 in 100, rounded up.
    EXPECT_EQ(intervals[c].median, ranks[c][49]) << c;
    EXPECT_EQ(intervals[c].high, ranks[c][94]) << c;
    EXPECT_EQ(intervals[c].worst, ranks[c].back()) << c;
  }
}

TEST(WithoutTest, NodesLoseTheChildAndWhatIsLeftEmptyGoes) {
  Methodology m = ToyMethodology();
  m.nodes.insert(m.nodes.begin(), WeightedOf("w", {"a", "b"}, {3, 1}));
  EXPECT_THAT(Without(m, "a").FindNode("w")->weights.front().weights, ElementsAre(1));
  EXPECT_THAT(Without(m, "a").FindNode("ab")->children, ElementsAre("b"));
  EXPECT_THAT(Without(m, "cn").FindNode("all")->children, ElementsAre("ab"));
  m.nodes = {MeanOf("x", {"a"}), MeanOf("all", {"x", "b"})};
  EXPECT_THAT(Without(m, "a").FindNode("all")->children, ElementsAre("b"));
  m.nodes = {TableOf("t", {"a", "b"}, {{.when = {"50", std::nullopt}, .score = 10}})};
  EXPECT_THAT(Without(m, "a").FindNode("t")->children, SizeIs(2));
}

class RobustnessTest : public testing::Test {
 protected:
  RobustnessTest() {
    Answer("PT", {"100", "0", "0", "0"});
    Answer("SE", {"50", "50", "50", "50"});
    Answer("NO", {"0", "50", "", ""});
  }
  void Answer(const char* country, const std::vector<std::string>& answers) {
    const std::vector<std::string> codes = {"a", "b", "c", "n"};
    for (std::size_t i = 0; i < answers.size(); ++i)
      if (!answers[i].empty())
        log_.Record("2020-01-01", {.kind = EventKind::kCoding,
                                   .country = country,
                                   .indicator = codes[i],
                                   .answer = answers[i],
                                   .effective = "2010-12-31"});
  }
  RobustnessQuestion Question(const Archive& archive, const char* node) const {
    RobustnessQuestion question{.node = *archive.evaluator().FindNode(node),
                                .as_of = {.effective = DayOf("2019-12-31")},
                                .draws = 100,
                                .seed = 1};
    for (const CountryId id : IdsUpTo<CountryId>(archive.countries().size()))
      question.countries.push_back(id);
    return question;
  }

  Methodology methodology_ = ToyMethodology();
  ToyLog log_;
};

TEST_F(RobustnessTest, EachPartIsDroppedInTurnAndRanksAreTakenAnew) {
  const Archive archive = log_.Build(methodology_);
  // NO 25 (only ab), PT 25, SE 50.
  const Robustness robustness = TestRobustness(archive, Question(archive, "all")).value();
  ASSERT_THAT(robustness.countries, SizeIs(3));
  EXPECT_EQ(archive.countries()[robustness.countries[0].value], "SE");
  EXPECT_EQ(archive.countries()[robustness.countries[1].value], "NO");
  std::vector<std::string> codes;
  for (const Dropped& dropped : robustness.dropped) codes.push_back(dropped.code);
  EXPECT_THAT(codes, ElementsAre("ab", "cn", "a", "b", "c", "n"));

  const Dropped& without_cn = robustness.dropped[1];  // SE 50, NO 25, PT 50.
  EXPECT_FALSE(without_cn.is_indicator);
  EXPECT_THAT(without_cn.scores, ElementsAre(50, 25, 50));
  EXPECT_THAT(without_cn.shifts, ElementsAre(0, 1, -1));
  const Dropped& without_b = robustness.dropped[3];  // SE 50, NO 0, PT 50.
  EXPECT_THAT(without_b.scores, ElementsAre(50, 0, 50));
  EXPECT_THAT(without_b.shifts, ElementsAre(0, 1, -1));
}

TEST_F(RobustnessTest, WhoHasNoScoreWithoutThePartIsLeftOutOfBothLeagues) {
  const Archive archive = log_.Build(methodology_);
  const Robustness robustness = TestRobustness(archive, Question(archive, "all")).value();
  const Dropped& without_ab = robustness.dropped[0];  // NO has nothing but ab.
  EXPECT_THAT(without_ab.scores, ElementsAre(50, std::nullopt, 0));
  EXPECT_THAT(without_ab.shifts, ElementsAre(0, std::nullopt, 0));
}

TEST_F(RobustnessTest, DroppingIsScoringByTheMethodologyWithoutIt) {
  const Archive archive = log_.Build(methodology_);
  const Robustness robustness = TestRobustness(archive, Question(archive, "all")).value();
  for (const Dropped& dropped : robustness.dropped) {
    const Methodology without = Without(methodology_, dropped.code);
    const Archive other = log_.Build(without);
    for (std::size_t c = 0; c < robustness.countries.size(); ++c) {
      const std::string& country = archive.countries()[robustness.countries[c].value];
      EXPECT_EQ(dropped.scores[c], ScoreOf(other, country, "all", "2019-12-31").score)
          << dropped.code << " " << country;
    }
  }
}

TEST_F(RobustnessTest, CountriesWithoutAScoreHaveNoRank) {
  methodology_.nodes.back().missing = MissingRule::kRequireAll;
  const Archive archive = log_.Build(methodology_);
  const Robustness robustness = TestRobustness(archive, Question(archive, "all")).value();
  EXPECT_THAT(robustness.countries, SizeIs(2));
  EXPECT_THAT(robustness.league.unranked, SizeIs(1));
  EXPECT_THAT(robustness.intervals, SizeIs(2));
}

TEST_F(RobustnessTest, WithoutScoresOrWeightsThereIsNothingToTest) {
  const Archive archive = log_.Build(methodology_);
  RobustnessQuestion question = Question(archive, "all");
  question.as_of.effective = DayOf("2005-01-01");
  EXPECT_THAT(TestRobustness(archive, question).error().Message(),
              HasSubstr("no country asked for has a score of all on 2005-01-01"));
  methodology_.nodes = {TableOf("all", {"a", "b"}, {{.when = {"50", std::nullopt}, .score = 10}})};
  const Archive table = log_.Build(methodology_);
  EXPECT_THAT(TestRobustness(table, Question(table, "all")).error().Message(),
              HasSubstr("'all' is a lookup table"));
}

TEST_F(RobustnessTest, IndicatorsGetWeightsOfTheirOwn) {
  const Archive archive = log_.Build(methodology_);
  RobustnessQuestion question = Question(archive, "all");
  const Robustness areas = TestRobustness(archive, question).value();
  question.weighted = WeightedParts::kLeaves;
  const Robustness indicators = TestRobustness(archive, question).value();
  EXPECT_EQ(areas.part_count, 2);       // ab, cn.
  EXPECT_EQ(indicators.part_count, 4);  // a, b, c, n.
  // SE has 50 in each part.  PT has 50 in ab and 0 in cn, never above; but 100 in a.
  EXPECT_EQ(areas.intervals[0].worst, 1);
  EXPECT_EQ(indicators.intervals[0].worst, 2);
  // What is missing drops out with its weight: NO is ranked by a and b.
  const auto expected = RankIntervals(
      Parts(4, {50, 50, 50, 50, /**/ 0, 50, std::nullopt, std::nullopt, /**/ 100, 0, 0, 0}),
      question.draws, question.seed);
  for (std::size_t c = 0; c < expected.size(); ++c) {
    EXPECT_EQ(indicators.intervals[c].low, expected[c].low) << c;
    EXPECT_EQ(indicators.intervals[c].worst, expected[c].worst) << c;
  }
}

TEST_F(RobustnessTest, ALookupTableIsOnePartAndRepeatedIndicatorsAreOne) {
  methodology_.nodes = {TableOf("t", {"c", "n"}, {{.when = {"0", std::nullopt}, .score = 10}}),
                        MeanOf("x", {"a", "t"}), MeanOf("y", {"a", "b"}),
                        MeanOf("all", {"x", "y"})};
  const Archive archive = log_.Build(methodology_);
  RobustnessQuestion question = Question(archive, "all");
  question.weighted = WeightedParts::kLeaves;
  EXPECT_EQ(TestRobustness(archive, question).value().part_count, 3);  // a, t, b.
}

TEST(WeightedPartsTest, NamesAreReadBackAndOthersRefused) {
  EXPECT_EQ(ParseWeightedParts("indicators"), WeightedParts::kLeaves);
  EXPECT_EQ(ParseWeightedParts("areas"), WeightedParts::kChildren);
  EXPECT_EQ(ParseWeightedParts("laws").error().Message(),
            "'laws' has no weights; write areas or indicators");
}

}  // namespace
}  // namespace lawtrace::analysis
