#include "service/http/base_path.h"

#include <gtest/gtest.h>

namespace lawtrace::service {
namespace {

TEST(BasePathTest, IsThePathOfTheAddress) {
  EXPECT_EQ(BasePathOf("https://data.example.org/lawtrace"), "/lawtrace");
  EXPECT_EQ(BasePathOf("https://data.example.org:8443/a/b/"), "/a/b");
  EXPECT_EQ(BasePathOf("https://data.example.org/a?b=/c"), "/a");
  for (const char* address : {"", "https://data.example.org", "https://data.example.org/"})
    EXPECT_EQ(BasePathOf(address), "") << address;
}

TEST(BasePathTest, TheHandlerSeesPathsOfAServiceAtTheTop) {
  std::string seen;
  const auto handler = BelowPath("/below", [&](const Request& request) {
    seen = request.base + " " + request.path;
    return Response{.status = 303}
        .With("Location", "/x")
        .With("Link", "</y>; rel=\"next\"")
        .With("X-Path", "/z");
  });
  for (const auto& [path, expected] :
       {std::pair("/", "/below /"), std::pair("/x", "/below /x"), std::pair("/below", "/below /"),
        std::pair("/below/x", "/below /x"), std::pair("/belowx", "/below /belowx")}) {
    const Response response = handler({.path = path});
    EXPECT_EQ(seen, expected) << path;
    ASSERT_EQ(response.headers.size(), 3U);
    EXPECT_EQ(response.headers[0].value, "/below/x");
    EXPECT_EQ(response.headers[1].value, "</below/y>; rel=\"next\"");
    EXPECT_EQ(response.headers[2].value, "/z");
  }
}

TEST(BasePathTest, AddressesElsewhereAreLeftAlone) {
  const auto handler = BelowPath("/below", [](const Request&) {
    return Response{.status = 303}.With("Location", "https://example.org/x");
  });
  EXPECT_EQ(handler({.path = "/"}).headers[0].value, "https://example.org/x");
}

}  // namespace
}  // namespace lawtrace::service
