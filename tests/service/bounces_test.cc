#include "service/channels/mail/bounces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;

std::string Notification(const std::string& groups) {
  return "From: MAILER-DAEMON@mx.example.net\r\n"
         "To: bounces+tok@example.org\r\n"
         "Subject: Undelivered Mail Returned to Sender\r\n"
         "MIME-Version: 1.0\r\n"
         "Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\r\n\r\n"
         "--B\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nStatus: 2.0.0\r\n"
         "--B\r\nContent-Type: message/delivery-status\r\n\r\n"
         "Reporting-MTA: dns; mx.example.net\r\nArrival-Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
         "\r\n" +
         groups +
         "\r\n--B\r\nContent-Type: message/rfc822\r\n\r\nSubject: the mail\r\n\r\ntext\r\n"
         "--B--\r\n";
}

std::string Group(const std::string& recipient, const std::string& action,
                  const std::string& status) {
  return "Final-Recipient: rfc822; " + recipient + "\r\nAction: " + action +
         "\r\nStatus: " + status +
         "\r\nDiagnostic-Code: smtp; 550 5.1.1 <ana@example.net>:\r\n    no such user\r\n\r\n";
}

// A server that returns a mail itself may give its reason to people alone.
TEST(BouncesTest, TheReasonMayStandInTheLetterAlone) {
  struct Case {
    const char* words;
    BounceKind kind;
  };
  for (const Case& one : std::vector<Case>{
           {"    550 5.1.1 this mailbox was closed", BounceKind::kHard},
           {"    Unrouteable address", BounceKind::kHard},
           {"    550 unknown user", BounceKind::kHard},
           {"    retry timeout exceeded", BounceKind::kSoft},
           {"    552 5.2.2 mailbox full", BounceKind::kSoft},
           {"    host mx.example.net: 550 blocked as spam", BounceKind::kSoft},
           {"", BounceKind::kSoft},
       }) {
    std::string mail = Notification(
        "Action: failed\r\nFinal-Recipient: rfc822;ana@example.net\r\n"
        "Status: 5.0.0\r\n\r\n");
    const std::string letter = "Status: 2.0.0\r\n";
    mail.replace(mail.find(letter), letter.size(),
                 "These failed:\r\n\r\n  ben@example.net\r\n    550 5.1.1 gone\r\n\r\n"
                 "  ana@example.net\r\n" +
                     std::string(one.words) + "\r\n\r\nGoodbye.\r\n");
    const Bounce bounce = ReadBounce(mail).value();
    EXPECT_EQ(bounce.kind, one.kind) << one.words;
    EXPECT_EQ(bounce.diagnostic.find('\n'), std::string::npos);
  }
}

TEST(BouncesTest, AFailureForGoodIsHard) {
  const Bounce bounce =
      ReadBounce(Notification(Group("ana@example.net", "failed", "5.1.1"))).value();
  EXPECT_EQ(bounce.kind, BounceKind::kHard);
  EXPECT_EQ(bounce.recipient, "ana@example.net");
  EXPECT_EQ(bounce.status, "5.1.1");
  EXPECT_THAT(bounce.diagnostic, HasSubstr("no such user"));
}

TEST(BouncesTest, AFailureThatMayPassIsSoftAndADelayIsNone) {
  EXPECT_EQ(ReadBounce(Notification(Group("a@b", "delayed", "4.4.1")))->kind, BounceKind::kNone);
  EXPECT_EQ(ReadBounce(Notification(Group("a@b", "Failed", "4.2.2")))->kind, BounceKind::kSoft);
  EXPECT_EQ(ReadBounce(Notification(Group("a@b", "delayed", "5.0.0")))->kind, BounceKind::kNone);
}

TEST(BouncesTest, OnlyAFailureOfTheAddressIsHard) {
  struct Case {
    const char* status;
    const char* diagnostic;
    BounceKind kind;
  };
  constexpr BounceKind kHard = BounceKind::kHard;
  constexpr BounceKind kSoft = BounceKind::kSoft;
  const Case cases[] = {
      {"5.1.0", "", kHard},
      {"5.1.1", "550 5.1.1 no such user", kHard},
      {"5.1.2", "", kHard},
      {"5.1.3", "", kHard},
      {"5.1.6", "", kHard},
      {"5.1.10", "556 5.1.10 the domain takes no mail", kHard},
      {"5.2.1", "550 5.2.1 the account is disabled", kHard},
      {"5.0.0", "550 5.1.1 unknown", kHard},
      {"5.0.0", "550 no such user here", kHard},
      {"5.0.0", "551 user not local", kHard},
      {"5.0.0", "553-mailbox name not allowed", kHard},
      {"5.0.0", "host mx.example.net said: 550 unknown user", kHard},
      {"5.1.7", "", kSoft},
      {"5.1.8", "550 5.1.8 sender domain not found", kSoft},
      {"5.1.1", "550 5.1.1 over quota", kSoft},
      {"5.1.1", "552 5.2.2 no", kSoft},
      {"5.2.1", "550 5.2.1 exceeds the allowed rate", kSoft},
      {"5.2.2", "552 5.2.2 over quota", kSoft},
      {"5.2.3", "", kSoft},
      {"5.3.2", "", kSoft},
      {"5.3.4", "552 5.3.4 message size exceeds fixed limit", kSoft},
      {"5.4.4", "", kSoft},
      {"5.6.0", "", kSoft},
      {"5.7.1", "550 5.7.1 likely unsolicited", kSoft},
      {"5.7.26", "", kSoft},
      {"5.0.0", "552 mailbox full", kSoft},
      {"5.0.0", "552 quota", kSoft},
      {"5.0.0", "550 Mailbox is FULL", kSoft},
      {"5.0.0", "554 rejected", kSoft},
      {"5.0.0", "550 blocked: spam", kSoft},
      {"5.0.0", "", kSoft},
      {"4.2.2", "452 4.2.2 full", kSoft},
      {"", "550 unknown", kSoft},
  };
  for (const auto& [status, diagnostic, kind] : cases) {
    const std::string group =
        "Final-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: " + std::string(status) +
        "\r\nDiagnostic-Code: smtp; " + diagnostic + "\r\n\r\n";
    EXPECT_EQ(ReadBounce(Notification(group)).value().kind, kind) << status << " " << diagnostic;
  }
}

TEST(BouncesTest, DeliveryIsNoBounce) {
  for (const char* action : {"delivered", "relayed", "expanded"})
    EXPECT_EQ(ReadBounce(Notification(Group("a@b", action, "2.1.5")))->kind, BounceKind::kNone);
}

TEST(BouncesTest, OfSeveralRecipientsTheGravestCounts) {
  const Bounce bounce = ReadBounce(Notification(Group("a@b", "delayed", "4.4.1") +
                                                Group("c@d", "failed", "5.1.1 (unknown)") +
                                                Group("e@f", "delivered", "2.0.0")))
                            .value();
  EXPECT_EQ(bounce.kind, BounceKind::kHard);
  EXPECT_EQ(bounce.recipient, "c@d");
  EXPECT_EQ(bounce.status, "5.1.1");
}

TEST(BouncesTest, AnotherMailIsRefusedWithTheRemedy) {
  for (const std::string mail :
       {"", "hello", "Subject: x\r\n\r\nStatus: 5.1.1\r\nAction: failed\r\n",
        "Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\n"}) {
    const Result<Bounce> bounce = ReadBounce(mail);
    ASSERT_FALSE(bounce) << mail;
    EXPECT_THAT(bounce.error().Message(), HasSubstr("pipe bounces here whole"));
  }
  EXPECT_FALSE(ReadBounce(Notification("")));
}

TEST(BouncesTest, AnAddressNamesTheSubscriptionByItsToken) {
  EXPECT_EQ(BounceAddress("tok123", "example.org"), "bounces+tok123@example.org");
  EXPECT_EQ(TokenOfBounceAddress("bounces+tok123@example.org"), "tok123");
  for (const char* other :
       {"bounces@example.org", "bounces+@example.org", "ana@example.org", "bounces+tok", ""})
    EXPECT_EQ(TokenOfBounceAddress(other), std::nullopt) << other;
}

}  // namespace
}  // namespace lawtrace::service
