// The rows of subscriptions, deliveries and the agenda: what is written today stays readable.
#include <gmock/gmock.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "proto/alert_codec.h"
#include "store/agenda.h"
#include "store/deliveries.h"
#include "store/subscriptions.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4U];
    text += kDigits[static_cast<unsigned char>(c) & 0xFU];
  }
  return text;
}

Subscription GoldenSubscription() {
  return {.id = {3},
          .state = SubscriptionState::kPaused,
          .paused_until = Instant(100),
          .end_reason = "r",
          .filter = {{{.subject = Subject::kCountry, .is_negated = true, .values = {"PT", "ES"}},
                      {.subject = Subject::kChange, .node = "h", .least = 0.5}}},
          .channel = {.kind = ChannelKind::kMail, .target = "a@b"},
          .cadence = {.kind = CadenceKind::kWeekly, .day = 7, .minute = 61, .zone = "UTC"},
          .language = "fr",
          .secrets = {.current = "c", .previous = "p", .previous_expires = Instant(7)},
          .token = "t",
          .created_at = Instant(1),
          .confirmed_at = Instant(2),
          .after = Sequence{9},
          .soft_bounces = {Day(18'000), Day(18'004)}};
}

Delivery GoldenDelivery() {
  return {.subscription = {3},
          .occasion = {.trigger = Trigger::kEdition, .edition = "two", .country = "PT"},
          .known = Sequence{9},
          .state = DeliveryState::kQueued,
          .reason = "r",
          .matched = {"m"},
          .decided_at = Instant(1),
          .due = Instant(2),
          .sent_at = Instant(3),
          .corrects = "msg_0"};
}

Envelope GoldenEnvelope() {
  return {.id = "msg_1",
          .kind = MessageKind::kDigest,
          .subscriptions = {{3}},
          .deliveries = {{.subscription = {3},
                          .occasion = {.trigger = Trigger::kProposal, .event = Sequence{5}}}},
          .created_at = Instant(1),
          .state = EnvelopeState::kWaiting,
          .attempts = 2,
          .first_attempt = Instant(3),
          .due = Instant(4),
          .reason = "r"};
}

TEST(AlertRowsTest, ValuesKeepTheirBytes) {
  EXPECT_EQ(Hex(proto::EncodeSubscription(GoldenSubscription()).value()),
            "01080310c8011a0172220c080110011a0250541a024553220e080822016829000000000000e03f28"
            "02320361406238034007483d52035554435a0266726201636a0170700e7a01748001028801049001"
            "099a0106a09902a89902");
  EXPECT_EQ(Hex(proto::EncodeDelivery(GoldenDelivery()).value()),
            "01080910011a017222016d2802300438064a056d73675f30");
  EXPECT_EQ(Hex(proto::EncodeEnvelope(GoldenEnvelope()).value()),
            "0108021201031a06080310041805200228013002380640084a0172");
}

TEST(AlertRowsTest, ValuesReadBackAsTheyWere) {
  const Subscription subscription = GoldenSubscription();
  EXPECT_EQ(proto::DecodeSubscription({3}, proto::EncodeSubscription(subscription).value()),
            subscription);
  const Delivery delivery = GoldenDelivery();
  EXPECT_EQ(proto::DecodeDelivery(KeyOf(delivery), proto::EncodeDelivery(delivery).value()),
            delivery);
  const Envelope envelope = GoldenEnvelope();
  EXPECT_EQ(proto::DecodeEnvelope("msg_1", proto::EncodeEnvelope(envelope).value()), envelope);
}

TEST(AlertRowsTest, DamagedValuesAreCorruptionOrHarmless) {
  const google::protobuf::LogSilencer quiet;
  std::mt19937 random(5);
  int refusals = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = proto::EncodeSubscription(GoldenSubscription()).value();
    bytes[random() % bytes.size()] = static_cast<char>(random());
    if (i % 3 == 0) bytes.resize(random() % bytes.size());
    const auto read = proto::DecodeSubscription({3}, bytes);
    EXPECT_TRUE(read || read.error().code == ErrorCode::kCorruption);
    refusals += read ? 0 : 1;
    std::string enclosed = proto::EncodeEnvelope(GoldenEnvelope()).value();
    enclosed[random() % enclosed.size()] = static_cast<char>(random());
    const auto envelope = proto::DecodeEnvelope("msg_1", enclosed);
    EXPECT_TRUE(envelope || envelope.error().code == ErrorCode::kCorruption);
  }
  EXPECT_GT(refusals, 1'000);
}

TEST(AlertRowsTest, ACadenceThatCannotBeIsCorruption) {
  for (const auto& [day, minute] : std::vector<std::pair<int, int>>{{0, 0}, {8, 0}, {1, 1'440}}) {
    Subscription subscription = GoldenSubscription();
    subscription.cadence.day = day;
    subscription.cadence.minute = minute;
    const auto read =
        proto::DecodeSubscription({3}, proto::EncodeSubscription(subscription).value());
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().Message(), "subscription 3: a cadence is out of range");
  }
}

TEST(AlertRowsTest, TextThatIsNotUtf8IsRefused) {
  Subscription subscription = GoldenSubscription();
  subscription.channel.target = "a\xFF@b";
  EXPECT_EQ(proto::EncodeSubscription(subscription).error().code, ErrorCode::kInvalidInput);
}

class AlertStoreTest : public testing::Test {
 protected:
  AlertStoreTest() : log_(OpenOrDie(temp_ / "store", Access::kCreate)), records_(log_.records()) {}

  std::vector<std::string> Keys(Family family) const {
    std::vector<std::string> keys;
    const Status scanned = records_.Scan(family, {}, [&](auto key, auto) -> Result<bool> {
      keys.push_back(Hex(key));
      return true;
    });
    EXPECT_TRUE(scanned.has_value());
    return keys;
  }

  template <typename Row>
  void Replace(const std::optional<Row>& before, const Row& after) {
    std::vector<RecordChange> changes;
    ASSERT_TRUE(Deliveries::AddChanges(before, after, changes).has_value());
    ASSERT_TRUE(records_.Write(changes).has_value());
  }

  void Save(const std::optional<Subscription>& before, const Subscription& after) {
    const auto changes = Subscriptions::ChangesTo(before, after);
    ASSERT_TRUE(changes.has_value());
    ASSERT_TRUE(records_.Write(*changes).has_value());
  }

  TempDir temp_;
  EventLog log_;
  Records records_;
};

TEST_F(AlertStoreTest, KeysKeepTheirBytes) {
  Save(std::nullopt, GoldenSubscription());
  EXPECT_THAT(Keys(Family::kSubscriptions), ElementsAre("730000000000000003", "7474"));
  Replace<Delivery>(std::nullopt, GoldenDelivery());
  Replace<Envelope>(std::nullopt, GoldenEnvelope());
  EXPECT_THAT(Keys(Family::kDeliveries), ElementsAre("640000000000000000080000000000000003"
                                                     "74776f00"
                                                     "5054",
                                                     "6d6d73675f31",
                                                     "710000000000000002"
                                                     "0000000000000000080000000000000003"
                                                     "74776f00"
                                                     "5054",
                                                     "730000000000000003"
                                                     "0000000000000000080000000000000003"
                                                     "74776f00"
                                                     "5054",
                                                     "770000000000000004"
                                                     "0000000000000005"
                                                     "6d73675f31"));
  const std::vector<RecordChange> agenda = {Agenda::Add({.day = Day(0), .event = Sequence{1}}),
                                            Agenda::Decided(std::string("two"))};
  ASSERT_TRUE(records_.Write(agenda).has_value());
  EXPECT_THAT(Keys(Family::kSchedule),
              ElementsAre("650000000000032d3c0000000000000001", "7074776f"));
}

TEST_F(AlertStoreTest, ASubscriptionIsFoundByItsNumberAndItsTokenOnly) {
  const Subscriptions subscriptions(records_);
  EXPECT_EQ(subscriptions.NextId(), SubscriptionId{1});
  for (std::uint64_t id = 1; id <= 11; ++id) {
    Subscription subscription = GoldenSubscription();
    subscription.id = {id};
    subscription.token = "t" + std::to_string(id);
    Save(std::nullopt, subscription);
    EXPECT_EQ(subscriptions.NextId(), SubscriptionId{id + 1});
  }
  EXPECT_EQ(subscriptions.FindByToken("t7").value()->id, SubscriptionId{7});
  Subscription other = subscriptions.Find({7}).value().value();
  const Subscription before = other;
  other.token = "another";
  Save(before, other);
  EXPECT_EQ(subscriptions.FindByToken("t7").value(), std::nullopt);
  EXPECT_EQ(subscriptions.FindByToken("another").value()->id, SubscriptionId{7});
  EXPECT_EQ(subscriptions.FindByToken("").value(), std::nullopt);
  EXPECT_EQ(subscriptions.Find({12}).value(), std::nullopt);
}

TEST_F(AlertStoreTest, WhatWaitsIsFoundWhenItIsDue) {
  const Deliveries deliveries(records_);
  Delivery delivery = GoldenDelivery();
  Replace<Delivery>(std::nullopt, delivery);
  EXPECT_THAT(deliveries.QueuedUntil(Instant(1)).value(), IsEmpty());
  EXPECT_THAT(deliveries.QueuedUntil(Instant(2)).value(), ElementsAre(KeyOf(delivery)));
  EXPECT_EQ(deliveries.NextDue().value(), Instant(2));
  const Delivery before = delivery;
  delivery.message = "msg_1";
  Replace<Delivery>(before, delivery);
  EXPECT_THAT(deliveries.QueuedUntil(Instant(2)).value(), IsEmpty());

  Envelope envelope = GoldenEnvelope();
  Replace<Envelope>(std::nullopt, envelope);
  EXPECT_THAT(deliveries.WaitingUntil(Instant(3)).value(), IsEmpty());
  EXPECT_THAT(deliveries.WaitingUntil(Instant(4)).value(), ElementsAre("msg_1"));
  const Envelope waiting = envelope;
  envelope.state = EnvelopeState::kDelivered;
  Replace<Envelope>(waiting, envelope);
  EXPECT_THAT(deliveries.WaitingUntil(Instant(4)).value(), IsEmpty());
  EXPECT_EQ(deliveries.FindEnvelope("msg_1").value(), envelope);
  EXPECT_EQ(deliveries.NextDue().value(), std::nullopt);
}

}  // namespace
}  // namespace lawtrace::store
