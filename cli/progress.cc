#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace lawtrace::cli {

Progress::Progress(std::string task)
    : task_(std::move(task)), is_terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (is_shown_) std::fputs("\r\033[K", stderr);
}

void Progress::Show(std::size_t done, std::size_t total) {
  constexpr std::size_t kWidth = 30;
  if (!is_terminal_ || total == 0) return;
  const std::size_t percent = done * 100 / total;
  if (is_shown_ && percent == shown_percent_) return;
  const std::size_t filled = done * kWidth / total;
  const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
  std::fprintf(stderr, "\r%s [%s] %zu/%zu", task_.c_str(), bar.c_str(), done, total);
  std::fflush(stderr);
  shown_percent_ = percent;
  is_shown_ = true;
}

}  // namespace lawtrace::cli
