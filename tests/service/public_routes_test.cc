// Feeds and subscribing over HTTP, without a socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/filter.h"
#include "service/api/feed_routes.h"
#include "service/dispatch/enrolment.h"
#include "service/page/subscription_routes.h"
#include "store/subscriptions.h"
#include "tests/service/api_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PublicRoutesTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    channels_ = std::make_unique<Channels>(
        Channels::Open(ReadDeliveryConfig({{"public-url", "https://example.org"}}).value(),
                       service_->index(), LAWTRACE_SOURCE_DIR "/data/templates")
            .value());
    enrolment_ = std::make_unique<Enrolment>(service_->log(), [this](const SubscriptionWish& wish) {
      return channels_->CheckWish(wish);
    });
    AddFeedRoutes(router_, *service_, *channels_);
    AddSubscriptionRoutes(router_, *service_, *enrolment_, {"en", "fr"});
  }

  std::vector<Subscription> Subscriptions() const {
    std::vector<Subscription> all;
    EXPECT_TRUE(store::Subscriptions(service_->log().records())
                    .Visit([&](const Subscription& subscription) -> Status {
                      all.push_back(subscription);
                      return {};
                    }));
    return all;
  }

  Subscription Subscribe(const std::string& form) {
    EXPECT_EQ(Send("/subscribe", form).status, 202) << form;
    return Subscriptions().back();
  }

  SubscriptionState StateOf(const Subscription& subscription) const {
    return enrolment_->Get(subscription.id).value().state;
  }

  std::unique_ptr<Channels> channels_;
  std::unique_ptr<Enrolment> enrolment_;
};

TEST_F(PublicRoutesTest, AFeedIsSentOnceUntilItChanges) {
  const Response feed = Answer("/feeds/country-PT.atom");
  ASSERT_EQ(feed.status, 200) << feed.text();
  EXPECT_EQ(HeaderOf(feed, "Content-Type"), "application/atom+xml; charset=utf-8");
  EXPECT_THAT(feed.text(), HasSubstr("<entry>"));
  EXPECT_THAT(feed.text(), HasSubstr("https://example.org/feeds/country-PT.atom"));
  const std::string tag = HeaderOf(feed, "ETag");
  EXPECT_EQ(Answer("/feeds/country-PT.atom", {{"if-none-match", tag}}).status, 304);
  RecordAmendment("0");
  const Response grown = Answer("/feeds/country-PT.atom", {{"if-none-match", tag}});
  EXPECT_EQ(grown.status, 200);
  EXPECT_NE(grown.text(), feed.text());
}

TEST_F(PublicRoutesTest, ArchivesAndEventsHaveTheirPages) {
  EXPECT_EQ(Answer("/feeds/all-1.atom").status, 200);
  for (const char* absent : {"/feeds/all-9999.atom", "/feeds/all", "/feeds/country-XX.atom",
                             "/feeds/node-zz.atom", "/feeds/law-none.atom", "/feeds/..%2fall.atom",
                             "/events/0", "/events/x", "/events/99999999"})
    EXPECT_EQ(Answer(absent).status, 404) << absent;
  RecordAmendment("0");
  const Response page = Answer("/events/" + service_->snapshot()->last().ToString());
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.text(), HasSubstr("Portugal"));
}

TEST_F(PublicRoutesTest, SubscribingNeedsTheConfirmationOfTheAddress) {
  const Subscription asked = Subscribe("mail=ana%40example.org&where=country+PT&cadence=weekly");
  EXPECT_EQ(asked.state, SubscriptionState::kUnconfirmed);
  EXPECT_EQ(asked.channel.target, "ana@example.org");
  EXPECT_EQ(asked.cadence.kind, CadenceKind::kWeekly);
  const std::string link = "/s/" + asked.token + "/confirm";
  EXPECT_THAT(Answer(link).text(), HasSubstr("<button"));
  EXPECT_EQ(StateOf(asked), SubscriptionState::kUnconfirmed);  // GET changes nothing.
  const Response confirmed = Send(link, "");
  EXPECT_EQ(confirmed.status, 200);
  EXPECT_EQ(HeaderOf(confirmed, "Cache-Control"), "no-store");
  EXPECT_EQ(StateOf(asked), SubscriptionState::kActive);
}

TEST_F(PublicRoutesTest, TheFieldsOfTheFormMakeTheFilterAndTheCadence) {
  const Subscription asked = Subscribe(
      "mail=ana%40example.org&country=Portugal%2C+ES&area=b&kind=amendment&kind=proposal"
      "&points=0.5&rank=1&of=b&cadence=monthly&monthday=3&time=07%3A30&zone=Europe%2FLisbon");
  EXPECT_EQ(alerts::ToString(asked.filter),
            "country PT,ES and area b and kind amendment,proposal and change b >= 0.5 and rank b");
  EXPECT_EQ(ToString(asked.cadence), "monthly 3 07:30 Europe/Lisbon");
}

TEST_F(PublicRoutesTest, TheFormShowsWhatAFilterWouldHaveSent) {
  EXPECT_THAT(Answer("/subscribe?country=PT").text(), HasSubstr("<code>country PT</code>"));
  EXPECT_THAT(Answer("/subscribe?country=Portugl").text(), HasSubstr("did you mean"));
  EXPECT_THAT(Answer("/subscribe?where=%3Cb%3E").text(), Not(HasSubstr("<b>")));
}

TEST_F(PublicRoutesTest, OneOfSeveralIsChangedOrEndedByItsLink) {
  const Subscription first = Subscribe("mail=ana%40example.org&where=country+PT");
  const Subscription second = Subscribe("mail=ana%40example.org&where=country+ES");
  const std::string own = "/s/" + first.token;
  EXPECT_THAT(Answer(own + "/edit").text(), HasSubstr("country PT"));
  EXPECT_EQ(Send(own + "/edit", "where=cuntry").status, 400);
  EXPECT_EQ(Send(own + "/edit", "where=country+DE&cadence=daily&mail=eve%40example.org").status,
            200);
  const Subscription changed = enrolment_->Get(first.id).value();
  EXPECT_EQ(alerts::ToString(changed.filter), "country DE");
  EXPECT_EQ(changed.channel.target, "ana@example.org");  // Whoever has the link cannot move it.
  EXPECT_EQ(Send(own + "/end", "").status, 200);
  EXPECT_EQ(StateOf(first), SubscriptionState::kEnded);
  EXPECT_EQ(StateOf(second), SubscriptionState::kUnconfirmed);
}

const std::string kHook = "channel=webhook&webhook=https%3A%2F%2Fexample.org%2Fhook";

TEST_F(PublicRoutesTest, AWebhookShowsItsSecretAndWaitsForItsReceiver) {
  const Response response = Send("/subscribe", kHook + "&country=PT");
  EXPECT_EQ(response.status, 201);
  EXPECT_THAT(response.text(), HasSubstr("whsec_"));
  EXPECT_THAT(response.text(), HasSubstr("WebHook-Allowed-Origin"));
  const Subscription asked = Subscriptions().back();
  EXPECT_EQ(asked.state, SubscriptionState::kUnconfirmed);
  // Whoever asked cannot answer for the receiver.
  for (const char* action : {"confirm", "resume", "pause"}) {
    Send("/s/" + asked.token + "/" + action, "");
    EXPECT_EQ(StateOf(asked), SubscriptionState::kUnconfirmed) << action;
  }
  Send("/s/" + asked.token + "/edit", "country=ES&state=active&channel=mail&mail=a%40b");
  EXPECT_EQ(StateOf(asked), SubscriptionState::kUnconfirmed);
}

TEST_F(PublicRoutesTest, AUrlGivesNoRightToItsOtherSubscriptions) {
  const Subscription operators =
      enrolment_
          ->Enrol({.filter = alerts::ParseFilter("group EU", service_->index(),
                                                 service_->index().main_methodology())
                                 .value(),
                   .channel = ParseChannel("webhook:https://example.org/hook").value()},
                  service_->Now())
          .value();
  ASSERT_TRUE(enrolment_->Confirm(operators.id, service_->Now()));
  EXPECT_EQ(Send("/subscribe", kHook + "&country=PT").status, 201);
  const Subscription strangers = Subscriptions().back();
  ASSERT_NE(strangers.id, operators.id);
  EXPECT_THAT(Answer("/s/" + strangers.token).text(), Not(HasSubstr("group EU")));
  EXPECT_THAT(Answer("/s/" + strangers.token).text(), Not(HasSubstr(operators.token)));
  EXPECT_EQ(Send("/s/" + strangers.token + "/unsubscribe", "").status, 200);
  EXPECT_EQ(StateOf(strangers), SubscriptionState::kEnded);
  EXPECT_EQ(StateOf(operators), SubscriptionState::kActive);
  // Nor does it give their secret to who wishes the same.
  EXPECT_EQ(Send("/subscribe", kHook + "&group=EU").status, 201);
  EXPECT_NE(Subscriptions().back().secrets.current, operators.secrets.current);
}

TEST_F(PublicRoutesTest, AWebhookThatMustNotBeReachedIsRefusedWhenItIsEntered) {
  for (const char* url :
       {"ftp%3A%2F%2Fx", "http%3A%2F%2F127.0.0.1%2F", "http%3A%2F%2F127.1%2F",
        "http%3A%2F%2F0x7f000001%2F", "http%3A%2F%2F%5B%3A%3A1%5D%2F", "http%3A%2F%2F10.0.0.1%2F",
        "http%3A%2F%2F169.254.169.254%2F", "http%3A%2F%2Flocalhost%3A8080%2F",
        "http%3A%2F%2Fdb.internal%2F", "http%3A%2F%2Fprinter%2F", "https%3A%2F%2Fa%3Ab%40c.org%2F",
        "https%3A%2F%2Fa.org%3A0%2F", "https%3A%2F%2Fa.org%3A22%2F", "https%3A%2F%2Fa.org%2F%23x",
        "http%3A%2F%2F%5B%3A%3Affff%3A10.0.0.1%5D%2F",
        // As names are looked up: wide digits, an ideographic full stop, a circled letter.
        "http%3A%2F%2F%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1%2F", "http%3A%2F%2F10%E3%80%820.0.1%2F",
        "http%3A%2F%2Fdb.%E2%93%98nternal%2F"})
    EXPECT_EQ(Send("/subscribe", "channel=webhook&webhook=" + std::string(url)).status, 400) << url;
  EXPECT_TRUE(Subscriptions().empty());
}

TEST_F(PublicRoutesTest, WhatAStrangerTypesIsBoundedAndNeverFreeText) {
  const auto refusal = [&](const std::string& form) {
    const Response response = Send("/subscribe", "mail=ana%40example.org&" + form);
    EXPECT_EQ(response.status, 400) << form.substr(0, 80);
    return response.text();
  };
  EXPECT_THAT(refusal("law=Buy+now+https%3A%2F%2Fevil.example"), HasSubstr("is no id"));
  EXPECT_THAT(refusal("law=" + std::string(101, 'a')), HasSubstr("is no id"));
  EXPECT_THAT(refusal("country=Atlantis"), HasSubstr("is not in the index"));
  EXPECT_THAT(refusal("indicator=zz99"), HasSubstr("is not in methodology"));
  EXPECT_THAT(refusal("language=xx"), HasSubstr("there are no messages in"));
  EXPECT_THAT(refusal("language=" + std::string(3000, 'x')), HasSubstr("there are no messages in"));
  EXPECT_THAT(refusal("zone=Buy+now"), HasSubstr("is no time zone"));
  EXPECT_THAT(refusal("zone=" + std::string(5000, 'x')), HasSubstr("longer than 4096 bytes"));
  std::string many;
  for (int i = 0; i < 500; ++i) many += "&country=PT";
  EXPECT_THAT(refusal(many.substr(1)), HasSubstr("more than 400 fields"));
  EXPECT_TRUE(Subscriptions().empty());
}

TEST_F(PublicRoutesTest, OneMailboxIsOneMailboxHoweverItIsWritten) {
  for (const char* mail : {"ana%2Bone%40example.org", "ANA%2Btwo%40EXAMPLE.ORG"})
    Subscribe("where=country+PT&mail=" + std::string(mail));
  EXPECT_EQ(Subscriptions().size(), 1U) << "the same wish";
  Subscribe("where=country+ES&mail=ana%2Bthree%40example.org");
  Subscribe("where=country+FR&mail=ana%40example.org.");
  EXPECT_EQ(Send("/subscribe", "where=country+IT&mail=Ana%2Bfour%40example.org").status, 429);
  EXPECT_EQ(Subscriptions().size(), 3U);
}

TEST_F(PublicRoutesTest, TheAddressThatMailComesBackToGivesNoOtherRight) {
  const Subscription mine = Subscribe("mail=ana%40example.org&where=country+PT");
  Send("/s/" + mine.token + "/confirm", "");
  const std::string address = "/s/" + MailToken(mine);
  EXPECT_EQ(Answer(address).status, 404);
  for (const char* action : {"confirm", "pause", "resume", "edit", "end"})
    EXPECT_EQ(Send(address + "/" + action, "where=country+ES").status, 404) << action;
  EXPECT_EQ(StateOf(mine), SubscriptionState::kActive);
  EXPECT_EQ(Send(address + "/bounce", "hello").status, 400);
  EXPECT_EQ(Send(address + "/unsubscribe", "").status, 200);
  EXPECT_EQ(StateOf(mine), SubscriptionState::kEnded);
}

TEST_F(PublicRoutesTest, OnlyAPostUnsubscribesAndItEndsAllOfTheAddress) {
  const Subscription first = Subscribe("mail=ana%40example.org&where=country+PT");
  const Subscription second = Subscribe("mail=ana%40example.org&where=country+ES");
  const Subscription other = Subscribe("mail=rui%40example.org&where=country+PT");
  EXPECT_EQ(Answer("/s/" + first.token + "/unsubscribe").status, 200);
  EXPECT_NE(StateOf(first), SubscriptionState::kEnded);
  EXPECT_EQ(Send("/s/" + first.token + "/unsubscribe", "List-Unsubscribe=One-Click").status, 200);
  EXPECT_EQ(StateOf(first), SubscriptionState::kEnded);
  EXPECT_EQ(StateOf(second), SubscriptionState::kEnded);
  EXPECT_EQ(StateOf(other), SubscriptionState::kUnconfirmed);
}

TEST_F(PublicRoutesTest, ThePageOfATokenShowsAndPausesWhatTheAddressFollows) {
  const Subscription mine = Subscribe("mail=ana%40example.org&where=country+PT");
  Send("/s/" + mine.token + "/confirm", "");
  EXPECT_THAT(Answer("/s/" + mine.token).text(), HasSubstr("country PT"));
  Send("/s/" + mine.token + "/pause", "");
  EXPECT_EQ(StateOf(mine), SubscriptionState::kPaused);
  EXPECT_THAT(Answer("/s/" + mine.token).text(), HasSubstr("Resume"));
  Send("/s/" + mine.token + "/resume", "");
  EXPECT_EQ(StateOf(mine), SubscriptionState::kActive);
}

TEST_F(PublicRoutesTest, NobodyIsSentMailAfterMailThatSomebodyElseAskedFor) {
  for (const char* country : {"PT", "ES", "FR"})
    Subscribe("mail=ana%40example.org&where=country+" + std::string(country));
  const Response refused = Send("/subscribe", "mail=ana%40example.org&where=country+IT");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "86400");
  EXPECT_THAT(refused.text(), HasSubstr("try again tomorrow"));
  EXPECT_EQ(Subscriptions().size(), 3U);
  Subscribe("mail=rui%40example.org&where=country+IT");
  Send("/s/" + Subscriptions().front().token + "/confirm", "");
  Subscribe("mail=ana%40example.org&where=country+IT");  // One was answered.
}

TEST_F(PublicRoutesTest, AClientCannotAskForAnyNumberOfAddresses) {
  int accepted = 0;
  for (int i = 0; i < 40; ++i)
    if (Send("/subscribe", "mail=a" + std::to_string(i) + "%40example.org").status == 202)
      ++accepted;
  EXPECT_EQ(accepted, 20);
}

TEST_F(PublicRoutesTest, ReturnedMailIsTakenOverHttp) {
  const Subscription mine = Subscribe("mail=ana%40example.org&where=country+PT");
  Send("/s/" + mine.token + "/confirm", "");
  const std::string mail =
      "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
      "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
      "Final-Recipient: rfc822; ana@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
      "Diagnostic-Code: smtp; 550 no such user\r\n\r\n--B--\r\n";
  EXPECT_EQ(Send("/s/" + mine.token + "/bounce", "hello").status, 400);
  EXPECT_EQ(StateOf(mine), SubscriptionState::kActive);
  EXPECT_EQ(Send("/s/" + mine.token + "/bounce", mail).status, 204);
  EXPECT_EQ(StateOf(mine), SubscriptionState::kEnded);
  EXPECT_EQ(enrolment_->Get(mine.id)->end_reason, "mail came back: 5.1.1 550 no such user");
}

TEST_F(PublicRoutesTest, WrongFormsAndTokensAreAnsweredWithWhatToDo) {
  const auto refusal = [&](const std::string& form) {
    const Response response = Send("/subscribe", form);
    EXPECT_EQ(response.status, 400) << form;
    return response.text();
  };
  EXPECT_THAT(refusal("where=country+PT"), HasSubstr("write one address"));
  EXPECT_THAT(refusal("mail=a%40b%0d%0aBcc%3ax"), HasSubstr("write one address"));
  EXPECT_THAT(refusal("mail=a%40b&where=cuntry+PT"), HasSubstr("did you mean"));
  EXPECT_THAT(refusal("mail=a%40b&cadence=hourly"), HasSubstr("write immediate"));
  EXPECT_THAT(refusal("mail=a%40b&where=%3Cscript%3E"), Not(HasSubstr("<script>")));
  EXPECT_EQ(refusal("mail=%zz").empty(), false);
  EXPECT_TRUE(Subscriptions().empty());
  EXPECT_EQ(Answer("/s/none").status, 404);
  EXPECT_EQ(Send("/s/none/unsubscribe", "").status, 404);
}

}  // namespace
}  // namespace lawtrace::service
