#include "service/http/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace lawtrace::service {
namespace {

constexpr std::size_t kMaxBuckets = 10'000;  // Then the full ones are dropped.

double SecondsBetween(RateLimit::Clock::time_point from, RateLimit::Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

std::optional<std::chrono::seconds> RateLimit::Take(const std::string& client,
                                                    Clock::time_point now) {
  if (per_second_ <= 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMaxBuckets) DropFull(now);
  Bucket& bucket = buckets_.try_emplace(client, Bucket{burst_, now}).first->second;
  bucket.tokens =
      std::min(burst_, bucket.tokens + per_second_ * SecondsBetween(bucket.filled_at, now));
  bucket.filled_at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return std::chrono::seconds(
      static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / per_second_)));
}

void RateLimit::DropFull(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    return bucket.tokens + per_second_ * SecondsBetween(bucket.filled_at, now) >= burst_;
  });
}

}  // namespace lawtrace::service
