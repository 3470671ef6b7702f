#include "cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace lawtrace::cli {

Status Print(std::string_view text) {
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (is_written && std::fflush(stdout) == 0) return {};
  return Fail(ErrorCode::kUnavailable, std::string("standard output: ") + std::strerror(errno));
}

Status WriteFile(const std::string& file, std::string_view text) {
  const std::string partial = file + ".partial";
  {
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
      const std::string reason = std::strerror(errno);
      std::error_code ignored;
      std::filesystem::remove(partial, ignored);
      return Fail(ErrorCode::kUnavailable, file + ": cannot be written: " + reason);
    }
  }
  std::error_code error;
  std::filesystem::rename(partial, file, error);
  if (error) return Fail(ErrorCode::kUnavailable, file + ": cannot be written: " + error.message());
  return {};
}

std::string Grouped(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string Counted(std::size_t count, std::string_view noun) {
  return Grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace lawtrace::cli
