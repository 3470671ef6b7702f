// FaultList: every fault of a file in one message, so that one reading shows all there is to mend.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lawtrace::ingest {

// Faults of a file, as lines.  Those past a thousand are counted, not kept.
class FaultList {
 public:
  void Add(std::string_view place, std::string_view fault);
  bool empty() const { return lines_.empty(); }
  std::string Join() const;

 private:
  std::vector<std::string> lines_;
  std::size_t surplus_count_ = 0;
};

}  // namespace lawtrace::ingest
