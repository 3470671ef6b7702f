// Where results go: standard output or a file, whole or not at all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"
#include "report/question/answer.h"

namespace lawtrace::cli {

// Writes to standard output.  kUnavailable if it is closed or full.
[[nodiscard]] Status Print(std::string_view text);

enum class Readers : std::uint8_t {
  kOwner,  // Whatever the umask; a file that is replaced keeps the permissions that it has.
  kAll,
};

// Replaces the file in one step; on failure it stays as it was.  A device or a pipe is written to.
// kUnavailable with the reason, also for a link, which is not followed.
[[nodiscard]] Status WriteFile(const std::string& file, std::string_view text,
                               Readers readers = Readers::kOwner);

using report::Counted;
using report::Grouped;

}  // namespace lawtrace::cli
