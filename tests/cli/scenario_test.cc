// lawtrace scenario run, save and suggest on the real program.
#include <gmock/gmock.h>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr double kTolerance = 1e-9;

// SE: door = mean of membership 0 (table), fees 40, hours 50 = 30; lending 50;
// library = (3 * 30 + 50) / 4 = 35.  NO: membership 100, fees 100, hours 50, lending 66.7.
constexpr const char* kAnswers =
    "country,indicator,answer,reference\n"
    "SE,proof,passport,2012-12-31\n"
    "SE,residence,yes,2012-12-31\n"
    "SE,fees,some,2012-12-31\n"
    "SE,hours,50,2012-12-31\n"
    "SE,lending,2,2012-12-31\n"
    "NO,proof,none,2012-12-31\n"
    "NO,residence,no,2012-12-31\n"
    "NO,fees,none,2012-12-31\n"
    "NO,hours,50,2012-12-31\n"
    "NO,lending,2G,2012-12-31\n";
constexpr const char* kHeader = "country,indicator,answer,effective,law\n";

class ScenarioProgramTest : public ProgramTest {
 protected:
  ScenarioProgramTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers", Write("answers.csv", kAnswers), "--recorded-at", "2013-01-15"});
  }
  std::string Changes(const std::string& name, const std::string& rows) const {
    return Write(name, kHeader + rows);
  }
};

TEST_F(ScenarioProgramTest, ABillsEffectIsToldAtEveryNodeWithRankAndBand) {
  const std::string bill = Changes("bill.csv", "SE,fees,none,2020-07-01,Act 9\n");
  const nlohmann::json json = Ask({"scenario", "run", bill, "--at", "2021"});
  ASSERT_THAT(json["scores"], SizeIs(4));
  const nlohmann::json& library = json["scores"][0];
  EXPECT_EQ(library["node"], "library");
  EXPECT_NEAR(library["before"].get<double>(), 35, kTolerance);
  EXPECT_NEAR(library["after"].get<double>(), 50, kTolerance);
  EXPECT_EQ(library["band_before"], "half open");
  EXPECT_EQ(library["rank_before"], 2);
  EXPECT_EQ(library["rank_after"], 2);
  ASSERT_THAT(json["contributions"], SizeIs(2));
  EXPECT_NEAR(json["contributions"][0]["points"].get<double>(), 15, kTolerance);
  EXPECT_EQ(json["contributions"][0]["law"], "Act 9");
  EXPECT_EQ(json["log_position"], 10);
}

TEST_F(ScenarioProgramTest, WithoutADayItIsTheOneOnWhichAllIsInForce) {
  const std::string bill = Changes("bill.csv", "SE,fees,none,2040-07-01,\n");
  EXPECT_EQ(Ask({"scenario", "run", bill})["at"], "2040-07-01");
  const std::string past = Changes("past.csv", "SE,fees,none,2014,\n");
  EXPECT_GT(Ask({"scenario", "run", past})["at"], "2014-12-31");
}

TEST_F(ScenarioProgramTest, StacksWithAConflictAreRefusedUntilItIsDecided) {
  const std::string a = Changes("a.csv", "SE,fees,none,2020-01-01,\n");
  const std::string b = Changes("b.csv", "SE,fees,all,2021-01-01,\n");
  ExpectError({"scenario", "run", a, b},
              "lawtrace: conflict on SE fees from 2021-01-01: " + a +
                  ":2 says none from 2020-01-01 on, " + b +
                  ":2 says all from 2021-01-01 on\n"
                  "lawtrace: say whose answer holds, on conflict first or last, or leave "
                  "one of the files out\n");
  const auto after = [&](const std::string& rule, const std::string& at) {
    const nlohmann::json json =
        Ask({"scenario", "run", a, b, "--on-conflict", rule, "--at", at, "--node", "door"});
    EXPECT_THAT(json["conflicts"], SizeIs(1));
    return json["scores"][0]["after"].get<double>();
  };
  EXPECT_NEAR(after("first", "2022"), 50, kTolerance);
  EXPECT_NEAR(after("last", "2022"), 50.0 / 3, kTolerance);
  EXPECT_NEAR(after("last", "2020-12-31"), 50, kTolerance);
}

TEST_F(ScenarioProgramTest, AnotherScenarioStandsBeside) {
  const std::string a = Changes("a.csv", "SE,fees,none,2020-01-01,\n");
  const std::string b = Changes("b.csv", "SE,fees,all,2020-01-01,\n");
  const nlohmann::json row =
      Ask({"scenario", "run", a, "--against", b, "--node", "door"})["scores"][0];
  EXPECT_NEAR(row["after"].get<double>(), 50, kTolerance);
  EXPECT_NEAR(row["against"].get<double>(), 50.0 / 3, kTolerance);
  EXPECT_NEAR(row["difference"].get<double>(), 50 - 50.0 / 3, kTolerance);
}

TEST_F(ScenarioProgramTest, ARecordedProposalIsAScenario) {
  Do({"record", "proposal", "--country", "SE", "--indicator", "fees", "--answer", "none",
      "--effective", "2022-01-01"});
  Do({"record", "proposal", "--country", "SE", "--indicator", "lending", "--answer", "3",
      "--effective", "unknown"});
  EXPECT_NEAR(Ask({"scenario", "run", "--proposal", "11"})["scores"][0]["after"].get<double>(), 50,
              kTolerance);
  EXPECT_NEAR(
      Ask({"scenario", "run", "--proposal", "11,12@2023"})["scores"][0]["after"].get<double>(),
      62.5, kTolerance);
  ExpectError({"scenario", "run", "--proposal", "12"},
              "lawtrace: --proposal: proposal 12 does not say when it takes effect; write "
              "12@YYYY-MM-DD\n");
  ExpectError({"scenario", "run", "--proposal", "1,11", "--known-at", "2020"},
              "lawtrace: --proposal: event 1 is no proposal that the log knows; 'lawtrace show 1' "
              "tells what it is\n"
              "lawtrace: --proposal: event 11 is no proposal that the log knows by then; 'lawtrace "
              "show 11' tells what it is\n");
  Do({"record", "correction", "--supersedes", "11", "--answer", "all"});
  ExpectError({"scenario", "run", "--proposal", "11"},
              "lawtrace: --proposal: proposal 11 was superseded by event 13; use that if it still "
              "is a proposal\n");
  EXPECT_NEAR(Ask({"scenario", "run", "--proposal", "13"})["scores"][0]["after"].get<double>(), 25,
              kTolerance);
}

TEST_F(ScenarioProgramTest, ASavedScenarioGivesTheSameBytesOnALongerLog) {
  const std::string bill =
      Changes("bill.csv", "SE,fees,none,2020-07-01,Act 9\nNO,proof,passport,2030,\n");
  const std::string saved = Path("bill.json");
  EXPECT_EQ(Do({"scenario", "save", bill, "--group", "readers", "--at", "2015", "--output", saved}),
            "Saved 2 changes in " + saved + ", pinned to log position 10 and library-2 2.1.\n");
  const std::vector<std::string> formats = {"table", "csv", "json", "jsonl"};
  std::vector<std::string> before;
  for (const std::string& format : formats) {
    before.push_back(Do({"scenario", "run", saved, "--format", format}));
    EXPECT_EQ(before.back(), Do({"scenario", "run", bill, "--group", "readers", "--at", "2015",
                                 "--format", format}));
  }
  // An earlier amendment becomes known, and a country is new.
  Do({"record", "amendment", "--country", "SE", "--indicator", "hours", "--answer", "90",
      "--effective", "2014-06-01"});
  Do({"import", "answers",
      Write("more.csv",
            "country,indicator,answer,reference\nGB-SCT,lending,3,2013-12-31\n"
            "GB-SCT,hours,100,2013-12-31\n")});
  for (std::size_t f = 0; f < formats.size(); ++f)
    EXPECT_EQ(Do({"scenario", "run", saved, "--format", formats[f]}), before[f]);
  EXPECT_NE(Do({"scenario", "run", bill, "--group", "readers", "--at", "2015"}), before[0]);
}

TEST_F(ScenarioProgramTest, ASavedScenarioRefusesAnotherLogOrMethodology) {
  const std::string bill = Changes("bill.csv", "SE,fees,none,2020-07-01,\n");
  const std::string saved = Path("bill.json");
  Do({"scenario", "save", bill, "--output", saved});
  ExpectError(
      {"scenario", "run", saved, "--at", "2020"},
      "lawtrace: " + saved + ": is a saved scenario and answers --at itself; leave that out\n");
  ExpectError({"scenario", "run", saved, bill},
              "lawtrace: " + saved + ": is a saved scenario; 'lawtrace scenario run' it alone\n");
  std::string text = ReadFile(saved);
  const std::size_t digit = text.find("\"fingerprint\": \"") + 16;
  text[digit] = text[digit] == '0' ? '1' : '0';
  EXPECT_THAT(Run({"scenario", "run", Write("other.json", text)}).err,
              AllOf(HasSubstr("was saved under library-2 version 2.1 (fingerprint "),
                    HasSubstr("so its figures would not be the same")));
  UseStore("short");
  Do({"import", "answers",
      Write("one.csv", "country,indicator,answer,reference\nSE,fees,some,2012-12-31\n"),
      "--recorded-at", "2013-01-15"});
  ExpectError({"scenario", "run", saved},
              "lawtrace: " + saved +
                  ": was saved at log position 10, but this store ends at 1; name the store that "
                  "it was saved on with --store\n");
  UseStore("other");
  Do({"import", "answers", Write("answers.csv", kAnswers), "--recorded-at", "2013-01-16"});
  EXPECT_THAT(Run({"scenario", "run", saved}).err, HasSubstr("was saved on another log"));
}

TEST_F(ScenarioProgramTest, TheFewestChangesToAGoalAreSuggestedWithPrecedents) {
  const std::vector<std::string> goal = {"scenario", "suggest", "--country", "SE",
                                         "--band",   "open",    "--at",      "2015"};
  const nlohmann::json json = Ask(goal);
  EXPECT_NEAR(json["before"].get<double>(), 35, kTolerance);
  // fees 100, hours 100 or proof none would each do more for door; two of them reach 66.65 or more.
  ASSERT_THAT(json["changes"], SizeIs(2));
  EXPECT_EQ(json["changes"][0]["indicator"], "proof");
  EXPECT_EQ(json["changes"][0]["answer"], "none");
  EXPECT_EQ(json["changes"][0]["countries"], "NO");
  EXPECT_EQ(json["changes"][1]["indicator"], "fees");
  EXPECT_NEAR(json["after"].get<double>(), 75, kTolerance);
  EXPECT_EQ(json["band_after"], "open");
  // Its CSV is a scenario that gives the score it promises.
  std::vector<std::string> csv = goal;
  csv.insert(csv.end(), {"--format", "csv"});
  const nlohmann::json run =
      Ask({"scenario", "run", Write("path.csv", Do(csv)), "--at", "2015", "--node", "library"});
  EXPECT_NEAR(run["scores"][0]["after"].get<double>(), json["after"].get<double>(), kTolerance);
}

TEST_F(ScenarioProgramTest, AGoalThatIsReachedNeedsNothing) {
  EXPECT_THAT(Do({"scenario", "suggest", "--country", "SE", "--target", "35", "--at", "2015"}),
              StartsWith("library of SE on 2015-12-31: 35.00 (rank 2 of 2, half open).\n"
                         "Already reached: a score of at least 35.\n"));
  EXPECT_THAT(Ask({"scenario", "suggest", "--country", "SE", "--rank", "2"})["changes"], IsEmpty());
}

TEST_F(ScenarioProgramTest, ARankIsReachedWhileTheOthersStay) {
  const nlohmann::json json =
      Ask({"scenario", "suggest", "--country", "SE", "--rank", "1", "--at", "2015"});
  EXPECT_EQ(json["rank_before"], 2);
  EXPECT_EQ(json["rank_after"], 1);
  EXPECT_THAT(json["changes"], SizeIs(3));
}

TEST_F(ScenarioProgramTest, WrongInputIsOneClearError) {
  const std::string bill = Changes("bill.csv", "SE,fees,none,2020-07-01,\n");
  const std::string wrong = Changes("wrong.csv", "SE,fees,free,2020,\nXX,fees,none,2020,\n");
  const std::string silent = Changes("silent.csv", "GB-SCT,fees,none,2020,\n");
  const std::string twice = Changes("twice.csv", "SE,fees,none,2020,\nSE,fees,all,2020-05-01,\n");
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"run"}, "no scenario is named; give a file of changes or --proposal NUMBER\n"},
      {{"run", "none.csv"}, "none.csv: there is no such file; check the path\n"},
      {{"run", wrong},
       wrong + ":2: answer 'free' is not an option of fees; write one of none, some, all\n" +
           "lawtrace: " + wrong + ":3: country 'XX' is not in the index\n"},
      {{"run", silent}, silent + ":2: country 'GB-SCT': the log holds nothing on it\n"},
      {{"run", twice},
       twice + ":3: overlaps line 2: both set SE fees, from 2020 and from 2020-05-01; keep one of "
               "them or state other dates\n"},
      {{"run", bill, "--part", "ranks"},
       "--part: 'ranks' is no part of a scenario; write scores, contributions, changes or "
       "conflicts\n"},
      {{"run", bill, "--on-conflict", "both"},
       "--on-conflict: 'both' does not decide a conflict; write refuse, first or last\n"},
      {{"suggest", "--country", "SE", "--target", "99", "--exclude", "door"},
       "--target 99 is out of reach for library of SE on "},
      {{"suggest", "--country", "SE", "--target", "99", "--max-changes", "1"},
       "--target 99 is out of reach for library of SE on "},
      {{"suggest", "--country", "SE"},
       "suggest needs one goal: a --target, a --rank or a --band\n"},
      {{"suggest", "--country", "SE", "--target", "101"},
       "--target: '101' is not a score; write a number from 0 to 100\n"},
      {{"suggest", "--country", "SE", "--rank", "0"},
       "--rank: '0' is not a rank; write a number from 1 on\n"},
      {{"suggest", "--country", "NO", "--rank", "1", "--group", "readers", "--at", "2017"},
       "--rank: NO is not in group readers on 2017-12-31; name another with --group\n"},
      {{"suggest", "--country", "SE", "--band", "wide"},
       "--band: 'wide' is not a band of library-2; write one of open, half open, closed\n"},
      {{"suggest", "--country", "SE", "--band", "open", "--max-changes", "few"},
       "--max-changes: 'few' is not a number of changes; write one from 1 on\n"},
      {{"suggest", "--country", "SE", "--band", "open", "--exclude", "feess"},
       "--exclude: indicator 'feess' is not in methodology library-2; did you mean 'fees'?\n"},
      {{"suggest", "--target", "50"}, "suggest is about one country; name it with --country\n"},
  };
  for (const auto& [words, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(words));
    const Outcome outcome = Run(With({"scenario"}, words));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("lawtrace: " + message));
  }
  EXPECT_THAT(Run({"scenario", "suggest", "--country", "SE", "--target", "99", "--max-changes", "1",
                   "--at", "2015"})
                  .err,
              HasSubstr("the best reachable with at most 1 change is 60.00 (rank 2 of 2, half "
                        "open), by 1 change\n"));
}

TEST_F(ScenarioProgramTest, FilesMayFollowTheOptionsAndComeFromStandardInput) {
  const std::string bill = Changes("bill.csv", "SE,fees,none,2020-07-01,\n");
  EXPECT_EQ(Do({"scenario", "run", "--country", "SE", "--node", "door", bill, "--format", "csv"}),
            Do({"scenario", "run", bill, "--country", "SE", "--node", "door", "--format", "csv"}));
  const Outcome piped = Run({"scenario", "run", "-", "--part", "changes", "--format", "csv"},
                            Streams::kCaught, ReadFile(bill));
  EXPECT_THAT(piped.out, HasSubstr("\nstandard input:2,SE,fees,"));
}

}  // namespace
}  // namespace lawtrace::cli
