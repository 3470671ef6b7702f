#include "service/desk/recovery.h"

#include <algorithm>
#include <stop_token>
#include <utility>

namespace lawtrace::service {

Recovery::Recovery(Writer& writer, Listener listener, std::chrono::milliseconds period,
                   std::chrono::milliseconds longest)
    : thread_([this, &writer, listener = std::move(listener), period,
               longest](const std::stop_token& stop) {
        bool is_told = false;
        std::chrono::milliseconds pause = period;
        while (!stop.stop_requested()) {
          const std::optional<Error> trouble = writer.trouble();
          if (trouble && !is_told) listener(trouble);
          const bool is_over = !trouble || writer.Recover();
          if (is_over && (trouble || is_told)) listener(std::nullopt);
          is_told = !is_over;
          pause = is_over ? period : std::min(pause * 2, longest);
          std::unique_lock lock(mutex_);
          wake_.wait_for(lock, stop, pause, [] { return false; });
        }
      }) {}

Recovery::~Recovery() = default;

}  // namespace lawtrace::service
