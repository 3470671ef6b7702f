#include "service/http/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace lawtrace::service {
namespace {

constexpr std::size_t kMaxBuckets = 10'000;  // Then the full ones are dropped.
constexpr const char* kEverybodyElse = "";

double SecondsBetween(RateLimit::Clock::time_point from, RateLimit::Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

std::optional<std::chrono::seconds> RateLimit::Take(const std::string& client,
                                                    Clock::time_point now) {
  if (per_second_ <= 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = BucketOf(client, now);
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return std::chrono::seconds(
      static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / per_second_)));
}

void RateLimit::Charge(const std::string& client, double cost, Clock::time_point now) {
  if (per_second_ <= 0 || cost <= 0) return;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = BucketOf(client, now);
  bucket.tokens = std::max(-burst_, bucket.tokens - cost);
}

RateLimit::Bucket& RateLimit::BucketOf(const std::string& client, Clock::time_point now) {
  auto found = buckets_.find(client);
  if (found == buckets_.end() && buckets_.size() >= kMaxBuckets) {
    DropFull(now);
    if (buckets_.size() >= kMaxBuckets) found = buckets_.find(kEverybodyElse);
  }
  if (found == buckets_.end()) {
    const bool is_room = buckets_.size() < kMaxBuckets;
    found = buckets_.try_emplace(is_room ? client : kEverybodyElse, Bucket{burst_, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens =
      std::min(burst_, bucket.tokens + per_second_ * SecondsBetween(bucket.filled_at, now));
  bucket.filled_at = now;
  return bucket;
}

void RateLimit::DropFull(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    return bucket.tokens + per_second_ * SecondsBetween(bucket.filled_at, now) >= burst_;
  });
}

}  // namespace lawtrace::service
