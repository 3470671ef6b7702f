// lawtrace serve as a process: settings, readers beside it, watching, stopping.
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

class ServeTest : public ProgramTest {
 protected:
  ServeTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "events",
        Write("e.csv", "kind,country,indicator,answer,effective\ncoding,SE,fees,some,2013\n")});
  }
  ~ServeTest() override {
    if (server_ > 0) Stop();
  }

  // Returns the port.
  std::uint16_t Start(const std::string& config) {
    const std::string out = Write("serve.out", "");
    const std::string err = Write("serve.err", "");
    server_ = fork();
    if (server_ == 0) {
      setenv("LAWTRACE_INDEX",
             (std::string(LAWTRACE_SOURCE_DIR) + "/tests/fixtures/toy-index").c_str(), 1);
      setenv("LAWTRACE_LOG_LEVEL", "info", 1);
      dup2(open(out.c_str(), O_WRONLY | O_TRUNC), STDOUT_FILENO);
      dup2(open(err.c_str(), O_WRONLY | O_TRUNC), STDERR_FILENO);
      execl(LAWTRACE_PROGRAM, LAWTRACE_PROGRAM, "serve", "--store", store().c_str(), "--config",
            Write("lawtrace.conf", config).c_str(), "--listen", "127.0.0.1:0", nullptr);
      _exit(127);
    }
    for (int i = 0; i < 3000 && ReadFile(out).find('\n') == std::string::npos; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return PortBehind("Serving at http://127.0.0.1:");
  }

  // The port behind what the service said when it began.
  std::uint16_t PortBehind(const std::string& words) const {
    const std::string said = ReadFile(Path("serve.out"));
    EXPECT_THAT(said, HasSubstr(words));
    return static_cast<std::uint16_t>(
        std::atoi(said.substr(said.find(words) + words.size()).c_str()));
  }

  // Returns the exit status.
  int Stop() {
    kill(server_, SIGTERM);
    int status = 0;
    waitpid(server_, &status, 0);
    server_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string Logged() const { return ReadFile(Path("serve.err")); }

 private:
  pid_t server_ = -1;
};

TEST_F(ServeTest, OthersReadBesideItAndItStopsWhenTold) {
  // The flag wins over the file, the environment over the file.
  const std::uint16_t port =
      Start("listen = 127.0.0.1:1\nlog_level = off\nmetrics_listen = 127.0.0.1:0\n");
  EXPECT_THAT(Get(port, "/health/ready").body, HasSubstr("ready at position 1"));
  EXPECT_EQ(Get(port, "/health/live").body, "live\n");
  const auto rows = nlohmann::json::parse(Get(port, "/v1/scores?country=SE&at=2014").body);
  EXPECT_EQ(rows, Ask({"score", "--country", "SE", "--at", "2014"}));
  EXPECT_EQ(Run({"serve", "--listen", "127.0.0.1:0"}).status, 2);
  EXPECT_EQ(Get(port, "/v1/scores?secret=jane@example.org").status, 400);
  EXPECT_EQ(Get(port, "/metrics").status, 404);
  EXPECT_THAT(Get(PortBehind("Metrics at http://127.0.0.1:"), "/metrics").body,
              HasSubstr("lawtrace_http_requests_total{route=\"/v1/scores\",status=\"400\"} 1"));
  EXPECT_EQ(Stop(), 0);
  EXPECT_THAT(Logged(), HasSubstr("\"route\":\"/v1/scores\",\"status\":400"));
  EXPECT_THAT(Logged(), HasSubstr("\"event\":\"stopped\""));
  EXPECT_THAT(Logged(), Not(HasSubstr("jane")));
}

TEST_F(ServeTest, ACommandBesideItIsRefusedAlsoWhenTheLockFileIsGone) {
  const std::uint16_t port = Start("");
  const Words record = {"record", "amendment", "--country", "SE",          "--indicator",
                        "fees",   "--answer",  "none",      "--effective", "2020-01-01"};
  for (int i = 0; i < 2; ++i) {
    const Outcome refused = Run(record);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("another process is writing to it"));
    std::filesystem::remove(std::filesystem::path(store()) / "LOCK");
  }
  EXPECT_THAT(Get(port, "/health/ready").body, HasSubstr("ready at position 1"));
  EXPECT_EQ(Stop(), 0);
  Do(record);
  Do({"check"});
}

TEST_F(ServeTest, FaultsOfSettingsAreToldAtOnce) {
  const Outcome outcome = Run({"serve", "--listen", "here", "--threads", "0", "--max-body", "x"});
  EXPECT_EQ(outcome.status, 2);
  for (const char* fault : {"listen: 'here' is no address", "threads: '0' is not a number from 1",
                            "max_body: 'x' is not a number"})
    EXPECT_THAT(outcome.err, HasSubstr(fault));
  const std::string config = Write("bad.conf", "lisen = x\n");
  EXPECT_THAT(Run({"serve", "--config", config}).err, HasSubstr("did you mean 'listen'?"));
  EXPECT_THAT(Run({"serve", "--config", Path("none.conf")}).err, HasSubstr("--config: "));
}

}  // namespace
}  // namespace lawtrace::cli
