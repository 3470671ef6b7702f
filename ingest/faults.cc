#include "ingest/faults.h"

#include <algorithm>

namespace lawtrace::ingest {

void FaultList::Add(std::size_t line, std::string_view place, std::string_view what) {
  if (++count_ > kMaxListedFaults) return;
  std::string text;
  if (!file_.empty()) text.append(file_).append(":").append(place).append(": ");
  text += what;
  faults_.push_back({.line = line, .text = std::move(text)});
}

Error FaultList::ToError() const {
  std::vector<Fault> faults = faults_;
  std::ranges::stable_sort(faults, {}, &Fault::line);
  std::string message;
  for (const Fault& fault : faults) message += (message.empty() ? "" : "\n") + fault.text;
  if (count_ > kMaxListedFaults)
    message += '\n' + (file_.empty() ? "" : file_ + ": ") + "and " +
               std::to_string(count_ - kMaxListedFaults) + " more faults";
  return {ErrorCode::kInvalidInput, std::move(message)};
}

}  // namespace lawtrace::ingest
