// Re-issued documents, late entries and what people are told of them, by the real program.
#include <gmock/gmock.h>

#include <sstream>

#include "proto/index_codec.h"
#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ReissueTest : public ProgramTest {
 protected:
  ReissueTest() : ProgramTest("tests/fixtures/toy-index") {}

  // Answers on Norway's fees at the end of each year from 2014 on, of a document; "": none.
  Outcome Import(const std::string& name, const Words& answers, const std::string& recorded_at,
                 const Words& more = {}, const std::string& comment = {}) const {
    std::string text = "country,indicator,answer,reference,comment\n";
    int year = 2014;
    for (const std::string& answer : answers) {
      const std::string day = std::to_string(year++) + "-12-31";
      if (!answer.empty()) text += "NO,fees," + answer + "," + day + "," + comment + "\n";
      text += "NO,hours,50," + day + ",\n";
    }
    return Run(With({"import", "answers", Write(name, text), "--recorded-at", recorded_at}, more));
  }
  // At the end of each year from 2014 to 2017.
  Words Answers(const std::string& known_at = "today") const {
    Words answers;
    for (const char* at : {"2014", "2015", "2016", "2017"})
      for (const json& row :
           Ask({"export", "answers", "--country", "NO", "--at", at, "--known-at", known_at}))
        if (row.at("indicator") == "fees") answers.push_back(row.at("answer"));
    return answers;
  }
  // "event kind counts_as" of all that is live.
  Words Standing() const {
    Words standing;
    for (const json& row : Ask({"show", "--country", "NO", "--indicator", "fees"}))
      if (row.at("status") == "current" || row.at("status") == "")
        standing.push_back(row.at("kind").get<std::string>() + " " +
                           row.at("counts_as").get<std::string>());
    return standing;
  }
  Outcome Record(const std::string& kind, const Words& more) const {
    return Run(With({"record", kind}, more));
  }
  Words Amendment(const std::string& answer, const std::string& effective,
                  const Words& more = {}) const {
    return With(
        {"--country", "NO", "--indicator", "fees", "--answer", answer, "--effective", effective},
        more);
  }
  std::vector<json> Lines(const std::string& name) const {
    std::vector<json> lines;
    std::istringstream in(ReadFile(Path(name)));
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
    return lines;
  }
};

TEST_F(ReissueTest, OneCorrectedYearMovesThatYearAlone) {
  Import("fees-v1.csv", {"some", "some", "some", "some"}, "2018-06-01");
  const Outcome second = Import("fees-v2.csv", {"some", "none", "some", "some"}, "2019-06-01");
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(second.out,
              AllOf(HasSubstr("Corrected, because the source states another answer than it did: 1 "
                              "answer.\n"),
                    HasSubstr("Stated again, because an answer before them changed: 1 answer.\n"),
                    HasSubstr("Checked: the log answers as the file does on 8 statements.\n")));
  EXPECT_THAT(Answers(), ElementsAre("some", "none", "some", "some"));
  EXPECT_THAT(Answers("2018-12-31"), ElementsAre("some", "some", "some", "some"));

  Import("fees-v1.csv", {"some", "some", "some", "some"}, "2020-06-01");
  EXPECT_THAT(Answers(), ElementsAre("some", "some", "some", "some"));
  EXPECT_THAT(Answers("2019-12-31"), ElementsAre("some", "none", "some", "some"));
  const std::string log = Log();
  EXPECT_THAT(Import("fees-v1.csv", {"some", "some", "some", "some"}, "2021-06-01").out,
              HasSubstr("Nothing new: all 8 answers are already recorded.\n"));
  EXPECT_EQ(Log(), log);
  EXPECT_THAT(Do({"check"}), HasSubstr("No faults.\n"));
}

TEST_F(ReissueTest, AnotherSourceChangesItsOwnYearsAlone) {
  Import("fees.csv", {"some", "some", "some", "some"}, "2018-06-01");
  Import("other.csv", {"", "none"}, "2019-06-01");
  EXPECT_THAT(Answers(), ElementsAre("some", "none", "some", "some"));
  const json life = Ask({"show", "--country", "NO", "--indicator", "fees"});
  int recodings = 0;
  for (const json& row : life) recodings += row.at("kind") == "recoding" ? 1 : 0;
  EXPECT_EQ(recodings, 2);
  // Under another name it is what the first source says.
  EXPECT_THAT(
      Import("again.csv", {"some", "some", "some", "some"}, "2020-06-01", {"--source", "fees"}).out,
      HasSubstr("1 recoding"));
  EXPECT_THAT(Answers(), ElementsAre("some", "some", "some", "some"));
}

TEST_F(ReissueTest, WhatIsBlankNowIsNamedAndWithdrawnIfAsked) {
  Import("fees.csv", {"some", "some", "some", "some"}, "2018-06-01");
  const Outcome listed = Import("fees.csv", {"some", "some", "", "some"}, "2019-06-01");
  EXPECT_THAT(listed.out,
              HasSubstr("Stated by this source before and blank in this file: 1 answer; left as "
                        "they were (--withdraw makes them not assessed).\n"
                        "  NO fees 2016-12-31: some by event 5\n"));
  EXPECT_THAT(Answers(), ElementsAre("some", "some", "some", "some"));
  Import("fees.csv", {"some", "some", "", "some"}, "2019-06-01", {"--withdraw"});
  EXPECT_THAT(Answers(), ElementsAre("some", "some", "not_assessed", "some"));
  EXPECT_THAT(Import("fees.csv", {"some", "some", "", "some"}, "2020-06-01").out,
              Not(HasSubstr("blank")));
}

TEST_F(ReissueTest, AnotherCommentIsEvidenceThatAnswersFollow) {
  const Words answers = {"some", "none"};
  Import("fees.csv", answers, "2018-06-01", {}, "Act 7/2015 in force since 3 May 2015");
  const Outcome second =
      Import("fees.csv", answers, "2019-06-01", {}, "Act 9/2015 in force since 1 June 2015");
  EXPECT_THAT(second.out, HasSubstr("New evidence, because the comment changed beside the same "
                                    "answer: 2 answers.\n"));
  const json rows = Ask({"show", "--country", "NO", "--indicator", "fees"});
  const json& last = rows.back();
  EXPECT_THAT(last.at("comment").get<std::string>(), HasSubstr("Act 9/2015"));
  EXPECT_EQ(last.at("effective"), "2015-06-01");
  EXPECT_THAT(last.at("laws").get<std::string>(), HasSubstr("9-2015 (cause)"));
  EXPECT_THAT(rows.dump(), HasSubstr("Act 7/2015"));  // The old one stays in its life.
  EXPECT_THAT(
      Do({"attribute", "--country", "NO", "--from", "2014", "--to", "2015", "--node", "door"}),
      AllOf(HasSubstr("no-act-9-2015"), Not(HasSubstr("7-2015"))));
}

TEST_F(ReissueTest, ALateEntryAgainstALaterSightingIsRefusedWithTheWaysOut) {
  Import("fees.csv", {"some", "some", "some"}, "2018-06-01");
  const Outcome refused = Record("amendment", Amendment("none", "2015-06-01"));
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("contradicts event 3, which saw some for NO fees on "
                                           "2015-12-31"),
                                 HasSubstr("--until"), HasSubstr("--correct-observations"),
                                 HasSubstr("'lawtrace record correction --supersedes 3 --answer "
                                           "none'")));
  EXPECT_THAT(
      Do(With({"record", "amendment"}, Amendment("none", "2015-06-01", {"--until", "2015-11-01"}))),
      AllOf(HasSubstr("amendment of NO fees, answer none, effective 2015-06-01.\n"),
            HasSubstr("amendment of NO fees, answer some, effective 2015-11-01.\n")));
  EXPECT_THAT(Answers(), ElementsAre("some", "some", "some", "some"));
  EXPECT_EQ(Record("amendment", Amendment("none", "2016-02-01", {"--until", "2017-01-01"})).status,
            2);
  EXPECT_EQ(Record("amendment", Amendment("none", "2016-02-01", {"--until", "2016-01-01"})).status,
            2);
  EXPECT_THAT(Do(With({"record", "amendment"},
                      Amendment("none", "2016-02-01", {"--correct-observations"}))),
              HasSubstr("correction of NO fees, answer none, effective 2016, superseding event 5"));
  EXPECT_THAT(Answers(), ElementsAre("some", "some", "none", "none"));
}

TEST_F(ReissueTest, AnObservationThatWasWrongIsCorrected) {
  Import("fees.csv", {"some", "some", "some"}, "2018-06-01");
  EXPECT_EQ(Record("correction", {"--supersedes", "3", "--answer", "none"}).status, 2);
  EXPECT_EQ(Record("correction", {"--supersedes", "5", "--answer", "none"}).status, 0);
  EXPECT_EQ(Record("correction", {"--supersedes", "3", "--answer", "none"}).status, 0);
  EXPECT_THAT(Answers(), ElementsAre("some", "none", "none", "none"));
  EXPECT_EQ(Record("amendment", Amendment("none", "2015-06-01")).status, 0);
  // The observation was of another day.
  EXPECT_EQ(Record("correction", {"--supersedes", "1", "--effective", "2015-02-01"}).status, 2);
  EXPECT_EQ(
      Record("correction", {"--supersedes", "1", "--effective", "2015-02-01", "--observed", "none"})
          .status,
      0);
}

TEST_F(ReissueTest, ALogThatContradictsItselfIsFound) {
  Do({"import", "events",
      Write("old.csv",
            "kind,country,indicator,answer,effective,observed,sequence,transaction,recorded_at\n"
            "coding,NO,fees,some,2014,2014-12-31,1,1,2018-01-01\n"
            "confirmation,NO,fees,some,2016,2016-12-31,2,1,2018-01-01\n"
            "amendment,NO,fees,none,2015-06-01,,3,3,2019-01-01\n")});
  const Outcome check = Run({"check"});
  EXPECT_EQ(check.status, 1);
  EXPECT_THAT(check.out,
              HasSubstr("Contradiction: event 2 saw some for NO fees on 2016-12-31, but by event 3 "
                        "it is none.\n1 contradiction; record what is right"));
  EXPECT_EQ(json::parse(Run({"check", "--format", "json"}).out)[0].at("contradictions"), 1);
  EXPECT_EQ(Record("amendment", Amendment("some", "2016-03-01")).status, 0);
  EXPECT_THAT(Do({"check"}), HasSubstr("No faults.\n"));
}

TEST_F(ReissueTest, AFileThatVerifiesNothingIsAFinding) {
  Import("fees.csv", {"some"}, "2018-06-01");
  const Outcome none = Run({"verify", Write("none.csv", "country,node,score,at\n")});
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.out, HasSubstr("Nothing could be verified"));
  EXPECT_EQ(
      Run({"verify", Write("blank.csv", "country,node,score,at\nNO,library,,2014-12-31\n")}).status,
      1);
}

TEST_F(ReissueTest, SubscribersHearOfTheChangeAndOfItsWayBack) {
  Import("fees.csv", {"some", "some", "some"}, "2018-06-01");
  Do({"dispatch"});
  Do({"subscribe", "--to", "file:" + Path("no.jsonl"), "--country", "NO"});
  Import("fees-v2.csv", {"some", "none", "some"}, "2019-06-01");
  Do({"dispatch"});
  std::vector<std::string> told;
  for (const json& line : Lines("no.jsonl"))
    for (const json& item : line.at("data").at("items"))
      told.push_back(item.at("old").at("answer").get<std::string>() + " to " +
                     item.at("new").at("answer").get<std::string>());
  EXPECT_THAT(told, ElementsAre("some to none", "none to some"));
  const std::size_t before = Lines("no.jsonl").size();
  Import("fees.csv", {"some", "some", "some"}, "2020-06-01");
  Do({"dispatch"});
  const std::vector<json> lines = Lines("no.jsonl");
  ASSERT_GT(lines.size(), before);
  const json item = lines.back().at("data").at("items").at(0);
  EXPECT_EQ(item.at("trigger"), "correction");
  EXPECT_EQ(item.at("old").at("answer"), "none");
  EXPECT_EQ(item.at("new").at("answer"), "some");
  EXPECT_THAT(Lines("no.jsonl"), Not(IsEmpty()));
}

TEST_F(ReissueTest, WhoWasToldOfALawIsToldOfTheRightOne) {
  Import("fees.csv", {"some"}, "2016-06-01");
  Do({"dispatch"});
  Do({"subscribe", "--to", "file:" + Path("no.jsonl"), "--country", "NO"});
  Import("fees.csv", {"some", "none"}, "2018-06-01", {}, "Act 7/2015");
  Do({"dispatch"});
  Do({"subscribe", "--to", "file:" + Path("later.jsonl"), "--country", "NO"});
  Import("fees.csv", {"some", "none"}, "2019-06-01", {}, "Act 9/2015");
  Do({"dispatch"});
  EXPECT_THAT(Lines("no.jsonl"), SizeIs(2));
  EXPECT_THAT(Lines("no.jsonl").back().dump(), HasSubstr("9/2015"));
  EXPECT_FALSE(std::filesystem::exists(Path("later.jsonl")));
}

// The same by a workbook, whose blank cells leave their year in the sheet.
class ReissuedWorkbookTest : public ProgramTest {
 protected:
  std::string WriteBook(const std::string& name, int changed_year, double score) const {
    const Index mipex = proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
    ingest::WorkbookFixture book(mipex);
    book.AddSheet("PT", {2014, 2015, 2016}, 50);
    if (score >= 0) {
      book.SetScore("PT", changed_year, "aa1", score);
    } else {
      book.Clear("PT", book.CellOf("PT", changed_year, "aa1"));
    }
    book.Write(Path(name));
    return Path(name);
  }
  Words Answers() const {
    Words answers;
    for (const char* at : {"2014", "2015", "2016"})
      for (const json& row : Ask({"export", "answers", "--country", "PT", "--at", at}))
        if (row.at("indicator") == "aa1") answers.push_back(row.at("answer"));
    return answers;
  }
};

TEST_F(ReissuedWorkbookTest, EachYearIsWhatTheLastEditionSays) {
  for (const int year : {2014, 2015, 2016}) {
    UseStore("store-" + std::to_string(year));
    Do({"import", "workbook", WriteBook("v1.xlsx", year, 50)});
    EXPECT_THAT(Answers(), ElementsAre("50", "50", "50"));
    Do({"import", "workbook", WriteBook("v2.xlsx", year, 100)});
    Words expected = {"50", "50", "50"};
    expected[static_cast<std::size_t>(year - 2014)] = "100";
    EXPECT_EQ(Answers(), expected);
    Do({"import", "workbook", WriteBook("v1.xlsx", year, 50)});
    EXPECT_THAT(Answers(), ElementsAre("50", "50", "50"));
    EXPECT_THAT(Do({"import", "workbook", WriteBook("v3.xlsx", year, -1)}),
                HasSubstr("blank in this file: 1 answer"));
    Do({"import", "workbook", Path("v3.xlsx"), "--withdraw"});
    expected[static_cast<std::size_t>(year - 2014)] = "not_assessed";
    EXPECT_EQ(Answers(), expected);
  }
}

}  // namespace
}  // namespace lawtrace::cli
