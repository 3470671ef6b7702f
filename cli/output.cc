#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace lawtrace::cli {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kForAll = 0644;
constexpr mode_t kPermissions = 0777;

// Writes the text, closes the file, and says what went wrong.
std::optional<std::string> WriteAndClose(int descriptor, std::string_view text) {
  int fault = 0;
  while (!text.empty() && fault == 0) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fault = errno;
    }
  }
  // A device or a pipe cannot be flushed.
  if (fault == 0 && fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS) fault = errno;
  if (close(descriptor) != 0 && fault == 0) fault = errno;
  if (fault == 0) return std::nullopt;
  return std::strerror(fault);
}

// What the shell has opened; the links that lead there are the kernel's.
bool IsOpened(const std::string& file) {
  return file == "/dev/stdout" || file == "/dev/stderr" || file.starts_with("/dev/fd/") ||
         file.starts_with("/proc/self/fd/");
}

std::optional<std::string> Replace(const std::string& file, std::string_view text, mode_t mode) {
  std::string partial = file + ".partial-XXXXXX";
  // Makes a file that was not there, of the owner alone.
  const int descriptor = mkostemp(partial.data(), O_CLOEXEC);
  if (descriptor < 0) return std::strerror(errno);
  std::optional<std::string> reason;
  if (fchmod(descriptor, mode) != 0) reason = std::strerror(errno);
  const std::optional<std::string> fault = WriteAndClose(descriptor, text);
  if (!reason) reason = fault;
  if (!reason && std::rename(partial.c_str(), file.c_str()) == 0) return std::nullopt;
  if (!reason) reason = std::strerror(errno);
  unlink(partial.c_str());
  return reason;
}

}  // namespace

Status Print(std::string_view text) {
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (is_written && std::fflush(stdout) == 0) return {};
  return Fail(ErrorCode::kUnavailable, std::string("standard output: ") + std::strerror(errno));
}

Status WriteFile(const std::string& file, std::string_view text, Readers readers) {
  const auto fail = [&](const std::string& reason) {
    return Fail(ErrorCode::kUnavailable,
                file + ": cannot be written: " + reason + "; name another file with --output");
  };
  struct stat known{};
  const bool exists = lstat(file.c_str(), &known) == 0;
  if (exists && S_ISDIR(known.st_mode)) return fail("it is a folder");
  // Whoever may make links where the file lies must not choose what is overwritten.
  const bool is_opened = IsOpened(file);
  if (exists && S_ISLNK(known.st_mode) && !is_opened) return fail("it is a link");
  std::optional<std::string> reason;
  if (exists && (is_opened || !S_ISREG(known.st_mode))) {
    // A device or a pipe takes what is written and cannot be replaced.
    const int descriptor =
        open(file.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC | (is_opened ? 0 : O_NOFOLLOW));
    reason = descriptor < 0 ? std::strerror(errno) : WriteAndClose(descriptor, text);
  } else {
    const mode_t mode = readers == Readers::kAll ? kForAll
                        : exists                 ? known.st_mode & kPermissions
                                                 : kOwnerOnly;
    reason = Replace(file, text, mode);
  }
  return reason ? fail(*reason) : Status();
}

}  // namespace lawtrace::cli
