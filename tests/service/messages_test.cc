// What needs no socket: targets, routes, limits, settings, files, logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "service/channels/settings.h"
#include "service/http/compression.h"
#include "service/http/files.h"
#include "service/http/http_message.h"
#include "service/http/log.h"
#include "service/http/problem.h"
#include "service/http/rate_limit.h"
#include "service/http/router.h"
#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(TargetTest, IsDecodedOnce) {
  const auto target = ParseTarget("/v1/laws/a%2Fb%2520?x=1+2&y=%C3%A9&z&x=3&&=4");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->first, "/v1/laws/a/b%20");
  EXPECT_THAT(target->second, ElementsAre(Pair("x", "1 2"), Pair("y", "é"), Pair("z", ""),
                                          Pair("x", "3"), Pair("", "4")));
}

TEST(TargetTest, WhatIsNoPathIsAbsent) {
  for (const char* text :
       {"", "x", "/%", "/%2", "/%GG", "/%00", "/?a=%00", "/?%00=a", "/?a=%x", "http://x/"})
    EXPECT_FALSE(ParseTarget(text).has_value()) << text;
}

TEST(TargetTest, EncodingIsUndone) {
  const std::string text = "a b/ü?&=%+,";
  EXPECT_EQ(PercentDecoded(PercentEncoded(text), /*is_query=*/true), text);
}

TEST(ProblemTest, SaysWhatACommandSaysInTheWordsOfTheApi) {
  EXPECT_EQ(ApiWords("--known-at: 'x --y' is no point; name it with --country"),
            "known_at: 'x --y' is no point; name it with country");
  EXPECT_EQ(ApiWords("a -- b --"), "a -- b --");
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    const auto say = [](std::string word) {
      return [word](const Call& call) {
        std::string text = word;
        for (const auto& [name, value] : call.path) text += " " + name + "=" + value;
        for (const std::string& value : call.Values("list")) text += " " + value;
        return TextResponse(200, "text/plain", text + " " + call.Value("n"));
      };
    };
    router_.Add({.method = "GET",
                 .path = "/v1/laws",
                 .parameters = {{.name = "list", .is_list = true},
                                {.name = "n", .type = "integer"},
                                {.name = "kind", .choices = {"a", "b"}}},
                 .handler = say("laws")});
    router_.Add({.method = "GET", .path = "/v1/laws/{law}", .handler = say("law")});
    router_.Add({.method = "POST", .path = "/v1/laws", .handler = say("posted")});
    router_.Add({.method = "GET", .path = "/v1/files/{rest...}", .handler = say("file")});
    router_.Add({.method = "GET",
                 .path = "/v1/must",
                 .parameters = {{.name = "n", .is_required = true}},
                 .handler = say("must")});
  }

  Response Ask(const std::string& target, const std::string& method = "GET") const {
    auto parsed = ParseTarget(target);
    return router_.Answer(
        {.method = method, .path = parsed->first, .query = std::move(parsed->second)});
  }

  Router router_;
};

TEST_F(RouterTest, FindsTheRouteOfThePath) {
  EXPECT_EQ(Ask("/v1/laws?list=a,b&list=c&n=7").text(), "laws a b c 7");
  EXPECT_EQ(Ask("/v1/laws/pt-1").text(), "law law=pt-1 ");
  EXPECT_EQ(Ask("/v1/laws", "POST").text(), "posted ");
  EXPECT_EQ(Ask("/v1/files/a/b/c").text(), "file rest=a/b/c ");
  EXPECT_EQ(Ask("/v1/laws", "HEAD").status, 200);
  EXPECT_EQ(router_.Answer({.path = "/v1/laws/x"}).route, "/v1/laws/{law}");
  EXPECT_EQ(router_.Answer({.path = "/secret/x"}).route, "unknown");
}

TEST_F(RouterTest, SaysWhatToSendInstead) {
  EXPECT_EQ(Ask("/v1/law").status, 404);
  EXPECT_THAT(Ask("/v1/law").text(), HasSubstr("did you mean '/v1/laws'?"));
  EXPECT_EQ(Ask("/v1/laws/").status, 404);
  EXPECT_EQ(Ask("/v1/laws/a/b").status, 404);
  const Response refused = Ask("/v1/laws", "DELETE");
  EXPECT_EQ(refused.status, 405);
  EXPECT_THAT(refused.text(), HasSubstr("GET, HEAD, POST"));
  const Response faulty = Ask("/v1/laws?lst=a&n=x&n=1&kind=c");
  EXPECT_EQ(faulty.status, 400);
  for (const char* fault : {"did you mean 'list'?", "n: 'x' is not a number", "given twice",
                            "kind: 'c' is unknown; write one of a, b"})
    EXPECT_THAT(faulty.text(), HasSubstr(fault));
  EXPECT_THAT(Ask("/v1/must").text(), HasSubstr("'n' is missing"));
}

TEST_F(RouterTest, AGuardAnswersBeforeTheHandler) {
  router_.SetGuard([](const Route& route, const Request&) -> std::optional<Response> {
    if (route.method == "POST") return ProblemResponse(401, {"no token"});
    return std::nullopt;
  });
  EXPECT_EQ(Ask("/v1/laws", "POST").status, 401);
  EXPECT_EQ(Ask("/v1/laws").status, 200);
}

TEST(RateLimitTest, ABucketFillsWithTime) {
  RateLimit limit(2, 3);
  const auto start = RateLimit::Clock::time_point();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.Take("a", start));
  EXPECT_TRUE(limit.Take("a", start));
  EXPECT_FALSE(limit.Take("b", start));
  EXPECT_FALSE(limit.Take("a", start + std::chrono::milliseconds(500)));
  EXPECT_TRUE(limit.Take("a", start + std::chrono::milliseconds(600)));
  // It never holds more than the burst.
  const auto later = start + std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.Take("a", later));
  EXPECT_TRUE(limit.Take("a", later));
}

class SettingsTest : public testing::Test {
 protected:
  static Result<Settings> Read(const Settings::Values& flags, const Settings::Values& variables,
                               std::string_view file) {
    return Settings::Read(
        ServeSettings(), flags,
        [&](const std::string& name) -> std::optional<std::string> {
          const auto found = variables.find(name);
          if (found == variables.end()) return std::nullopt;
          return found->second;
        },
        "lawtrace.conf", file);
  }
};

TEST_F(SettingsTest, AFlagComesBeforeAVariableBeforeTheFileBeforeTheDefault) {
  const std::string file = "# comment\n threads = 3 \r\n\nlisten=file:1\nweb = /w\n";
  const auto settings =
      Read({{"listen", "flag:1"}}, {{"LAWTRACE_LISTEN", "env:1"}, {"LAWTRACE_WEB", "/e"}}, file);
  ASSERT_TRUE(settings.has_value()) << settings.error().Message();
  EXPECT_EQ(settings->Text("listen"), "flag:1");
  EXPECT_EQ(settings->Text("web"), "/e");
  EXPECT_EQ(settings->Number("threads", 1, 8), 3U);
  EXPECT_EQ(settings->Text("log_level"), "info");
}

TEST_F(SettingsTest, AllFaultsOfAFileAreTold) {
  const auto settings = Read({}, {}, "thread = 2\nburst\nburst = 1\nburst = 2\n");
  ASSERT_FALSE(settings.has_value());
  EXPECT_EQ(settings.error().Message(),
            "lawtrace.conf:1: 'thread' is no setting; did you mean 'threads'?\n"
            "lawtrace.conf:2: 'burst' has no '='; write name = value\n"
            "lawtrace.conf:4: 'burst' is given twice; keep one");
  EXPECT_EQ(Read({{"threads", "many"}}, {}, "")->Number("threads", 1, 8).error().Message(),
            "threads: 'many' is not a number from 1 to 8");
}

TEST(FilesTest, ServesWhatLiesInTheFolderAndNothingElse) {
  const ingest::TemporaryDirectory directory;
  const std::filesystem::path web = directory / "web";
  std::filesystem::create_directories(web / "sub");
  std::ofstream(web / "index.html") << "<p>page";
  std::ofstream(web / "sub" / "a b.js") << "code";
  std::ofstream(web / ".hidden") << "secret";
  std::ofstream(directory / "outside") << "secret";
  std::filesystem::create_symlink(directory / "outside", web / "link");
  const auto ask = [&](const std::string& path) { return FileResponse(web, {.path = path}); };
  EXPECT_EQ(ask("/").text(), "<p>page");
  EXPECT_EQ(ask("/sub/a b.js").text(), "code");
  EXPECT_EQ(ask("/sub/a b.js").headers.front().value, "text/javascript; charset=utf-8");
  for (const char* path : {"/../outside", "/sub/../../outside", "/.hidden", "//etc/passwd", "/link",
                           "/sub", "/no", "/sub/..", "/..\\outside", "/./index.html"})
    EXPECT_EQ(ask(path).status, 404) << path;
  Request again{.path = "/"};
  const Response first = FileResponse(web, again);
  for (const Header& header : first.headers)
    if (header.name == "ETag") again.headers.push_back({"if-none-match", header.value});
  EXPECT_EQ(FileResponse(web, again).status, 304);
}

std::string Unpacked(const std::string& packed) {
  std::string text(1U << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string input = packed;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  inflate(&stream, Z_FINISH);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(CompressionTest, LargeTextsAreCompressedForWhoAcceptsIt) {
  const std::string text(5000, 'x');
  const auto compressed = [&](const std::string& accept, std::size_t size) {
    Response response = JsonResponse(200, text.substr(0, size));
    response.With("ETag", "\"1\"");
    CompressIfAccepted({.headers = {{"accept-encoding", accept}}}, response);
    return response;
  };
  const Response packed = compressed("br, gzip;q=0.8", 5000);
  EXPECT_LT(packed.text().size(), 200U);
  EXPECT_EQ(Unpacked(packed.text()), text);
  EXPECT_EQ(packed.headers[1].value, "W/\"1\"");
  EXPECT_EQ(compressed("gzip;q=0", 5000).text(), text);
  EXPECT_EQ(compressed("identity", 5000).text(), text);
  EXPECT_EQ(compressed("gzip", 100).text(), text.substr(0, 100));
}

TEST(LogTest, NoSecretIsWritten) {
  EXPECT_EQ(WithoutSecrets("mail to jane.doe@example.org, then"), "mail to <address>, then");
  EXPECT_EQ(WithoutSecrets("Authorization: Bearer abc.def ok"), "Authorization: Bearer <token> ok");
  EXPECT_EQ(WithoutSecrets("GET /v1/scores 200"), "GET /v1/scores 200");
}

}  // namespace
}  // namespace lawtrace::service
