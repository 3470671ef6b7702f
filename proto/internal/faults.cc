#include "proto/internal/faults.h"

#include <algorithm>
#include <tuple>

namespace lawtrace::proto {
Error Faults::ToError() const {
  std::vector<const Fault*> sorted;
  sorted.reserve(faults_.size());
  for (const Fault& fault : faults_) sorted.push_back(&fault);
  std::ranges::stable_sort(sorted, [](const Fault* a, const Fault* b) {
    return std::tie(a->file, a->line) < std::tie(b->file, b->line);
  });
  std::string text;
  for (const Fault* fault : sorted) {
    if (!text.empty()) text += '\n';
    text += fault->file + ":";
    if (fault->line > 0) text += std::to_string(fault->line) + ":";
    text += " " + fault->message;
  }
  return Error{ErrorCode::kInvalidInput, std::move(text)};
}

std::string Quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

}  // namespace lawtrace::proto
