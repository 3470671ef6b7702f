// lawtrace diff and revisions, on an index of another shape than MIPEX.
#include <gmock/gmock.h>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr double kTolerance = 1e-9;

// library = (3 door + shelf) / 4, door = mean of membership, fees and hours.
class DifferenceVerbsTest : public ProgramTest {
 protected:
  DifferenceVerbsTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers",
        Write("answers.csv",
              "country,indicator,answer,reference\n"
              "SE,proof,none,2012-12-31\nSE,fees,all,2012-12-31\nSE,hours,50,2012-12-31\n"
              "SE,lending,1,2012-12-31\n"
              "NO,proof,none,2012-12-31\nNO,fees,all,2012-12-31\nNO,hours,50,2012-12-31\n"
              "NO,lending,1,2012-12-31\n"),
        "--recorded-at", "2013-01-15"});
    // Sweden lowers fees on 10 June 2014, recorded in March 2015 (event 9), and extends hours from
    // 2016 (10); in 2017 its grade of lending turns out to have been wrong (11).
    Do({"record", "amendment", "--country", "SE", "--indicator", "fees", "--answer", "some",
        "--effective", "2014-06-10", "--recorded-at", "2015-03-01"});
    Do({"record", "amendment", "--country", "SE", "--indicator", "hours", "--answer", "80",
        "--effective", "2016-01-01", "--recorded-at", "2016-05-01"});
    Do({"record", "correction", "--supersedes", "4", "--answer", "2", "--recorded-at",
        "2017-01-01"});
  }
};

TEST_F(DifferenceVerbsTest, ADifferenceNamesTheEventAndItsPointsAtEveryLevel) {
  const nlohmann::json countries = Ask({"diff", "--country", "SE", "2013", "2014"});
  ASSERT_THAT(countries, SizeIs(1));
  const nlohmann::json& se = countries[0];
  EXPECT_EQ(se["country"], "SE");
  EXPECT_EQ(se["node"], "library");
  EXPECT_EQ(se["from"]["at"], "2013-12-31");
  EXPECT_TRUE(se["from"]["known_at"].is_null());
  EXPECT_NEAR(se["change"].get<double>(), 10, kTolerance);
  EXPECT_NEAR(se["to"]["score"].get<double>() - se["from"]["score"].get<double>(), 10, kTolerance);
  ASSERT_THAT(se["rows"], SizeIs(1));
  const nlohmann::json& row = se["rows"][0];
  EXPECT_EQ(row["indicator"], "fees");
  EXPECT_EQ(row["old"], "all");
  EXPECT_EQ(row["new"], "some");
  EXPECT_EQ(row["kind"], "amendment");
  EXPECT_EQ(row["event"], 9);
  EXPECT_EQ(row["effective"], "2014-06-10");
  EXPECT_EQ(row["area"], "door");
  EXPECT_NEAR(row["points"].get<double>(), 40, kTolerance);
  EXPECT_NEAR(row["area_points"].get<double>(), 40.0 / 3, kTolerance);
  EXPECT_NEAR(row["node_points"].get<double>(), 10, kTolerance);
}

TEST_F(DifferenceVerbsTest, APointMayNameWhenItWasKnown) {
  const nlohmann::json late = Ask({"diff", "2014@2014", "2014@2015-03-01", "--country", "SE"})[0];
  EXPECT_EQ(late["from"]["known_at"], "2014-12-31");
  ASSERT_THAT(late["rows"], SizeIs(1));
  EXPECT_EQ(late["rows"][0]["kind"], "late amendment");
  const nlohmann::json rows = Ask({"diff", "@2014", "today", "--country", "SE"})[0]["rows"];
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0]["event"], 9);
  EXPECT_EQ(rows[1]["event"], 10);
  EXPECT_EQ(rows[2]["event"], 11);
  EXPECT_EQ(rows[2]["kind"], "correction");
}

TEST_F(DifferenceVerbsTest, GoingBackIsMarked) {
  const nlohmann::json rows = Ask({"diff", "2014", "2013", "--country", "SE"})[0]["rows"];
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0]["undone"], true);
  EXPECT_EQ(rows[0]["event"], 9);
}

TEST_F(DifferenceVerbsTest, ANodeLimitsTheRows) {
  const nlohmann::json shelf =
      Ask({"diff", "@2014", "today", "--country", "SE", "--node", "shelf"})[0];
  ASSERT_THAT(shelf["rows"], SizeIs(1));
  EXPECT_NEAR(shelf["rows"][0]["node_points"].get<double>(), 50, kTolerance);
  EXPECT_NEAR(shelf["change"].get<double>(), 50, kTolerance);
}

TEST_F(DifferenceVerbsTest, PeopleSeeALineOfScoresPerCountryThatDiffers) {
  const std::string text = Do({"diff", "2013", "2014"});
  EXPECT_THAT(text,
              StartsWith("From 2013-12-31 to 2014-12-31.\n\nSE Sweden: library 50.00 -> 60.00 "
                         "(+10.00), 1 answer\n\nindicator"));
  EXPECT_THAT(text, HasSubstr("\n1 of 2 countries have no other answer.\n"));
  EXPECT_THAT(
      Do({"diff", "2013@2013", "2013", "--country", "NO"}),
      HasSubstr("From 2013-12-31 as known on 2013-12-31 to 2013-12-31.\n\nNO Norway: library "
                "37.50 -> 37.50 (+0.00), 0 answers\n"));
}

TEST_F(DifferenceVerbsTest, RevisionsAreClassedAndAddUp) {
  const nlohmann::json all = Ask({"revisions", "--between", "2014", "2017"});
  EXPECT_EQ(all["at"], "2017-12-31");
  ASSERT_THAT(all["countries"], SizeIs(2));
  EXPECT_THAT(all["countries"][0]["rows"], IsEmpty());
  const nlohmann::json& se = all["countries"][1];
  ASSERT_THAT(se["rows"], SizeIs(3));
  EXPECT_EQ(se["rows"][0]["class"], "correction");
  EXPECT_EQ(se["rows"][0]["before"], "1");
  EXPECT_EQ(se["rows"][0]["after"], "2");
  EXPECT_EQ(se["rows"][1]["class"], "late");
  EXPECT_EQ(se["rows"][2]["class"], "policy");
  double sum = 0;
  for (const nlohmann::json& row : se["rows"]) sum += row["points"].get<double>();
  EXPECT_NEAR(sum, se["change"].get<double>(), kTolerance);
  EXPECT_NEAR(sum, 12.5 + 10 + 7.5, kTolerance);
  EXPECT_EQ(all["total"].size(), 3U);
  EXPECT_THAT(Ask({"revisions", "--between", "2014", "2015", "--country", "SE", "--at",
                   "2014-06-09"})["countries"][0]["rows"][0]["points"]
                  .get<double>(),
              0);
  EXPECT_THAT(
      Do({"revisions", "--between", "2014", "2017"}),
      HasSubstr("\n3 events listed, recorded after 2014-12-31 and up to 2017-12-31; points of "
                "library on 2017-12-31.\n"));
  EXPECT_EQ(Do({"revisions", "--between", "2018", "2019"}),
            "Nothing was recorded after 2018-12-31 and up to 2019-12-31.\n");
}

TEST_F(DifferenceVerbsTest, WhatIsNoPointOrRangeIsAnError) {
  const std::string editions =
      "is not a point in time; write YYYY-MM-DD, YYYY, today, or an edition: pilot, second\n";
  ExpectError({"diff", "third", "2014"}, "lawtrace: A: 'third' " + editions);
  ExpectError({"diff", "2013", "2014@third"}, "lawtrace: B: 'third' " + editions);
  ExpectError(
      {"diff", "2013", "2014@"},
      "lawtrace: B: '2014@' names no date after @; write the one by which it was known, such "
      "as 2019@2021-01-01\n");
  ExpectError({"diff", "2013", "2014", "--node", "door,shelf"},
              "lawtrace: diff tells the points of one node; name one with --node\n");
  ExpectError({"revisions", "--between", "2014", "then"},
              "lawtrace: --between: 'then' " + editions);
  ExpectError({"revisions", "--between", "2015", "2014"},
              "lawtrace: --between: nothing lies after 2015-12-31 and up to 2014-12-31; give the "
              "earlier recorded date first\n");
}

}  // namespace
}  // namespace lawtrace::cli
