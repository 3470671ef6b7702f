// FaultList: all that is wrong with one file, reported together.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/result.h"

namespace lawtrace::ingest {

// A file with more faults than this is of another kind altogether; the rest are only counted.
inline constexpr std::size_t kMaxListedFaults = 1'000;

class FaultList {
 public:
  // `file` is what messages call the file.
  explicit FaultList(std::string_view file) : file_(file) {}

  // Adds the line "file:place: what is wrong; what to write instead".
  void Add(std::string_view place, std::string_view what);
  void AddAtLine(std::size_t line, std::string_view what) { Add(std::to_string(line), what); }

  bool empty() const { return count_ == 0; }

  // kInvalidInput; one line per fault, in the order of adding.
  // REQUIRES: !empty().
  Error ToError() const;

 private:
  std::string file_;
  std::string text_;
  std::size_t count_ = 0;
};

}  // namespace lawtrace::ingest
