#include "report/question/scenario_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::NodeId;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::vector<NodeId> kAllNodes = {NodeId{0}, NodeId{1}, NodeId{2}};  // a, b, overall.

ScenarioChange Set(const std::string& country, const std::string& indicator,
                   const std::string& answer, const std::string& place) {
  return {.country = country,
          .indicator = indicator,
          .answer = Answer::FromText(answer),
          .effective = PartialDate::Parse("2021-01-01").value(),
          .law = "Bill 9",
          .place = place};
}

class ScenarioTablesTest : public testing::Test {
 protected:
  ScenarioFigures Figures(const analysis::Overlay& overlay) const {
    const std::vector<CountryId> all = {CountryId{0}, CountryId{1}};
    ScenarioFigures figures{.overlay = &overlay,
                            .moment = moment_,
                            .before = analysis::Scoreboard(archive_, all, moment_.as_of),
                            .after = analysis::BoardUnder(overlay, all, moment_.as_of)};
    for (const CountryId country : all)
      figures.outcomes.push_back(analysis::OutcomeOf(overlay, country, moment_.as_of));
    return figures;
  }

  const Index index_ = TinyIndex();
  const analysis::Archive archive_ = TinyArchive(index_);
  const Moment moment_ = MomentOn(2022, 1, 1);
  // SE gives up x; NO answers y and z for the first time.
  const std::vector<ScenarioLayer> layers_ = {
      {"bill", {Set("SE", "x", "0", "bill:2"), Set("SE", "z", "100", "bill:3")}},
      {"more", {Set("NO", "y", "100", "more:2"), Set("NO", "z", "0", "more:3")}}};
  const analysis::Overlay overlay_ =
      analysis::Overlay::Lay(archive_, layers_, OnConflict::kRefuse).value();
};

TEST_F(ScenarioTablesTest, ScoresStandBeforeAndAfterWithBandAndRank) {
  const Table table = ScenarioScoreTable(Figures(overlay_), kAllNodes);
  ASSERT_THAT(table.rows, SizeIs(6));
  EXPECT_THAT(ShowRow(table, 2), ElementsAre("country=NO", "node=overall", "label=Node overall",
                                             "after=25", "band_after=low", "rank_after=2",
                                             "tied_after=false", "ranked=2", "at=2022-01-01"));
  EXPECT_THAT(ShowRow(table, 5),
              ElementsAre("country=SE", "node=overall", "label=Node overall", "before=100",
                          "after=75", "change=-25", "band_before=high", "band_after=high",
                          "rank_before=1", "rank_after=1", "tied_before=false", "tied_after=false",
                          "ranked=2", "at=2022-01-01"));
}

TEST_F(ScenarioTablesTest, AnotherScenarioAddsItsColumns) {
  ScenarioFigures figures = Figures(overlay_);
  figures.against = figures.before;
  const Table table = ScenarioScoreTable(figures, kAllNodes);
  EXPECT_THAT(ShowRow(table, 5), Contains("against=100"));
  EXPECT_THAT(ShowRow(table, 5), Contains("difference=-25"));
  EXPECT_THAT(ShowRow(table, 5), Contains("rank_against=1"));
}

TEST_F(ScenarioTablesTest, UnchangedRowsCanBeLeftOut) {
  Table table = ScenarioScoreTable(Figures(overlay_), kAllNodes);
  KeepChanged(table);  // SE keeps b, and its rank there.
  ASSERT_THAT(table.rows, SizeIs(5));
  EXPECT_THAT(ShowRow(table, 3), Contains("node=a"));
  EXPECT_THAT(ShowRow(table, 4), Contains("node=overall"));
}

TEST_F(ScenarioTablesTest, ContributionsNameWhatEachChangeDoesBelowANode) {
  const Table table = ScenarioContributionTable(Figures(overlay_), kAllNodes);
  // NO: y in a and overall, z in b and overall; SE: x in a and overall.
  ASSERT_THAT(table.rows, SizeIs(6));
  EXPECT_THAT(ShowRow(table, 5), ElementsAre("country=SE", "node=overall", "label=Node overall",
                                             "indicator=x", "old=100", "new=0", "law=Bill 9",
                                             "source=bill:2", "points=-25", "at=2022-01-01"));
  EXPECT_THAT(ShowRow(table, 1), Contains("node=b"));  // NO had no score there: no points.
  EXPECT_THAT(ShowRow(table, 1), Not(Contains(HasSubstr("points"))));
}

TEST_F(ScenarioTablesTest, ChangesTellTheirStatus) {
  const Table table = ScenarioChangeTable(Figures(overlay_));
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(
      ShowRow(table, 0),
      ElementsAre("source=bill:2", "country=SE", "indicator=x", "label=Question x", "old=100",
                  "new=0", "effective=2021-01-01", "law=Bill 9", "status=counts", "at=2022-01-01"));
  EXPECT_THAT(ShowRow(table, 1), Contains("status=same answer"));
  EXPECT_THAT(ScenarioConflictTable(Figures(overlay_)).rows, IsEmpty());
}

TEST_F(ScenarioTablesTest, AConflictNamesBothSidesAndWhoYields) {
  const std::vector<ScenarioLayer> layers = {{"bill", {Set("SE", "x", "0", "bill:2")}},
                                             {"more", {Set("SE", "x", "100", "more:2")}}};
  const analysis::Overlay overlay =
      analysis::Overlay::Lay(archive_, layers, OnConflict::kFirst).value();
  const ScenarioFigures figures = Figures(overlay);
  EXPECT_THAT(ShowRow(ScenarioConflictTable(figures), 0),
              ElementsAre("country=SE", "indicator=x", "from=2021-01-01", "first=bill:2",
                          "first_answer=0", "second=more:2", "second_answer=100"));
  EXPECT_THAT(ShowRow(ScenarioChangeTable(figures), 1), Contains("status=overruled"));
  EXPECT_THAT(ShowRow(ScenarioChangeTable(figures), 1), Contains("note=by bill:2"));
}

TEST_F(ScenarioTablesTest, JsonHoldsAllPartsAndWhatTheyRestOn) {
  const std::vector<NodeId> overall = {NodeId{2}};
  const auto json = nlohmann::json::parse(RenderScenario(Figures(overlay_), Sequence{7}, overall));
  EXPECT_EQ(json["at"], "2022-01-01");
  EXPECT_TRUE(json["known_at"].is_null());
  EXPECT_EQ(json["methodology"], "tiny-1");
  EXPECT_EQ(json["log_position"], 7);
  EXPECT_THAT(json["scores"], SizeIs(2));
  EXPECT_THAT(json["contributions"], SizeIs(3));
  EXPECT_EQ(json["contributions"][2]["points"], -25.0);
  EXPECT_THAT(json["changes"], SizeIs(4));
  EXPECT_THAT(json["conflicts"], SizeIs(0));
}

TEST_F(ScenarioTablesTest, ASuggestionNamesTheCountriesThatLedTheWay) {
  const SuggestedPath path{.country = CountryId{0},
                           .node = NodeId{0},
                           .moment = moment_,
                           .goal = "band high",
                           .suggestion = {.now = 0.0,
                                          .is_within_reach = true,
                                          .score = 100.0,
                                          .changes = {{.indicator = analysis::IndicatorId{0},
                                                       .old_answer = Answer::Option("0"),
                                                       .new_answer = Answer::Option("100")}}},
                           .place_before = analysis::Place{.rank = 2, .is_tied = false, .of = 2},
                           .place_after = analysis::Place{.rank = 1, .is_tied = true, .of = 2},
                           .points = {100.0}};
  EXPECT_THAT(ShowRow(SuggestionTable(archive_, path), 0),
              ElementsAre("country=NO", "indicator=x", "label=Question x", "old=0", "answer=100",
                          "effective=2022-01-01", "points=100", "precedents=1", "countries=SE",
                          "at=2022-01-01"));
  const auto json = nlohmann::json::parse(RenderSuggestion(archive_, path));
  EXPECT_EQ(json["goal"], "band high");
  EXPECT_EQ(json["band_before"], "low");
  EXPECT_EQ(json["band_after"], "high");
  EXPECT_EQ(json["rank_after"], 1);
  EXPECT_THAT(json["changes"], SizeIs(1));
}

}  // namespace
}  // namespace lawtrace::report
