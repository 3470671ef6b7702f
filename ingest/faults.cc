#include "ingest/faults.h"

namespace lawtrace::ingest {

void FaultList::Add(std::string_view place, std::string_view what) {
  if (++count_ > kMaxListedFaults) return;
  if (!text_.empty()) text_ += '\n';
  text_ += file_;
  text_ += ':';
  text_ += place;
  text_ += ": ";
  text_ += what;
}

Error FaultList::ToError() const {
  std::string message = text_;
  if (count_ > kMaxListedFaults)
    message += '\n' + file_ + ": and " + std::to_string(count_ - kMaxListedFaults) + " more faults";
  return {ErrorCode::kInvalidInput, std::move(message)};
}

}  // namespace lawtrace::ingest
