// Faults: what is wrong with the text files of an index, collected over all of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/nearest.h"
#include "model/result.h"

namespace lawtrace::proto {

struct Fault {
  std::string file;
  int line = 0;  // From 1; 0: the file as a whole.
  std::string message;
};

class Faults {
 public:
  void Add(Fault fault) { faults_.push_back(std::move(fault)); }
  bool empty() const { return faults_.empty(); }
  // kInvalidInput; one line per fault, by file and line.
  Error ToError() const;

 private:
  std::vector<Fault> faults_;
};

// `text` in single quotes.
std::string Quoted(std::string_view text);

}  // namespace lawtrace::proto
