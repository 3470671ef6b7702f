// RateLimit: a token bucket per client, paid for requests when they come and for what they cost
// beyond that when it is known.
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
  // Takes what a request cost besides; the client may owe up to its burst.
  void Charge(const std::string& client, double cost, Clock::time_point now);

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled_at;
  };

  // The client's, filled up to now; one for all who come when there are too many.
  Bucket& BucketOf(const std::string& client, Clock::time_point now);
  // Full buckets say nothing and are dropped.
  void DropFull(Clock::time_point now);

  const double per_second_;
  const double burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace lawtrace::service
