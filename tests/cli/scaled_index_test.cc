// The main job on an index of negative scores, every aggregation, weights that change and a country
// with a reference day of its own, from files alone.
#include <gmock/gmock.h>

#include <cmath>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr double kTolerance = 1e-9;

// SE: room = cube root of 8 * 8 * 1 = 4, burden = least of 2.5 and 4, comfort = most of 2.5 and
// -4.5. NO: room 0 by its berths, burden -10, comfort 10. FI: room 5, comfort 3, no burden: three
// quarters of the weight, before 2015 and after.
constexpr const char* kAnswers =
    "country,indicator,answer,reference\n"
    "SE,berths,8,2014-06-30\n"
    "SE,depth,1,2014-06-30\n"
    "SE,noise,quiet,2014-06-30\n"
    "SE,fees,low,2014-06-30\n"
    "SE,safety,-4.5,2014-06-30\n"
    "NO,berths,0,2014-06-30\n"
    "NO,depth,9,2014-06-30\n"
    "NO,noise,loud,2014-06-30\n"
    "NO,fees,high,2014-06-30\n"
    "NO,safety,10,2014-06-30\n"
    "FI,berths,5,2014-06-30\n"
    "FI,depth,5,2014-06-30\n"
    "FI,safety,3,2014-06-30\n";
constexpr double kSweden = (4 + 2.5 + 2 * 2.5) / 4;
constexpr double kSwedenReweighted = (2 * 4 + 2.5 + 2.5) / 4;
constexpr double kSwedenWithHighFees = (2 * 4 - 10 + 2.5) / 4;
constexpr double kNorway = (0 - 10 + 2 * 10) / 4.0;
constexpr double kFinland = (5 + 2 * 3) / 3.0;
constexpr double kFinlandReweighted = (2 * 5 + 3) / 3.0;

class ScaledIndexTest : public ProgramTest {
 protected:
  ScaledIndexTest() : ProgramTest("tests/fixtures/scaled-index") {
    Do({"import", "answers", Write("answers.csv", kAnswers), "--recorded-at", "2014-07-15"});
    Do({"import", "laws", Write("laws.csv", "law,country,title\nse-act-7,SE,Harbour Fees Act\n"),
        "--recorded-at", "2015-02-01"});
    // On the day on which the weights change.
    Do({"import", "events",
        Write("events.csv",
              "kind,country,indicator,answer,effective,laws\n"
              "amendment,SE,fees,high,2015-01-01,se-act-7:cause\n"),
        "--recorded-at", "2015-02-01"});
  }

  double Score(const std::string& country, const std::string& at,
               const std::string& node = "harbours") const {
    const nlohmann::json rows = Ask({"score", "--country", country, "--node", node, "--at", at});
    return rows.at(0).at("score").is_null() ? std::nan("") : rows[0]["score"].get<double>();
  }
};

TEST_F(ScaledIndexTest, ScoresFollowScaleAggregationAndTheWeightsOfTheDay) {
  EXPECT_NEAR(Score("SE", "2014-12-31", "room"), 4, kTolerance);
  EXPECT_EQ(Score("SE", "2014-12-31", "burden"), 2.5);
  EXPECT_EQ(Score("NO", "2014-12-31", "comfort"), 10);
  EXPECT_EQ(Score("NO", "2014-12-31", "room"), 0);
  EXPECT_NEAR(Score("SE", "2014-12-31"), kSweden, kTolerance);
  EXPECT_NEAR(Score("SE", "2015-01-01"), kSwedenWithHighFees, kTolerance);
  EXPECT_NEAR(Score("NO", "2014-12-31"), kNorway, kTolerance);
  EXPECT_EQ(Score("NO", "2015-01-01"), 0);
  EXPECT_NEAR(Score("FI", "2014-12-31"), kFinland, kTolerance) << "three quarters are enough";
  EXPECT_NEAR(Score("FI", "2015-01-01"), kFinlandReweighted, kTolerance);
  EXPECT_THAT(Do({"score", "--country", "SE", "--at", "2014-12-31"}), HasSubstr(" 2.88 "));
}

TEST_F(ScaledIndexTest, ALostAnswerMayTakeAwayTheLeastShare) {
  Do({"record", "amendment", "--country", "FI", "--indicator", "safety", "--answer", "not_assessed",
      "--effective", "2016-01-01"});
  EXPECT_TRUE(std::isnan(Score("FI", "2016-01-01"))) << "room alone has half of the weight";
}

TEST_F(ScaledIndexTest, AnswersLieOnTheScaleOfTheirIndicator) {
  const auto record = [&](const char* indicator, const char* answer) {
    return Run({"record", "amendment", "--country", "FI", "--indicator", indicator, "--answer",
                answer, "--effective", "2016-01-01", "--dry-run"});
  };
  EXPECT_EQ(record("safety", "-9.75").status, 0);
  EXPECT_THAT(record("safety", "-10.5").err, HasSubstr("write a number from -10 to 10"));
  EXPECT_THAT(record("berths", "-1").err, HasSubstr("write a number from 0 to 10"));
}

TEST_F(ScaledIndexTest, HistoryHasAStepOnTheDayOfNewWeights) {
  const nlohmann::json steps = Ask({"history", "--country", "NO", "--at", "2016-01-01"});
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_EQ(steps[1]["day"], "2015-01-01");
  EXPECT_EQ(steps[1]["kinds"], "methodology");
  EXPECT_EQ(steps[1]["changed"], "weights");
  EXPECT_NEAR(steps[1]["change"].get<double>(), -kNorway, kTolerance);
}

TEST_F(ScaledIndexTest, NewWeightsAreMethodologyAndTheLawActsUnderThem) {
  const nlohmann::json rows =
      Ask({"attribute", "--country", "SE", "--from", "2014-12-31", "--to", "2015-01-01"});
  double methodology = 0;
  double law = 0;
  for (const nlohmann::json& row : rows.at(0).at("contributions")) {
    if (row.at("kind") == "methodology") methodology += row.at("points").get<double>();
    if (row.at("kind") == "law") law += row.at("points").get<double>();
  }
  EXPECT_NEAR(methodology, kSwedenReweighted - kSweden, kTolerance);
  EXPECT_NEAR(law, kSwedenWithHighFees - kSwedenReweighted, kTolerance);
}

TEST_F(ScaledIndexTest, ADifferenceTellsWhatNewWeightsDid) {
  const nlohmann::json rows = Ask({"diff", "--country", "SE", "2014", "2015"});
  EXPECT_NEAR(rows.at(0).at("weights_points").get<double>(), kSwedenReweighted - kSweden,
              kTolerance);
  EXPECT_NEAR(rows[0].at("rows").at(0).at("node_points").get<double>(),
              kSwedenWithHighFees - kSwedenReweighted, kTolerance);
}

TEST_F(ScaledIndexTest, AnEditionHasADayOfItsOwnForACountry) {
  EXPECT_NEAR(Score("SE", "2016-09-30"), kSwedenWithHighFees, kTolerance);
  EXPECT_NEAR(Score("SE", "autumn"), kSweden, kTolerance);
  const nlohmann::json league = Ask({"rank", "--at", "autumn"});
  ASSERT_THAT(league, SizeIs(3));
  EXPECT_EQ(league[0]["country"], "FI");
  EXPECT_EQ(league[0]["at"], "2016-09-30");
  EXPECT_EQ(league[1]["country"], "SE");
  EXPECT_EQ(league[1]["at"], "2014-12-31");
  EXPECT_NEAR(league[1]["score"].get<double>(), kSweden, kTolerance);
  EXPECT_EQ(league[2]["rank"], 3);
  const nlohmann::json scores = Ask({"score", "--group", "north", "--at", "autumn"});
  EXPECT_NEAR(scores.at(3)["score"].get<double>(), (kFinlandReweighted + 0 + kSweden) / 3,
              kTolerance);
  EXPECT_THAT(Do({"trend", "--editions", "spring,autumn", "--country", "SE,NO"}),
              AllOf(HasSubstr("2.88"), Not(HasSubstr("0.13"))));
}

TEST_F(ScaledIndexTest, ScenariosSuggestionsAndRobustnessKnowTheAggregations) {
  const std::string bill =
      Write("bill.csv", "country,indicator,answer,effective\nSE,fees,free,2016-01-01\n");
  const nlohmann::json run = Ask({"scenario", "run", bill, "--at", "2016-09-30"});
  EXPECT_NEAR(run["scores"][0]["after"].get<double>(), kSwedenReweighted, kTolerance);
  EXPECT_THAT(Do({"scenario", "suggest", "--country", "SE", "--at", "2016-09-30", "--target", "3"}),
              AllOf(HasSubstr("fees"), HasSubstr("3.25")));
  EXPECT_THAT(
      Run({"scenario", "suggest", "--country", "SE", "--at", "2016-09-30", "--target", "11"}).err,
      HasSubstr("write a number from -10 to 10"));
  EXPECT_EQ(Run({"robustness", "--at", "2014-12-31", "--node", "room"}).status, 0);
  EXPECT_THAT(Run({"robustness", "--at", "2014-12-31", "--node", "burden"}).err,
              HasSubstr("node 'burden' is a minimum and has no weights to vary"));
}

TEST_F(ScaledIndexTest, ReportsSpeakOfTheScale) {
  const nlohmann::json report = Ask({"report", "country", "SE", "--at", "2015-01-01"});
  EXPECT_THAT(report.at("lead").get<std::string>(),
              HasSubstr("Sweden scores 0.13 on a scale from -10 to 10 (indifferent)"));
  const Outcome html = Run({"report", "country", "SE", "--at", "2015-01-01", "--format", "html"});
  EXPECT_EQ(html.status, 0);
  EXPECT_THAT(html.out, Not(HasSubstr("of 100")));
}

TEST_F(ScaledIndexTest, FiguresMayBeVerifiedAsPrinted) {
  const std::string file = Write("scores.csv",
                                 "country,node,score,at\nSE,harbours,2.88,2014-12-31\n"
                                 "NO,harbours,2.5,2014-12-31\nSE,burden,-10,2015-01-01\n");
  EXPECT_EQ(Run({"verify", file}).status, 1);
  EXPECT_EQ(Run({"verify", file, "--decimals", "2"}).status, 0);
  EXPECT_EQ(Run({"verify", file, "--decimals", "3"}).status, 1);
}

}  // namespace
}  // namespace lawtrace::cli
