// Mail, composed and sent to a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/channels/mail/bounces.h"
#include "service/channels/mail/mail_message.h"
#include "service/channels/mail/mail_sender.h"
#include "tests/service/mail_server.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Mail Sample() {
  Mail mail{
      .from = {.name = "Índice de integração", .address = "alerts@example.org"},
      .to = "ana@example.org",
      .envelope_from = BounceAddress("tok123", "example.org"),
      .subject = "Portugal : l’accès à la nationalité passe de 50 à 100 — depuis le 6 juillet",
      .text = "Bonjour,\n50 → 100\n.\nFrom here on: a line that begins with From\n",
      .html = "<p>50 → <b>100</b></p>\n",
      .message_id = "msg_0123456789abcdef@example.org",
      .sent_at = Instant(1'700'000'000)};
  mail.headers = HeadersOf({.list_id = "lawtrace.example.org",
                            .unsubscribe_url = "https://example.org/s/tok123/unsubscribe",
                            .unsubscribe_address = "unsubscribe+tok123@example.org"});
  return mail;
}

TEST(MailMessageTest, HasBothPartsAndTheHeadersOfAList) {
  const std::string text = ComposeMail(Sample()).value();
  for (const char* line :
       {"From: =?", "<alerts@example.org>\r\n", "To: ana@example.org\r\n", "Subject: Portugal",
        "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n",
        "Message-Id: <msg_0123456789abcdef@example.org>\r\n", "Auto-Submitted: auto-generated\r\n",
        "List-Id: <lawtrace.example.org>\r\n", "<https://example.org/s/tok123/unsubscribe>",
        "<mailto:unsubscribe+tok123@example.org>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "MIME-Version: 1.0\r\n",
        "Content-Type: multipart/alternative; boundary=\"=_",
        "Content-Type: text/plain; charset=utf-8\r\n", "Content-Type: text/html; charset=utf-8\r\n",
        "50 =E2=86=92 100"})
    EXPECT_THAT(text, HasSubstr(line)) << line;
  EXPECT_LT(text.find("text/plain"), text.find("text/html"));
  EXPECT_EQ(text, ComposeMail(Sample()).value());
}

TEST(MailMessageTest, EveryHeaderLineIsShortAndPlainAscii) {
  Mail mail = Sample();
  for (int i = 0; i < 6; ++i) mail.subject += mail.subject;
  const std::string text = ComposeMail(mail).value();
  const std::string head = text.substr(0, text.find("\r\n\r\n"));
  std::size_t begin = 0;
  while (begin < head.size()) {
    const std::size_t end = std::min(head.find("\r\n", begin), head.size());
    EXPECT_LE(end - begin, 200U) << head.substr(begin, end - begin);
    begin = end + 2;
  }
  EXPECT_TRUE(
      std::ranges::all_of(head, [](char c) { return static_cast<unsigned char>(c) < 128; }));
}

TEST(MailMessageTest, ALineBreakInAHeaderIsRefused) {
  const auto fault_of = [](auto change) {
    Mail mail = Sample();
    change(mail);
    const Result<std::string> text = ComposeMail(mail);
    return text ? "" : text.error().Message();
  };
  EXPECT_THAT(fault_of([](Mail& m) { m.subject = "a\r\nBcc: x@example.org"; }),
              HasSubstr("header Subject holds a line break"));
  EXPECT_THAT(fault_of([](Mail& m) { m.from.name = "a\nb"; }), HasSubstr("header From"));
  EXPECT_THAT(fault_of([](Mail& m) { m.headers = {{"X-A", "b\nc"}}; }), HasSubstr("X-A"));
  EXPECT_THAT(fault_of([](Mail& m) { m.message_id = "a>\r\nX: y@z"; }), HasSubstr("Message-ID"));
  for (const char* address : {"", "ana", "ana@", "@example.org", "a@b@c", "a b@c", "a@b\r\nRCPT",
                              "a@b>,<c@d", "a@b,c@d", "ana@example.org "})
    EXPECT_THAT(fault_of([&](Mail& m) { m.to = address; }), HasSubstr("write NAME@HOST"));
}

TEST(MailMessageTest, LongAddressesInListHeadersStandAsTheyAre) {
  Mail mail = Sample();
  const std::string token(48, 'a');
  const std::string url =
      "https://alerts.migrant-integration.example.org/s/" + token + "/unsubscribe";
  mail.headers = HeadersOf({.list_id = "lawtrace.example.org",
                            .unsubscribe_url = url,
                            .unsubscribe_address = "unsubscribe+" + token + "@example.org"});
  const std::string text = ComposeMail(mail).value();
  EXPECT_THAT(text, HasSubstr("List-Unsubscribe: <" + url + ">,\r\n <mailto:unsubscribe+" + token +
                              "@example.org>\r\n"));
  mail.headers = {{"X-Name", "Índice"}};
  EXPECT_FALSE(ComposeMail(mail));
}

TEST(MailMessageTest, OneClickIsOfferedOverHttpsOnly) {
  const auto headers = HeadersOf({.unsubscribe_url = "http://example.org/s/t/unsubscribe"});
  ASSERT_EQ(headers.size(), 1U);
  EXPECT_EQ(headers[0].second, "<http://example.org/s/t/unsubscribe>");
}

TEST(MailMessageTest, ReadsAddressesAsPeopleWriteThem) {
  EXPECT_EQ(ParseMailbox("Ana Lima <ana@example.org>").value().name, "Ana Lima");
  EXPECT_EQ(ParseMailbox("Ana Lima <ana@example.org>").value().address, "ana@example.org");
  EXPECT_EQ(ParseMailbox(" ana@example.org ").value().address, "ana@example.org");
  for (const char* text : {"", "Ana", "Ana <ana>", "Ana <ana@example.org", "<>"})
    EXPECT_FALSE(ParseMailbox(text)) << text;
}

class MailSenderTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!server_.absence().empty()) GTEST_SKIP() << server_.absence();
  }
  RealMailServer server_;
};

TEST_F(MailSenderTest, DeliversOverStarttlsWithAPassword) {
  MailSender sender(server_.Access());
  const DeliveryOutcome outcome = sender.Send(Sample());
  ASSERT_EQ(outcome.verdict, DeliveryVerdict::kDelivered) << outcome.reason;
  const std::string mail = server_.NextMail().value_or("");
  for (const char* part :
       {"Return-path: <bounces+tok123@example.org>", "Envelope-to: ana@example.org",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "multipart/alternative",
        "text/plain; charset=utf-8", "text/html; charset=utf-8",
        "Message-Id: <msg_0123456789abcdef@example.org>"})
    EXPECT_THAT(mail, HasSubstr(part));
  // A line of one dot and a line that begins with From arrive as they were.
  EXPECT_THAT(mail, testing::ContainsRegex("\n\\.\r?\n"));
  if (server_.is_exim()) {
    EXPECT_THAT(mail, HasSubstr("with esmtpsa"));
  }
}

TEST_F(MailSenderTest, DeliversOverTlsFromTheStart) {
  if (!server_.is_exim()) GTEST_SKIP() << "skipped: only exim4 listens so";
  const DeliveryOutcome outcome = MailSender(server_.AccessOverTls()).Send(Sample());
  ASSERT_EQ(outcome.verdict, DeliveryVerdict::kDelivered) << outcome.reason;
  EXPECT_THAT(server_.NextMail().value_or(""), HasSubstr("with esmtpsa"));
  MailServer distrusting = server_.AccessOverTls();
  distrusting.ca_file.clear();
  EXPECT_EQ(MailSender(distrusting).Send(Sample()).verdict, DeliveryVerdict::kRetry);
}

TEST_F(MailSenderTest, TheServersRefusalDecidesWhetherToTryAgain) {
  MailSender sender(server_.Access());
  Mail mail = Sample();
  mail.to = "later@example.org";
  DeliveryOutcome outcome = sender.Send(mail);
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(outcome.reason, HasSubstr("451"));
  mail.to = "nobody@example.org";
  outcome = sender.Send(mail);
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRejected);
  EXPECT_THAT(outcome.reason, HasSubstr("550"));
  mail.to = "ana@example.org";
  EXPECT_EQ(sender.Send(mail).verdict, DeliveryVerdict::kDelivered);
}

TEST_F(MailSenderTest, AnythingButTheServerAndItsPasswordIsTriedAgain) {
  const auto outcome_with = [&](auto change) {
    MailServer access = server_.Access();
    change(access);
    return MailSender(access).Send(Sample());
  };
  const DeliveryOutcome wrong_password =
      outcome_with([](MailServer& access) { access.password = "secret7"; });
  EXPECT_EQ(wrong_password.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(wrong_password.reason, Not(HasSubstr("secret7")));
  EXPECT_EQ(outcome_with([](MailServer& access) { access.user.clear(); }).verdict,
            DeliveryVerdict::kRetry);
  const DeliveryOutcome distrusted =
      outcome_with([](MailServer& access) { access.ca_file.clear(); });
  EXPECT_EQ(distrusted.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(distrusted.reason, HasSubstr("certificate"));
  const std::string port = std::to_string(FreePort());
  EXPECT_EQ(
      outcome_with([&](MailServer& access) { access.url = "smtp://localhost:" + port; }).verdict,
      DeliveryVerdict::kRetry);
}

TEST_F(MailSenderTest, TheServersOwnBounceIsRead) {
  if (!server_.is_exim()) GTEST_SKIP() << "skipped: only exim4 returns mail";
  Mail mail = Sample();
  mail.to = "gone@example.org";
  ASSERT_EQ(MailSender(server_.Access()).Send(mail).verdict, DeliveryVerdict::kDelivered);
  const std::string returned = server_.NextMail().value_or("");
  EXPECT_THAT(returned, HasSubstr("Envelope-to: bounces+tok123@example.org"));
  const Result<Bounce> bounce = ReadBounce(returned);
  ASSERT_TRUE(bounce) << bounce.error().Message() << "\n" << returned;
  EXPECT_EQ(bounce->kind, BounceKind::kHard) << returned;
  EXPECT_EQ(bounce->recipient, "gone@example.org");
  EXPECT_THAT(bounce->status, testing::StartsWith("5."));
}

}  // namespace
}  // namespace lawtrace::service
