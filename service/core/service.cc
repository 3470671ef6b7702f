#include "service/core/service.h"

#include <utility>

namespace lawtrace::service {

Result<std::unique_ptr<Service>> Service::Open(const std::filesystem::path& store, Index index,
                                               Clock clock) {
  Result<store::EventLog> log = store::EventLog::Open(store, index.id, store::Access::kServe);
  if (!log) return Fail(log.error());
  std::unique_ptr<Service> service(
      new Service(std::move(index), *std::move(log), std::move(clock)));
  if (const Status published = service->Publish(); !published) return Fail(published.error());
  return service;
}

Service::Service(Index index, store::EventLog log, Clock clock)
    : index_(std::move(index)),
      log_(std::move(log)),
      clock_(std::move(clock)),
      writer_(log_, [this] { return Publish(); }) {}

std::shared_ptr<const Snapshot> Service::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

void Service::OnPublish(std::function<void()> listener) {
  publish_listeners_.push_back(std::move(listener));
}

Status Service::Publish() {
  Result<std::shared_ptr<const Snapshot>> taken = Snapshot::Take(index_, log_);
  if (!taken) return Fail(taken.error());
  {
    const std::lock_guard lock(mutex_);
    snapshot_.swap(*taken);
  }
  for (const std::function<void()>& listener : publish_listeners_) listener();
  return {};
}

}  // namespace lawtrace::service
