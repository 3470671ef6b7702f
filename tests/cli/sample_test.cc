// The bundled sample: in, out again, and verified.
#include <gmock/gmock.h>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kEvents = std::string(LAWTRACE_SOURCE_DIR) + "/data/sample/events.csv";
const std::string kLaws = std::string(LAWTRACE_SOURCE_DIR) + "/data/sample/laws.csv";

class SampleTest : public ProgramTest {
 protected:
  SampleTest() {
    EXPECT_THAT(Do({"import", "events", kEvents, "--laws", kLaws}),
                StartsWith("New: 8,588 events and 59 laws in 2 transactions.\n"));
  }
};

TEST_F(SampleTest, ASecondImportAddsNothing) {
  const std::string log = Log();
  EXPECT_EQ(Do({"import", "events", kEvents, "--laws", kLaws}),
            "Nothing new: all 8,647 rows are already recorded.\n");
  EXPECT_EQ(Do({"import", "laws", kLaws}), "Nothing new: all 59 rows are already recorded.\n");
  EXPECT_EQ(Log(), log);
}

TEST_F(SampleTest, AnExportRebuildsTheLog) {
  const std::string log = Log();
  for (const std::string format : {"csv", "jsonl"}) {
    SCOPED_TRACE(format);
    UseStore("store");
    const std::string events = Path("exported-events." + format);
    const std::string laws = Path("exported-laws." + format);
    Do({"export", "events", "--format", format, "--output", events});
    Do({"export", "laws", "--format", format, "--output", laws});
    UseStore("rebuilt-" + format);
    Do({"import", "events", events, "--laws", laws});
    EXPECT_EQ(Log(), log);
    EXPECT_EQ(Do({"import", "events", events, "--laws", laws}),
              "Nothing new: all 8,647 rows are already recorded.\n");
  }
}

TEST_F(SampleTest, ExportedScoresVerifyUntilOneIsTouched) {
  const std::string file = Path("scores.csv");
  Do({"export", "scores", "--at", "2020-12-31", "--output", file});
  EXPECT_THAT(Do({"verify", file}),
              AllOf(StartsWith("184 published figures: 184 equal"), HasSubstr(" 0 different.\n")));
  std::string text = ReadFile(file);
  const std::string row = "\nPT,Portugal,a,Labour market mobility,";
  const std::size_t at = text.find(row) + row.size();
  ASSERT_LT(at, text.size());
  text.replace(at, text.find(',', at) - at, "12.5");
  WriteFile(file, text);
  const Outcome outcome = Run({"verify", file, "--format", "csv"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, HasSubstr("\ndifferent,PT,a,2020-12-31,12.5,"));
}

TEST_F(SampleTest, AScoreBlankInTheFileIsUnpublished) {
  const std::string file = Write("scores.csv", "country,node,score,at\nPT,a,,2019-12-31\n");
  const Outcome outcome = Run({"verify", file, "--format", "csv"});
  EXPECT_EQ(outcome.status, 1);  // Nothing could be verified.
  EXPECT_THAT(outcome.out, EndsWith(",the workbook leaves this cell blank,line 2\n"));
}

TEST_F(SampleTest, EveryEventShowsItsEvidence) {
  EXPECT_THAT(Do({"show", "60"}), AllOf(HasSubstr("document     core-2007-2019.xlsx\n"),
                                        HasSubstr("recorded at  2020-12-31T00:00:00Z\n")));
}

}  // namespace
}  // namespace lawtrace::cli
