// Subscriptions and the delivery log over HTTP.
#include <gmock/gmock.h>

#include "service/api/api_subscriptions.h"
#include "service/desk/access.h"
#include "tests/service/api_fixture.h"

namespace lawtrace::service {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class SubscriptionApiTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    enrolment_ = std::make_unique<Enrolment>(service_->log());
    AddSubscriptionApi(router_, *service_, *enrolment_);
    const store::Records records = service_->writer().records();
    router_.SetGuard(AccessGuard(router_, records, [this] { return service_->Now(); }));
    admin_ = TokenOf(Role::kAdmin);
    coder_ = TokenOf(Role::kCoder);
  }

  std::string TokenOf(Role role) {
    auto issued = AddToken(service_->writer(), role, "Ana", std::nullopt, service_->Now());
    EXPECT_TRUE(issued.has_value());
    return issued->text;
  }

  Response Do(const std::string& method, const std::string& path, const std::string& token,
              const std::string& body = {}) {
    const auto target = ParseTarget(path);
    return router_.Answer({.method = method,
                           .path = target->first,
                           .query = target->second,
                           .headers = {{"authorization", "Bearer " + token}},
                           .body = body});
  }

  std::unique_ptr<Enrolment> enrolment_;
  std::string admin_;
  std::string coder_;
};

TEST_F(SubscriptionApiTest, AWebhookIsMadeShownPausedResumedAndEnded) {
  const Response made =
      Do("POST", "/v1/subscriptions", admin_,
         R"({"to": "webhook:https://example.org/hook", "where": "country PT", "cadence": "weekly",
             "day": "monday", "at": "18:30", "zone": "Europe/Lisbon"})");
  ASSERT_EQ(made.status, 201) << made.text();
  const json row = json::parse(made.text())[0];
  EXPECT_EQ(row["filter"], "country PT");
  EXPECT_EQ(row["cadence"], "weekly Monday 18:30 Europe/Lisbon");
  EXPECT_THAT(row["secret"].get<std::string>(), Not(testing::IsEmpty()));

  const Response shown = Do("GET", "/v1/subscriptions/1", admin_);
  EXPECT_EQ(shown.status, 200);
  EXPECT_THAT(shown.text(), Not(HasSubstr(row["secret"].get<std::string>())));
  // Nobody but its receiver, or an administrator in its stead, makes it begin.
  EXPECT_EQ(row["state"], "unconfirmed");
  EXPECT_EQ(Do("POST", "/v1/subscriptions/1/pause", admin_).status, 400);
  EXPECT_EQ(Do("POST", "/v1/subscriptions/1/confirm", coder_).status, 403);
  EXPECT_EQ(json::parse(Do("POST", "/v1/subscriptions/1/confirm", admin_).text())[0]["state"],
            "active");
  EXPECT_EQ(json::parse(Do("POST", "/v1/subscriptions/1/pause", admin_).text())[0]["state"],
            "paused");
  EXPECT_EQ(json::parse(Do("POST", "/v1/subscriptions/1/resume", admin_).text())[0]["state"],
            "active");
  EXPECT_EQ(json::parse(Do("POST", "/v1/subscriptions/1/end", admin_).text())[0]["state"], "ended");
  EXPECT_EQ(json::parse(Do("GET", "/v1/subscriptions?state=active", admin_).text()), json::array());
  EXPECT_EQ(json::parse(Do("GET", "/v1/subscriptions?state=ended", admin_).text()).size(), 1U);
}

TEST_F(SubscriptionApiTest, AllFaultsOfAWishAreToldAtOnce) {
  const Response refused = Do("POST", "/v1/subscriptions", admin_,
                              R"({"to": "fax:1", "where": "country Portugl", "cadence": "hourly",
                                  "at": "8", "often": "yes", "zone": "UTC"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.text(), HasSubstr("unknown key 'often'"));
  const Response wrong = Do("POST", "/v1/subscriptions", admin_,
                            R"({"to": "fax:1", "where": "country Portugl", "cadence": "hourly",
                                "at": "8"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(json::parse(wrong.text())["errors"].size(), 4U) << wrong.text();
  EXPECT_THAT(wrong.text(), HasSubstr("cadence: 'hourly' is unknown"));
  EXPECT_THAT(wrong.text(), HasSubstr("did you mean 'Portugal'"));
  EXPECT_THAT(Do("POST", "/v1/subscriptions", admin_, R"({"to": "file:/etc/passwd"})").text(),
              HasSubstr("files are written on the server's own machine only"));
  EXPECT_EQ(Do("POST", "/v1/subscriptions", admin_, "[").status, 400);
  EXPECT_EQ(json::parse(Do("GET", "/v1/subscriptions", admin_).text()), json::array());
}

TEST_F(SubscriptionApiTest, OnlyAdministratorsSeeWhoFollows) {
  for (const char* path : {"/v1/subscriptions", "/v1/subscriptions/1", "/v1/deliveries"}) {
    EXPECT_EQ(Do("GET", path, coder_).status, 403) << path;
    EXPECT_EQ(Do("GET", path, "wrong").status, 401) << path;
    EXPECT_EQ(Answer(path).status, 401) << path;
  }
  EXPECT_EQ(Do("POST", "/v1/subscriptions", coder_, R"({"to": "mail:a@example.org"})").status, 403);
}

TEST_F(SubscriptionApiTest, WhatDoesNotExistIsNotFound) {
  EXPECT_EQ(Do("GET", "/v1/subscriptions/7", admin_).status, 404);
  EXPECT_EQ(Do("GET", "/v1/subscriptions/abc", admin_).status, 404);
  EXPECT_EQ(Do("POST", "/v1/subscriptions/7/end", admin_).status, 404);
  EXPECT_EQ(Do("GET", "/v1/deliveries?event=abc&since=x", admin_).status, 400);
}

TEST_F(SubscriptionApiTest, AlertsAreWhatAFilterWouldHaveBeenToldOf) {
  const json all = Ask("/v1/alerts?since=2000");
  const json portugal = Ask("/v1/alerts?since=2000&where=country%20PT");
  ASSERT_FALSE(portugal.empty());
  EXPECT_GT(all.size(), portugal.size());
  for (const json& row : portugal) EXPECT_EQ(row["country"], "PT");
  EXPECT_EQ(Answer("/v1/alerts").status, 400);
  EXPECT_EQ(Answer("/v1/alerts?since=yesterday").status, 400);
  EXPECT_EQ(Answer("/v1/alerts?since=2020&where=country%20Portugl").status, 400);
}

}  // namespace
}  // namespace lawtrace::service
