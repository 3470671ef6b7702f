// Who is told of what: what came before somebody followed, and what is put right between being put
// together and being taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/service/dispatch_world.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DeciderTest : public ::testing::Test {
 protected:
  DeciderTest()
      : index_(WorldIndex()), log_(store::OpenOrDie(temp_ / "store", store::Access::kCreate)) {
    RecordCodings(log_);
    Dispatch("2020-02-02");
  }

  SubscriptionId Enrol(std::string_view now, std::string_view where) {
    return Enrolment(log_).Enrol(WishOf(index_, "-", where), At(now)).value().id;
  }
  Sequence Record(std::string_view recorded_at, const EventWords& words) {
    return RecordAll(log_, recorded_at, {words});
  }
  std::vector<alerts::Message> Dispatch(std::string_view now) {
    std::vector<alerts::Message> sent;
    told_.clear();
    Dispatcher dispatcher(
        log_, index_, [&] { return At(now); },
        [&](const alerts::Message& message, std::span<const Subscription> subscriptions) {
          sent.push_back(message);
          for (const Subscription& one : subscriptions) told_.push_back(one.id.value);
          return outcome_;
        });
    EXPECT_TRUE(dispatcher.Run(ReadArchive(log_, index_)));
    std::ranges::sort(told_);
    return sent;
  }

  store::TempDir temp_;
  Index index_;
  store::EventLog log_;
  DeliveryOutcome outcome_;
  std::vector<std::uint64_t> told_;  // By the last Dispatch.
};

const EventWords kReform{.answer = "100", .effective = "2021-03-01"};

TEST_F(DeciderTest, NobodyIsToldOfTheEventThatTheyBeganWith) {
  const SubscriptionId before = Enrol("2021-03-01", "country PT");
  Record("2021-03-05", kReform);
  const SubscriptionId behind = Enrol("2021-03-05", "country PT");  // The reform is the last item.
  Dispatch("2021-03-06");
  EXPECT_THAT(told_, ElementsAre(before.value));
  Record("2021-03-07", {.indicator = "b", .answer = "0", .effective = "2021-03-01"});
  Dispatch("2021-03-08");
  EXPECT_THAT(told_, ElementsAre(before.value, behind.value));
}

TEST_F(DeciderTest, AnEditionIsNotToldToThoseWhoCameAfterIt) {
  const SubscriptionId before = Enrol("2022-04-01", "kind edition");
  RecordAll(log_, "2022-05-01",
            {{.kind = EventKind::kConfirmation,
              .answer = "50",
              .effective = "2021",
              .observed = "2021-12-31"}});
  Enrol("2022-05-02", "kind edition");
  Dispatch("2022-05-03");
  EXPECT_THAT(told_, ElementsAre(before.value));
}

TEST_F(DeciderTest, WhatIsPutTogetherAndNotTakenYetIsCorrectedAfterwards) {
  const SubscriptionId id = Enrol("2021-03-01", "country PT");
  const Sequence wrong = Record("2021-03-05", kReform);
  outcome_ = DeliveryOutcome::Retry("busy");
  const std::vector<alerts::Message> tried = Dispatch("2021-03-05T10:00:00Z");
  ASSERT_EQ(tried.size(), 1U);
  outcome_ = DeliveryOutcome::Delivered();
  Record("2021-03-05T10:00:10Z", {.kind = EventKind::kCorrection,
                                  .answer = "0",
                                  .effective = "2021-03-01",
                                  .supersedes = wrong});
  // The receiver may have taken the first attempt, so it hears of both.
  std::vector<alerts::Message> sent = Dispatch("2021-03-05T10:00:20Z");
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, MessageKind::kCorrection);
  EXPECT_EQ(sent[0].countries.at(0).items.at(0).corrects, tried[0].id);
  sent = Dispatch("2021-03-05T11:00:00Z");
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].id, tried[0].id);
  EXPECT_THAT(told_, ElementsAre(id.value));
  EXPECT_THAT(Dispatch("2021-03-06"), IsEmpty());
}

}  // namespace
}  // namespace lawtrace::service
