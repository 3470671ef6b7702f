#include "service/desk/publication.h"

#include <stop_token>
#include <utility>

namespace lawtrace::service {

Publication::Publication(EditorialDesk desk, std::function<Instant()> clock, Listener listener,
                         std::chrono::milliseconds period)
    : thread_([this, desk, clock = std::move(clock), listener = std::move(listener),
               period](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const Result<std::vector<Submission>> changed = PublishDue(desk, clock());
          if (listener && (!changed || !changed->empty())) listener(changed);
          std::unique_lock lock(mutex_);
          wake_.wait_for(lock, stop, period, [] { return false; });
        }
      }) {}

Publication::~Publication() = default;

}  // namespace lawtrace::service
