// Many messages at once, and what else happens to subscriptions meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "store/internal/opener.h"
#include "tests/service/dispatch_world.h"
#include "tests/store/failing_disk.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kConnections = 4;

class DispatchManyTest : public testing::Test {
 protected:
  // Where a message went to, and the first event that it tells.
  struct Arrival {
    std::string to;
    std::uint64_t event;
    friend auto operator<=>(const Arrival&, const Arrival&) = default;
  };

  DispatchManyTest()
      : index_(WorldIndex()),
        log_(store::OpenOrDie(temp_ / "store", store::Access::kCreate)),
        dispatcher_(
            log_, index_, [this] { return now_; },
            [this](const alerts::Message& message, std::span<const Subscription> subscriptions) {
              return Take(message, subscriptions);
            },
            kConnections) {
    RecordCodings(log_);
    Run();
  }

  DeliveryOutcome Take(const alerts::Message& message, std::span<const Subscription> to) {
    {
      const std::scoped_lock lock(mutex_);
      arrivals_.push_back({.to = message.channel.target,
                           .event = message.countries.at(0).items.at(0).notice.event.value});
    }
    return answer_(to.front());
  }

  std::uint64_t Enrol(const std::string& to, std::string_view where = "country PT") {
    const SubscriptionId id = Enrolment(log_).Enrol(WishOf(index_, to, where), now_)->id;
    if (to.starts_with("webhook:")) {
      EXPECT_TRUE(Enrolment(log_).Confirm(id, now_));
    }
    return id.value;
  }
  Subscription Get(std::uint64_t id) const { return Enrolment(log_).Get({id}).value(); }

  DispatchReport Run() {
    arrivals_.clear();
    const auto report = dispatcher_.Run(ReadArchive(log_, index_));
    EXPECT_TRUE(report.has_value()) << report.error().Message();
    return report.value_or(DispatchReport());
  }
  DispatchReport RunOn(std::string_view now) {
    now_ = At(now);
    return Run();
  }

  // Of what arrived there, in order.
  std::vector<std::uint64_t> EventsAt(const std::string& target) const {
    std::vector<std::uint64_t> events;
    for (const Arrival& arrival : arrivals_)
      if (arrival.to == target) events.push_back(arrival.event);
    return events;
  }

  std::size_t Count(DeliveryState state) const {
    std::size_t count = 0;
    const Status visited =
        store::Deliveries(log_.records()).Visit([&](const Delivery& d) -> Result<bool> {
          if (d.state == state) ++count;
          return true;
        });
    EXPECT_TRUE(visited.has_value());
    return count;
  }

  store::TempDir temp_;
  Index index_;
  store::EventLog log_;
  Instant now_ = At("2021-01-01");
  std::mutex mutex_;
  std::vector<Arrival> arrivals_;
  std::function<DeliveryOutcome(const Subscription&)> answer_ = [](const Subscription&) {
    return DeliveryOutcome::Delivered();
  };
  Dispatcher dispatcher_;
};

const std::vector<EventWords> kReforms[] = {{{.answer = "100", .effective = "2021-03-01"}},
                                            {{.answer = "0", .effective = "2021-03-02"}},
                                            {{.answer = "50", .effective = "2021-03-03"}}};

TEST_F(DispatchManyTest, SeveralAreSentAtOnceAndEachTargetGetsItsOwnInOrder) {
  constexpr int kTargets = 150;
  const auto target = [](int i) { return "https://host" + std::to_string(i) + ".example.org/"; };
  for (int i = 0; i < kTargets; ++i) Enrol("webhook:" + target(i));
  std::vector<std::uint64_t> events;
  for (const auto& reform : kReforms) events.push_back(RecordAll(log_, "2021-03-05", reform).value);
  std::atomic<int> under_way = 0;
  std::atomic<int> most = 0;
  answer_ = [&](const Subscription&) {
    const int now = ++under_way;
    int seen = most;
    while (seen < now && !most.compare_exchange_weak(seen, now)) continue;
    // The first ones stay until all connections are busy.
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (most < static_cast<int>(kConnections) && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    --under_way;
    return DeliveryOutcome::Delivered();
  };
  const DispatchReport report = RunOn("2021-03-05T10:00:00Z");
  EXPECT_EQ(report.delivered, 3U * kTargets);
  EXPECT_EQ(most, static_cast<int>(kConnections));
  for (int i = 0; i < kTargets; ++i) EXPECT_EQ(EventsAt(target(i)), events) << i;
  EXPECT_EQ(Count(DeliveryState::kSent), 3U * kTargets);
  Run();
  EXPECT_THAT(arrivals_, IsEmpty()) << "each once";
}

TEST_F(DispatchManyTest, AReceiverThatIsDownIsTriedOnceARunAndKeepsItsOrder) {
  Enrol("webhook:https://down.example.org/");
  Enrol("webhook:https://example.org/");
  std::vector<std::uint64_t> events;
  for (const auto& reform : kReforms) events.push_back(RecordAll(log_, "2021-03-05", reform).value);
  answer_ = [](const Subscription& to) {
    return to.channel.target.find("down") == std::string::npos
               ? DeliveryOutcome::Delivered()
               : DeliveryOutcome::Unavailable("connection refused");
  };
  const DispatchReport report = RunOn("2021-03-05T10:00:00Z");
  EXPECT_EQ(report.delivered, 3U);
  EXPECT_EQ(report.postponed, 3U);
  EXPECT_THAT(EventsAt("https://down.example.org/"), ElementsAre(events[0]));
  EXPECT_EQ(EventsAt("https://example.org/"), events) << "it waits for nobody";
  answer_ = [](const Subscription&) { return DeliveryOutcome::Delivered(); };
  RunOn("2021-03-05T10:02:00Z");
  EXPECT_EQ(EventsAt("https://down.example.org/"), events);
}

TEST_F(DispatchManyTest, AMessageThatFailsOnItsOwnHoldsUpNoOther) {
  Enrol("webhook:https://example.org/");
  for (const auto& reform : kReforms) RecordAll(log_, "2021-03-05", reform);
  std::atomic<int> attempts = 0;
  answer_ = [&](const Subscription&) {
    return ++attempts == 1 ? DeliveryOutcome::Retry("receiver answered 500")
                           : DeliveryOutcome::Delivered();
  };
  const DispatchReport report = RunOn("2021-03-05T10:00:00Z");
  EXPECT_EQ(report.postponed, 1U);
  EXPECT_EQ(report.delivered, 2U);
}

TEST_F(DispatchManyTest, NothingMoreIsSentToWhoeverWantsNoMore) {
  const std::uint64_t id = Enrol("webhook:https://example.org/");
  for (const auto& reform : kReforms) RecordAll(log_, "2021-03-05", reform);
  answer_ = [](const Subscription&) { return DeliveryOutcome::Gone("receiver answered 410"); };
  RunOn("2021-03-05T10:00:00Z");
  EXPECT_EQ(arrivals_.size(), 1U);
  EXPECT_EQ(Get(id).state, SubscriptionState::kEnded);
  EXPECT_EQ(Count(DeliveryState::kFailed), 1U);
  EXPECT_EQ(Count(DeliveryState::kSuppressed), 2U);
  EXPECT_EQ(Count(DeliveryState::kQueued), 0U);
}

TEST_F(DispatchManyTest, AnEndByTheReceiverAndAnEditAtTheSameTimeBothStand) {
  std::vector<std::uint64_t> ids;
  constexpr int kFollowers = 30;
  for (int i = 0; i < kFollowers; ++i)
    ids.push_back(Enrol("webhook:https://example.org/" + std::to_string(i)));
  RecordAll(log_, "2021-03-05", kReforms[0]);
  answer_ = [](const Subscription&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return DeliveryOutcome::Gone("receiver answered 410");
  };
  std::atomic<bool> is_over = false;
  std::jthread editor([&] {
    Enrolment enrolment(log_);
    for (int round = 0; !is_over; ++round)
      for (const std::uint64_t id : ids) {
        const Subscription found = Get(id);
        const auto edited = enrolment.Edit(
            {id},
            {.filter = WishOf(index_, "-", round % 2 == 0 ? "country PT,ES" : "country PT").filter,
             .channel = found.channel,
             .cadence = found.cadence,
             .language = round % 2 == 0 ? "fr" : "en"},
            now_);
        if (!edited) {
          EXPECT_THAT(edited.error().Message(), HasSubstr("has ended"));
        }
      }
  });
  RunOn("2021-03-05T10:00:00Z");
  is_over = true;
  editor.join();
  for (const std::uint64_t id : ids) EXPECT_EQ(Get(id).state, SubscriptionState::kEnded) << id;
}

TEST_F(DispatchManyTest, TwoEnrolmentsGiveOutNoNumberTwice) {
  std::mutex mutex;
  std::set<std::uint64_t> ids;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      Enrolment enrolment(log_);
      for (int i = 0; i < 10; ++i) {
        const auto made = enrolment.Enrol(
            WishOf(index_, "file:/tmp/" + std::to_string(thread * 10 + i), "country PT"), now_);
        const std::scoped_lock lock(mutex);
        ids.insert(made->id.value);
      }
    });
  threads.clear();
  EXPECT_EQ(ids.size(), 40U);
}

TEST_F(DispatchManyTest, FollowersAreReadAgainOnlyWhenOneHasChanged) {
  const std::uint64_t first = Enrol("webhook:https://example.org/1");
  RecordAll(log_, "2021-03-05", kReforms[0]);
  EXPECT_EQ(RunOn("2021-03-05T10:00:00Z").followers, 1U);
  EXPECT_EQ(arrivals_.size(), 1U);
  RecordAll(log_, "2021-03-06", kReforms[1]);
  EXPECT_EQ(RunOn("2021-03-06T10:00:00Z").followers, 0U) << "none has changed";
  EXPECT_EQ(arrivals_.size(), 1U);

  Enrol("webhook:https://example.org/2");
  EXPECT_EQ(RunOn("2021-03-06T11:00:00Z").followers, 0U) << "there is nothing to tell";
  RecordAll(log_, "2021-03-07", kReforms[2]);
  EXPECT_EQ(RunOn("2021-03-07T10:00:00Z").followers, 2U);
  EXPECT_EQ(arrivals_.size(), 2U) << "the new one is told of the next event";

  const Subscription found = Get(first);
  ASSERT_TRUE(Enrolment(log_).Edit(
      {first}, {.filter = WishOf(index_, "-", "country ES").filter, .channel = found.channel},
      now_));
  RecordAll(log_, "2021-03-08", {{.answer = "100", .effective = "2021-03-08"}});
  RunOn("2021-03-08T10:00:00Z");
  EXPECT_THAT(EventsAt("https://example.org/1"), IsEmpty()) << "it follows Spain now";
  EXPECT_EQ(arrivals_.size(), 1U);
}

TEST_F(DispatchManyTest, HowItIsReadAgainDoesNotDependOnWhoChangedIt) {
  const std::uint64_t id = Enrol("webhook:https://example.org/");
  RecordAll(log_, "2021-03-05", kReforms[0]);
  answer_ = [](const Subscription&) { return DeliveryOutcome::Gone("receiver answered 410"); };
  RunOn("2021-03-05T10:00:00Z");
  ASSERT_EQ(Get(id).state, SubscriptionState::kEnded);
  RecordAll(log_, "2021-03-06", kReforms[1]);
  EXPECT_EQ(RunOn("2021-03-06T10:00:00Z").queued, 0U);
  EXPECT_THAT(arrivals_, IsEmpty());
}

class SoftBounceTest : public DispatchManyTest {
 protected:
  std::vector<Subscription> Return(const std::string& token, std::string_view on) {
    return Enrolment(log_).TakeBounce(token, false, "4.2.2 mailbox full", At(on)).value();
  }
  std::string Follow(const std::string& filter) {
    const std::uint64_t id = Enrol("mail:ana@example.org", filter);
    return Enrolment(log_).Confirm({id}, now_)->token;
  }
};

TEST_F(SoftBounceTest, MailThatReturnsOnThreeDaysPausesAllOfTheAddress) {
  const std::string first = Follow("country PT");
  const std::string second = Follow("country ES");
  const std::uint64_t other = Enrol("webhook:https://example.org/");
  Return(first, "2021-03-01");
  Return(first, "2021-03-01T12:00:00Z");
  for (const Subscription& one : Return(second, "2021-03-01T13:00:00Z"))
    EXPECT_EQ(one.state, SubscriptionState::kActive) << "several on one day count once";
  for (const Subscription& one : Return(second, "2021-03-05"))
    EXPECT_EQ(one.state, SubscriptionState::kActive);
  const auto paused = Return(first, "2021-03-20T08:00:00Z");
  ASSERT_EQ(paused.size(), 2U);
  for (const Subscription& one : paused) {
    EXPECT_EQ(one.state, SubscriptionState::kPaused);
    EXPECT_EQ(one.paused_until, At("2021-04-19T08:00:00Z"));
    EXPECT_EQ(Get(one.id.value), one) << "it is stored";
  }
  EXPECT_EQ(Get(other).state, SubscriptionState::kActive);
}

TEST_F(SoftBounceTest, OldOnesAreForgottenAndALongerPauseStays) {
  const std::string token = Follow("country PT");
  Return(token, "2021-03-01");
  Return(token, "2021-03-20");
  EXPECT_EQ(Return(token, "2021-04-05").front().state, SubscriptionState::kActive);
  ASSERT_TRUE(Enrolment(log_).Pause(Return(token, "2021-04-06").front().id, std::nullopt));
  EXPECT_EQ(Return(token, "2021-04-07").front().paused_until, std::nullopt);
}

TEST_F(DispatchManyTest, WhoeverLostTheRequestToConfirmMayAskAgainTheNextDay) {
  const SubscriptionWish wish = WishOf(index_, "mail:ana@example.org", "country PT");
  const Subscription first = *Enrolment(log_).Enrol(wish, At("2021-01-01"));
  EXPECT_EQ(Enrolment(log_).Enrol(wish, At("2021-01-01T20:00:00Z"))->token, first.token);
  const Subscription again = *Enrolment(log_).Enrol(wish, At("2021-01-02"));
  EXPECT_EQ(again.id, first.id);
  EXPECT_NE(again.token, first.token);
  EXPECT_FALSE(Enrolment(log_).FindByToken(first.token)->has_value());
}

TEST(DispatchManyDiskTest, NothingIsSentWhoseOutcomeCannotBeRecorded) {
  const store::TempDir temp;
  const Index index = WorldIndex();
  store::FailingDisk disk;
  std::size_t sent = 0;
  auto log = store::EventLogOpener::Open(temp / "store", store::kIndex, store::Access::kCreate,
                                         disk.env());
  ASSERT_TRUE(log.has_value()) << log.error().Message();
  RecordCodings(*log);
  ASSERT_TRUE(Enrolment(*log).Enrol(WishOf(index, "-", "country PT"), At("2021-01-01")));
  RecordAll(*log, "2021-03-05", kReforms[0]);
  Instant now = At("2021-03-05");
  Dispatcher dispatcher(
      *log, index, [&] { return now; },
      [&](const alerts::Message&, std::span<const Subscription>) {
        ++sent;
        return DeliveryOutcome::Unavailable("connection refused");
      });
  ASSERT_TRUE(dispatcher.Run(ReadArchive(*log, index)));
  ASSERT_EQ(sent, 1U);
  disk.Fail(store::DiskFault::kNoSpace);
  now = At("2021-03-06");
  for (int run = 0; run < 2; ++run)
    EXPECT_FALSE(dispatcher.Run(ReadArchive(*log, index)).has_value());
  EXPECT_EQ(sent, 1U) << "or the receiver would get it again and again";
}

}  // namespace
}  // namespace lawtrace::service
