// Webhooks against receivers on the loopback, well and badly behaved.
#include "service/channels/webhook/webhook_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "model/subscription.h"
#include "service/channels/webhook/webhook_signature.h"
#include "tests/ingest/workbook_fixture.h"
#include "tests/service/child_process.h"
#include "tests/service/loopback_server.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

WebhookLimits Loopback() {
  return {.addresses = AddressPolicy({ParseNetwork("127.0.0.0/8").value()}),
          .connect_seconds = 2,
          .total_seconds = 2};
}

Webhook To(const std::string& url) {
  return {.url = url,
          .keys = {ParseWebhookSecret(kSecret).value()},
          .id = "msg_1",
          .sent_at = Instant(1'700'000'000),
          .body = R"({"a":1})"};
}

LoopbackServer::Answer Always(const std::string& reply) {
  return [reply](const std::string&, int, const Reply& write) { write(reply); };
}

DeliveryOutcome OutcomeOf(const std::string& reply) {
  const LoopbackServer server(Always(reply));
  return WebhookSender(Loopback()).Send(To(server.Url()));
}

TEST(WebhookSignatureTest, AgreesWithTheExampleOfTheOfficialLibraries) {
  const std::vector<std::string> keys = {
      ParseWebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value()};
  EXPECT_EQ(SignWebhook(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant(1614265330),
                        R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignatureTest, ANewSecretIsReadBackAndIsLikeNoOther) {
  const std::string secret = NewWebhookSecret();
  EXPECT_EQ(ParseWebhookSecret(secret).value().size(), 32U);
  EXPECT_NE(secret, NewWebhookSecret());
}

TEST(WebhookSignatureTest, AWrongSecretIsRefusedAndNotRepeated) {
  for (const std::string secret :
       {"", "whsec_", "whsec_c2hvcnQ=", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7o",
        "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_!!!!sBQIhrscChlQIMV+b5sSYspob7oD"}) {
    const Result<std::string> key = ParseWebhookSecret(secret);
    ASSERT_FALSE(key) << secret;
    if (secret.size() > 10) {
      EXPECT_THAT(key.error().Message(), Not(HasSubstr(secret.substr(6))));
    }
  }
}

TEST(WebhookSenderTest, PostsTheBodyWithItsIdTimeAndSignature) {
  const LoopbackServer server(Always(HttpReply(204)));
  WebhookSender sender(Loopback());
  EXPECT_EQ(sender.Send(To(server.Url("/hook?a=b"))).verdict, DeliveryVerdict::kDelivered);
  ASSERT_EQ(server.requests().size(), 1U);
  const std::string request = server.requests().front();
  EXPECT_THAT(request, HasSubstr("POST /hook?a=b HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Content-Type: application/cloudevents+json; charset=utf-8\r\n"));
  EXPECT_THAT(request, HasSubstr("webhook-id: msg_1\r\n"));
  EXPECT_THAT(request, HasSubstr("webhook-timestamp: 1700000000\r\n"));
  EXPECT_THAT(request, HasSubstr("webhook-signature: v1,"));
  EXPECT_THAT(request, HasSubstr("\r\n\r\n{\"a\":1}"));
  EXPECT_THAT(request, Not(HasSubstr("Expect:")));
}

TEST(WebhookSenderTest, SignsWithBothSecretsWhileOneIsReplaced) {
  const LoopbackServer server(Always(HttpReply(200)));
  Webhook webhook = To(server.Url());
  webhook.keys.push_back(ParseWebhookSecret(NewWebhookSecret()).value());
  WebhookSender(Loopback()).Send(webhook);
  EXPECT_THAT(server.requests().at(0),
              HasSubstr("webhook-signature: " +
                        SignWebhook(webhook.keys, webhook.id, webhook.sent_at, webhook.body)));
  const std::string both = SignWebhook(webhook.keys, webhook.id, webhook.sent_at, webhook.body);
  EXPECT_THAT(both, HasSubstr("= v1,"));
}

TEST(WebhookSenderTest, KeepsTheConnectionForTheNextMessage) {
  const LoopbackServer server(Always(HttpReply(200, {}, "thanks")));
  WebhookSender sender(Loopback());
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(sender.Send(To(server.Url())).verdict, DeliveryVerdict::kDelivered);
  EXPECT_EQ(server.connections(), 1);
}

TEST(WebhookSenderTest, TheStatusDecides) {
  for (const int status : {200, 201, 202, 204, 299})
    EXPECT_EQ(OutcomeOf(HttpReply(status)).verdict, DeliveryVerdict::kDelivered) << status;
  for (const int status : {400, 401, 403, 404, 408, 429, 500, 502, 503, 504})
    EXPECT_EQ(OutcomeOf(HttpReply(status)).verdict, DeliveryVerdict::kRetry) << status;
  EXPECT_EQ(OutcomeOf(HttpReply(410)).verdict, DeliveryVerdict::kGone);
  EXPECT_EQ(OutcomeOf(HttpReply(413)).verdict, DeliveryVerdict::kRejected);
  EXPECT_EQ(OutcomeOf(HttpReply(404)).reason, "receiver answered 404");
}

TEST(WebhookSenderTest, WaitsAsLongAsRetryAfterSays) {
  for (const int status : {429, 503})
    EXPECT_EQ(OutcomeOf(HttpReply(status, "Retry-After: 120\r\n")).retry_after, 120) << status;
  EXPECT_EQ(OutcomeOf(HttpReply(503)).retry_after, std::nullopt);
  EXPECT_EQ(OutcomeOf(HttpReply(503, "Retry-After: soon\r\n")).retry_after, std::nullopt);
  const auto then = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) + 3600;
  std::array<char, 64> text{};
  std::tm parts{};
  strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &parts));
  const DeliveryOutcome outcome =
      OutcomeOf(HttpReply(429, std::string("Retry-After: ") + text.data() + "\r\n"));
  ASSERT_TRUE(outcome.retry_after);
  EXPECT_NEAR(static_cast<double>(*outcome.retry_after), 3600, 30);
}

TEST(WebhookSenderTest, DoesNotFollowRedirects) {
  const LoopbackServer target(Always(HttpReply(200)));
  for (const int status : {301, 302, 303, 307, 308}) {
    const DeliveryOutcome outcome =
        OutcomeOf(HttpReply(status, "Location: " + target.Url() + "\r\n"));
    EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry) << status;
    EXPECT_THAT(outcome.reason, HasSubstr("redirects are not followed"));
  }
  EXPECT_EQ(target.connections(), 0);
}

TEST(WebhookSenderTest, ReadsNoMoreThanItsLimitOfAHugeReply) {
  std::atomic<std::size_t> written = 0;
  const LoopbackServer server([&](const std::string&, int, const Reply& write) {
    write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    const std::string block(1'000'000, 'x');
    while (written < 1'000'000'000 && write(block)) written += block.size();
  });
  EXPECT_EQ(WebhookSender(Loopback()).Send(To(server.Url())).verdict, DeliveryVerdict::kDelivered);
  EXPECT_LT(written, 50'000'000U);  // What the kernel's buffers take.
}

double SecondsToSend(const LoopbackServer& server, DeliveryOutcome& outcome) {
  const auto begin = std::chrono::steady_clock::now();
  outcome = WebhookSender(Loopback()).Send(To(server.Url()));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

TEST(WebhookSenderTest, EndlessSlowRepliesEndAtTheTimeLimit) {
  const auto dribble = [](std::string head) {
    return [head = std::move(head)](const std::string&, int, const Reply& write) {
      if (!head.empty()) write(head);
      for (int i = 0; i < 100 && write("x"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    };
  };
  DeliveryOutcome outcome;
  {
    const LoopbackServer body(dribble("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n\r\n"));
    EXPECT_LT(SecondsToSend(body, outcome), 4);
    EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
    EXPECT_EQ(outcome.retry_after, 7);
  }
  const LoopbackServer header(dribble("HTTP/1.1 200 OK\r\nX-Endless: "));
  EXPECT_LT(SecondsToSend(header, outcome), 4);
}

TEST(WebhookSenderTest, AReceiverThatIsSilentDownOrTalksNonsenseIsTriedAgain) {
  const LoopbackServer silent([](const std::string&, int, const Reply&) {});
  DeliveryOutcome outcome;
  EXPECT_LT(SecondsToSend(silent, outcome), 4);
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(outcome.reason, HasSubstr("timed out"));

  const int port = FreePort();
  outcome = WebhookSender(Loopback()).Send(To("http://127.0.0.1:" + std::to_string(port) + "/"));
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(outcome.reason, HasSubstr("onnect"));

  EXPECT_EQ(OutcomeOf("SSH-2.0-OpenSSH_9.2\r\n\r\n").verdict, DeliveryVerdict::kRetry);
  EXPECT_EQ(WebhookSender(Loopback()).Send(To("http://no-such-host.invalid/")).verdict,
            DeliveryVerdict::kRetry);
}

TEST(WebhookSenderTest, RefusesPrivateAddressesHoweverTheyAreWritten) {
  const LoopbackServer server(Always(HttpReply(200)));
  const std::string port = ":" + std::to_string(server.port()) + "/";
  WebhookSender sender(WebhookLimits{.connect_seconds = 2, .total_seconds = 2});
  for (const std::string host :
       {"127.0.0.1",          "127.1",           "2130706433", "0x7f000001",
        "0177.0.0.1",         "0x7f.1",          "localhost",  "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0",    "10.0.0.1",
        "[::ffff:10.0.0.1]",  "169.254.169.254", "2852039166", "192.168.0.1",
        "172.16.0.1",         "[fe80::1]",       "[fd00::1]",  "[64:ff9b::7f00:1]",
        "224.0.0.1",          "LOCALHOST"}) {
    std::string url = "http://";
    const DeliveryOutcome outcome = sender.Send(To(url.append(host).append(port)));
    EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRejected) << host << ": " << outcome.reason;
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(WebhookSenderTest, RefusesANameThatResolvesToTheLoopbackOnlyWhenConnecting) {
  const LoopbackServer server(Always(HttpReply(200)));
  const std::string url = "http://localhost:" + std::to_string(server.port()) + "/";
  EXPECT_TRUE(ParseChannel("webhook:" + url));
  EXPECT_EQ(WebhookSender(WebhookLimits{}).Send(To(url)).verdict, DeliveryVerdict::kRejected);
  EXPECT_EQ(WebhookSender(Loopback()).Send(To(url)).verdict, DeliveryVerdict::kDelivered);
}

TEST(WebhookSenderTest, AnAddressThatIsNoneIsRejectedWithTheRemedy) {
  for (const char* url : {"", "example.org", "ftp://example.org/", "file:///etc/passwd",
                          "gopher://127.0.0.1/", "https://", "https://user:word@example.org/",
                          "https://exa mple.org/", "javascript:alert(1)"}) {
    const DeliveryOutcome outcome = WebhookSender(Loopback()).Send(To(url));
    EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRejected) << url;
    EXPECT_THAT(outcome.reason, HasSubstr("write https://HOST/PATH")) << url;
  }
}

TEST(WebhookSenderTest, ACertificateThatNobodyVouchesForIsTriedAgainAndATrustedOneServes) {
  const ingest::TemporaryDirectory directory;
  const std::string folder = (directory / "").string();
  if (!MakeCertificates(folder)) GTEST_SKIP() << "skipped: no openssl";
  ChildProcess receiver(
      {"/usr/bin/python3", LAWTRACE_SOURCE_DIR "/tests/receivers/tls_receiver.py", folder});
  const std::string port = receiver.ReadLine();
  if (port.empty()) GTEST_SKIP() << "skipped: no python3";
  WebhookLimits limits = Loopback();
  const Webhook webhook = To("https://localhost:" + port + "/");
  const DeliveryOutcome distrusted = WebhookSender(limits).Send(webhook);
  EXPECT_EQ(distrusted.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(distrusted.reason, HasSubstr("certificate"));
  limits.ca_file = folder + "/ca.pem";
  EXPECT_EQ(WebhookSender(limits).Send(webhook).verdict, DeliveryVerdict::kDelivered);
  // The certificate is for localhost and 127.0.0.1, not for this name of the same address.
  const DeliveryOutcome misnamed = WebhookSender(limits).Send(To("https://127.0.0.2:" + port));
  EXPECT_EQ(misnamed.verdict, DeliveryVerdict::kRetry);
}

}  // namespace
}  // namespace lawtrace::service
