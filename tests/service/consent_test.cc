// What receivers get before they have agreed, and who waits for whom: a dispatcher with real
// webhooks on the loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "service/channels/channels.h"
#include "service/dispatch/receiver.h"
#include "store/deliveries.h"
#include "tests/ingest/workbook_fixture.h"
#include "tests/service/dispatch_world.h"
#include "tests/service/loopback_server.h"

namespace lawtrace::service {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::size_t kConnections = 64;

LoopbackServer::Answer Consenting(const std::string& origin) {
  return [origin](const std::string& request, int, const Reply& write) {
    write(request.starts_with("OPTIONS ")
              ? HttpReply(200, "WebHook-Allowed-Origin: " + origin + "\r\n")
              : HttpReply(204));
  };
}

class ConsentTest : public ::testing::Test {
 protected:
  ConsentTest()
      : index_(WorldIndex()),
        log_(store::EventLog::Open(directory_ / "store", "mipex", store::Access::kCreate).value()),
        channels_(Channels::Open(ReadDeliveryConfig({{"public-url", "https://alerts.example.org"},
                                                     {"allowed-networks", "127.0.0.0/8"}})
                                     .value(),
                                 index_, LAWTRACE_SOURCE_DIR "/data/templates")
                      .value()),
        dispatcher_(
            log_, index_, [this] { return now_; },
            [this](const alerts::Message& message, std::span<const Subscription> subscriptions) {
              return channels_.Send(message, subscriptions, now_);
            },
            kConnections) {
    RecordCodings(log_);
  }

  SubscriptionId Enrol(const std::string& url) {
    return Enrolment(log_).Enrol(WishOf(index_, "webhook:" + url, ""), now_).value().id;
  }
  Subscription Get(SubscriptionId id) { return Enrolment(log_).Get(id).value(); }
  void Record(const std::string& answer) {
    RecordAll(log_, now_.ToString(),
              {{.country = "PT", .indicator = "a", .answer = answer, .effective = "2021-03-01"}});
  }
  DispatchReport Run(const Interrupt& interrupt = {}) {
    return dispatcher_.Run(ReadArchive(log_, index_), interrupt).value();
  }
  void Pass(std::int64_t seconds) { now_ = Instant(now_.seconds_since_epoch() + seconds); }

  ingest::TemporaryDirectory directory_;
  Index index_;
  store::EventLog log_;
  Instant now_ = At("2021-04-01T10:00:00Z");
  Channels channels_;
  Dispatcher dispatcher_;
};

TEST_F(ConsentTest, AReceiverThatAgreesIsToldOfWhatHappensFromThenOn) {
  const LoopbackServer receiver(Consenting("ALERTS.example.org"));
  const SubscriptionId id = Enrol(receiver.Url("/hook"));
  EXPECT_EQ(Get(id).state, SubscriptionState::kUnconfirmed);
  Record("100");
  Run();
  EXPECT_EQ(Get(id).state, SubscriptionState::kActive);
  ASSERT_THAT(receiver.requests(), SizeIs(2));
  EXPECT_THAT(receiver.requests()[0],
              AllOf(StartsWith("OPTIONS /hook "),
                    HasSubstr("WebHook-Request-Origin: alerts.example.org\r\n")));
  EXPECT_THAT(receiver.requests()[1], StartsWith("POST /hook "));
}

TEST_F(ConsentTest, AReceiverThatDoesNotAgreeGetsNothingButTheQuestion) {
  for (const std::string& reply :
       {HttpReply(200), HttpReply(204), HttpReply(405), HttpReply(404), HttpReply(302),
        HttpReply(200, "WebHook-Allowed-Origin: other.example.org\r\n"),
        HttpReply(403, "WebHook-Allowed-Origin: *\r\n"), HttpReply(500), HttpReply(410)}) {
    const LoopbackServer receiver(
        [&](const std::string&, int, const Reply& write) { write(reply); });
    const SubscriptionId id = Enrol(receiver.Url());
    for (const char* answer : {"100", "0"}) {
      Record(answer);
      Run();
      Pass(10);
    }
    EXPECT_NE(Get(id).state, SubscriptionState::kActive) << reply;
    EXPECT_FALSE(Get(id).end_reason.empty()) << reply;
    EXPECT_THAT(receiver.requests(), Each(StartsWith("OPTIONS "))) << reply;
    EXPECT_THAT(receiver.requests(), SizeIs(1)) << reply;
  }
}

TEST_F(ConsentTest, AReceiverIsAskedAgainWhenItsFollowerWantsItOrItDidNotAnswer) {
  std::atomic<bool> agrees = false;
  std::atomic<int> status = 503;
  const LoopbackServer receiver([&](const std::string&, int, const Reply& write) {
    write(agrees ? HttpReply(200, "WebHook-Allowed-Origin: *\r\n") : HttpReply(status));
  });
  const SubscriptionId id = Enrol(receiver.Url());
  Run();
  Pass(3600);
  Run();  // 503: it may answer later.
  EXPECT_THAT(receiver.requests(), SizeIs(2));
  status = 404;
  Pass(3600);
  Run();
  Pass(24 * 3600);
  Run();  // 404 is an answer.
  EXPECT_THAT(receiver.requests(), SizeIs(3));
  agrees = true;
  ASSERT_TRUE(Enrolment(log_).AskAgain(id, now_));
  EXPECT_FALSE(Enrolment(log_).AskAgain(id, now_)) << "not twice within a minute";
  Run();
  EXPECT_EQ(Get(id).state, SubscriptionState::kActive);
  EXPECT_TRUE(Get(id).end_reason.empty());
}

TEST_F(ConsentTest, AnotherAddressHasToAgreeAnewAndAnActiveOneStaysActive) {
  const LoopbackServer receiver(Consenting("*"));
  const SubscriptionId id = Enrol(receiver.Url("/one"));
  Run();
  const Subscription before = Get(id);
  ASSERT_EQ(before.state, SubscriptionState::kActive);
  SubscriptionWish wish = WishOf(index_, "webhook:" + receiver.Url("/one"), "country PT");
  ASSERT_TRUE(Enrolment(log_).Edit(id, wish, now_));
  EXPECT_EQ(Get(id).state, SubscriptionState::kActive);
  wish.channel.target = receiver.Url("/two");
  ASSERT_TRUE(Enrolment(log_).Edit(id, wish, now_));
  EXPECT_EQ(Get(id).state, SubscriptionState::kUnconfirmed);
  EXPECT_NE(Get(id).token, before.token);
  EXPECT_NE(Get(id).secrets.current, before.secrets.current);
}

TEST_F(ConsentTest, WhatNobodyConfirmsIsForgotten) {
  constexpr std::int64_t kHour = 3600;
  const LoopbackServer receiver(
      [](const std::string&, int, const Reply& write) { write(HttpReply(404)); });
  const SubscriptionId hook = Enrol(receiver.Url());
  Pass(7 * 24 * kHour);  // Nobody was there to ask it.
  Run();
  EXPECT_EQ(Get(hook).state, SubscriptionState::kUnconfirmed);
  EXPECT_THAT(receiver.requests(), SizeIs(1));
  const SubscriptionId mail =
      Enrolment(log_).Enrol(WishOf(index_, "mail:ana@example.org", ""), now_).value().id;
  Pass(71 * kHour);
  Run();
  EXPECT_EQ(Get(hook).state, SubscriptionState::kUnconfirmed);
  Pass(2 * kHour);
  Run();
  EXPECT_EQ(Get(hook).state, SubscriptionState::kEnded);
  EXPECT_EQ(Get(hook).end_reason, "nobody confirmed it");
  EXPECT_TRUE(Get(hook).channel.target.empty());
  EXPECT_TRUE(Get(hook).token.empty());
  EXPECT_EQ(Get(mail).state, SubscriptionState::kUnconfirmed)
      << "there is no mail server to ask it";
}

// Hosts that take the connection and say nothing until they are let go.
class SilentHosts {
 public:
  explicit SilentHosts(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      hosts_.push_back(
          std::make_unique<LoopbackServer>([this](const std::string&, int, const Reply& write) {
            ++reached_;
            std::unique_lock lock(mutex_);
            let_go_.wait(lock, [this] { return is_over_; });
            write(HttpReply(204));
          }));
  }
  ~SilentHosts() { LetGo(); }
  void LetGo() {
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
    let_go_.notify_all();
  }
  const std::vector<std::unique_ptr<LoopbackServer>>& hosts() const { return hosts_; }
  std::size_t reached() const { return reached_; }

 private:
  std::mutex mutex_;
  std::condition_variable let_go_;
  bool is_over_ = false;
  std::atomic<std::size_t> reached_ = 0;
  std::vector<std::unique_ptr<LoopbackServer>> hosts_;
};

TEST_F(ConsentTest, FortySilentHostsDelayNobodyElse) {
  SilentHosts silent(40);
  const LoopbackServer lively(Consenting("*"));
  Enrolment enrolment(log_);
  for (const auto& host : silent.hosts()) ASSERT_TRUE(enrolment.Confirm(Enrol(host->Url()), now_));
  ASSERT_TRUE(enrolment.Confirm(Enrol(lively.Url()), now_));
  // While all of them hang, events go on being decided and sent: each run leaves when its event has
  // come through, though none of the forty has answered.
  for (std::size_t sent = 1; sent <= 3; ++sent) {
    Record(sent % 2 == 1 ? "100" : "0");
    const DispatchReport report = Run([&] {
      const std::size_t posts = lively.requests().size();
      return posts >= sent && (sent > 1 || silent.reached() == 40);
    });
    EXPECT_EQ(report.transactions, sent == 1 ? 2U : 1U);
    EXPECT_THAT(lively.requests(), SizeIs(sent));
  }
  EXPECT_EQ(silent.reached(), 40U);
  silent.LetGo();
  const DispatchReport rest = dispatcher_.Finish(ReadArchive(log_, index_)).value();
  EXPECT_GE(rest.delivered, 40U);
}

TEST_F(ConsentTest, AHostThatHoldsManySubscriptionsTakesItsOwnTurnsOnly) {
  SilentHosts silent(1);
  const LoopbackServer lively(Consenting("*"));
  Enrolment enrolment(log_);
  for (std::size_t i = 0; i < 2 * kConnections; ++i)
    ASSERT_TRUE(
        enrolment.Confirm(Enrol(silent.hosts().front()->Url("/" + std::to_string(i))), now_));
  ASSERT_TRUE(enrolment.Confirm(Enrol(lively.Url()), now_));
  Record("100");
  Run([&] { return !lively.requests().empty() && silent.reached() > 0; });
  EXPECT_LE(silent.reached(), 2U);
  silent.LetGo();
}

TEST(ReceiverTest, AMailboxIsOneHoweverItIsWritten) {
  for (const char* same :
       {"Ana@Example.org", "ana+news@example.org", "ANA+a+b@EXAMPLE.ORG.", "ana@example.org."})
    EXPECT_EQ(MailboxOf(same), MailboxOf("ana@example.org")) << same;
  EXPECT_EQ(MailboxOf("ana@M\u00DCNCHEN.example"), MailboxOf("ana@xn--mnchen-3ya.example"));
  EXPECT_EQ(MailboxOf("ana@example\u3002org"), MailboxOf("ana@example.org"));
  EXPECT_NE(MailboxOf("anna@example.org"), MailboxOf("ana@example.org"));
  EXPECT_NE(MailboxOf("+ana@example.org"), MailboxOf("+rui@example.org"));
  const auto receiver = [](const std::string& url) {
    return ReceiverOf(ParseChannel("webhook:" + url).value());
  };
  EXPECT_EQ(receiver("https://a.example/x"), receiver("https://A.example:443/y?z"));
  EXPECT_NE(receiver("https://a.example/x"), receiver("http://a.example/x"));
}

TEST_F(ConsentTest, TheTokenCannotBeToldFromTheOneInMailAddresses) {
  const Subscription mine =
      Enrolment(log_).Enrol(WishOf(index_, "mail:ana@example.org", ""), now_).value();
  const std::string mail_token = MailToken(mine);
  EXPECT_EQ(mail_token.find(mine.token), std::string::npos);
  EXPECT_LE(std::string("unsubscribe+").size() + mail_token.size(), 64U);
  const Enrolment enrolment(log_);
  EXPECT_EQ(enrolment.FindByMailToken(mail_token).value()->id, mine.id);
  EXPECT_EQ(enrolment.FindByMailToken(mine.token).value()->id, mine.id);
  EXPECT_FALSE(enrolment.FindByToken(mail_token).value());
  std::string forged = mail_token;
  forged.back() = forged.back() == '0' ? '1' : '0';
  for (const std::string& wrong :
       {forged, std::string("1."), std::string("1"), std::string("."), std::string("99.") + "00",
        mail_token + "0", "01" + mail_token.substr(1)})
    EXPECT_FALSE(enrolment.FindByMailToken(wrong).value()) << wrong;
}

}  // namespace
}  // namespace lawtrace::service
