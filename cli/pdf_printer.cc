#include "cli/pdf_printer.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "cli/output.h"

namespace lawtrace::cli {
namespace {

constexpr std::array<const char*, 4> kBrowsers = {"chromium", "chromium-browser", "google-chrome",
                                                  "google-chrome-stable"};

// The first browser that a folder of PATH holds.
std::optional<std::string> FindBrowser() {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): one thread.
  if (path == nullptr) return std::nullopt;
  for (const char* browser : kBrowsers) {
    std::string_view folders(path);
    while (!folders.empty()) {
      const std::string_view folder = folders.substr(0, folders.find(':'));
      const std::filesystem::path program = std::filesystem::path(folder) / browser;
      if (!folder.empty() && access(program.c_str(), X_OK) == 0) return program.string();
      folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
    }
  }
  return std::nullopt;
}

// A folder of its own that is removed in the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "lawtrace-report-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }  // Empty if it could not be made.

 private:
  std::filesystem::path path_;
};

// Runs the program without its chatter; its exit status, or -1.
int RunQuietly(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error =
      posix_spawn(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return -1;
  int status = 0;
  while (waitpid(child, &status, 0) == -1)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Status PrintPdf(std::string_view html, const std::string& output) {
  const std::optional<std::string> browser = FindBrowser();
  if (!browser)
    return Fail(ErrorCode::kNotFound,
                "PDF is printed by Chromium, and none is installed; install it (Debian: apt-get "
                "install chromium), or write --format html and print that");
  const TemporaryFolder folder;
  if (folder.path().empty())
    return Fail(ErrorCode::kUnavailable, "no temporary folder can be made");
  const std::filesystem::path page = folder.path() / "report.html";
  const std::filesystem::path printed = folder.path() / "report.pdf";
  const Status written = WriteFile(page.string(), html);
  if (!written) return written;
  std::vector<std::string> words = {*browser,
                                    "--headless",
                                    "--disable-gpu",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--no-pdf-header-footer",
                                    "--window-size=760,1000",
                                    "--user-data-dir=" + (folder.path() / "profile").string(),
                                    "--print-to-pdf=" + printed.string(),
                                    "file://" + page.string()};
  // Chromium refuses its sandbox to root; the page is this program's own.
  if (geteuid() == 0) words.insert(words.begin() + 1, "--no-sandbox");
  const int status = RunQuietly(words);
  std::error_code error;
  if (status != 0 || !std::filesystem::exists(printed, error))
    return Fail(ErrorCode::kUnavailable, *browser + " could not print the report (exit status " +
                                             std::to_string(status) +
                                             "); write --format html and print that");
  std::ifstream in(printed, std::ios::binary);
  return WriteFile(output, std::string{std::istreambuf_iterator(in), {}});
}

}  // namespace lawtrace::cli
