// Who may read what: over the table of all routes, so that none is forgotten.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "service/desk/access.h"
#include "tests/service/whole_service.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GuardTest : public WholeServiceTest {};

TEST_F(GuardTest, EveryRouteThatGivesDataNeedsATokenWhereQuestionsDo) {
  RequireTokens();
  // The whole of what strangers may still see: nothing of the log is in it.
  const std::set<std::string> open = {"/v1/openapi.json", "/health/live", "/health/ready",
                                      "/assets/{edition}/{name}", "/desk"};
  std::size_t guarded = 0;
  for (const Route& route : routes_.routes()) {
    const Response response = Do(route.method, ExamplePath(route));
    const bool is_open = open.contains(route.path) || route.path.starts_with("/s/{token}");
    EXPECT_EQ(response.status == 401, !is_open)
        << route.method << " " << route.path << " " << response.status;
    if (is_open) continue;
    ++guarded;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store") << route.path;
  }
  EXPECT_GT(guarded, 50U);
}

TEST_F(GuardTest, WhatNeedsARoleIsKeptByNobody) {
  const std::string admin = NewToken(Role::kAdmin).text;
  for (const Route& route : routes_.routes()) {
    if (route.role.empty() || route.method != "GET") continue;
    const Response response = Do("GET", ExamplePath(route), admin);
    EXPECT_NE(response.status, 401) << route.path;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store") << route.path;
  }
}

TEST_F(GuardTest, AReaderReadsWithATokenAndIsToldNotToKeepIt) {
  RequireTokens();
  const std::string reader = NewToken(Role::kReader).text;
  for (const char* target : {"/v1/scores?country=PT", "/", "/feeds/all.atom", "/card/overview",
                             "/country/PT?format=json", "/v1/events/stream"}) {
    EXPECT_EQ(Do("GET", target).status, 401) << target;
    const Response response = Do("GET", target, reader);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store") << target;
  }
}

TEST_F(GuardTest, CredentialsForAProxyAreNotLookedAt) {
  Request request{.path = "/v1/scores", .query = {{"country", "PT"}}};
  request.headers = {{.name = "authorization", .value = "Basic dXNlcjpwYXNz"}};
  EXPECT_EQ(Do(request).status, 200);
  request.headers = {{.name = "authorization", .value = "Bearer nonsense"}};
  EXPECT_EQ(Do(request).status, 401);
  request.headers = {{.name = "authorization", .value = "bearer"}};
  EXPECT_EQ(Do(request).status, 401);
  RequireTokens();
  request.headers = {{.name = "authorization", .value = "Basic dXNlcjpwYXNz"}};
  EXPECT_EQ(Do(request).status, 401);
}

TEST_F(GuardTest, AStreamEndsWithTheTokenThatOpenedIt) {
  const IssuedToken token = NewToken(Role::kReader);
  const Response with = Do("GET", "/v1/events/stream", token.text);
  const Response without = Do("GET", "/v1/events/stream");
  ASSERT_TRUE(with.stream && without.stream);
  EXPECT_THAT(with.stream().value(), HasSubstr("connected"));
  EXPECT_THAT(with.stream().value(), IsEmpty());
  ASSERT_TRUE(RevokeToken(service_->writer(), token.token.id, service_->Now()).has_value());
  EXPECT_FALSE(with.stream().has_value());
  EXPECT_THAT(without.stream().value(), HasSubstr("connected"));
}

TEST_F(GuardTest, ThePublicListenerSaysNothingOfItsWork) {
  EXPECT_EQ(Do("GET", "/metrics").status, 404);
}

TEST_F(GuardTest, LinksHaveThePublicAddressWhateverTheRequestSays) {
  for (const char* target : {"/", "/country/PT", "/subscribe", "/no/such/page"}) {
    Request request{.path = target};
    request.headers = {{.name = "accept", .value = "text/html"},
                       {.name = "host", .value = "evil.example"},
                       {.name = "x-forwarded-proto", .value = "https"},
                       {.name = "x-forwarded-host", .value = "evil.example"}};
    const std::string page = Do(request).text();
    EXPECT_EQ(page.find("evil.example"), std::string::npos) << target;
    EXPECT_THAT(page, HasSubstr("https://example.org")) << target;
  }
}

}  // namespace
}  // namespace lawtrace::service
