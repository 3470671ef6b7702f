// ContinuousDispatch: runs the dispatcher of a service whenever its log grows, and at every period
// for what falls due.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "model/result.h"
#include "service/dispatcher.h"
#include "service/service.h"

namespace lawtrace::service {

class ContinuousDispatch {
 public:
  // Told what each run did, or why it could not; on the dispatcher's thread.
  using Listener = std::function<void(const Result<DispatchReport>&)>;

  // Looks at once, so that what was left undecided or unsent by an earlier process is done.
  // REQUIRES: `service` outlives it and has not appended yet.
  ContinuousDispatch(Service& service, Send send, Listener listener,
                     std::chrono::milliseconds period = std::chrono::seconds(5));
  // Ends after the message that is being sent.
  ~ContinuousDispatch();
  ContinuousDispatch(const ContinuousDispatch&) = delete;
  ContinuousDispatch& operator=(const ContinuousDispatch&) = delete;

 private:
  void Work(const std::stop_token& stop);

  Service& service_;
  Send send_;
  Listener listener_;
  std::chrono::milliseconds period_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool has_grown_ = false;  // Guarded by mutex_.
  std::jthread thread_;
};

}  // namespace lawtrace::service
