#include "ingest/internal/fault_list.h"

namespace lawtrace::ingest {
namespace {

constexpr std::size_t kMaxLines = 1'000;

}  // namespace

void FaultList::Add(std::string_view place, std::string_view fault) {
  if (lines_.size() < kMaxLines)
    lines_.push_back(std::string(place) + ": " + std::string(fault));
  else
    ++surplus_count_;
}

std::string FaultList::Join() const {
  std::string joined;
  for (const std::string& line : lines_) joined += (joined.empty() ? "" : "\n") + line;
  if (surplus_count_ > 0) joined += "\nand " + std::to_string(surplus_count_) + " more faults";
  return joined;
}

}  // namespace lawtrace::ingest
