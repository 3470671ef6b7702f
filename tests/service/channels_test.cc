// Whole messages through the channels, to receivers that are not ours.
#include "service/channels/channels.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "model/check.h"
#include "service/channels/webhook/webhook_signature.h"
#include "tests/ingest/workbook_fixture.h"
#include "tests/report/message_fixture.h"
#include "tests/service/child_process.h"
#include "tests/service/mail_server.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kTemplates = LAWTRACE_SOURCE_DIR "/data/templates";
constexpr Instant kNow{1'700'000'000};

Index MipexIndex() {
  Index index;
  index.id = "mipex";
  index.name = "Migrant Integration Policy Index";
  return index;
}

Channels Open(const DeliveryConfig& config) {
  return Channels::Open(config, MipexIndex(), kTemplates).value();
}

DeliveryConfig LoopbackConfig() {
  DeliveryConfig config = ReadDeliveryConfig({{"public-url", "https://example.org/"},
                                              {"allowed-networks", "127.0.0.0/8 ::1"}})
                              .value();
  return config;
}

// The official packages, installed once into the build folder; empty without npm or network.
std::string Receiver() {
  static const std::string script = [] {
    const std::filesystem::path folder = LAWTRACE_BINARY_DIR "/receivers";
    std::filesystem::create_directories(folder);
    // Tests that run beside it wait until all is there.
    const int lock = ::open((folder / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    Check(lock >= 0 && ::flock(lock, LOCK_EX) == 0, "the folder of the receiver cannot be locked");
    for (const char* name : {"package.json", "package-lock.json", "receiver.mjs"})
      std::filesystem::copy_file(
          std::filesystem::path(LAWTRACE_SOURCE_DIR "/tests/receivers") / name, folder / name,
          std::filesystem::copy_options::update_existing);
    const bool is_installed =
        std::filesystem::exists(folder / "node_modules" / "cloudevents") ||
        RunQuietly({"npm", "ci", "--no-audit", "--no-fund", "--prefix", folder.string()}) == 0;
    ::close(lock);
    return is_installed ? (folder / "receiver.mjs").string() : "";
  }();
  return script;
}

class WebhookChannelTest : public testing::Test {
 protected:
  void SetUp() override {
    if (Receiver().empty()) GTEST_SKIP() << "skipped: no npm, or its registry is out of reach";
  }

  // Sends the message to a receiver that accepts `secret`, and returns what it made of it.
  static nlohmann::json SendTo(const std::string& secret, const SigningSecrets& secrets,
                               const alerts::Message& message, Instant now) {
    ChildProcess receiver({"node", Receiver(), secret});
    const std::string port = receiver.ReadLine();
    Subscription subscription = report::SampleSubscription();
    subscription.secrets = secrets;
    alerts::Message addressed = message;
    addressed.channel = {.kind = ChannelKind::kWebhook,
                         .target = "http://127.0.0.1:" + port + "/hook"};
    Channels channels = Open(LoopbackConfig());
    const DeliveryOutcome outcome = channels.Send(addressed, {&subscription, 1}, now);
    nlohmann::json result = nlohmann::json::parse(receiver.ReadLine());
    EXPECT_EQ(outcome.verdict == DeliveryVerdict::kDelivered, result["verified"].get<bool>());
    return result;
  }

  // The official package accepts times within five minutes.
  static Instant Clock() { return Instant(std::time(nullptr)); }
};

TEST_F(WebhookChannelTest, TheOfficialPackagesVerifyTheSignatureAndTheEvent) {
  const std::string secret = NewWebhookSecret();
  for (const alerts::Message& message :
       {report::SampleAlert(), report::SampleDigest(), report::SampleCorrection()}) {
    const nlohmann::json result = SendTo(secret, {.current = secret}, message, Clock());
    ASSERT_TRUE(result["verified"]) << result;
    EXPECT_EQ(result["event"]["id"], message.id);
    EXPECT_EQ(result["event"]["specversion"], "1.0");
    EXPECT_EQ(result["event"]["data"]["items"][0]["country"], "PT");
    EXPECT_EQ(result["event"]["data"]["items"][0]["new"]["answer"], "100");
  }
}

TEST_F(WebhookChannelTest, WhileASecretIsReplacedEitherOneVerifies) {
  const std::string former = NewWebhookSecret();
  const std::string fresh = NewWebhookSecret();
  const Instant now = Clock();
  const SigningSecrets both = {.current = fresh,
                               .previous = former,
                               .previous_expires = Instant(now.seconds_since_epoch() + 60)};
  EXPECT_TRUE(SendTo(former, both, report::SampleAlert(), now)["verified"]);
  EXPECT_TRUE(SendTo(fresh, both, report::SampleAlert(), now)["verified"]);
  SigningSecrets expired = both;
  expired.previous_expires = now;
  EXPECT_FALSE(SendTo(former, expired, report::SampleAlert(), now)["verified"]);
  EXPECT_FALSE(SendTo(NewWebhookSecret(), both, report::SampleAlert(), now)["verified"]);
}

DeliveryConfig MailConfig(const RealMailServer& server) {
  DeliveryConfig config = LoopbackConfig();
  config.mail_server = server.Access();
  config.from = {.name = "MIPEX alerts", .address = "alerts@example.org"};
  config.bounce_domain = "example.org";
  return config;
}

TEST(MailChannelTest, ARenderedAlertArrivesWithTheHeadersOfAList) {
  RealMailServer server;
  if (!server.absence().empty()) GTEST_SKIP() << server.absence();
  DeliveryConfig config = MailConfig(server);
  config.list_id = "lawtrace.example.org";
  Channels channels = Open(config);
  const Subscription subscription = report::SampleSubscription();
  const alerts::Message message = report::SampleAlert();
  const DeliveryOutcome outcome = channels.Send(message, {&subscription, 1}, kNow);
  ASSERT_EQ(outcome.verdict, DeliveryVerdict::kDelivered) << outcome.reason;
  const std::string mail = server.NextMail().value_or("");
  const std::string mail_token = MailToken(subscription);
  EXPECT_THAT(mail, HasSubstr("Return-path: <bounces+" + mail_token + "@example.org>"));
  EXPECT_THAT(mail, HasSubstr("<mailto:unsubscribe+" + mail_token + "@example.org>"));
  for (const char* part :
       {"From: MIPEX alerts <alerts@example.org>", "<https://example.org/s/tok123/unsubscribe>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "List-Id: <lawtrace.example.org>",
        "Message-Id: <msg_0123456789abcdef@example.org>", "50 =E2=86=92 100",
        "Eighth amendment to the Nationality Law"})
    EXPECT_THAT(mail, HasSubstr(part)) << part;
}

// Every mail server on the way keeps the addresses of a mail; what manages a subscription stands in
// its text and in the address for programs of mail alone.
TEST(MailChannelTest, NoAddressOfAnyKindOfMailHoldsATokenThatManages) {
  RealMailServer server;
  if (!server.absence().empty()) GTEST_SKIP() << server.absence();
  Channels channels = Open(MailConfig(server));
  std::vector<Subscription> both(2, report::SampleSubscription());
  both[1].id = SubscriptionId{8};
  both[1].token = "other456";
  for (const alerts::Message& message :
       {report::SampleAlert(), report::SampleDigest(), report::SampleCorrection(),
        report::SampleConfirmation()}) {
    const bool is_of_both = message.kind == MessageKind::kDigest;
    ASSERT_EQ(channels.Send(message, std::span(both).first(is_of_both ? 2 : 1), kNow).verdict,
              DeliveryVerdict::kDelivered);
    const std::string mail = server.NextMail().value_or("");
    const std::string words(Name(message.kind));
    for (const char* name : {"bounces+", "unsubscribe+"})
      EXPECT_THAT(mail, HasSubstr(name + MailToken(both[0]) + "@")) << words;
    EXPECT_THAT(mail, HasSubstr("/s/" + both[0].token)) << words;
    for (const Subscription& subscription : both) {
      const std::string& token = subscription.token;
      for (std::size_t at = mail.find(token); at != std::string::npos;
           at = mail.find(token, at + 1))
        EXPECT_EQ(mail.substr(at - 3, 3), "/s/") << words << mail.substr(at - 40, 80);
      EXPECT_THAT(mail, Not(HasSubstr("/s/" + MailToken(subscription)))) << words;
    }
  }
}

TEST(FileChannelTest, WritesTheEventAsOneLine) {
  const ingest::TemporaryDirectory directory;
  const std::string file = (directory / "alerts.jsonl").string();
  Channels channels = Open(LoopbackConfig());
  alerts::Message message = report::SampleDigest();
  message.channel = {.kind = ChannelKind::kFile, .target = file};
  const Subscription subscription = report::SampleSubscription();
  channels.Send(message, {&subscription, 1}, kNow);
  channels.Send(message, {&subscription, 1}, kNow);
  std::ifstream in(file);
  int lines = 0;
  for (std::string line; std::getline(in, line); ++lines)
    EXPECT_EQ(nlohmann::json::parse(line)["data"]["items"].size(), 3U);
  EXPECT_EQ(lines, 2);
}

TEST(MailChannelTest, WithoutAMailServerMailWaits) {
  const Subscription subscription = report::SampleSubscription();
  const DeliveryOutcome outcome =
      Open(LoopbackConfig()).Send(report::SampleAlert(), {&subscription, 1}, kNow);
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(outcome.reason, HasSubstr("set smtp-url"));
}

TEST(DeliveryConfigTest, AllFaultsAreNamedWithTheirRemedyAndNoSecret) {
  const ingest::TemporaryDirectory directory;
  const std::string password = (directory / "password").string();
  std::ofstream(password) << "secret7\n";
  const Result<DeliveryConfig> config = ReadDeliveryConfig({{"public-url", "example"},
                                                            {"smtp-url", "mail.example.org"},
                                                            {"smtp-password-file", password},
                                                            {"mail-from", "Ana"},
                                                            {"allowed-networks", "10.0.0.0/99"}});
  ASSERT_FALSE(config);
  for (const char* part :
       {"public-url: 'example'", "write https://HOST", "smtp-url: 'mail.example.org'",
        "smtp://HOST:587", "mail-from: 'Ana'", "allowed-networks: '10.0.0.0/99'"})
    EXPECT_THAT(config.error().Message(), HasSubstr(part));
  EXPECT_THAT(config.error().Message(), testing::Not(HasSubstr("secret7")));
}

TEST(DeliveryConfigTest, ReadsThePasswordFromItsFile) {
  const ingest::TemporaryDirectory directory;
  const std::string password = (directory / "password").string();
  std::ofstream(password) << "secret7\n";
  const DeliveryConfig config =
      ReadDeliveryConfig({{"smtp-url", "smtp://mail.example.org:587"},
                          {"smtp-user", "lawtrace"},
                          {"smtp-password-file", password},
                          {"mail-from", "MIPEX alerts <alerts@example.org>"}})
          .value();
  EXPECT_EQ(config.mail_server.password, "secret7");
  EXPECT_EQ(config.bounce_domain, "example.org");
  EXPECT_FALSE(ReadDeliveryConfig({{"smtp-url", "smtp://mail.example.org:587"},
                                   {"smtp-user", "lawtrace"},
                                   {"mail-from", "alerts@example.org"}}));
}

TEST(ChannelsTest, AnOrganisationsTemplatesReplaceTheBundledOnes) {
  const ingest::TemporaryDirectory directory;
  std::filesystem::create_directories(directory / "en");
  std::ofstream(directory / "en" / "alert.subject") << "News of {{country}}\n";
  DeliveryConfig config = LoopbackConfig();
  config.templates = (directory / "").string();
  const Channels channels = Open(config);
  EXPECT_EQ(channels.templates().Render(report::SampleAlert(), {}, channels.links()).subject,
            "News of Portugal");
  std::ofstream(directory / "en" / "alert.subject") << "News of {{contry}}\n";
  const Result<Channels> broken = Channels::Open(config, MipexIndex(), kTemplates);
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().Message(), HasSubstr("alert.subject:1: messages have no 'contry'"));
  config.templates = (directory / "none").string();
  EXPECT_FALSE(Channels::Open(config, MipexIndex(), kTemplates));
}

}  // namespace
}  // namespace lawtrace::service
