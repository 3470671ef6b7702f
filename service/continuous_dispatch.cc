#include "service/continuous_dispatch.h"

#include <span>
#include <utility>

namespace lawtrace::service {

ContinuousDispatch::ContinuousDispatch(Service& service, Send send, Listener listener,
                                       std::chrono::milliseconds period)
    : service_(service),
      send_(std::move(send)),
      listener_(std::move(listener)),
      period_(period),
      thread_([this](const std::stop_token& stop) { Work(stop); }) {
  service_.writer().OnAppend([this] {
    const std::scoped_lock lock(mutex_);
    has_grown_ = true;
    wake_.notify_one();
  });
}

ContinuousDispatch::~ContinuousDispatch() = default;

void ContinuousDispatch::Work(const std::stop_token& stop) {
  const auto send = [&](const alerts::Message& message,
                        std::span<const Subscription> subscriptions) {
    // What is not sent before the end is tried again by the next process.
    if (stop.stop_requested()) return DeliveryOutcome::Retry("the service stopped");
    return send_(message, subscriptions);
  };
  Dispatcher dispatcher(service_.log(), service_.index(), [&] { return service_.Now(); }, send);
  while (!stop.stop_requested()) {
    const auto snapshot = service_.snapshot();
    const Methodology& methodology = service_.index().main_methodology();
    const Result<const analysis::Archive*> archive = snapshot->ArchiveOf(methodology);
    listener_(archive ? dispatcher.Run(**archive) : Result<DispatchReport>(Fail(archive.error())));
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, period_, [&] { return has_grown_; });
    has_grown_ = false;
  }
}

}  // namespace lawtrace::service
