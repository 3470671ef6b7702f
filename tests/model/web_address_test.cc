#include "model/web_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/subscription.h"

namespace lawtrace {
namespace {

using ::testing::HasSubstr;

TEST(WebAddressTest, IsTakenApart) {
  const WebAddress plain = ParseWebAddress("https://Example.ORG/a?b=c#d").value();
  EXPECT_TRUE(plain.is_secure);
  EXPECT_EQ(plain.host, "example.org");
  EXPECT_EQ(plain.port, 443);
  EXPECT_TRUE(plain.has_fragment);
  const WebAddress bracketed = ParseWebAddress("HTTP://[2001:DB8::1]:8080").value();
  EXPECT_FALSE(bracketed.is_secure);
  EXPECT_EQ(bracketed.host, "2001:db8::1");
  EXPECT_EQ(bracketed.port, 8080);
  for (const char* sound :
       {"http://a", "https://a.b.", "https://münchen.example/x", "http://a:65535/",
        "https://a/?q=x@y", "https://a/p@q:80", "https://a?u=http://b:c@d/"})
    EXPECT_TRUE(IsWebAddress(sound)) << sound;
}

TEST(WebAddressTest, WhatIsNoneIsRefusedWithTheReason) {
  struct Case {
    std::string text;
    const char* reason;
  };
  const std::vector<Case> cases = {
      {"", "does not begin with http"},
      {"javascript:alert(1)", "does not begin with http"},
      {"data:text/html,x", "does not begin with http"},
      {" https://a", "does not begin with http"},
      {"//a", "does not begin with http"},
      {"https://", "names no host"},
      {"https:///path", "names no host"},
      {"https://a..b/", "names no host"},
      {"https://.a/", "names no host"},
      {"https://a%2eb/", "names no host"},
      {"https://[::1", "names no host"},
      {"https://[x]/", "names no host"},
      {"https://a b/", "a blank or a character"},
      {"https://a/\n", "a blank or a character"},
      {"https://a/\"x", "a blank or a character"},
      {"https://a/<b>", "a blank or a character"},
      {"https://a\\@b/", "a blank or a character"},
      {"https://user@a/", "a user or a password"},
      {"https://user:word@a/", "a user or a password"},
      {"https://:@a/", "a user or a password"},
      {"https://a:0/", "has a port that is none"},
      {"https://a:65536/", "has a port that is none"},
      {"https://a:/", "has a port that is none"},
      {"https://a:8x/", "has a port that is none"},
      {"https://a:-1/", "has a port that is none"},
      {"https://[::1]x/", "has a port that is none"},
      {"https://a/" + std::string(2048, 'x'), "longer than 2048 bytes"}};
  for (const Case& one : cases) {
    const Result<WebAddress> address = ParseWebAddress(one.text);
    ASSERT_FALSE(address) << one.text;
    EXPECT_EQ(address.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(address.error().Message(), HasSubstr(one.reason)) << one.text;
  }
}

TEST(WebAddressTest, AWebhookHasNoFragmentAndNoPortOfAnotherProtocol) {
  for (const char* sound : {"https://a/hook?x=1", "http://a:8080/", "https://[2001:db8::1]:8443/"})
    EXPECT_TRUE(ParseChannel("webhook:" + std::string(sound))) << sound;
  for (const char* wrong : {"https://a/#x", "https://a#", "http://a:22/", "http://a:25/",
                            "https://a:6667/", "https://u:p@a/", "https://a:70000/"}) {
    const Result<Channel> channel = ParseChannel("webhook:" + std::string(wrong));
    ASSERT_FALSE(channel) << wrong;
    EXPECT_THAT(channel.error().Message(), HasSubstr("write https://HOST/PATH"));
  }
}

}  // namespace
}  // namespace lawtrace
