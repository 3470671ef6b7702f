#include "report/documents/overview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "report/render/outlines.h"
#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::IsEmpty;

class OverviewTest : public testing::Test {
 protected:
  Overview Make(const char* node, std::optional<Day> since = std::nullopt,
                const Group* group = nullptr) const {
    return MakeOverview(archive_, index_,
                        {.node = *archive_.evaluator().FindNode(node),
                         .group = group,
                         .since = since,
                         .known_at = std::nullopt,
                         .today = Day::Of(2020, 2, 1)});
  }
  nlohmann::json Json(const Overview& overview) const {
    return nlohmann::json::parse(RenderOverviewJson(overview, archive_));
  }

  const Index index_ = TinyIndex();
  const analysis::Archive archive_ = TinyArchive(index_);
};

TEST_F(OverviewTest, HasEachStepOfEachCountryWithRankAndBand) {
  const nlohmann::json json = Json(Make("a"));
  EXPECT_EQ(json["first"], json["days"][0]);
  EXPECT_EQ(json["last"], "2020-02-01");
  ASSERT_EQ(json["countries"].size(), 2U);
  const nlohmann::json& norway = json["countries"][0];
  const nlohmann::json& sweden = json["countries"][1];
  EXPECT_EQ(norway["code"], "NO");
  EXPECT_EQ(sweden["text"], nlohmann::json({"50.0", "100.0"}));
  EXPECT_EQ(sweden["rank"], nlohmann::json({"1", "1"}));
  EXPECT_EQ(sweden["last_seen"], "2018-12-31");
  EXPECT_EQ(norway["rank"], nlohmann::json({"2"}));
  EXPECT_EQ(json["classes"][norway["class"][0].get<std::size_t>()]["name"], "low");
  EXPECT_EQ(json["classes"][sweden["class"][0].get<std::size_t>()]["name"], "high");
}

TEST_F(OverviewTest, NamesTheLawBehindAMove) {
  const Overview overview = Make("a");
  const std::vector<ScoreMove> moves = MovesOn(overview, Day::Of(2015, 6, 1));
  ASSERT_EQ(moves.size(), 1U);
  EXPECT_EQ(archive_.countries()[overview.countries[moves[0].country].value], "SE");
  EXPECT_DOUBLE_EQ(moves[0].change, 50);
  EXPECT_THAT(moves[0].cause, testing::HasSubstr("Act"));
  EXPECT_THAT(MovesOn(overview, Day::Of(2015, 6, 2)), IsEmpty());
}

TEST_F(OverviewTest, ShowsChangesSinceADayInTheirOwnClasses) {
  const nlohmann::json json = Json(Make("a", Day::Of(2012, 12, 31)));
  const nlohmann::json& sweden = json["countries"][1];
  EXPECT_EQ(sweden["text"], nlohmann::json({"±0", "+50.0"}));
  EXPECT_EQ(json["classes"][sweden["class"][0].get<std::size_t>()]["name"], "unchanged");
  EXPECT_EQ(json["classes"][sweden["class"][1].get<std::size_t>()]["name"], "up 5 or more");
}

TEST_F(OverviewTest, ClassesOfChangesMeetAtTheirBounds) {
  const Overview overview = Make("a", Day::Of(2012, 12, 31));
  const auto name = [&](double value) {
    return overview.classes[ClassOf(overview, archive_.methodology(), value)].name;
  };
  EXPECT_EQ(name(-5), "down 5 or more");
  EXPECT_EQ(name(-4.99), "down 2 to 5");
  EXPECT_EQ(name(-2), "down 2 to 5");
  EXPECT_EQ(name(-0.05), "down less than 2");
  EXPECT_EQ(name(-0.04), "unchanged");
  EXPECT_EQ(name(0.04), "unchanged");
  EXPECT_EQ(name(0.05), "up less than 2");
  EXPECT_EQ(name(5), "up 5 or more");
}

TEST_F(OverviewTest, TheLongestNodeIsTheOneScoredOnMostDays) {
  // The overall score needs b, which Norway never answers.
  const analysis::NodeId node = LongestNode(archive_);
  EXPECT_EQ(archive_.methodology().nodes[node.value].code, "overall");
}

TEST_F(OverviewTest, TheTableHasARowPerStep) {
  EXPECT_EQ(OverviewTable(Make("a"), archive_).rows.size(), 3U);
}

TEST_F(OverviewTest, EveryOutlineHasACodeOfItsOwnAndAPath) {
  std::string last;
  for (const CountryOutline& outline : CountryOutlines()) {
    EXPECT_LT(last, outline.code);
    EXPECT_TRUE(outline.world.starts_with('M') || outline.europe.starts_with('M'));
    last = outline.code;
  }
}

}  // namespace
}  // namespace lawtrace::report
