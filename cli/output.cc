#include "cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

namespace lawtrace::cli {

Status Print(std::string_view text) {
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (is_written && std::fflush(stdout) == 0) return {};
  return Fail(ErrorCode::kUnavailable, std::string("standard output: ") + std::strerror(errno));
}

namespace {

// Writes the text into the file as it is.  The reason on failure.
std::optional<std::string> WriteThrough(const std::filesystem::path& file, std::string_view text) {
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (out) return std::nullopt;
  return std::strerror(errno == 0 ? EIO : errno);
}

}  // namespace

Status WriteFile(const std::string& file, std::string_view text) {
  const auto fail = [&](const std::string& reason) {
    return Fail(ErrorCode::kUnavailable,
                file + ": cannot be written: " + reason + "; name another file with --output");
  };
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status)) return fail("it is a folder");
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    // A device or a pipe takes what is written and cannot be replaced.
    const std::optional<std::string> reason = WriteThrough(file, text);
    return reason ? fail(*reason) : Status();
  }
  // Behind a link, the file that it points to is replaced.
  const std::filesystem::path target = std::filesystem::exists(status)
                                           ? std::filesystem::canonical(file, error)
                                           : std::filesystem::path(file);
  if (error && std::filesystem::exists(status)) return fail(error.message());
  const std::filesystem::path partial = target.string() + ".partial";
  std::optional<std::string> reason = WriteThrough(partial, text);
  if (!reason) {
    std::filesystem::rename(partial, target, error);
    if (!error) return {};
    reason = error.message();
  }
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  return fail(*reason);
}

}  // namespace lawtrace::cli
