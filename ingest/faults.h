// FaultList: all that is wrong with one file, reported together.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace lawtrace::ingest {

// A file with more faults than this is of another kind altogether; the rest are only counted.
inline constexpr std::size_t kMaxListedFaults = 1'000;

class FaultList {
 public:
  // `file` is what messages call the file; empty: it is none, and faults name no place in it.
  explicit FaultList(std::string_view file) : file_(file) {}

  // Adds the line "file:place: what is wrong; what to write instead".
  void Add(std::string_view place, std::string_view what) { Add(0, place, what); }
  void AddAtLine(std::size_t line, std::string_view what) { Add(line, std::to_string(line), what); }

  bool empty() const { return count_ == 0; }

  // kInvalidInput; one line per fault, by line of the file, else in the order of adding.
  // REQUIRES: !empty().
  Error ToError() const;

 private:
  struct Fault {
    std::size_t line;  // 0 for other places.
    std::string text;
  };

  void Add(std::size_t line, std::string_view place, std::string_view what);

  std::string file_;
  std::vector<Fault> faults_;
  std::size_t count_ = 0;
};

}  // namespace lawtrace::ingest
