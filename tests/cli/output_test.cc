// Where results go: files whole or not at all, streams that take nothing.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

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

TEST_F(OutputTest, ALinkIsNotFollowed) {
  const std::string file = Write("events.csv", "old");
  std::filesystem::create_symlink(file, Path("link.csv"));
  std::filesystem::create_symlink(Path("nowhere.csv"), Path("dangling.csv"));
  for (const char* link : {"link.csv", "dangling.csv"})
    ExpectError({"export", "events", "--output", Path(link)},
                "lawtrace: " + Path(link) +
                    ": cannot be written: it is a link; name another file with --output\n");
  EXPECT_EQ(ReadFile(file), "old");
  EXPECT_FALSE(std::filesystem::exists(Path("nowhere.csv")));
}

TEST_F(OutputTest, WhatIsMadeIsTheOwnersAloneWhateverTheUmask) {
  using std::filesystem::perms;
  const auto permissions = [&](const std::string& name) {
    return std::filesystem::status(Path(name)).permissions();
  };
  for (const mode_t mask : {0U, 022U, 077U}) {
    const mode_t before = umask(mask);
    const std::string name = "made-" + std::to_string(mask);
    Do({"export", "events", "--output", Path(name)});
    Do({"backup", Path(name + "-copy")});
    Do({"feed", "--output", Path(name + "-feeds")});
    umask(before);
    EXPECT_EQ(permissions(name), perms::owner_read | perms::owner_write) << mask;
    EXPECT_EQ(permissions(name + "-copy"), perms::owner_all) << mask;
    EXPECT_EQ(permissions(name + "-feeds"), perms::owner_all) << mask;
    for (const std::string& folder : {name + "-copy", name + "-feeds"})
      for (const auto& made : std::filesystem::recursive_directory_iterator(Path(folder)))
        EXPECT_EQ(made.status().permissions() & (perms::group_all | perms::others_all), perms::none)
            << made.path();
  }
}

TEST_F(OutputTest, AFileThatIsReplacedKeepsItsPermissionsAndAPublicFeedIsReadable) {
  using std::filesystem::perms;
  const std::string file = Write("events.csv", "old");
  const perms published = perms::owner_read | perms::owner_write | perms::others_read;
  std::filesystem::permissions(file, published);
  Do({"export", "events", "--output", file});
  EXPECT_EQ(std::filesystem::status(file).permissions(), published);
  Do({"feed", "--output", Path("feeds"), "--public"});
  for (const auto& page : std::filesystem::directory_iterator(Path("feeds")))
    EXPECT_NE(page.status().permissions() & perms::others_read, perms::none);
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
  EXPECT_THAT(Do({"show", "2"}), HasSubstr("comment      red [31m alert\nsecond line\n"));
  EXPECT_THAT(Do({"show", "--country", "SE", "--indicator", "fees"}),
              HasSubstr("red [31m alert second line"));
  EXPECT_THAT(Do({"export", "events"}), HasSubstr("red [31m alert\nsecond line"));
}

}  // namespace
}  // namespace lawtrace::cli
