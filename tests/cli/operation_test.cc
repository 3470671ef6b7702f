// backup, restore, check; token, submission, audit on a store without a service.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class OperationTest : public ProgramTest {
 protected:
  OperationTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "events",
        Write("e.csv",
              "kind,country,indicator,answer,effective\n"
              "coding,SE,fees,some,2013\namendment,SE,fees,none,2014-03-01\n")});
  }

  // Makes a token and returns the path of a file that holds it.
  std::string TokenFile(const std::string& role, const std::string& person) {
    const auto made = Ask({"token", "add", "--role", role, "--person", person});
    return Write(person + ".token", made[0]["token"].get<std::string>() + "\n");
  }
};

TEST_F(OperationTest, ABackupIsAStoreAndRestoresToTheSameLog) {
  const std::string log = Log();
  EXPECT_THAT(Do({"backup", Path("copy")}),
              HasSubstr("read the copy again whole and found it equal"));
  UseStore("copy");
  EXPECT_EQ(Log(), log);
  UseStore("restored");
  Do({"restore", Path("copy")});
  EXPECT_EQ(Log(), log);
  EXPECT_THAT(Do({"check"}), HasSubstr("No faults."));
}

TEST_F(OperationTest, RestoreAndBackupNeverOverwrite) {
  Do({"backup", Path("copy")});
  ExpectError({"backup", Path("copy")},
              "lawtrace: " + Path("copy") +
                  ": there is something already; name a folder that does not exist\n");
  ExpectError(
      {"restore", Path("copy")},
      "lawtrace: " + store() + ": there is something already; name a folder that does not exist\n");
}

TEST_F(OperationTest, ALostTailIsRefusedEverywhereUntilItIsAccepted) {
  for (const auto& file : std::filesystem::directory_iterator(store()))
    if (file.path().extension() == ".log") std::filesystem::remove(file.path());
  const std::vector<std::string> record = {"record", "retraction", "--supersedes", "1"};
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"score"}, {"export", "events"}, {"dispatch"}, record}) {
    const Outcome outcome = Run(verb);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("items 1 to 2 are gone"));
  }
  const Outcome check = Run({"check"});
  EXPECT_EQ(check.status, 1);
  EXPECT_THAT(check.out, HasSubstr("Fault: store " + store() + ": items 1 to 2 are gone"));
  EXPECT_THAT(Do({"check", "--accept-loss"}), HasSubstr("Lost: items 1 to 2 are gone"));
  EXPECT_THAT(Do({"check"}), HasSubstr("No faults."));
  EXPECT_EQ(Run({"score"}).status, 0);
}

TEST_F(OperationTest, WhatAKilledWriterLeavesIsNoFault) {
  Write("store/000099.sst", "half a table");
  EXPECT_THAT(Do({"check"}), HasSubstr("Left over: table 000099.sst"));
  Do({"backup", Path("copy")});
  Do({"record", "retraction", "--supersedes", "1"});
  EXPECT_THAT(Do({"check"}), Not(HasSubstr("Left over")));
}

TEST_F(OperationTest, WhatIsNoStoreIsNeitherBackedUpNorRestored) {
  UseStore("none");
  EXPECT_EQ(Run({"backup", Path("copy")}).status, 2);
  EXPECT_EQ(Run({"restore", Path("nothing")}).status, 2);
  EXPECT_FALSE(std::filesystem::exists(Path("copy")));
  EXPECT_FALSE(std::filesystem::exists(Path("none")));
  EXPECT_EQ(Run({"check"}).status, 2);
}

TEST_F(OperationTest, CheckExitsWithOneAndNamesTheDamage) {
  Do({"backup", Path("copy")});
  UseStore("copy");
  for (const auto& file : std::filesystem::directory_iterator(store())) {
    if (file.path().extension() != ".sst") continue;
    std::string bytes = ReadFile(file.path());
    bytes[20] = static_cast<char>(bytes[20] ^ 1);
    WriteFile(file.path(), bytes);
  }
  const Outcome outcome = Run({"check"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("Fault: "));
  EXPECT_THAT(outcome.out, HasSubstr("restore the store from a backup"));
}

TEST_F(OperationTest, ATokenIsShownOnceAndListedWithoutItsSecret) {
  const std::string text = Do({"token", "add", "--role", "coder", "--person", "Ana Lima"});
  EXPECT_THAT(text, HasSubstr("lawtrace_"));
  const std::string secret = text.substr(text.rfind('_') + 1, 64);
  const std::string list = Do({"token", "list"});
  EXPECT_THAT(list, HasSubstr("Ana Lima"));
  EXPECT_THAT(list, Not(HasSubstr(secret)));
  const auto tokens = Ask({"token", "list"});
  EXPECT_EQ(tokens[0]["is_valid"], true);
  Do({"token", "revoke", tokens[0]["id"].get<std::string>()});
  EXPECT_EQ(Ask({"token", "list"})[0]["is_valid"], false);
  EXPECT_THAT(Do({"audit"}), HasSubstr("token.revoke"));
}

TEST_F(OperationTest, WrongTokensAreToldWhatToWrite) {
  ExpectError({"token", "add", "--role", "king", "--person", "A"},
              "lawtrace: --role: 'king' is not a role; write reader, coder, reviewer, editor or "
              "admin\n");
  EXPECT_THAT(Run({"token", "add", "--role", "coder", "--person", " "}).err,
              HasSubstr("--person: is blank"));
  EXPECT_THAT(
      Run({"token", "add", "--role", "coder", "--person", "A", "--expires", "2001-01-01"}).err,
      HasSubstr("is past"));
  EXPECT_THAT(Run({"token", "revoke", "zz"}).err, HasSubstr("there is no token 'zz'"));
}

TEST_F(OperationTest, ASubmissionIsDecidedWithAToken) {
  EXPECT_THAT(Do({"submission", "list"}), StartsWith("There are no submissions."));
  EXPECT_THAT(Run({"submission", "approve", "1"}).err, HasSubstr("no token is given"));
  EXPECT_THAT(Run({"submission", "approve", "1", "--token-file", Write("bad", "x")}).err,
              HasSubstr("the token is not valid here"));
  const std::string file = TokenFile("reviewer", "Rui");
  EXPECT_THAT(Run({"submission", "approve", "1", "--token-file", file}).err,
              HasSubstr("there is no submission 1"));
  EXPECT_THAT(Run({"submission", "show", "x"}).err, HasSubstr("is not the number"));
  EXPECT_THAT(Run({"submission", "list", "--state", "lost"}).err, HasSubstr("is not a state"));
}

TEST_F(OperationTest, WithoutAServerThereItSaysSo) {
  const std::string file = Write("t", "lawtrace_x");
  const Outcome outcome =
      Run({"record", "amendment", "--country", "SE", "--indicator", "fees", "--answer", "all",
           "--effective", "2015", "--server", "http://127.0.0.1:1", "--token-file", file});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("is 'lawtrace serve' up?"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("lawtrace_x")));
}

}  // namespace
}  // namespace lawtrace::cli
