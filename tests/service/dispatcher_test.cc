// The dispatcher on a real store, with a clock that the test sets and a receiver that it plays.
#include "service/dispatch/dispatcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "store/internal/opener.h"
#include "store/subscriptions.h"
#include "tests/service/dispatch_world.h"
#include "tests/store/failing_disk.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// What a receiver got.
struct Letter {
  alerts::Message message;
  std::vector<std::uint64_t> subscriptions;

  // Of all items, in order.
  std::vector<std::uint64_t> Events() const {
    std::vector<std::uint64_t> events;
    for (const alerts::CountrySection& section : message.countries)
      for (const alerts::Item& item : section.items) events.push_back(item.notice.event.value);
    return events;
  }
  const alerts::Item& first() const { return message.countries.at(0).items.at(0); }
};

class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest()
      : index_(WorldIndex()), log_(store::OpenOrDie(temp_ / "store", store::Access::kCreate)) {
    RecordCodings(log_);
    Dispatch("2020-02-02");
  }

  std::uint64_t Enrol(std::string_view to, std::string_view where, Cadence cadence = {}) {
    const auto made = Enrolment(log_).Enrol(WishOf(index_, to, where, std::move(cadence)), now_);
    EXPECT_TRUE(made.has_value()) << made.error().Message();
    EXPECT_TRUE(Enrolment(log_).Confirm(made->id, now_).has_value());
    return made->id.value;
  }

  Sequence Record(std::string_view recorded_at, const EventWords& words) {
    return RecordAll(log_, recorded_at, {words});
  }

  // Lets time come to `now` and the dispatcher run once; returns what it sent.
  std::vector<Letter> Dispatch(std::string_view now) {
    now_ = At(now);
    std::vector<Letter> letters;
    Dispatcher dispatcher = Make(letters);
    const auto report = dispatcher.Run(ReadArchive(log_, index_));
    EXPECT_TRUE(report.has_value()) << report.error().Message();
    if (report) report_ = *report;
    return letters;
  }

  Dispatcher Make(std::vector<Letter>& letters) {
    return {log_, index_, [this] { return now_; },
            [&, this](const alerts::Message& message, std::span<const Subscription> subscriptions) {
              Letter letter{.message = message};
              for (const Subscription& subscription : subscriptions)
                letter.subscriptions.push_back(subscription.id.value);
              letters.push_back(letter);
              return outcome_;
            }};
  }

  // Outcomes by subscription, event and trigger.
  std::vector<std::string> Outcomes() const {
    std::vector<std::string> texts;
    const Status visited =
        store::Deliveries(log_.records()).Visit([&](const Delivery& d) -> Result<bool> {
          texts.push_back(std::to_string(d.subscription.value) + " " + d.occasion.event.ToString() +
                          d.occasion.edition + " " + std::string(Name(d.occasion.trigger)) + ": " +
                          std::string(Name(d.state)) + (d.reason.empty() ? "" : ", " + d.reason));
          return true;
        });
    EXPECT_TRUE(visited.has_value());
    return texts;
  }

  Subscription Get(std::uint64_t id) const { return Enrolment(log_).Get({id}).value(); }

  store::TempDir temp_;
  Index index_;
  store::EventLog log_;
  Instant now_{0};
  DeliveryOutcome outcome_;
  DispatchReport report_;
};

const EventWords kReform{.answer = "100", .effective = "2021-03-01"};

TEST_F(DispatcherTest, ASubscriberIsToldOnceOfWhatItsFilterWants) {
  const std::uint64_t pt = Enrol("-", "country PT");
  Enrol("-", "country ES");
  const Sequence event = Record("2021-03-05", kReform);
  const std::vector<Letter> letters = Dispatch("2021-03-05T10:00:00Z");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_THAT(letters[0].subscriptions, ElementsAre(pt));
  EXPECT_EQ(letters[0].message.kind, MessageKind::kAlert);
  EXPECT_EQ(letters[0].first().notice.new_answer, Answer::Option("100"));
  EXPECT_THAT(letters[0].first().reasons, ElementsAre("country PT"));
  EXPECT_THAT(Outcomes(), ElementsAre("1 " + event.ToString() + " amendment: sent"));
  EXPECT_THAT(Dispatch("2021-03-06"), IsEmpty());
}

TEST_F(DispatcherTest, NobodyIsToldOfWhatWasRecordedBeforeTheySubscribed) {
  Record("2021-03-05", kReform);
  Enrol("-", "country PT");
  EXPECT_THAT(Dispatch("2021-03-06"), IsEmpty());
  EXPECT_THAT(Outcomes(), IsEmpty());
}

TEST_F(DispatcherTest, ABulkImportIsOneMessagePerSubscriber) {
  Enrol("-", "country PT,ES");
  Enrol("-", "country ES");
  const Sequence first =
      RecordAll(log_, "2021-03-05",
                {kReform,
                 {.country = "ES", .answer = "0", .effective = "2021-02-01"},
                 {.country = "ES", .indicator = "c", .answer = "75", .effective = "2021-02-01"}});
  const std::vector<Letter> letters = Dispatch("2021-03-05T10:00:00Z");
  ASSERT_EQ(letters.size(), 2U);
  std::set<std::size_t> sizes = {letters[0].Events().size(), letters[1].Events().size()};
  EXPECT_THAT(sizes, ElementsAre(2, 3));
  EXPECT_THAT(Outcomes(), testing::Each(HasSubstr("grouped")));
  EXPECT_EQ(Outcomes().size(), 5U);
  EXPECT_EQ(first, Sequence{9});
}

TEST_F(DispatcherTest, ADigestIsOneMailPerPersonOverAllSubscriptions) {
  const std::uint64_t first = Enrol("mail:ana@example.org", "country PT", Daily());
  const std::uint64_t second = Enrol("mail:Ana@Example.org", "group EU and area cn", Daily());
  Enrol("mail:ben@example.org", "country FR", Daily());
  const Sequence a = Record("2021-03-05", kReform);
  const Sequence c =
      Record("2021-03-05T01:00:00Z", {.indicator = "c", .answer = "0", .effective = "2021-03-01"});
  EXPECT_THAT(Dispatch("2021-03-05T02:00:00Z"), IsEmpty()) << "it is due at eight";
  const std::vector<Letter> letters = Dispatch("2021-03-05T08:00:00Z");
  ASSERT_EQ(letters.size(), 1U) << "who has nothing to be told gets nothing";
  EXPECT_EQ(letters[0].message.kind, MessageKind::kDigest);
  EXPECT_THAT(letters[0].subscriptions, ElementsAre(first, second));
  EXPECT_THAT(letters[0].Events(), testing::UnorderedElementsAre(a.value, c.value))
      << "told once though two subscriptions want it";
  EXPECT_THAT(Dispatch("2021-03-06T08:00:00Z"), IsEmpty());
  EXPECT_THAT(Outcomes(), testing::Each(HasSubstr("grouped")));
}

TEST_F(DispatcherTest, AClockThatIsSetBackNeitherSkipsNorRepeats) {
  Enrol("-", "country PT", Daily());
  Record("2021-03-05", kReform);
  Dispatch("2021-03-05T02:00:00Z");
  EXPECT_EQ(Dispatch("2021-03-05T08:00:00Z").size(), 1U);
  Record("2021-03-05T08:01:00Z", {.indicator = "b", .answer = "0", .effective = "2021-03-01"});
  EXPECT_THAT(Dispatch("2021-03-05T07:30:00Z"), IsEmpty());
  EXPECT_EQ(Dispatch("2021-03-05T08:00:00Z").size(), 1U);
  EXPECT_THAT(Dispatch("2021-03-06T08:00:00Z"), IsEmpty());
}

TEST_F(DispatcherTest, WhatChangesNothingAtTheSubscribedLevelIsSuppressed) {
  Enrol("-", "area Health care");
  Enrol("-", "country PT");
  const Sequence first = RecordAll(
      log_, "2021-03-05", {kReform, {.indicator = "b", .answer = "0", .effective = "2021-03-01"}});
  EXPECT_EQ(Dispatch("2021-03-06").size(), 1U);
  const std::string a = first.ToString();
  const std::string b = first.plus(1).ToString();
  EXPECT_THAT(
      Outcomes(),
      ElementsAre(
          "1 " + a + " amendment: suppressed, no change at Health care, which the filter names",
          "2 " + a + " amendment: grouped",
          "1 " + b + " amendment: suppressed, no change at Health care, which the filter names",
          "2 " + b + " amendment: grouped"));
}

TEST_F(DispatcherTest, ACorrectionGoesToExactlyThoseWhoWereToldAndNamesTheMessage) {
  Enrol("-", "country PT");
  Enrol("-", "country PT and change overall >= 90");
  const std::uint64_t asks = Enrol("-", "country PT and kind correction");
  const Sequence wrong = Record("2021-03-05", kReform);
  const std::vector<Letter> told = Dispatch("2021-03-05T10:00:00Z");
  ASSERT_EQ(told.size(), 1U);
  const std::uint64_t late = Enrol("-", "country PT");
  Record("2021-04-01", {.kind = EventKind::kCorrection,
                        .answer = "0",
                        .effective = "2021-03-01",
                        .supersedes = wrong});
  const std::vector<Letter> letters = Dispatch("2021-04-02");
  ASSERT_EQ(letters.size(), 2U);
  std::map<std::uint64_t, Letter> by_subscription;
  for (const Letter& letter : letters) by_subscription[letter.subscriptions.at(0)] = letter;
  EXPECT_FALSE(by_subscription.contains(late)) << "it was told nothing that is wrong";
  EXPECT_EQ(by_subscription.at(1).message.kind, MessageKind::kCorrection);
  EXPECT_EQ(by_subscription.at(1).first().corrects, told[0].message.id);
  EXPECT_EQ(by_subscription.at(asks).first().corrects, "");
}

TEST_F(DispatcherTest, WhatIsPutRightBeforeItIsSentIsToldRight) {
  Enrol("-", "country PT", Daily());
  const Sequence wrong = Record("2021-03-05", kReform);
  Dispatch("2021-03-05T01:00:00Z");
  const Sequence right = Record("2021-03-05T02:00:00Z", {.kind = EventKind::kCorrection,
                                                         .answer = "0",
                                                         .effective = "2021-03-01",
                                                         .supersedes = wrong});
  Dispatch("2021-03-05T03:00:00Z");
  const std::vector<Letter> letters = Dispatch("2021-03-05T08:00:00Z");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_THAT(letters[0].Events(), ElementsAre(right.value));
  EXPECT_EQ(letters[0].first().corrects, "");
  EXPECT_THAT(Outcomes()[0], HasSubstr("suppressed, event " + right.ToString() +
                                       " replaced it before it was sent"));
}

TEST_F(DispatcherTest, WhatIsWithdrawnBeforeItIsSentIsNeverTold) {
  Enrol("-", "country PT", Daily());
  const Sequence wrong = Record("2021-03-05", kReform);
  Dispatch("2021-03-05T01:00:00Z");
  Record("2021-03-05T02:00:00Z", {.kind = EventKind::kRetraction, .supersedes = wrong});
  EXPECT_THAT(Dispatch("2021-03-05T08:00:00Z"), IsEmpty());
}

TEST_F(DispatcherTest, AnAnnouncementIsToldAgainWhenItTakesEffect) {
  Enrol("-", "country PT");
  const Sequence event = Record("2021-03-05", {.answer = "100", .effective = "2021-07-01"});
  ASSERT_EQ(Dispatch("2021-03-05T10:00:00Z").size(), 1U);
  EXPECT_THAT(Dispatch("2021-06-30T23:59:59Z"), IsEmpty());
  const std::vector<Letter> letters = Dispatch("2021-07-01");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].first().notice.trigger, Trigger::kEntryIntoForce);
  EXPECT_EQ(letters[0].first().notice.event, event);
  EXPECT_THAT(Dispatch("2021-07-02"), IsEmpty());
}

TEST_F(DispatcherTest, AnAnnouncementThatIsMovedGivesOneCorrectionAndTakesEffectOnce) {
  Enrol("-", "country PT");
  const Sequence event = Record("2021-03-05", {.answer = "100", .effective = "2021-07-01"});
  const std::vector<Letter> told = Dispatch("2021-03-05T10:00:00Z");
  Record("2021-06-01", {.kind = EventKind::kCorrection,
                        .answer = "100",
                        .effective = "2021-09-01",
                        .supersedes = event});
  const std::vector<Letter> corrections = Dispatch("2021-06-02");
  ASSERT_EQ(corrections.size(), 1U);
  EXPECT_EQ(corrections[0].first().corrects, told.at(0).message.id);
  EXPECT_THAT(Dispatch("2021-07-01"), IsEmpty());
  const std::vector<Letter> entries = Dispatch("2021-09-01");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].message.kind, MessageKind::kAlert);
  EXPECT_EQ(entries[0].first().notice.trigger, Trigger::kEntryIntoForce);
  EXPECT_EQ(entries[0].first().corrects, "");
}

TEST_F(DispatcherTest, AReceiverThatIsDownForADayLosesNothing) {
  Enrol("webhook:https://example.org/hook", "country PT");
  Record("2021-03-05", kReform);
  outcome_ = DeliveryOutcome::Retry("connection refused");
  std::set<std::string> ids;
  int attempts = 0;
  for (int minutes = 0; minutes < 24 * 60; minutes += 7) {
    const Instant now(At("2021-03-05").seconds_since_epoch() + minutes * 60);
    for (const Letter& letter : Dispatch(now.ToString())) {
      ids.insert(letter.message.id);
      ++attempts;
    }
  }
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_GT(attempts, 8);
  EXPECT_LT(attempts, 20) << "attempts become rarer";
  outcome_ = DeliveryOutcome::Delivered();
  const std::vector<Letter> letters = Dispatch("2021-03-06T08:00:00Z");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_TRUE(ids.contains(letters[0].message.id));
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr(": sent")));
}

TEST_F(DispatcherTest, RetryAfterIsObeyed) {
  Enrol("webhook:https://example.org/hook", "country PT");
  Record("2021-03-05", kReform);
  outcome_ = DeliveryOutcome::Retry("429", 7'200);
  EXPECT_EQ(Dispatch("2021-03-05T10:00:00Z").size(), 1U);
  EXPECT_THAT(Dispatch("2021-03-05T11:59:59Z"), IsEmpty());
  EXPECT_EQ(Dispatch("2021-03-05T12:00:00Z").size(), 1U);
}

TEST_F(DispatcherTest, AfterThreeDaysAMessageIsADeadLetterThatCanBeReplayed) {
  Enrol("webhook:https://example.org/hook", "country PT");
  Record("2021-03-05", kReform);
  outcome_ = DeliveryOutcome::Retry("TLS handshake failed");
  const std::string id = Dispatch("2021-03-05T10:00:00Z").at(0).message.id;
  EXPECT_EQ(Dispatch("2021-03-08T11:00:00Z").size(), 1U);
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr("failed, given up after 2 attempts: TLS")));
  EXPECT_THAT(Dispatch("2021-03-09"), IsEmpty());
  outcome_ = DeliveryOutcome::Delivered();
  std::vector<Letter> unused;
  EXPECT_EQ(Make(unused).Replay({.from = At("2021-03-06"), .to = At("2021-03-10")}), 0U);
  EXPECT_EQ(
      Make(unused).Replay({.from = At("2021-03-05"), .to = At("2021-03-06"), .failed_only = true}),
      1U);
  const std::vector<Letter> letters = Dispatch("2021-03-10");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].message.id, id);
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr(": sent")));
}

TEST_F(DispatcherTest, AReceiverThatIsGoneEndsItsSubscription) {
  const std::uint64_t id = Enrol("webhook:https://example.org/hook", "country PT");
  Record("2021-03-05", kReform);
  outcome_ = DeliveryOutcome::Gone("410 Gone");
  Dispatch("2021-03-05T10:00:00Z");
  EXPECT_EQ(Get(id).state, SubscriptionState::kEnded);
  EXPECT_EQ(Get(id).end_reason, "the receiver wants no more: 410 Gone");
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr("failed, 410 Gone")));
  Record("2021-03-06", {.indicator = "b", .answer = "0", .effective = "2021-03-01"});
  EXPECT_THAT(Dispatch("2021-03-07"), IsEmpty());
}

TEST_F(DispatcherTest, WhatARejectingReceiverCannotTakeFailsAtOnce) {
  Enrol("webhook:https://example.org/hook", "country PT");
  Record("2021-03-05", kReform);
  outcome_ = DeliveryOutcome::Rejected("address refused");
  EXPECT_EQ(Dispatch("2021-03-05T10:00:00Z").size(), 1U);
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr("failed, address refused")));
  EXPECT_THAT(Dispatch("2021-03-06"), IsEmpty());
}

TEST_F(DispatcherTest, AnUnconfirmedAddressGetsOneRequestToConfirmAndNothingElse) {
  now_ = At("2021-03-01");
  const auto made =
      Enrolment(log_).Enrol(WishOf(index_, "mail:ana@example.org", "country PT"), now_);
  EXPECT_EQ(Enrolment(log_).Enrol(WishOf(index_, "mail:ana@example.org", "country PT"), now_)->id,
            made->id)
      << "asking twice is asking once";
  Record("2021-03-05", kReform);
  const std::vector<Letter> letters = Dispatch("2021-03-05T10:00:00Z");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].message.kind, MessageKind::kConfirmation);
  EXPECT_THAT(Dispatch("2021-03-06"), IsEmpty());
  EXPECT_THAT(Outcomes(), IsEmpty());
  ASSERT_TRUE(Enrolment(log_).Confirm(made->id, now_).has_value());
  EXPECT_THAT(Dispatch("2021-03-07"), IsEmpty()) << "what was before is not told later";
  Record("2021-03-08", {.indicator = "b", .answer = "0", .effective = "2021-03-01"});
  EXPECT_EQ(Dispatch("2021-03-08T10:00:00Z").size(), 1U);
}

TEST_F(DispatcherTest, WhatATransactionCorrectsWithinItselfIsToldAsItEnds) {
  Enrol("-", "country PT");
  const Sequence wrong{log_.last().value + 1};
  RecordAll(log_, "2021-03-05",
            {kReform,
             {.kind = EventKind::kCorrection,
              .answer = "0",
              .effective = "2021-03-01",
              .supersedes = wrong},
             {.indicator = "b", .answer = "100", .effective = "2021-03-02"},
             {.kind = EventKind::kRetraction, .indicator = "b", .supersedes = wrong.plus(2)}});
  const std::vector<Letter> letters = Dispatch("2021-03-05T10:00:00Z");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_THAT(letters[0].Events(), ElementsAre(wrong.value + 1));
  EXPECT_EQ(letters[0].first().notice.trigger, Trigger::kAmendment);
  EXPECT_EQ(letters[0].first().notice.new_answer, Answer::Option("0"));
  EXPECT_EQ(letters[0].first().notice.answer_points, -50);

  // Corrected in one transaction by one that is corrected within it: it reaches those who were
  // told.
  Enrol("-", "country ES");
  const Sequence second{log_.last().value + 1};
  RecordAll(log_, "2021-03-06",
            {{.kind = EventKind::kCorrection,
              .answer = "50",
              .effective = "2021-03-01",
              .supersedes = wrong.plus(1)},
             {.kind = EventKind::kCorrection,
              .answer = "100",
              .effective = "2021-03-01",
              .supersedes = second}});
  const std::vector<Letter> corrections = Dispatch("2021-03-06T10:00:00Z");
  ASSERT_EQ(corrections.size(), 1U);
  EXPECT_THAT(corrections[0].Events(), ElementsAre(second.value + 1));
  EXPECT_EQ(corrections[0].first().corrects, letters[0].message.id);
  EXPECT_EQ(corrections[0].first().notice.old_answer, Answer::Option("0"));
  EXPECT_EQ(corrections[0].first().notice.new_answer, Answer::Option("100"));
}

TEST_F(DispatcherTest, APausedSubscriptionIsToldNothingUntilItGoesOn) {
  const std::uint64_t id = Enrol("-", "country PT");
  ASSERT_TRUE(Enrolment(log_).Pause({id}, At("2021-04-01")).has_value());
  Record("2021-03-05", kReform);
  EXPECT_THAT(Dispatch("2021-03-05T10:00:00Z"), IsEmpty());
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr("suppressed, the subscription is paused")));
  Record("2021-04-01", {.indicator = "b", .answer = "0", .effective = "2021-03-01"});
  EXPECT_EQ(Dispatch("2021-04-01T10:00:00Z").size(), 1U);
}

TEST_F(DispatcherTest, WhatWaitsForAnEndedSubscriptionIsSuppressed) {
  const std::uint64_t id = Enrol("-", "country PT", Daily());
  Record("2021-03-05", kReform);
  Dispatch("2021-03-05T01:00:00Z");
  ASSERT_TRUE(Enrolment(log_).End({id}, "unsubscribed").has_value());
  EXPECT_THAT(Dispatch("2021-03-05T10:00:00Z"), IsEmpty());
  EXPECT_THAT(Outcomes(), ElementsAre(HasSubstr("suppressed, the subscription has ended")));
}

TEST_F(DispatcherTest, AnEditionIsToldWithWhatWasHeldForIt) {
  now_ = At("2021-01-01");
  Enrol("-", "country PT", {.kind = CadenceKind::kPerEdition});
  Enrol("-", "kind edition");
  Record("2021-03-05", kReform);
  EXPECT_THAT(Dispatch("2022-04-30"), IsEmpty());
  RecordAll(log_, "2022-05-02",
            {{.kind = EventKind::kConfirmation,
              .answer = "100",
              .effective = "2021",
              .observed = "2021-12-31"}});
  const std::vector<Letter> letters = Dispatch("2022-05-02T10:00:00Z");
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(letters[0].Events().size() + letters[1].Events().size(), 3U)
      << "the reform and the edition, and the edition";
  Enrol("-", "kind edition");
  EXPECT_THAT(Dispatch("2022-06-01"), IsEmpty()) << "an edition is told once";
}

TEST_F(DispatcherTest, ForgettingErasesTheAddressAndKeepsWhatWasTold) {
  const std::uint64_t id = Enrol("mail:ana@example.org", "country PT");
  Record("2021-03-05", kReform);
  Dispatch("2021-03-05T10:00:00Z");
  const std::string token = Get(id).token;
  ASSERT_TRUE(Enrolment(log_).Forget({id}).has_value());
  EXPECT_EQ(Get(id).channel.target, "");
  EXPECT_EQ(Get(id).state, SubscriptionState::kEnded);
  EXPECT_FALSE(Enrolment(log_).FindByToken(token)->has_value());
  EXPECT_EQ(Outcomes().size(), 1U);
}

TEST_F(DispatcherTest, ASecretIsRotatedWithAnOverlap) {
  const std::uint64_t id = Enrol("webhook:https://example.org/hook", "country PT");
  const std::string first = Get(id).secrets.current;
  EXPECT_THAT(first, StartsWith("whsec_"));
  EXPECT_EQ(first.size(), 6U + 44U);
  const auto rotated = Enrolment(log_).RotateSecret({id}, At("2021-01-03"));
  ASSERT_TRUE(rotated.has_value());
  EXPECT_NE(rotated->secrets.current, first);
  EXPECT_EQ(rotated->secrets.previous, first);
  EXPECT_EQ(rotated->secrets.previous_expires, At("2021-01-03"));
}

TEST(DispatcherDiskTest, AFullDiskLosesNothing) {
  const store::TempDir temp;
  const Index index = WorldIndex();
  store::FailingDisk disk;
  std::vector<std::string> sent;
  const auto run = [&](const store::EventLog& log) {
    return Dispatcher(
               log, index, [] { return At("2021-03-06"); },
               [&](const alerts::Message& message, std::span<const Subscription>) {
                 sent.push_back(message.id);
                 return DeliveryOutcome::Delivered();
               })
        .Run(ReadArchive(log, index));
  };
  {
    auto log = store::EventLogOpener::Open(temp / "store", store::kIndex, store::Access::kCreate,
                                           disk.env());
    ASSERT_TRUE(log.has_value()) << log.error().Message();
    RecordCodings(*log);
    ASSERT_TRUE(Enrolment(*log).Enrol(WishOf(index, "-", "country PT"), At("2021-01-01")));
    RecordAll(*log, "2021-03-05", {kReform});
    disk.Fail(store::DiskFault::kNoSpace);
    const auto failed = run(*log);
    ASSERT_FALSE(failed.has_value());
    EXPECT_THAT(failed.error().Message(), HasSubstr("no space left"));
    EXPECT_THAT(sent, IsEmpty()) << "what is not decided for good is not sent";
  }
  disk.Fail(store::DiskFault::kNone);
  const store::EventLog log = store::OpenOrDie(temp / "store", store::Access::kWrite);
  ASSERT_TRUE(run(log).has_value());
  EXPECT_EQ(sent.size(), 1U);
}

}  // namespace
}  // namespace lawtrace::service
