// RateLimit: a token bucket per client.
//
// Thread safety: may be asked concurrently.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace lawtrace::service {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  // A client gains `per_second` requests a second, up to `burst`.  0 a second: no limit.
  RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // Takes one request from the client's bucket.  If it is empty: how long until it is not.
  std::optional<std::chrono::seconds> Take(const std::string& client, Clock::time_point now);

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled_at;
  };

  // Full buckets say nothing and are dropped.
  void DropFull(Clock::time_point now);

  const double per_second_;
  const double burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace lawtrace::service
