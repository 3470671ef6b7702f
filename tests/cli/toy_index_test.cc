// The main job on an index of another shape than MIPEX, from files alone.
#include <gmock/gmock.h>

#include <map>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr double kTolerance = 1e-9;

// Scotland: membership 75 by the table, fees 40, hours 62.5; so door = 177.5 / 3 and
// library = (3 * door + 66.7) / 4.
constexpr double kDoor = 177.5 / 3;
constexpr double kLibrary = (177.5 + 66.7) / 4;
// After its fees are abolished: door = 237.5 / 3.
constexpr double kLibraryWithoutFees = (237.5 + 66.7) / 4;

constexpr const char* kAnswers =
    "country,indicator,answer,reference,comment\n"
    "GB-SCT,proof,card,2012-12-31,\"A card, of any kind\"\n"
    "SCO,residence,no,2012-12-31,\n"  // An alias.
    "GB-SCT,fees,some,2012-12-31,\n"
    "GB-SCT,hours,62.5,2012-12-31,\n"
    "GB-SCT,lending,2G,2012-12-31,\n"
    // Two roads to door = 50 and library = 37.5.
    "SE,proof,none,2012-12-31,\n"
    "SE,fees,all,2012-12-31,\n"
    "SE,hours,50,2012-12-31,\n"
    "SE,lending,1,2012-12-31,\n"
    "NO,proof,passport,2012-12-31,\n"
    "NO,residence,yes,2012-12-31,\n"
    "NO,fees,none,2012-12-31,\n"
    "NO,hours,50,2012-12-31,\n"
    "NO,lending,1,2012-12-31,\n"
    // Nothing open; and no answer on lending, so the index is absent.
    "GB-WLS,proof,passport,2012-12-31,\n"
    "GB-WLS,residence,yes,2012-12-31,\n"
    "GB-WLS,fees,all,2012-12-31,\n"
    "GB-WLS,lending,not_assessed,2012-12-31,\n";

class ToyIndexTest : public ProgramTest {
 protected:
  ToyIndexTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers", Write("answers.csv", kAnswers), "--recorded-at", "2013-01-15"});
  }

  // Scotland abolishes fees on 10 June 2014; recorded in March 2015.
  std::string RecordAmendment() {
    Do({"import", "laws",
        Write("laws.csv", "law,country,title\nsct-act-1,SCT,Public Libraries (Scotland) Act\n"),
        "--recorded-at", "2015-03-01"});
    return Do({"record", "amendment", "--country", "GB-SCT", "--indicator", "fees", "--answer",
               "none", "--effective", "2014-06-10", "--law", "sct-act-1:cause:s. 3",
               "--recorded-at", "2015-03-01T12:00:00Z"});
  }

  // The score of Scotland's node; null if absent.
  nlohmann::json Score(const std::string& at, const std::string& known_at = "today",
                       const std::string& node = "library") const {
    const nlohmann::json rows =
        Ask({"score", "--country", "GB-SCT", "--node", node, "--at", at, "--known-at", known_at});
    EXPECT_THAT(rows, SizeIs(1));
    return rows.empty() ? nlohmann::json() : rows[0]["score"];
  }
};

TEST_F(ToyIndexTest, ScoresFollowTheMethodologyOfTheFiles) {
  EXPECT_NEAR(Score("2013-06-01", "today", "membership").get<double>(), 75, kTolerance);
  EXPECT_NEAR(Score("2013-06-01", "today", "door").get<double>(), kDoor, kTolerance);
  EXPECT_NEAR(Score("2013-06-01", "today", "shelf").get<double>(), 66.7, kTolerance);
  EXPECT_NEAR(Score("2013-06-01").get<double>(), kLibrary, kTolerance);
  EXPECT_TRUE(Score("2012-12-30").is_null());
  EXPECT_NEAR(Score("2012-12-31").get<double>(), kLibrary, kTolerance);
}

TEST_F(ToyIndexTest, AnotherMethodologyScoresTheSameAnswers) {
  const nlohmann::json rows =
      Ask({"score", "--country", "GB-SCT", "--at", "pilot", "--methodology", "library-1"});
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0]["node"], "total");
  EXPECT_NEAR(rows[0]["score"].get<double>(), (40 + 62.5) / 2, kTolerance);
}

TEST_F(ToyIndexTest, AGroupHasTheMeanOfItsMembersOnTheDay) {
  const nlohmann::json rows = Ask({"score", "--group", "readers", "--at", "2013-01-01"});
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_EQ(rows[3]["country"], "readers");
  EXPECT_NEAR(rows[3]["score"].get<double>(), (kLibrary + 37.5 + 37.5) / 3, kTolerance);
  const nlohmann::json later = Ask({"score", "--group", "readers", "--at", "2016-01-01"});
  ASSERT_THAT(later, SizeIs(3));  // Norway has left.
  EXPECT_NEAR(later[2]["score"].get<double>(), (kLibrary + 37.5) / 2, kTolerance);
}

TEST_F(ToyIndexTest, AnAmendmentCountsFromItsDayAndForThoseWhoKnowIt) {
  EXPECT_THAT(RecordAmendment(),
              HasSubstr("Recorded event 20: amendment of GB-SCT fees, answer none, effective "
                        "2014-06-10.\nlibrary of GB-SCT on 2014-06-10: 61.05 before this record, "
                        "76.05 with it.\n"));
  EXPECT_NEAR(Score("2014-06-09").get<double>(), kLibrary, kTolerance);
  EXPECT_NEAR(Score("2014-06-10").get<double>(), kLibraryWithoutFees, kTolerance);
  EXPECT_NEAR(Score("2014-06-10", "2015-02-28").get<double>(), kLibrary, kTolerance);
  EXPECT_NEAR(Score("2014-06-10", "2015-03-01").get<double>(), kLibraryWithoutFees, kTolerance);
  EXPECT_TRUE(Score("2014-06-10", "2013-01-14").is_null());
}

TEST_F(ToyIndexTest, ACorrectionReplacesAndARetractionWithdraws) {
  RecordAmendment();
  Do({"record", "correction", "--supersedes", "20", "--effective", "2014-09-01", "--recorded-at",
      "2016-01-01"});
  EXPECT_NEAR(Score("2014-08-31").get<double>(), kLibrary, kTolerance);
  EXPECT_NEAR(Score("2014-09-01").get<double>(), kLibraryWithoutFees, kTolerance);
  EXPECT_NEAR(Score("2014-06-10", "2015-12-31").get<double>(), kLibraryWithoutFees, kTolerance);
  Do({"record", "retraction", "--supersedes", "21", "--recorded-at", "2017-01-01"});
  EXPECT_NEAR(Score("2018-01-01").get<double>(), kLibrary, kTolerance);
  EXPECT_NEAR(Score("2018-01-01", "2016-06-01").get<double>(), kLibraryWithoutFees, kTolerance);
  // The retraction was wrong in its turn.
  Do({"record", "correction", "--supersedes", "22", "--answer", "none", "--effective", "2014-09-01",
      "--recorded-at", "2018-01-01"});
  EXPECT_NEAR(Score("2018-01-01").get<double>(), kLibraryWithoutFees, kTolerance);
}

TEST_F(ToyIndexTest, WhatWasWithdrawnIsNotQuietlyTakenForRecorded) {
  RecordAmendment();
  const std::vector<std::string> again = {
      "record",   "amendment", "--country",   "GB-SCT",     "--indicator", "fees",
      "--answer", "none",      "--effective", "2014-06-10", "--law",       "sct-act-1:cause:s. 3"};
  EXPECT_EQ(Do(again), "Nothing new: the log already states this.\n");
  Do({"record", "retraction", "--supersedes", "20"});
  EXPECT_EQ(Do(again),
            "Nothing new: event 20 stated this and was superseded by event 21; to bring it back, "
            "record a correction of event 21.\n");
}

TEST_F(ToyIndexTest, AProposalNeverCounts) {
  Do({"record", "proposal", "--country", "GB-SCT", "--indicator", "fees", "--answer", "none",
      "--effective", "unknown"});
  Do({"record", "proposal", "--country", "GB-SCT", "--indicator", "fees", "--answer", "all",
      "--effective", "2014-01-01"});
  EXPECT_NEAR(Score("2020-01-01").get<double>(), kLibrary, kTolerance);
}

TEST_F(ToyIndexTest, ADryRunSaysAndWritesNothing) {
  const std::string before = Log();
  EXPECT_THAT(Do({"record", "amendment", "--country", "SE", "--indicator", "fees", "--answer",
                  "none", "--effective", "2014", "--dry-run"}),
              HasSubstr("Would record event 19: amendment of SE fees"));
  EXPECT_EQ(Log(), before);
}

TEST_F(ToyIndexTest, HistoryHasOneRowPerStep) {
  RecordAmendment();
  const nlohmann::json steps = Ask({"history", "--country", "GB-SCT"});
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_EQ(steps[0]["day"], "2012-12-31");
  EXPECT_EQ(steps[0]["changed"], "5 first answers");
  EXPECT_EQ(steps[1]["day"], "2014-06-10");
  EXPECT_EQ(steps[1]["changed"], "fees some -> none");
  EXPECT_EQ(steps[1]["kinds"], "amendment");
  EXPECT_EQ(steps[1]["laws"], "sct-act-1 s. 3 (cause)");
  EXPECT_NEAR(steps[1]["change"].get<double>(), 15, kTolerance);
  EXPECT_THAT(Ask({"history", "--country", "GB-SCT", "--known-at", "2014"}), SizeIs(1));
  EXPECT_THAT(Ask({"history", "--country", "GB-SCT", "--node", "fees"}), SizeIs(2));
  EXPECT_THAT(Ask({"history", "--country", "GB-SCT", "--at", "2014-06-09"}), SizeIs(1));
}

TEST_F(ToyIndexTest, AStepThatEndsAnAbsenceNamesItsAnswer) {
  Do({"record", "amendment", "--country", "GB-WLS", "--indicator", "lending", "--answer", "1",
      "--effective", "2015-05-05"});
  const nlohmann::json steps = Ask({"history", "--country", "GB-WLS"});
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_TRUE(steps[0]["score"].is_null());
  EXPECT_EQ(steps[1]["changed"], "lending not_assessed -> 1");
}

TEST_F(ToyIndexTest, ChangesAreThoseOfTheInterval) {
  RecordAmendment();
  const std::vector<std::string> verb = {"changes", "--country", "GB-SCT"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), verb.begin(), verb.end());
    return Ask(more);
  };
  ASSERT_THAT(with({}), SizeIs(1));
  EXPECT_EQ(with({})[0]["event"], 20);
  EXPECT_THAT(with({"--codings"}), SizeIs(6));
  EXPECT_THAT(with({"--from", "2014-06-10"}), IsEmpty());
  EXPECT_THAT(with({"--from", "2014-06-09", "--to", "2014-06-10"}), SizeIs(1));
  EXPECT_THAT(with({"--to", "2014-06-09"}), IsEmpty());
  EXPECT_THAT(with({"--node", "shelf"}), IsEmpty());
  EXPECT_THAT(with({"--node", "door"}), SizeIs(1));
}

TEST_F(ToyIndexTest, EqualScoresShareARankAndTheNextIsSkipped) {
  Do({"record", "amendment", "--country", "GB-WLS", "--indicator", "lending", "--answer", "1",
      "--effective", "2013-05-05"});
  const nlohmann::json rows = Ask({"rank", "--at", "2014-01-01"});
  ASSERT_THAT(rows, SizeIs(4));
  const auto row = [&](std::size_t i) {
    return rows[i]["country"].get<std::string>() + " " + rows[i]["rank"].dump() + " " +
           rows[i]["tied"].dump();
  };
  EXPECT_EQ(row(0), "GB-SCT 1 false");
  EXPECT_EQ(row(1), "NO 2 true");
  EXPECT_EQ(row(2), "SE 2 true");
  EXPECT_EQ(row(3), "GB-WLS 4 false");
}

TEST_F(ToyIndexTest, ACountryWithoutAScoreIsListedWithoutARank) {
  const nlohmann::json rows = Ask({"rank", "--at", "2014-01-01"});
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_EQ(rows[3]["country"], "GB-WLS");
  EXPECT_TRUE(rows[3]["rank"].is_null());
  EXPECT_EQ(rows[3]["reason"], "needs all parts; missing: shelf");
}

TEST_F(ToyIndexTest, AProfileShowsTheWholeTree) {
  const nlohmann::json rows = Ask({"profile", "--country", "SCT", "--at", "2016-01-01"});
  std::vector<std::string> codes;
  for (const auto& row : rows) codes.push_back(row["code"]);
  EXPECT_THAT(codes, ElementsAre("library", "door", "membership", "proof", "residence", "fees",
                                 "hours", "shelf", "lending"));
  EXPECT_EQ(rows[1]["label"], "Access on site");  // Its label since 2015.
  EXPECT_EQ(rows[8]["answer"], "2G");
  EXPECT_THAT(Do({"profile", "--country", "SCT", "--at", "2016-01-01"}),
              HasSubstr("Profile of Scotland, law in force on 2016-01-01 (library-2)\n"));
}

TEST_F(ToyIndexTest, ShowTellsOneEventOrTheLifeOfAnAnswer) {
  RecordAmendment();
  const std::string card = Do({"show", "20"});
  EXPECT_THAT(card, HasSubstr("kind         amendment\n"));
  EXPECT_THAT(card, HasSubstr("laws         sct-act-1 (cause)\n"));
  EXPECT_THAT(Do({"show", "1"}), HasSubstr("comment      A card, of any kind\n"));
  const nlohmann::json life = Ask({"show", "--country", "SCO", "--indicator", "fees"});
  ASSERT_THAT(life, SizeIs(2));
  EXPECT_EQ(life[0]["kind"], "coding");
  EXPECT_EQ(life[1]["kind"], "amendment");
  EXPECT_EQ(life[1]["status"], "stands");
}

TEST_F(ToyIndexTest, EveryFormatHoldsTheSameRows) {
  const std::vector<std::vector<std::string>> verbs = {
      {"score"},
      {"profile", "--country", "SE"},
      {"rank"},
      {"history"},
      {"changes", "--codings"},
      {"show", "--country", "SE", "--indicator", "fees"}};
  for (const std::vector<std::string>& verb : verbs) {
    SCOPED_TRACE(verb.front());
    const auto in = [&](const char* format) {
      std::vector<std::string> words = verb;
      words.insert(words.end(), {"--format", format});
      return Do(words);
    };
    const auto lines = [](const std::string& text) { return std::ranges::count(text, '\n'); };
    const nlohmann::json rows = nlohmann::json::parse(in("json"));
    EXPECT_EQ(lines(in("csv")), static_cast<std::ptrdiff_t>(rows.size()) + 1);
    EXPECT_EQ(lines(in("jsonl")), static_cast<std::ptrdiff_t>(rows.size()));
    EXPECT_THAT(in("table"), HasSubstr("\n---"));
  }
}

TEST_F(ToyIndexTest, ExportedAnswersMakeAnotherStoreWithTheSameScores) {
  const std::string file = Path("exported.csv");
  Do({"export", "answers", "--at", "2013-01-01", "--output", file});
  const std::string scores = Do({"score", "--at", "2013-01-01", "--format", "csv"});
  UseStore("other");
  EXPECT_THAT(Do({"import", "answers", file}), HasSubstr("New: 18 codings (first answers)"));
  EXPECT_EQ(Do({"score", "--at", "2013-01-01", "--format", "csv"}), scores);
}

TEST_F(ToyIndexTest, AnswersComeFromStandardInputToo) {
  UseStore("other");
  const Outcome outcome = Run({"import", "answers", "-"}, Streams::kCaught, kAnswers);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(Do({"show", "1"}), HasSubstr("document     standard input\n"));
  EXPECT_THAT(Log(), Not(HasSubstr("2012-12-31,-,")));
}

}  // namespace
}  // namespace lawtrace::cli
