// Where results go: files whole or not at all, streams that take nothing.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class OutputTest : public ProgramTest {
 protected:
  OutputTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers",
        Write("answers.csv", "country,indicator,answer,reference\nSE,fees,none,2012-12-31\n")});
  }
};

TEST_F(OutputTest, AFileIsReplacedWhole) {
  const std::string file = Write("events.csv", "old");
  Do({"export", "events", "--output", file});
  EXPECT_EQ(ReadFile(file), Do({"export", "events"}));
  EXPECT_FALSE(std::filesystem::exists(file + ".partial"));
}

TEST_F(OutputTest, BehindALinkTheFileIsReplaced) {
  const std::string file = Write("events.csv", "old");
  std::filesystem::create_symlink(file, Path("link.csv"));
  Do({"export", "events", "--output", Path("link.csv")});
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link.csv")));
  EXPECT_THAT(ReadFile(file), StartsWith("kind,"));
}

TEST_F(OutputTest, ADeviceIsWrittenTo) {
  Do({"export", "events", "--output", "/dev/null"});
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_FALSE(std::filesystem::exists("/dev/null.partial"));
  ExpectError({"export", "events", "--output", "/dev/full"},
              "lawtrace: /dev/full: cannot be written: No space left on device; name another file "
              "with --output\n");
}

TEST_F(OutputTest, AFileThatCannotBeWrittenIsAnError) {
  ExpectError({"export", "events", "--output", Path("missing/events.csv")},
              "lawtrace: " + Path("missing/events.csv") +
                  ": cannot be written: No such file or directory; name another file with "
                  "--output\n");
  ExpectError({"export", "events", "--output", Path("store")},
              "lawtrace: " + Path("store") +
                  ": cannot be written: it is a folder; name another file with --output\n");
}

TEST_F(OutputTest, AFailedExportLeavesTheFileAlone) {
  const std::string file = Write("scores.csv", "old");
  EXPECT_EQ(Run({"export", "scores", "--country", "XX", "--output", file}).status, 2);
  EXPECT_EQ(ReadFile(file), "old");
}

TEST_F(OutputTest, AClosedStandardOutputIsAnErrorAndHarmsNoStore) {
  const std::string log = Log();
  const Outcome outcome = Run({"score"}, Streams::kOutputClosed);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "lawtrace: standard output: Bad file descriptor\n");
  const Outcome record = Run({"record", "amendment", "--country", "SE", "--indicator", "fees",
                              "--answer", "all", "--effective", "2014"},
                             Streams::kOutputClosed);
  EXPECT_EQ(record.status, 2);
  EXPECT_EQ(record.err,
            "lawtrace: the record went well, but was not reported: standard output: Bad file "
            "descriptor\n");
  EXPECT_THAT(Log(), StartsWith(log));
  EXPECT_THAT(Log(), HasSubstr("amendment,SE,fees,all,2014"));
}

TEST_F(OutputTest, AFullStandardOutputIsAnError) {
  const Outcome outcome = Run({"score"}, Streams::kOutputFull);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "lawtrace: standard output: No space left on device\n");
}

TEST_F(OutputTest, ControlCharactersOfACommentStayOffTheTerminal) {
  Do({"import", "events",
      Write("events.csv",
            "kind,country,indicator,answer,effective,comment\n"
            "amendment,SE,fees,all,2014,\"red \x1b[31m\x07 alert\nsecond line\"\n")});
  EXPECT_THAT(Do({"show", "2"}), HasSubstr("comment      red  [31m  alert\nsecond line\n"));
  EXPECT_THAT(Do({"show", "--country", "SE", "--indicator", "fees"}),
              HasSubstr("red  [31m  alert second line"));
  EXPECT_THAT(Do({"export", "events"}), HasSubstr("red \x1b[31m\x07 alert\nsecond line"));
}

}  // namespace
}  // namespace lawtrace::cli
