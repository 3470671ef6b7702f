// trend and robustness on the bundled sample, and on the published workbooks where they are at
// hand.
#include <gmock/gmock.h>

#include <map>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr double kTolerance = 1e-9;
const std::string kSample = std::string(LAWTRACE_SOURCE_DIR) + "/data/sample/";
const std::string kWorkbooks = std::string(LAWTRACE_SHARED_DATA_DIR) + "/mipex/";

// The kinds add up, and reform is law with and without a name.
void ExpectKindsAddUp(const nlohmann::json& row) {
  const auto points = [&](const char* column) { return row[column].get<double>(); };
  EXPECT_NEAR(points("reform"), points("law") + points("unattributed"), kTolerance) << row;
  EXPECT_NEAR(points("change"), points("reform") + points("recoding") + points("coverage"),
              kTolerance)
      << row;
}

class TrendVerbTest : public ProgramTest {
 protected:
  TrendVerbTest() {
    Do({"import", "events", kSample + "events.csv", "--laws", kSample + "laws.csv"});
  }
  nlohmann::json Part(const std::string& part, const Words& more) const {
    return Ask(With({"trend", "--part", part}, more));
  }
};

TEST_F(TrendVerbTest, AllEditionsWithScoresAreComparedByTheVariantThatTheyShare) {
  const nlohmann::json trend = Ask({"trend"});
  EXPECT_EQ(trend["node"], "overall_without_health_education");
  EXPECT_EQ(trend["countries"], 8);
  EXPECT_EQ(trend["left_out"], 0);
  std::vector<std::string> editions;
  for (const nlohmann::json& day : trend["days"]) editions.push_back(day["edition"]);
  EXPECT_THAT(editions, ElementsAre("mipex-2010", "mipex-2014", "mipex-2020", "mipex-2025"));
  for (const char* part : {"summary", "groups", "areas", "ranks", "movers", "indicators", "laws",
                           "reversals", "convergence", "coverage"})
    EXPECT_FALSE(trend[part].empty()) << part;
  EXPECT_EQ(Ask({"trend", "--at", "2014,2019"})["node"], "overall_with_health");
}

TEST_F(TrendVerbTest, ScoresAndRanksAreThoseOfTheOtherVerbs) {
  std::size_t rows = 0;
  for (const nlohmann::json& row : Part("ranks", {"--at", "2010,2019"})) {
    const nlohmann::json league = Ask({"rank", "--node", row["node"], "--at", row["day"]});
    for (const nlohmann::json& other : league) {
      if (other["country"] != row["country"]) continue;
      ++rows;
      for (const char* column : {"rank", "tied", "score", "band", "answered", "oldest_answer"})
        EXPECT_EQ(row[column], other[column]) << row;
    }
  }
  EXPECT_EQ(rows, 16);
}

TEST_F(TrendVerbTest, ChangesAddUpByKindStepByStepAndByLaw) {
  const nlohmann::json trend = Ask({"trend"});
  std::map<std::string, double> steps;
  for (const nlohmann::json& row : trend["movers"]) {
    ExpectKindsAddUp(row);
    steps[row["country"]] += row["change"].get<double>();
  }
  double total = 0;
  for (const nlohmann::json& row : trend["summary"]) {
    ExpectKindsAddUp(row);
    EXPECT_NEAR(row["change"].get<double>(), steps[row["country"]], kTolerance);
    total += row["change"].get<double>();
  }
  double by_law = 0;
  for (const nlohmann::json& row : trend["laws"]) by_law += row["points"].get<double>();
  EXPECT_NEAR(by_law, total, kTolerance);
  double by_indicator = 0;
  for (const nlohmann::json& row : trend["indicators"])
    by_indicator += row["points"].get<double>() + row["other_points"].get<double>();
  EXPECT_NEAR(by_indicator, total, kTolerance);
}

TEST_F(TrendVerbTest, ABandThatIsCrossedIsSaid) {
  std::map<std::string, nlohmann::json> crossings;
  for (const nlohmann::json& row : Part("summary", {"--country", "PL,NL,PT"}))
    crossings[row["country"]] = row["crossing"];
  EXPECT_EQ(crossings["PL"], "up");
  EXPECT_EQ(crossings["NL"], "down");
  EXPECT_EQ(crossings["PT"], nullptr);
}

TEST_F(TrendVerbTest, AGroupHasTheMembersOfEachDayUnlessTheyAreFixed) {
  const std::vector<std::string> question = {"--group", "EU", "--at", "2012,2019,2023"};
  const nlohmann::json dated = Part("groups", question);
  ASSERT_THAT(dated, SizeIs(6));
  EXPECT_EQ(dated[3]["members"], 27);
  EXPECT_EQ(dated[4]["members"], 28);  // With Croatia.
  EXPECT_EQ(dated[5]["members"], 27);  // Without the United Kingdom.
  EXPECT_EQ(dated[5]["left"], "GB");
  EXPECT_EQ(dated[4]["composition_change"], 0.0);  // The sample holds nothing on Croatia.
  EXPECT_NE(dated[5]["composition_change"], 0.0);
  EXPECT_NEAR(
      dated[5]["common_change"].get<double>() + dated[5]["composition_change"].get<double>(),
      dated[5]["change"].get<double>(), kTolerance);

  const nlohmann::json same = Part("groups", With(question, {"--fixed-composition", "2019"}));
  for (std::size_t row = 3; row < 6; ++row) EXPECT_EQ(same[row]["members"], 28);
  EXPECT_EQ(same[5]["composition_change"], 0.0);
}

TEST_F(TrendVerbTest, ReversalsNameBothLaws) {
  bool is_found = false;
  for (const nlohmann::json& row : Part("reversals", {"--country", "DK"})) {
    if (row["indicator"] != "ad18") continue;
    is_found = true;
    EXPECT_EQ(row["direction"], "up then down");
    EXPECT_EQ(row["first"], "ad18 0 -> 50");
    EXPECT_EQ(row["first_laws"], "dk-lov-1364-2011 (cause)");
    EXPECT_EQ(row["second_day"], "2015-09-01");
    EXPECT_EQ(row["second_laws"], "dk-lov-1000-2015 (cause)");
    EXPECT_EQ(row["whole"], true);
  }
  EXPECT_TRUE(is_found);
}

TEST_F(TrendVerbTest, WhatWasNotKnownIsNotCompared) {
  const nlohmann::json then = Ask({"trend", "--known-at", "2021"});
  EXPECT_EQ(then["days"].back()["edition"], "mipex-2020");
  EXPECT_EQ(then["known_at"], "2021-12-31");
  ExpectError({"trend", "--known-at", "2000"},
              "lawtrace: trend compares two days or more; the log has scores for fewer editions, "
              "so name days with --at\n");
}

TEST_F(TrendVerbTest, CsvIsTheSummaryUnlessAPartIsNamed) {
  EXPECT_EQ(Do({"trend", "--format", "csv"}),
            Do({"trend", "--part", "summary", "--format", "csv"}));
  EXPECT_THAT(Do({"trend", "--part", "convergence", "--format", "csv"}),
              StartsWith("group,name,node,day,edition,scored,mean,deviation,min,lower_quartile,"
                         "median,upper_quartile,max,range,interquartile_range,slope,"));
}

TEST_F(TrendVerbTest, TheOverviewBeginsWithWhatIsCompared) {
  EXPECT_THAT(Do({"trend", "--country", "DK", "--at", "2010,2019"}),
              AllOf(StartsWith("Trend of Overall score, without health [overall_without_health] "
                               "(mipex-core)\n\nDays: 2010-12-31, 2019-12-31 (mipex-2020)\n"),
                    HasSubstr("Compared: 1 country of 1 asked for"),
                    HasSubstr("Like for like: overall_without_health leaves out")));
}

TEST_F(TrendVerbTest, WrongInputIsOneClearError) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--at", "2019"},
       "lawtrace: trend compares two days or more; name another with --at or --editions\n"},
      {{"--at", "2019,mipex-2020"},
       "lawtrace: trend compares two days or more; name another with --at or --editions\n"},
      {{"--at", "2019,20x"},
       "lawtrace: --at: '20x' is not a point in time; write YYYY-MM-DD, YYYY, today, or an "
       "edition: mipex-2007, mipex-2010, mipex-2014, mipex-2020, mipex-2025\n"},
      {{"--editions", "mipex-2020,mipex-2024"},
       "lawtrace: --editions: edition 'mipex-2024' is not in the index; did you mean "
       "'mipex-2014'?\n"},
      {{"--editions", "mipex-2007,mipex-2020"},
       "lawtrace: nothing is comparable: on 2007-03-01 none of the countries asked for has a score "
       "of overall_with_health, overall_without_health, overall_without_health_education; leave "
       "that day out\n"},
      {{"--country", "PT", "--node", "f", "--at", "2000,2019"},
       "lawtrace: nothing is comparable: on 2000-12-31 PT has no score of f; leave that day out\n"},
      {{"--node", "a,b"}, "lawtrace: trend looks at one node; name one with --node\n"},
      {{"--country", "PX"}, "lawtrace: country 'PX' is not in the index\n"},
      {{"--fixed-composition", "2019"},
       "lawtrace: --fixed-composition fixes the members of groups; name one with --group\n"},
      {{"--part", "sumary"},
       "lawtrace: --part: part 'sumary' is unknown; write one of summary, groups, areas, ranks, "
       "movers, indicators, laws, reversals, convergence, coverage\n"}};
  for (const auto& [words, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(words));
    ExpectError(With({"trend"}, words), message);
  }
}

TEST_F(TrendVerbTest, RobustnessDependsOnItsSeedOnly) {
  const std::vector<std::string> question = {"robustness", "--at", "mipex-2020", "--draws", "500"};
  const nlohmann::json first = Ask(question);
  EXPECT_EQ(Ask(question), first);
  EXPECT_NE(Ask(With(question, {"--seed", "2"}))["ranks"], first["ranks"]);
  EXPECT_EQ(first["draws"], 500);
  EXPECT_EQ(first["ranked"], 8);
  const nlohmann::json league = Ask({"rank", "--at", "mipex-2020"});
  for (std::size_t row = 0; row < league.size(); ++row) {
    const nlohmann::json& ranked = first["ranks"][row];
    for (const char* column : {"rank", "tied", "country", "score", "answered", "oldest_answer"})
      EXPECT_EQ(ranked[column], league[row][column]);
    EXPECT_LE(ranked["best_rank"], ranked["low_rank"]);
    EXPECT_LE(ranked["low_rank"], ranked["median_rank"]);
    EXPECT_LE(ranked["median_rank"], ranked["high_rank"]);
    EXPECT_LE(ranked["high_rank"], ranked["worst_rank"]);
  }
  EXPECT_THAT(first["drops"], SizeIs(80));  // 8 areas, 72 indicators.
  EXPECT_THAT(first["shifts"], SizeIs(640));
}

TEST_F(TrendVerbTest, RobustnessSaysWhatItCannotTest) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--draws", "0"}, "lawtrace: --draws: '0' is not a number from 1 to 10000000\n"},
      {{"--draws", "10000001"},
       "lawtrace: --draws: '10000001' is not a number from 1 to 10000000\n"},
      {{"--node", "bb28"}, "lawtrace: node 'bb28' is a lookup table and has no weights to vary\n"},
      {{"--at", "1990"},
       "lawtrace: no country asked for has a score of overall_with_health on 1990-12-31\n"},
      {{"--node", "a,b"}, "lawtrace: robustness looks at one node; name one with --node\n"},
      {{"--part", "rank"},
       "lawtrace: --part: part 'rank' is unknown; write one of ranks, drops, shifts\n"}};
  for (const auto& [words, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(words));
    ExpectError(With({"robustness"}, words), message);
  }
  EXPECT_EQ(Run({"robustness", "--draws", "many"}).status, 2);
}

class PublishedTrendTest : public ProgramTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kWorkbooks + "core-2007-2019.xlsx"))
      GTEST_SKIP() << "skipped: no data";
    Do({"import", "workbook", kWorkbooks + "core-2007-2019.xlsx", "--recorded-at", "2020-12-09",
        "--format", "json"});
    Do({"import", "workbook", kWorkbooks + "eu-2020-2024.xlsx", "--recorded-at", "2025-09-25",
        "--format", "json"});
  }
};

TEST_F(PublishedTrendTest, AllCountriesOverAllEditions) {
  const nlohmann::json trend = Ask({"trend"});
  EXPECT_EQ(trend["node"], "overall_without_health_education");
  EXPECT_EQ(trend["countries"], 30);
  EXPECT_EQ(trend["left_out"], 26);
  for (const nlohmann::json& row : trend["movers"]) ExpectKindsAddUp(row);
  for (const nlohmann::json& row : trend["summary"]) {
    ExpectKindsAddUp(row);
    // No workbook after 2019 covers these.
    const bool is_old = row["country"] == "CH" || row["country"] == "GB" || row["country"] == "NO";
    EXPECT_EQ(row["seen"] == 0, is_old) << row;
  }
  EXPECT_EQ(Ask({"trend", "--at", "2014,2019,2023"})["countries"], 56);
}

TEST_F(PublishedTrendTest, ARankLiesBetweenItsBestAndItsWorst) {
  const nlohmann::json robustness = Ask({"robustness", "--at", "mipex-2020"});
  for (const nlohmann::json& row : robustness["ranks"]) {
    EXPECT_LE(row["low_rank"], row["rank"]) << row;
    EXPECT_LE(row["rank"], row["high_rank"]) << row;
  }
}

}  // namespace
}  // namespace lawtrace::cli
