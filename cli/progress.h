// Progress: a bar on a terminal, nothing anywhere else.
#pragma once

#include <cstddef>
#include <string>

namespace lawtrace::cli {

class Progress {
 public:
  // `task` says what is going on, e.g. "reading sheets".
  explicit Progress(std::string task);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // Removes the bar.

  void Show(std::size_t done, std::size_t total);

 private:
  std::string task_;
  bool is_terminal_;
  std::size_t shown_percent_ = 0;
  bool is_shown_ = false;
};

}  // namespace lawtrace::cli
