#include "service/desk/writer.h"

#include <utility>

namespace lawtrace::service {

Writer::Writer(store::EventLog& log, std::function<Status()> publish)
    : log_(log), publish_(std::move(publish)) {}

Result<std::vector<Transaction>> Writer::Append(
    const std::function<Result<Batch>(const store::EventLog& log)>& prepare) {
  const std::lock_guard lock(mutex_);
  Result<Batch> batch = prepare(log_);
  if (!batch) return Fail(batch.error());
  if (batch->transactions.empty()) {
    if (batch->beside.empty()) return std::vector<Transaction>();
    const Status written = log_.records().Write(batch->beside);
    if (!written) return Fail(written.error());
    return std::vector<Transaction>();
  }
  Result<std::vector<Transaction>> appended =
      log_.AppendAll(std::move(batch->transactions), log_.last(), batch->beside);
  if (!appended) return appended;
  if (const Status published = publish_(); !published) return Fail(published.error());
  for (const std::function<void()>& listener : listeners_) listener();
  return appended;
}

Status Writer::Recover() {
  const std::lock_guard lock(mutex_);
  if (const Status recovered = log_.Recover(); !recovered) return recovered;
  if (const Status published = publish_(); !published) return published;
  for (const std::function<void()>& listener : listeners_) listener();
  return {};
}

void Writer::OnAppend(std::function<void()> listener) {
  listeners_.push_back(std::move(listener));
}

}  // namespace lawtrace::service
