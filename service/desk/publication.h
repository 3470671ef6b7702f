// Publication: the timer that puts approved statements into the log when their embargo ends.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "service/desk/submissions.h"

namespace lawtrace::service {

class Publication {
 public:
  // Told what changed, or why nothing could; on the timer's thread.
  using Listener = std::function<void(const Result<std::vector<Submission>>&)>;

  // Looks at once, so that what fell due while no service ran comes in, and then at every `period`.
  Publication(EditorialDesk desk, std::function<Instant()> clock, Listener listener,
              std::chrono::milliseconds period = std::chrono::seconds(1));
  // Ends the timer; what it is about to publish is published.
  ~Publication();
  Publication(const Publication&) = delete;
  Publication& operator=(const Publication&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace lawtrace::service
