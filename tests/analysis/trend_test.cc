#include "analysis/trend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "analysis/movement.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kTolerance = 1e-9;

// Areas ab, cd, e; the headline needs all three, and a variant leaves out e.
Methodology Variants() {
  Methodology m{.id = "variants",
                .headline = "all",
                .indicators = {OptionsOf("a", {0, 50, 100}), OptionsOf("b", {0, 50, 100}),
                               OptionsOf("c", {0, 50, 100}), OptionsOf("d", {0, 50, 100}),
                               OptionsOf("e", {0, 50, 100})},
                .nodes = {MeanOf("ab", {"a", "b"}), MeanOf("cd", {"c", "d"}), MeanOf("ee", {"e"}),
                          MeanOf("first", {"ab"}, MissingRule::kRequireAll),
                          MeanOf("without_e", {"ab", "cd"}, MissingRule::kRequireAll),
                          MeanOf("all", {"ab", "cd", "ee"}, MissingRule::kRequireAll)}};
  for (Node& node : m.nodes) node.level = node.code.size() == 2 ? "area" : "overall";
  return m;
}

// PT and SE answer everything but e from 2010 on, and e from 2014 on; NO begins in 2014.
ToyLog FirstAnswers() {
  ToyLog log;
  const auto code = [&](const char* country, const char* indicator, const char* answer,
                        const char* effective) {
    log.Record("2020-01-01", {.kind = EventKind::kCoding,
                              .country = country,
                              .indicator = indicator,
                              .answer = answer,
                              .effective = effective,
                              .observed = effective});
  };
  for (const char* indicator : {"a", "b", "c", "d"}) {
    code("PT", indicator, "50", "2010-12-31");
    code("SE", indicator, "100", "2010-12-31");
    code("NO", indicator, "0", "2014-12-31");
  }
  for (const char* country : {"PT", "SE", "NO"}) code(country, "e", "50", "2014-12-31");
  return log;
}

class TrendTest : public testing::Test {
 protected:
  std::vector<CountryId> All(const Archive& archive) const {
    std::vector<CountryId> all;
    for (const CountryId id : IdsUpTo<CountryId>(archive.countries().size())) all.push_back(id);
    return all;
  }
  std::vector<Day> Days(const std::vector<std::string>& texts) const {
    std::vector<Day> days;
    for (const std::string& text : texts) days.push_back(DayOf(text));
    return days;
  }
  Result<Trend> Trace(const Archive& archive, const std::vector<std::string>& days,
                      std::vector<const Group*> groups = {}) const {
    TrendQuestion question{.days = Days(days),
                           .candidates = HeadlineVariants(archive.evaluator()),
                           .countries = All(archive),
                           .groups = std::move(groups)};
    return TraceTrend(archive, std::move(question));
  }
  std::string NodeOf(const Trend& trend) const {
    return methodology_.nodes[trend.comparison.node.value].code;
  }
  std::string CodeOf(const Archive& archive, CountryId country) const {
    return archive.countries()[country.value];
  }

  Methodology methodology_ = Variants();
  ToyLog log_ = FirstAnswers();
};

TEST_F(TrendTest, TheHeadlineComesFirstAndThenItsNarrowerVariants) {
  const Evaluator evaluator(methodology_);
  std::vector<std::string> codes;
  for (const NodeId node : HeadlineVariants(evaluator))
    codes.push_back(methodology_.nodes[node.value].code);
  EXPECT_THAT(codes, ElementsAre("all", "without_e", "first"));
}

TEST_F(TrendTest, TheWidestVariantWithMostCountriesIsCompared) {
  const Archive archive = log_.Build(methodology_);
  EXPECT_EQ(NodeOf(Trace(archive, {"2014-12-31", "2019-12-31"}).value()), "all");
  const Trend early = Trace(archive, {"2010-12-31", "2019-12-31"}).value();
  EXPECT_EQ(NodeOf(early), "without_e");
  EXPECT_THAT(early.comparison.countries, SizeIs(2));
  ASSERT_THAT(early.comparison.left_out, SizeIs(1));
  EXPECT_EQ(CodeOf(archive, early.comparison.left_out[0].country), "NO");
  EXPECT_EQ(early.comparison.left_out[0].day, DayOf("2010-12-31"));
}

TEST_F(TrendTest, AnAreaThatOnlyLaterDaysHaveDoesNotMoveTheTrend) {
  const Archive before = log_.Build(methodology_);
  const Trend plain = Trace(before, {"2010-12-31", "2019-12-31"}).value();
  log_.Record("2020-02-01",
              {.country = "PT", .indicator = "e", .answer = "100", .effective = "2016-01-01"});
  const Archive after = log_.Build(methodology_);
  const Trend with_area = Trace(after, {"2010-12-31", "2019-12-31"}).value();
  for (std::size_t c = 0; c < 2; ++c)
    for (std::size_t d = 0; d < 2; ++d) EXPECT_EQ(with_area.ScoreOn(c, d), plain.ScoreOn(c, d));
}

TEST_F(TrendTest, NothingComparableIsRefusedWithTheDay) {
  const Archive archive = log_.Build(methodology_);
  const Result<Trend> refused = Trace(archive, {"2005-12-31", "2019-12-31"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().Message(),
            "nothing is comparable: on 2005-12-31 none of the countries asked for has a score of "
            "all, without_e, first; leave that day out");
}

TEST_F(TrendTest, CountriesWithScoresOnDifferentDaysOnlyAreNotComparable) {
  ToyLog log;
  log.Record(
      "2020-01-01",
      {.kind = EventKind::kCoding, .country = "PT", .answer = "50", .effective = "2010-12-31"});
  log.Record("2020-01-01", {.country = "PT", .answer = "not_assessed", .effective = "2012-01-01"});
  log.Record(
      "2020-01-01",
      {.kind = EventKind::kCoding, .country = "SE", .answer = "50", .effective = "2014-12-31"});
  const Archive archive = log.Build(methodology_);
  const Result<Trend> refused = Trace(archive, {"2010-12-31", "2019-12-31"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().Message(), HasSubstr("no country has a score of"));
}

TEST_F(TrendTest, RanksHaveTiesAndChangesAreSplitByKind) {
  log_.Record("2020-02-01", {.country = "PT",
                             .indicator = "a",
                             .answer = "100",
                             .effective = "2016-01-01",
                             .laws = {{.law = "pt-1", .role = LawRole::kCause, .provision = ""}}});
  log_.Record("2020-02-02",
              {.country = "PT", .indicator = "b", .answer = "0", .effective = "2017-01-01"});
  log_.Record("2020-02-03", {.kind = EventKind::kRecoding,
                             .country = "PT",
                             .indicator = "c",
                             .answer = "100",
                             .effective = "2018-01-01"});
  for (const char* indicator : {"c", "d"})
    log_.Record(
        "2020-02-04",
        {.country = "SE", .indicator = indicator, .answer = "0", .effective = "2018-01-01"});
  const Archive archive = log_.Build(methodology_);
  const Trend trend = Trace(archive, {"2010-12-31", "2019-12-31"}).value();
  const CountryTrend& pt = trend.countries[0];
  ASSERT_EQ(CodeOf(archive, pt.country), "PT");
  EXPECT_NEAR(PointsOf(pt.steps, ContributionKind::kLaw), 12.5, kTolerance);
  EXPECT_NEAR(PointsOf(pt.steps, ContributionKind::kUnattributed), -12.5, kTolerance);
  EXPECT_NEAR(PointsOf(pt.steps, ContributionKind::kRecoding), 12.5, kTolerance);
  EXPECT_NEAR(trend.ScoreOn(0, 1) - trend.ScoreOn(0, 0), 12.5, kTolerance);
  EXPECT_EQ(pt.points[0].rank, 2);
  EXPECT_EQ(pt.points[1].rank, 1);
  EXPECT_EQ(trend.countries[1].points[1].rank, 2);
  EXPECT_FALSE(pt.points[1].is_tied);

  log_.Record("2020-02-05",
              {.country = "PT", .indicator = "a", .answer = "50", .effective = "2019-01-01"});
  const Archive tied = log_.Build(methodology_);
  const Trend level = Trace(tied, {"2010-12-31", "2019-12-31"}).value();
  for (const CountryTrend& country : level.countries) {
    EXPECT_EQ(country.points[1].rank, 1);
    EXPECT_TRUE(country.points[1].is_tied);
  }
}

TEST_F(TrendTest, AMeanSplitsIntoThoseWhoStayedAndThoseWhoCameOrWent) {
  log_.Record("2020-02-01",
              {.country = "PT", .indicator = "a", .answer = "100", .effective = "2016-01-01"});
  const Archive archive = log_.Build(methodology_);
  Group group{.id = "G", .name = "Group"};
  group.memberships = {{.country = "PT", .from = std::nullopt, .until = std::nullopt},
                       {.country = "SE", .from = std::nullopt, .until = DayOf("2018-01-01")},
                       {.country = "NO", .from = DayOf("2015-06-01"), .until = std::nullopt},
                       {.country = "XX", .from = std::nullopt, .until = std::nullopt}};
  const std::vector<std::string> days = {"2014-12-31", "2019-12-31"};
  const Trend trend = Trace(archive, days, {&group}).value();
  ASSERT_THAT(trend.groups, SizeIs(2));
  const std::vector<GroupPoint>& points = trend.groups[1].points;
  EXPECT_EQ(points[0].member_count, 3);
  EXPECT_EQ(points[0].mean.scored, 2);
  const double pt = trend.ScoreOn(1, 0);
  const double new_pt = trend.ScoreOn(1, 1);
  const double no = trend.ScoreOn(0, 1);
  const double se = trend.ScoreOn(2, 0);
  EXPECT_NEAR(*points[0].mean.mean, (pt + se) / 2, kTolerance);
  EXPECT_NEAR(*points[1].mean.mean, (new_pt + no) / 2, kTolerance);
  EXPECT_NEAR(*points[1].common_change, new_pt - pt, kTolerance);
  EXPECT_NEAR(*points[1].common_change + *points[1].composition_change,
              *points[1].mean.mean - *points[0].mean.mean, kTolerance);
  EXPECT_FALSE(points[0].common_change.has_value());

  TrendQuestion fixed{.days = Days(days),
                      .candidates = HeadlineVariants(archive.evaluator()),
                      .countries = All(archive),
                      .groups = {&group},
                      .composition = DayOf("2014-12-31")};
  const Trend same = TraceTrend(archive, fixed).value();
  EXPECT_NEAR(*same.groups[1].points[1].mean.mean, (new_pt + se) / 2, kTolerance);
  EXPECT_EQ(same.groups[1].points[1].composition_change, 0.0);
}

TEST_F(TrendTest, AFoundationSaysWhatWasSeenSinceAndWhatCameOrWent) {
  log_.Record("2020-02-01", {.kind = EventKind::kConfirmation,
                             .country = "PT",
                             .indicator = "b",
                             .answer = "50",
                             .effective = "2018-12-31",
                             .observed = "2018-12-31"});
  log_.Record(
      "2020-02-02",
      {.country = "PT", .indicator = "c", .answer = "not_applicable", .effective = "2016-01-01"});
  const Archive archive = log_.Build(methodology_);
  const Trend trend = Trace(archive, {"2010-12-31", "2019-12-31"}).value();
  const Foundation& first = trend.countries[0].points[0].foundation;
  EXPECT_EQ(first.seen, 4);
  EXPECT_EQ(first.gained, 0);
  const Foundation& last = trend.countries[0].points[1].foundation;
  EXPECT_EQ(last.seen, 1);  // b alone.
  EXPECT_EQ(last.gained, 0);
  EXPECT_EQ(last.lost, 1);  // c.
  EXPECT_EQ(last.oldest, DayOf("2010-12-31"));
  EXPECT_EQ(trend.countries[1].points[1].foundation.seen, 0);
}

TEST_F(TrendTest, IndicatorsThatMovedAreToldApartFromRecodings) {
  log_.Record("2020-02-01",
              {.country = "PT", .indicator = "a", .answer = "100", .effective = "2016-01-01"});
  log_.Record("2020-02-01",
              {.country = "SE", .indicator = "a", .answer = "0", .effective = "2016-01-01"});
  log_.Record("2020-02-02", {.kind = EventKind::kRecoding,
                             .country = "PT",
                             .indicator = "b",
                             .answer = "0",
                             .effective = "2016-01-01"});
  const Archive archive = log_.Build(methodology_);
  const std::vector<CountryId> countries = {*archive.FindCountry("PT"), *archive.FindCountry("SE")};
  const std::vector<IndicatorMovement> movements =
      MovementsOf(archive, countries, *archive.evaluator().FindNode("without_e"),
                  {.after = DayOf("2010-12-31"), .until = DayOf("2019-12-31")});
  ASSERT_THAT(movements, SizeIs(2));
  EXPECT_EQ(methodology_.indicators[movements[0].indicator->value].code, "a");
  EXPECT_EQ(movements[0].raised, 1);
  EXPECT_EQ(movements[0].lowered, 1);
  EXPECT_NEAR(movements[0].amended_points, 12.5 - 25, kTolerance);
  EXPECT_THAT(movements[0].countries, SizeIs(2));
  EXPECT_EQ(movements[1].recoded, 1);
  EXPECT_EQ(movements[1].amended_points, 0);
  EXPECT_NEAR(movements[1].other_points, -12.5, kTolerance);
}

TEST_F(TrendTest, LawsAddUpOverCountriesAndComeLargestFirst) {
  const auto amend = [&](const char* country, const char* answer, const char* law) {
    log_.Record("2020-02-01", {.country = country,
                               .indicator = "a",
                               .answer = answer,
                               .effective = "2016-01-01",
                               .laws = {{.law = law, .role = LawRole::kCause, .provision = ""}}});
  };
  amend("PT", "100", "eu-1");
  amend("SE", "0", "eu-1");
  log_.Record("2020-02-02",
              {.country = "PT", .indicator = "b", .answer = "100", .effective = "2017-01-01"});
  const Archive archive = log_.Build(methodology_);
  const Trend trend = Trace(archive, {"2010-12-31", "2019-12-31"}).value();
  std::vector<CountryAttributions> attributions;
  for (const CountryTrend& country : trend.countries)
    attributions.push_back({.country = country.country, .ranges = country.steps});
  const std::vector<LawMovement> laws = LawMovementsOf(attributions);
  ASSERT_THAT(laws, SizeIs(2));
  EXPECT_EQ(laws[0].law, "eu-1");
  EXPECT_NEAR(laws[0].points, -12.5, kTolerance);
  EXPECT_EQ(laws[0].event_count, 2);
  ASSERT_THAT(laws[0].countries, SizeIs(2));
  EXPECT_EQ(CodeOf(archive, laws[0].countries[0].country), "SE");  // -25 against 12.5.
  EXPECT_EQ(laws[1].kind, ContributionKind::kUnattributed);
}

TEST_F(TrendTest, OnlyLawTurnsLawBack) {
  const auto record = [&](EventKind kind, const char* country, const char* answer,
                          const char* effective) {
    log_.Record("2020-02-01", {.kind = kind,
                               .country = country,
                               .indicator = "a",
                               .answer = answer,
                               .effective = effective});
  };
  record(EventKind::kAmendment, "PT", "100", "2011-06-01");
  record(EventKind::kAmendment, "PT", "not_assessed", "2012-06-01");  // Says no direction.
  record(EventKind::kRecoding, "PT", "100", "2013-01-01");
  record(EventKind::kAmendment, "PT", "50", "2014-06-01");
  record(EventKind::kAmendment, "PT", "0", "2015-06-01");  // Further down.
  record(EventKind::kAmendment, "SE", "0", "2011-06-01");
  record(EventKind::kRecoding, "SE", "100", "2012-06-01");
  const Archive archive = log_.Build(methodology_);
  const std::vector<CountryId> countries = All(archive);
  const NodeId node = *archive.evaluator().FindNode("all");
  const std::vector<Reversal> reversals = ReversalsIn(
      archive, countries, node, {.after = DayOf("2010-12-31"), .until = DayOf("2019-12-31")});
  ASSERT_THAT(reversals, SizeIs(1));
  EXPECT_EQ(CodeOf(archive, reversals[0].country), "PT");
  EXPECT_EQ(Day(reversals[0].first.day), DayOf("2011-06-01"));
  EXPECT_EQ(Day(reversals[0].second.day), DayOf("2014-06-01"));
  EXPECT_TRUE(reversals[0].rose_first);
  EXPECT_TRUE(reversals[0].is_whole);
  EXPECT_THAT(ReversalsIn(archive, countries, node,
                          {.after = DayOf("2011-06-01"), .until = DayOf("2019-12-31")}),
              IsEmpty());
}

}  // namespace
}  // namespace lawtrace::analysis
