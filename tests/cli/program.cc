#include "tests/cli/program.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "model/check.h"

namespace lawtrace::cli {
namespace {

// In the child: opens `file` as `stream`.
void Redirect(const std::string& file, int flags, int stream) {
  const int opened = open(file.c_str(), flags, 0600);
  if (opened < 0 || dup2(opened, stream) < 0) _exit(126);
  if (opened != stream) close(opened);
}

}  // namespace

Words With(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string ReadFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void WriteFile(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  Check(out.good(), "the test could not write its file");
}

ProgramTest::ProgramTest(const std::string& index)
    : index_(std::string(LAWTRACE_SOURCE_DIR) + "/" + index), store_(Path("store")) {}

Outcome ProgramTest::Run(const Words& arguments, Streams streams, std::string_view input) const {
  Words words = With({LAWTRACE_PROGRAM}, arguments);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string in = Write("standard-input", input);
  const std::string out = Write("standard-output", {});
  const std::string err = Write("standard-error", {});
  const pid_t child = fork();
  Check(child >= 0, "no child process");
  if (child == 0) {
    setenv("LAWTRACE_STORE", store_.c_str(), 1);
    setenv("LAWTRACE_INDEX", index_.c_str(), 1);
    Redirect(in, O_RDONLY, STDIN_FILENO);
    Redirect(streams == Streams::kOutputFull ? "/dev/full" : out, O_WRONLY, STDOUT_FILENO);
    Redirect(err, O_WRONLY, STDERR_FILENO);
    if (streams == Streams::kOutputClosed) close(STDOUT_FILENO);
    execv(argv.front(), argv.data());
    _exit(127);
  }
  int status = 0;
  Check(waitpid(child, &status, 0) == child, "the child process is lost");
  return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          .out = ReadFile(out),
          .err = ReadFile(err)};
}

std::string ProgramTest::Do(const Words& arguments) const {
  const Outcome outcome = Run(arguments);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  return outcome.out;
}

nlohmann::json ProgramTest::Ask(const Words& arguments) const {
  const std::string text = Do(With(arguments, {"--format", "json"}));
  nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  EXPECT_FALSE(json.is_discarded()) << text;
  return json;
}

void ProgramTest::ExpectError(const Words& arguments, const std::string& message) const {
  const Outcome outcome = Run(arguments);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, message);
}

std::string ProgramTest::Write(const std::string& name, std::string_view text) const {
  WriteFile(directory_ / name, text);
  return Path(name);
}

std::string ProgramTest::Log() const {
  if (!std::filesystem::exists(store_)) return {};
  return Do({"export", "laws"}) + Do({"export", "events"});
}

}  // namespace lawtrace::cli
