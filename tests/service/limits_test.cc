// What strangers may hold and ask: quotas, rates, turns at the workers, whom they count for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "service/http/client_key.h"
#include "service/http/quota.h"
#include "service/http/rate_limit.h"
#include "service/http/worker_pool.h"

namespace lawtrace::service {
namespace {

using std::chrono::seconds;

TEST(ClientKeyTest, AnAddressOfIpv6CountsWithItsNetwork) {
  EXPECT_EQ(ClientKey("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(ClientKey("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(ClientKey("2001:db8:0:1::7"), "2001:db8:0:1::/64");
  EXPECT_EQ(ClientKey("2001:db8:0:1:ffff:ffff:ffff:ffff"), "2001:db8:0:1::/64");
  EXPECT_NE(ClientKey("2001:db8:0:2::7"), ClientKey("2001:db8:0:1::7"));
  EXPECT_EQ(ClientKey("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(ClientKey("unknown"), "unknown");
  EXPECT_EQ(ClientKey(""), "");
}

TEST(QuotaTest, OneClientHasItsShareAndAllHaveTheirs) {
  Quota quota(3, 5);
  auto two = quota.Take("a", 2);
  ASSERT_TRUE(two);
  EXPECT_FALSE(quota.Take("a", 2));
  const auto one = quota.Take("a", 1);
  EXPECT_TRUE(one);
  EXPECT_FALSE(quota.Take("a", 1));
  const auto others = quota.Take("b", 2);
  EXPECT_TRUE(others);
  EXPECT_FALSE(quota.Take("c", 1));
  EXPECT_FALSE(quota.Take("", 1));
  two.reset();
  EXPECT_EQ(quota.held(), 3U);
  EXPECT_TRUE(quota.Take("c", 2));
  EXPECT_EQ(quota.held(), 3U);
}

TEST(QuotaTest, AProxyOfManyHasNoShareOfItsOwn) {
  Quota quota(1, 4);
  const auto many = quota.Take("", 4);
  EXPECT_TRUE(many);
  EXPECT_FALSE(quota.Take("", 1));
}

TEST(QuotaTest, ALeaseThatMovesIsHeldOnce) {
  Quota quota(10, 10);
  auto first = quota.Take("a", 4);
  Quota::Lease moved = *std::move(first);
  first.reset();
  EXPECT_EQ(quota.held(), 4U);
  moved = *quota.Take("a", 1);
  EXPECT_EQ(quota.held(), 1U);
  EXPECT_FALSE(quota.Take("a", ~std::size_t{0}));
}

TEST(RateLimitTest, WhatIsDearIsOwed) {
  RateLimit rates(1, 10);
  const RateLimit::Clock::time_point now{};
  EXPECT_FALSE(rates.Take("a", now));
  rates.Charge("a", 12, now);  // Nine were left.
  ASSERT_TRUE(rates.Take("a", now));
  EXPECT_EQ(*rates.Take("a", now), seconds(4));
  EXPECT_FALSE(rates.Take("a", now + seconds(4)));
  rates.Charge("a", 1'000'000, now + seconds(4));
  EXPECT_EQ(*rates.Take("a", now + seconds(4)), seconds(11));  // Never more than the burst.
  EXPECT_FALSE(rates.Take("b", now));
}

TEST(RateLimitTest, StrangersWithoutNumberShareWhatIsLeft) {
  RateLimit rates(1, 2);
  const RateLimit::Clock::time_point now{};
  int refused = 0;
  for (int i = 0; i < 20'000; ++i)
    if (rates.Take("client " + std::to_string(i), now)) ++refused;
  EXPECT_GT(refused, 9'000);
  EXPECT_FALSE(rates.Take("client 1", now));  // Those known before keep what is theirs.
}

// Jobs that wait until they are told to go on.
class Gate {
 public:
  WorkerPool::Job Job(const std::string& name) {
    return [this, name] {
      std::unique_lock lock(mutex_);
      begun_.push_back(name);
      changed_.notify_all();
      changed_.wait(lock, [this] { return is_open_; });
    };
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  std::vector<std::string> WaitFor(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_.size() >= count; });
    return begun_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = false;
  std::vector<std::string> begun_;
};

TEST(WorkerPoolTest, AClientLeavesThreadsToOthers) {
  Gate gate;
  WorkerPool pool({.threads = 3, .threads_of_client = 2, .waiting_of_client = 10, .waiting = 20});
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(pool.Submit("greedy", gate.Job("greedy")));
  EXPECT_TRUE(pool.Submit("modest", gate.Job("modest")));
  EXPECT_THAT(gate.WaitFor(3), ::testing::UnorderedElementsAre("greedy", "greedy", "modest"));
  EXPECT_EQ(pool.waiting_count(), 8U);
  gate.Open();
  EXPECT_EQ(gate.WaitFor(11).size(), 11U);
}

TEST(WorkerPoolTest, WhatWaitsHasALimitForEachAndForAll) {
  Gate gate;
  WorkerPool pool({.threads = 1, .threads_of_client = 1, .waiting_of_client = 2, .waiting = 3});
  EXPECT_TRUE(pool.Submit("a", gate.Job("a")));
  gate.WaitFor(1);
  EXPECT_TRUE(pool.Submit("a", gate.Job("a")));
  EXPECT_TRUE(pool.Submit("a", gate.Job("a")));
  EXPECT_FALSE(pool.Submit("a", gate.Job("a")));
  EXPECT_TRUE(pool.Submit("b", gate.Job("b")));
  EXPECT_FALSE(pool.Submit("c", gate.Job("c")));
  pool.SubmitAlways("c", gate.Job("c"));
  gate.Open();
  EXPECT_EQ(gate.WaitFor(5).size(), 5U);
}

TEST(WorkerPoolTest, ClientsTakeTurns) {
  Gate first;
  std::mutex mutex;
  std::condition_variable done;
  std::vector<std::string> order;
  WorkerPool pool({.threads = 1, .threads_of_client = 1, .waiting_of_client = 9, .waiting = 99});
  EXPECT_TRUE(pool.Submit("z", first.Job("z")));
  first.WaitFor(1);
  for (const char* name : {"a", "a", "a", "b", "c"})
    EXPECT_TRUE(pool.Submit(name, [&, name] {
      const std::lock_guard lock(mutex);
      order.emplace_back(name);
      done.notify_all();
    }));
  first.Open();
  std::unique_lock lock(mutex);
  done.wait(lock, [&] { return order.size() == 5; });
  EXPECT_THAT(order, ::testing::ElementsAre("a", "b", "c", "a", "a"));
}

}  // namespace
}  // namespace lawtrace::service
