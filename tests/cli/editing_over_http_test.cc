// A real service on loopback: who writes through it, what others see of that, and what it logs.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "tests/cli/program.h"
#include "tests/service/raw_client.h"

namespace lawtrace::cli {
namespace {

using service::Get;
using ::testing::HasSubstr;
using ::testing::Not;

// Stands in every statement that must not be seen, or in its comment.
constexpr const char* kSecretWords = "nobody-may-read-this-yet";

class EditingOverHttpTest : public ProgramTest {
 protected:
  EditingOverHttpTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "events",
        Write("e.csv", "kind,country,indicator,answer,effective\ncoding,SE,fees,some,2013\n")});
    for (const auto& [role, person] : {std::pair("coder", "Ana"), std::pair("reviewer", "Rui"),
                                       std::pair("admin", "Ada"), std::pair("reader", "Rea")})
      Write(
          person,
          Ask({"token", "add", "--role", role, "--person", person})[0]["token"].get<std::string>());
    Start();
  }
  ~EditingOverHttpTest() override { Stop(); }

  void Start() {
    const std::string out = Write("serve.out", "");
    const std::string err = Path("serve.err");
    server_ = fork();
    if (server_ == 0) {
      setenv("LAWTRACE_INDEX",
             (std::string(LAWTRACE_SOURCE_DIR) + "/tests/fixtures/toy-index").c_str(), 1);
      dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
      dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
      execl(LAWTRACE_PROGRAM, LAWTRACE_PROGRAM, "serve", "--store", store().c_str(), "--listen",
            "127.0.0.1:0", "--log-level", "debug", nullptr);
      _exit(127);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::string said;
    while (said.find('\n') == std::string::npos && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      said = ReadFile(out);
    }
    const std::size_t colon = said.rfind(':');
    ASSERT_NE(colon, std::string::npos) << ReadFile(err);
    port_ = static_cast<std::uint16_t>(std::stoi(said.substr(colon + 1)));
  }

  void Stop() {
    if (server_ <= 0) return;
    kill(server_, SIGTERM);
    int status = 0;
    waitpid(server_, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    server_ = -1;
  }

  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> As(const std::string& person, std::vector<std::string> words) const {
    words.insert(words.end(), {"--server", Url(), "--token-file", Path(person)});
    return words;
  }

  // Everything that anybody may ask for.
  std::string AllThatIsPublic() const {
    std::string all;
    for (const char* target :
         {"/v1/events", "/v1/laws", "/v1/scores", "/v1/rank", "/v1/changes?from=2000",
          "/v1/profile?country=SE", "/v1/series?country=SE", "/v1/countries", "/metrics",
          "/v1/scenarios", "/v1/submissions", "/v1/submissions/1", "/v1/audit", "/v1/tokens"})
      all += Get(port_, target).body;
    service::RawClient stream(port_);
    stream.Send("GET /v1/events/stream?since=0 HTTP/1.1\r\nHost: x\r\n\r\n");
    all += stream.ReadUntil("never", std::chrono::milliseconds(300));
    return all + Do({"export", "events"}) + Do({"export", "laws"}) + Do({"history"});
  }

  pid_t server_ = -1;
  std::uint16_t port_ = 0;
};

TEST_F(EditingOverHttpTest, NothingUnapprovedIsSeenAnywhere) {
  const std::string before = Log();
  EXPECT_THAT(
      Do(As("Ana", {"record", "amendment", "--country", "SE", "--indicator", "fees", "--answer",
                    "none", "--effective", "2014-03-01", "--comment", kSecretWords})),
      HasSubstr("Submission 1 is submitted and waits for another person's approval."));
  EXPECT_THAT(AllThatIsPublic(), Not(HasSubstr(kSecretWords)));
  EXPECT_EQ(Log(), before);
  EXPECT_THAT(Do({"submission", "show", "1"}), HasSubstr(kSecretWords));
  EXPECT_THAT(Run(As("Ana", {"submission", "approve", "1"})).err,
              HasSubstr("your role is coder; this needs reviewer or above"));
  EXPECT_THAT(Do(As("Rui", {"submission", "approve", "1"})),
              HasSubstr("is published as item 2 of the log"));
  EXPECT_THAT(AllThatIsPublic(), HasSubstr(kSecretWords));
}

TEST_F(EditingOverHttpTest, AnEmbargoIsKeptAndThenEndsByItself) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  const std::string end = Instant(now.count() + 4).ToString();
  const std::string token = ReadFile(Path("Ana"));
  const std::string body = R"({"country": "SE", "indicator": "fees", "answer": "none",)"
                           R"( "effective": "2014", "comment": ")" +
                           std::string(kSecretWords) + R"(", "embargo_until": ")" + end + "\"}";
  const service::Reply reply = service::Ask(
      port_, "POST /v1/amendments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
                 "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  ASSERT_EQ(reply.status, 202) << reply.body;
  const std::string decided = Do(As("Rui", {"submission", "approve", "1"}));
  EXPECT_THAT(decided, HasSubstr("enters the log when its embargo ends, " + end));
  EXPECT_THAT(Get(port_, "/v1/events").body, Not(HasSubstr(kSecretWords)));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (Get(port_, "/v1/events").body.find(kSecretWords) == std::string::npos &&
         std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_THAT(Get(port_, "/v1/events").body, HasSubstr(end));
}

TEST_F(EditingOverHttpTest, LawsAndFilesAreSentToo) {
  EXPECT_THAT(Do(As("Ana", {"law", "add", "se-1", "--title", "Library Act", "--country", "SE"})),
              HasSubstr("Submission 1 is submitted"));
  const std::string events =
      Write("events.csv",
            "kind,country,indicator,answer,effective\namendment,SE,fees,none,2014\n"
            "amendment,SE,fees,all,2015\n");
  EXPECT_THAT(Do(As("Ana", {"import", "events", events})), HasSubstr("Submission 2 is submitted"));
  for (const char* number : {"1", "2"}) Do(As("Rui", {"submission", "approve", number}));
  EXPECT_THAT(Get(port_, "/v1/laws").body, HasSubstr("Library Act"));
  EXPECT_THAT(Do({"history", "--node", "fees"}), HasSubstr("2015-12-31"));
  const std::string dated = Write("dated.csv",
                                  "kind,country,indicator,answer,effective,recorded_at\n"
                                  "amendment,SE,fees,none,2016,2020-01-01\n");
  EXPECT_THAT(Run(As("Ana", {"import", "events", dated})).err,
              HasSubstr("the column 'recorded_at' is for the server to say"));
}

TEST_F(EditingOverHttpTest, WhatAServerRefusesIsAnErrorOfTheCommand) {
  const std::vector<std::string> words = {"record",      "amendment", "--country", "SX",
                                          "--indicator", "fees",      "--answer",  "few",
                                          "--effective", "2014"};
  const Outcome outcome = Run(As("Ana", words));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("country 'SX' is not in the index"));
  EXPECT_THAT(outcome.err, HasSubstr("answer 'few' is not an option of fees"));
  EXPECT_THAT(Run(As("Rea", words)).err, HasSubstr("your role is reader"));
  const Outcome local = Run(words);
  EXPECT_EQ(local.status, 2);
  EXPECT_THAT(local.err, HasSubstr("write through 'lawtrace serve' with --server URL"));
}

TEST_F(EditingOverHttpTest, ABackupAndACheckRunBesideTheService) {
  Do(As("Ana", {"record", "proposal", "--country", "SE", "--indicator", "fees", "--answer", "none",
                "--effective", "unknown"}));
  EXPECT_THAT(Do({"check"}), HasSubstr("No faults."));
  Do({"backup", Path("copy")});
  UseStore("copy");
  EXPECT_THAT(Do({"check"}), HasSubstr("No faults."));
  EXPECT_THAT(Do({"submission", "list"}), HasSubstr("submitted"));
}

TEST_F(EditingOverHttpTest, NoSecretIsLogged) {
  const std::string token = ReadFile(Path("Ana"));
  const std::string secret = token.substr(token.rfind('_') + 1);
  EXPECT_EQ(Get(port_, "/v1/submissions", "Authorization: Bearer " + token + "\r\n").status, 200);
  EXPECT_EQ(Get(port_, "/v1/submissions?x=" + token).status, 401);
  EXPECT_EQ(Get(port_, "/v1/submissions", "Authorization: Bearer " + token + "x\r\n").status, 401);
  Stop();
  const std::string log = ReadFile(Path("serve.err"));
  EXPECT_THAT(log, HasSubstr("/v1/submissions"));
  EXPECT_THAT(log, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace lawtrace::cli
