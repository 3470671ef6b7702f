// The law register from the command line: entered, changed, linked, merged, confirmed, asked.
#include <gmock/gmock.h>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class LawTest : public ProgramTest {
 protected:
  LawTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers",
        Write("answers.csv",
              "country,indicator,answer,reference\n"
              "SE,proof,none,2012-12-31\nSE,residence,no,2012-12-31\nSE,fees,all,2012-12-31\n"
              "SE,hours,50,2012-12-31\nSE,lending,1,2012-12-31\n"),
        "--recorded-at", "2013-01-15"});
    Do({"import", "laws",
        Write("laws.csv",
              "law,country,title,status\n"
              "se-act-1,SE,Library Act,\n"
              "se-recognised-1,SE,The Library Act,recognised\n"),
        "--recorded-at", "2014-01-15"});
    // One law under two names.
    for (const auto& [indicator, answer, law] :
         {std::tuple("fees", "none", "se-act-1"), std::tuple("hours", "100", "se-recognised-1")})
      Do({"record", "amendment", "--country", "SE", "--indicator", indicator, "--answer", answer,
          "--effective", "2014-01-01", "--law", law, "--recorded-at", "2014-02-01"});
  }

  nlohmann::json Law(const std::string& id) const { return Ask({"law", "show", id}); }
};

TEST_F(LawTest, ALawIsEnteredWithAllThatIsKnownOfIt) {
  Do({"law",
      "add",
      "se-2",
      "--country",
      "SE",
      "--type",
      "act",
      "--number",
      "2/2014",
      "--title",
      "Lag",
      "--title-en",
      "Fees Act",
      "--identifier",
      "eli/se/lag/2",
      "--adopted",
      "2014-01-02",
      "--published",
      "2014-01",
      "--in-force",
      "2014",
      "--repealed",
      "2020",
      "--url",
      "https://example.org/2",
      "--alias",
      "Avgiftslag",
      "--alias",
      "Lag 2",
      "--link",
      "amends:se-act-1",
      "--commencement",
      "s. 3: b:2015-01-01",
      "--follow-through",
      "funded:no",
      "--author",
      "editor"});
  const nlohmann::json law = Law("Avgiftslag");
  EXPECT_EQ(law["law"], "se-2");
  EXPECT_EQ(law["status"], "confirmed");
  EXPECT_EQ(law["aliases"], "Avgiftslag; Lag 2");
  EXPECT_EQ(law["links"], "amends se-act-1");
  EXPECT_EQ(law["commencements"], "s. 3: b 2015-01-01");
  EXPECT_EQ(law["follow_through"], "funded: no");
  EXPECT_EQ(law["published"], "2014-01");
  EXPECT_EQ(Law("se-act-1")["links_to"],
            nlohmann::json::parse(R"([{"kind":"amends","law":"se-2"}])"));
}

TEST_F(LawTest, AnEditIsAnItemOfTheLogAndKeepsWhatItDoesNotName) {
  Do({"law", "edit", "se-act-1", "--in-force", "2014-01-01", "--alias", "Act One"});
  Do({"law", "edit", "se-act-1", "--alias", "Act 1", "--repealed", "2030"});
  nlohmann::json law = Law("se-act-1");
  EXPECT_EQ(law["in_force"], "2014-01-01");
  EXPECT_EQ(law["aliases"], "Act One; Act 1");
  EXPECT_THAT(law["statements"], SizeIs(3));
  Do({"law", "edit", "se-act-1", "--clear", "aliases,repealed", "--alias", "First Act"});
  law = Law("se-act-1");
  EXPECT_EQ(law["aliases"], "First Act");
  EXPECT_TRUE(law["repealed"].is_null());
  // The day before, the register said less.
  const nlohmann::json before = Ask({"law", "show", "se-act-1", "--known-at", "2014-12-31"});
  EXPECT_TRUE(before["in_force"].is_null());
  EXPECT_THAT(before["statements"], SizeIs(1));
}

TEST_F(LawTest, SayingTheSameAgainAddsNothing) {
  EXPECT_EQ(Do({"law", "link", "se-act-1", "repeals", "se-recognised-1"}),
            "Recorded law se-act-1 (confirmed) as item 10.\n");
  const std::string log = Log();
  EXPECT_EQ(Do({"law", "link", "se-act-1", "repeals", "se-recognised-1"}),
            "Nothing new: the register already says this.\n");
  EXPECT_EQ(Do({"law", "confirm", "se-act-1"}), "Nothing new: the register already says this.\n");
  EXPECT_THAT(Do({"law", "confirm", "se-recognised-1", "--dry-run"}), HasSubstr("Would record"));
  EXPECT_EQ(Log(), log);
}

TEST_F(LawTest, RecognisedLawsWaitForConfirmation) {
  EXPECT_THAT(Ask({"law", "list", "--status", "recognised"}), SizeIs(1));
  Do({"law", "confirm", "se-recognised-1"});
  EXPECT_THAT(Ask({"law", "list", "--status", "recognised"}), IsEmpty());
  EXPECT_THAT(Ask({"law", "list"}), SizeIs(2));
  EXPECT_THAT(Ask({"law", "list", "--known-at", "2013"}), IsEmpty());
}

TEST_F(LawTest, ADeclaredAliasMergesTwoEntriesEverywhere) {
  const std::vector<std::string> attribute = {"attribute", "--country", "SE",   "--node", "library",
                                              "--from",    "2013",      "--to", "2015"};
  EXPECT_THAT(Ask(attribute)[0]["contributions"], SizeIs(2));
  const double apart = Law("se-act-1")["effects"][0]["points"];
  Do({"law", "edit", "se-act-1", "--alias", "se-recognised-1"});
  const nlohmann::json merged = Ask(attribute)[0];
  ASSERT_THAT(merged["contributions"], SizeIs(1));
  EXPECT_EQ(merged["contributions"][0]["law"], "se-act-1");
  EXPECT_NEAR(merged["contributions"][0]["points"], double{merged["change"]}, 1e-9);
  const nlohmann::json law = Law("se-recognised-1");
  EXPECT_EQ(law["law"], "se-act-1");
  EXPECT_EQ(law["merged"], nlohmann::json::parse(R"(["se-recognised-1"])"));
  EXPECT_GT(double{law["effects"][0]["points"]}, apart);
  EXPECT_EQ(law["changes"], 2);
  EXPECT_THAT(Ask({"law", "list"}), SizeIs(1));
}

TEST_F(LawTest, BadInputIsRefusedWhole) {
  const std::string log = Log();
  ExpectError({"law", "add", "se-act-1", "--title", "Again"},
              "lawtrace: law 'se-act-1' is in the register; change it with 'lawtrace law edit "
              "se-act-1'\n");
  ExpectError({"law", "add", "Act 3", "--country", "XX", "--adopted", "soon"},
              "lawtrace: adopted: 'soon' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY\n");
  ExpectError(
      {"law", "add", "Act 3", "--country", "SE", "--title", "x", "--identifier", "12"},
      "lawtrace: law id 'Act 3' has other characters than a-z, 0-9 and -; write one such as "
      "pt-lei-23-2007\n"
      "lawtrace: identifier '12' is no ELI, CELEX, ECLI, URN or number of a state's gazette or "
      "database; write one such as 32011L0098 or BOE-A-2000-544, or leave it empty\n");
  ExpectError({"law", "link", "se-act-1", "amend", "se-act-9"},
              "lawtrace: links: 'amend' is not a link; write amends, repeals, implements or "
              "corrects\n");
  ExpectError({"law", "link", "se-act-1", "amends", "se-act-9"},
              "lawtrace: links: law 'se-act-9' is not in the register; add it with 'lawtrace law "
              "add'\n");
  ExpectError({"law", "confirm", "se-recognised-1", "se-recognized-1"},
              "lawtrace: law 'se-recognized-1' is not in the register; did you mean "
              "'se-recognised-1'?\n");
  ExpectError({"law", "edit", "se-act-1"},
              "lawtrace: nothing is to be changed; give a field, such as --in-force 2019-01-01\n");
  ExpectError({"law", "edit", "se-act-1", "--clear", "linkz"},
              "lawtrace: --clear: a law has no field 'linkz'; did you mean 'links'?\n");
  ExpectError({"law", "list", "--status", "sure"},
              "lawtrace: --status: 'sure' is not a status; write confirmed or recognised\n");
  EXPECT_EQ(Log(), log);
}

TEST_F(LawTest, TheRegisterSurvivesExportAndImport) {
  Do({"law", "edit", "se-act-1", "--alias", "se-recognised-1", "--commencement", "s. 1:2015",
      "--follow-through", "evaluated:yes", "--recorded-at", "2015-01-01"});
  const std::string log = Log();
  for (const std::string format : {"csv", "jsonl"}) {
    UseStore("store");
    Do({"export", "events", "--format", format, "--output", Path("events." + format)});
    Do({"export", "laws", "--format", format, "--output", Path("laws." + format)});
    UseStore("again-" + format);
    Do({"import", "events", Path("events." + format), "--laws", Path("laws." + format)});
    EXPECT_EQ(Log(), log);
  }
}

}  // namespace
}  // namespace lawtrace::cli
