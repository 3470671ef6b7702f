#include "report/question/trend_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/question/robustness_tables.h"
#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string OptionName(const std::string& name) {
  return "--" + name;
}

class TrendTablesTest : public testing::Test {
 protected:
  // From the end of 2010 to 2019.
  TrendTablesTest() {
    index_.editions = {{.id = "second",
                        .title = {},
                        .aliases = {},
                        .reference = Day::Of(2019, 12, 31),
                        .published = {},
                        .methodology = {},
                        .source = {}}};
    const analysis::TrendQuestion question{
        .days = {Day::Of(2010, 12, 31), Day::Of(2019, 12, 31)},
        .candidates = analysis::HeadlineVariants(archive_.evaluator()),
        .countries = Countries(),
        .groups = {&index_.groups.front()}};
    trend_ = analysis::TraceTrend(archive_, question).value();
  }
  std::vector<analysis::CountryId> Countries() const {
    return {*archive_.FindCountry("NO"), *archive_.FindCountry("SE")};
  }
  Table Part(TrendPart part) const { return TrendTable(facts_, part); }

  Index index_ = TinyIndex();
  analysis::Archive archive_ = TinyArchive(index_);
  analysis::Trend trend_;
  TrendFacts facts_{
      .archive = archive_, .index = index_, .trend = trend_, .known_at = std::nullopt};
};

TEST_F(TrendTablesTest, ASummaryTellsTheChangeByKindAndWhatItRestsOn) {
  const Table table = Part(TrendPart::kSummary);
  ASSERT_THAT(table.rows, SizeIs(1));
  EXPECT_THAT(
      ShowRow(table, 0),
      ElementsAre("country=SE", "name=Sweden", "node=overall", "from=2010-12-31", "to=2019-12-31",
                  "from_score=75", "to_score=100", "change=25", "reform=25", "law=25",
                  "unattributed=0", "recoding=0", "coverage=0", "from_band=high", "to_band=high",
                  "from_rank=1", "to_rank=1", "rank_change=0", "tied=false", "ranked=1",
                  "answered=3", "indicators=3", "seen=1", "oldest_answer=2010-12-31"));
}

TEST_F(TrendTablesTest, AGroupSaysWhoCounts) {
  const Table table = Part(TrendPart::kGroups);
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(
      ShowRow(table, 3),
      ElementsAre("group=north", "name=The North", "node=overall", "day=2019-12-31",
                  "edition=second", "mean=100", "band=high", "change=25", "common_change=25",
                  "composition_change=0", "scored=1", "members=3", "oldest_answer=2010-12-31"));
}

TEST_F(TrendTablesTest, AreasComeForGroupsAndThenForCountries) {
  const Table table = Part(TrendPart::kAreas);
  ASSERT_THAT(table.rows, SizeIs(12));  // Three subjects, two areas, two days.
  EXPECT_THAT(ShowRow(table, 9),
              ElementsAre("subject=SE", "name=Sweden", "area=a", "label=Node a", "day=2019-12-31",
                          "edition=second", "score=100", "band=high", "change=50", "since_first=50",
                          "answered=2", "indicators=2", "oldest_answer=2010-12-31"));
}

TEST_F(TrendTablesTest, RanksSayHowTheyChanged) {
  const Table table = Part(TrendPart::kRanks);
  ASSERT_THAT(table.rows, SizeIs(2));
  EXPECT_THAT(ShowRow(table, 1),
              ElementsAre("day=2019-12-31", "edition=second", "rank=1", "tied=false", "country=SE",
                          "name=Sweden", "node=overall", "score=100", "band=high", "change=25",
                          "rank_change=0", "answered=3", "indicators=3", "seen=1",
                          "oldest_answer=2010-12-31"));
}

TEST_F(TrendTablesTest, IndicatorsAndLawsAreNamed) {
  const Table indicators = Part(TrendPart::kIndicators);
  ASSERT_THAT(indicators.rows, SizeIs(1));
  EXPECT_THAT(
      ShowRow(indicators, 0),
      ElementsAre("indicator=y", "label=Question y", "area=a", "raised=1", "lowered=0", "recoded=0",
                  "points=25", "mean_points=25", "other_points=0", "countries=SE"));
  const Table laws = Part(TrendPart::kLaws);
  ASSERT_THAT(laws.rows, SizeIs(1));
  EXPECT_THAT(ShowRow(laws, 0), ElementsAre("kind=law", "law=se-1", "title=Act", "points=25",
                                            "mean_points=25", "events=1", "countries=SE"));
  EXPECT_THAT(Part(TrendPart::kReversals).rows, IsEmpty());
}

TEST_F(TrendTablesTest, WhoIsNotComparedIsListedWithTheReason) {
  const Table table = Part(TrendPart::kCoverage);
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(ShowRow(table, 1),
              ElementsAre("country=SE", "name=Sweden", "node=overall", "day=2019-12-31",
                          "edition=second", "score=100", "answered=3", "indicators=3", "gained=0",
                          "lost=0", "seen=1", "oldest_answer=2010-12-31"));
  EXPECT_THAT(ShowRow(table, 2),
              ElementsAre("country=NO", "name=Norway", "node=overall", "day=2010-12-31",
                          "answered=1", "indicators=3", "oldest_answer=2010-12-31",
                          "reason=needs all parts; missing: b"));
}

TEST_F(TrendTablesTest, TheOverviewSaysWhatIsComparedAndShowsTheDaysSideBySide) {
  EXPECT_THAT(RenderTrendOverview(facts_).Spelled(OptionName),
              AllOf(HasSubstr("Trend of Node overall [overall] (tiny-1)\n"),
                    HasSubstr("Days: 2010-12-31, 2019-12-31 (second)\n"),
                    HasSubstr("Compared: 1 country of 2 asked for"),
                    HasSubstr("country  name    2010-12-31  second  change"),
                    HasSubstr("Laws that moved most"), Not(HasSubstr("Spread"))));
}

TEST_F(TrendTablesTest, EveryPartHasItsName) {
  const std::vector<std::string> names = TrendPartNames();
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(ParseTrendPart(names[i]).value()), i);
  EXPECT_EQ(ParseTrendPart("rank").error().Message(),
            "part 'rank' is unknown; write one of summary, groups, areas, ranks, movers, "
            "indicators, laws, reversals, convergence, coverage");
}

TEST_F(TrendTablesTest, RobustnessListsTheRankedAndThenTheOthers) {
  const Moment moment = MomentOn(2012, 12, 31);
  const analysis::RobustnessQuestion question{.node = *archive_.evaluator().FindNode("a"),
                                              .countries = Countries(),
                                              .as_of = moment.as_of,
                                              .draws = 50,
                                              .seed = 1};
  const analysis::Robustness robustness = TestRobustness(archive_, question).value();
  const RobustnessFacts facts{.archive = archive_,
                              .index = index_,
                              .question = question,
                              .robustness = robustness,
                              .moment = moment};
  // SE: x 100, y 0.  NO: x 0, and nothing on y.
  const Table ranks = RobustnessTable(facts, RobustnessPart::kRanks);
  ASSERT_THAT(ranks.rows, SizeIs(2));
  EXPECT_THAT(ShowRow(ranks, 1),
              ElementsAre("rank=2", "tied=false", "country=NO", "name=Norway", "score=0",
                          "band=low", "low_rank=2", "median_rank=2", "high_rank=2", "best_rank=2",
                          "worst_rank=2", "largest_shift=0", "answered=1", "indicators=2",
                          "oldest_answer=2010-12-31", "at=2012-12-31"));
  const Table drops = RobustnessTable(facts, RobustnessPart::kDrops);
  ASSERT_THAT(drops.rows, SizeIs(2));
  EXPECT_THAT(ShowRow(drops, 0),
              ElementsAre("dropped=x", "level=indicator", "label=Question x", "moved=0",
                          "mean_shift=0", "largest_shift=0", "unscored=1", "at=2012-12-31"));
  const Table shifts = RobustnessTable(facts, RobustnessPart::kShifts);
  ASSERT_THAT(shifts.rows, SizeIs(4));
  EXPECT_THAT(ShowRow(shifts, 0),
              ElementsAre("dropped=x", "level=indicator", "country=SE", "name=Sweden", "rank=1",
                          "shift=0", "score=50", "new_score=0", "at=2012-12-31"));
  EXPECT_THAT(RenderRobustnessOverview(facts).Spelled(OptionName),
              HasSubstr("50 draws of random weights for 2 parts, seed 1."));
}

}  // namespace
}  // namespace lawtrace::report
