// FaultList: all that is wrong with one file, reported together.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "model/result.h"

namespace lawtrace::ingest {

// A file with more faults than this is of another kind altogether; the rest are only counted.
inline constexpr std::size_t kMaxListedFaults = 100;

class FaultList {
 public:
  explicit FaultList(std::string_view file) : file_(file) {}

  // "file:place: what is wrong; what to write instead".
  void Add(std::string_view place, std::string_view what) {
    if (++count_ > kMaxListedFaults) return;
    if (!text_.empty()) text_ += '\n';
    text_ += file_;
    text_ += ':';
    if (!place.empty()) {
      text_ += place;
      text_ += ':';
    }
    text_ += ' ';
    text_ += what;
  }
  void AddAtLine(std::size_t line, std::string_view what) { Add(std::to_string(line), what); }

  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }

  // REQUIRES: !empty().
  Error ToError() const {
    std::string message = text_;
    if (count_ > kMaxListedFaults)
      message += '\n' + file_ + ": and " + std::to_string(count_ - kMaxListedFaults) + " more";
    return {ErrorCode::kInvalidInput, std::move(message)};
  }

 private:
  std::string file_;
  std::string text_;
  std::size_t count_ = 0;
};

}  // namespace lawtrace::ingest
