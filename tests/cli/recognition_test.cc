// From the comments of a workbook to laws, dates and candidate amendments.
#include <gmock/gmock.h>

#include "proto/index_codec.h"
#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RecognitionCliTest : public ProgramTest {
 protected:
  void SetUp() override {
    book_.AddSheet("ES", {2018, 2019}, 50);
    book_.SetScore("ES", 2019, "aa1", 100);
    book_.SetComment("ES", 2019, "aa1", "Law 15/2019, entry into force: 1 March 2019");
    book_.Write(Path("core.xlsx"));
    later_.AddSheet("ES", {2020}, 50);
    later_.SetScore("ES", 2020, "aa1", 0);
    later_.SetComment("ES", 2020, "aa1", "Organic Law 3/2020 abolished it from 1 May 2020");
    later_.Write(Path("later.xlsx"));
  }
  // The last event on the answer.
  nlohmann::json LastEvent() const {
    return Ask({"show", "--country", "ES", "--indicator", "aa1"}).back();
  }

  Index index_ = proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
  ingest::WorkbookFixture book_{index_};
  ingest::WorkbookFixture later_{index_};
};

TEST_F(RecognitionCliTest, ImportSaysWhatItRecognised) {
  const std::string words =
      "Laws named in the comments: 1, of which 1 are new to the register, as recognised.\n"
      "Of the amendments, 1 name a law as their cause and 1 state when they took effect.\n";
  EXPECT_THAT(Do({"import", "workbook", Path("core.xlsx"), "--dry-run"}), HasSubstr(words));
  EXPECT_THAT(Do({"import", "workbook", Path("core.xlsx")}), HasSubstr(words));
  const nlohmann::json again = Ask({"import", "workbook", Path("core.xlsx")})[0];
  EXPECT_EQ(again["laws"], 0);
  EXPECT_EQ(again["amendments"], 0);
}

TEST_F(RecognitionCliTest, TheLawAndItsDateStandInTheLog) {
  Do({"import", "workbook", Path("core.xlsx")});
  const nlohmann::json amendment = LastEvent();
  EXPECT_EQ(amendment["kind"], "amendment");
  EXPECT_EQ(amendment["laws"], "es-act-15-2019 (cause)");
  EXPECT_EQ(amendment["basis"], "stated");
  EXPECT_EQ(amendment["bounds"], "2019-03-01");
  EXPECT_EQ(amendment["observed"], "2019-12-31");
  EXPECT_THAT(Ask({"law", "missing"}), IsEmpty());
  EXPECT_THAT(Do({"export", "laws"}), HasSubstr(",recognised,"));
}

TEST_F(RecognitionCliTest, ARecodingIsACandidateUntilAnEditorConfirmsIt) {
  Do({"import", "workbook", Path("core.xlsx")});
  Do({"import", "workbook", Path("later.xlsx")});
  const nlohmann::json candidates = Ask({"law", "candidates", "--country", "ES"});
  ASSERT_THAT(candidates, SizeIs(1));
  const nlohmann::json& candidate = candidates[0];
  EXPECT_EQ(candidate["indicator"], "aa1");
  EXPECT_EQ(candidate["old"], "100");
  EXPECT_EQ(candidate["new"], "0");
  EXPECT_EQ(candidate["law"], "es-act-3-2020");
  EXPECT_EQ(candidate["written"], "Organic Law 3/2020");
  EXPECT_EQ(candidate["stated"], "2020-05-01");
  const std::string event = candidate["event"].dump();
  EXPECT_EQ(candidate["command"], "lawtrace record amendment --store " + store() +
                                      " --supersedes " + event +
                                      " --effective 2020-05-01 --law es-act-3-2020");
  EXPECT_EQ(LastEvent()["laws"], "es-act-3-2020 (context)");

  const std::vector<std::string> confirm = {"record", "amendment",    "--supersedes",
                                            event,    "--effective",  "2020-05-01",
                                            "--law",  "es-act-3-2020"};
  EXPECT_THAT(Do(confirm), HasSubstr("amendment of ES aa1, answer 0, effective 2020-05-01, in "
                                     "place of recoding " +
                                     event + ".\n"));
  const nlohmann::json amendment = LastEvent();
  EXPECT_EQ(amendment["laws"], "es-act-3-2020 (cause)");
  EXPECT_EQ(amendment["observed"], "2020-12-31");
  EXPECT_EQ(amendment["status"], "stands");
  EXPECT_THAT(Ask({"law", "candidates"}), IsEmpty());
  // What was said once is not said again.
  const std::string log = Log();
  Do(confirm);
  Do({"import", "workbook", Path("later.xlsx")});
  EXPECT_EQ(Log(), log);
}

TEST_F(RecognitionCliTest, OnlyARecodingIsReplacedByAnAmendment) {
  Do({"import", "workbook", Path("core.xlsx")});
  const std::string amendment = LastEvent()["event"].dump();
  ExpectError({"record", "amendment", "--supersedes", amendment, "--effective", "2019"},
              "lawtrace: --supersedes: event " + amendment +
                  " is no recoding but of kind amendment; record a correction of it\n");
  ExpectError({"record", "amendment", "--effective", "2019", "--country", "ES"},
              "lawtrace: --indicator is required\nlawtrace: --answer is required\n");
}

TEST_F(RecognitionCliTest, AnEditorsEntryIsUsed) {
  Do({"import", "laws",
      Write("laws.csv",
            "law,country,type,number,title\n"
            "ley,ES,act,15/2019,Ley de algo\n")});
  EXPECT_THAT(Do({"import", "workbook", Path("core.xlsx")}),
              HasSubstr("Laws named in the comments: 1, of which 0 are new"));
  EXPECT_EQ(LastEvent()["laws"], "ley (cause)");
  EXPECT_THAT(Ask({"law", "list"}), SizeIs(1));
}

TEST_F(RecognitionCliTest, StylesMayBeOnesOwn) {
  const Outcome outcome = Run({"import", "workbook", Path("core.xlsx"), "--styles", Path("none")});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("none"));
  EXPECT_FALSE(std::filesystem::exists(store()));
}

}  // namespace
}  // namespace lawtrace::cli
