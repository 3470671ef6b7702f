// Recovery: the timer that tries to write again after a disk was full or failed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "model/result.h"
#include "service/desk/writer.h"

namespace lawtrace::service {

class Recovery {
 public:
  // Told of a trouble when it is first seen, and with nothing when it is over; on the timer's
  // thread.
  using Listener = std::function<void(const std::optional<Error>& trouble)>;

  // Looks at every `period`.  Of several attempts in a row each waits twice as long as the one
  // before, up to `longest`.  REQUIRES: `writer` outlives it.
  Recovery(Writer& writer, Listener listener,
           std::chrono::milliseconds period = std::chrono::seconds(1),
           std::chrono::milliseconds longest = std::chrono::seconds(30));
  ~Recovery();  // Ends the timer.
  Recovery(const Recovery&) = delete;
  Recovery& operator=(const Recovery&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace lawtrace::service
