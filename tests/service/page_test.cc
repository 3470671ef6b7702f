// The page as the server writes it, without a browser; tests/web drives it in one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>

#include "service/page/page_assets.h"
#include "service/page/page_frame.h"
#include "service/page/pages.h"
#include "service/page/social_card.h"
#include "tests/service/api_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class PageTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    service_->SetPublicUrl("http://example.org");
    AddPageRoutes(router_, *service_);
  }
  Response Show(const std::string& target) const {
    const auto parsed = ParseTarget(target);
    Request request{.path = parsed->first,
                    .query = parsed->second,
                    .headers = {{"accept", "text/html"}, {"host", "elsewhere.example"}}};
    return ForBrowser(request, router_.Answer(request), *service_);
  }
  // The page by a parser that refuses what is not closed, nested or escaped right.
  pugi::xml_document Parse(const std::string& target, int status = 200) const {
    const Response response = Show(target);
    EXPECT_EQ(response.status, status) << target;
    pugi::xml_document page;
    const auto read = page.load_string(response.text().c_str());
    EXPECT_TRUE(read) << target << ": " << read.description() << " at "
                      << response.text().substr(static_cast<std::size_t>(read.offset), 80);
    return page;
  }
  static std::string Text(const pugi::xml_document& page, const char* path) {
    return pugi::xpath_query((std::string("string(") + path + ")").c_str()).evaluate_string(page);
  }
};

TEST_F(PageTest, EveryViewIsWellFormedAndSaysWhatItIs) {
  for (const char* target : {"/", "/?at=2019-12-31&since=2014-12-31&group=EU", "/country/PT",
                             "/country/PT/ba21", "/compare", "/compare?countries=PT,DE",
                             "/edition/mipex-2020", "/changes", "/laws", "/about"}) {
    const pugi::xml_document page = Parse(target);
    EXPECT_NE(Text(page, "//h1"), "") << target;
    EXPECT_NE(Text(page, "//meta[@property='og:title']/@content"), "") << target;
    EXPECT_THAT(Text(page, "//meta[@property='og:url']/@content"),
                StartsWith("http://example.org/"));
  }
}

TEST_F(PageTest, RefusesScriptsAndStylesFromElsewhere) {
  const Response page = Show("/country/PT");
  const std::string policy = HeaderOf(page, "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("script-src 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe-inline")));
  EXPECT_THAT(page.text(), Not(HasSubstr("<style")));
  EXPECT_THAT(page.text(), Not(HasSubstr(" style=\"")));
}

TEST_F(PageTest, WhatTheReaderWroteIsTextAndNothingElse) {
  const pugi::xml_document page =
      Parse("/changes?law=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", 200);
  EXPECT_EQ(page.select_nodes("//main//script").size(), 0U);
  Parse("/country/%3Cb%3E", 404);
}

TEST_F(PageTest, AFaultIsAPageThatSaysWhatToDo) {
  EXPECT_THAT(Text(Parse("/country/Portugl", 404), "//main"), HasSubstr("Portugal"));
  EXPECT_THAT(Text(Parse("/?at=2019-02-30", 400), "//main"), HasSubstr("YYYY-MM-DD"));
  EXPECT_THAT(Text(Parse("/changes?from=2020-01-01&to=2019-01-01", 400), "//main"),
              HasSubstr("swap them"));
  EXPECT_THAT(Text(Parse("/?known_at=1990-01-01", 404), "//main"), HasSubstr("the log begins on"));
  EXPECT_EQ(Text(Parse("/no/such/page", 404), "//main//a[@href='/']"), "Go to the overview");
}

TEST_F(PageTest, AnExpiredLinkIsAPageAndDataStaysData) {
  Response gone = TextResponse(410, "application/problem+json", R"({"detail":"used up"})");
  const Request browser{.path = "/s/1", .headers = {{"accept", "text/html"}}};
  EXPECT_THAT(ForBrowser(browser, gone, *service_).text(), HasSubstr("This link has expired"));
  const Request program{.path = "/v1/scores", .headers = {{"accept", "text/html"}}};
  EXPECT_EQ(ForBrowser(program, gone, *service_).text(), gone.text());
}

TEST_F(PageTest, TheDayOfTheOverviewIsThatOfTheSeries) {
  const nlohmann::json series = Ask("/v1/overview");
  const std::string day = series["days"].back();
  const pugi::xml_document page = Parse("/?at=" + day);
  for (const nlohmann::json& country : series["countries"]) {
    if (country["day"].empty()) continue;
    const std::string row = "//tr[@data-code='" + country["code"].get<std::string>() + "']";
    EXPECT_EQ(Text(page, (row + "/td[@class='value']").c_str()), country["text"].back());
    EXPECT_EQ(Text(page, (row + "/td[@class='rank']").c_str()), country["rank"].back());
  }
}

TEST_F(PageTest, FilesOfThePageAreKeptForEverUnderTheirDigest) {
  const Response style = Answer(AssetPath("app.css"));
  EXPECT_EQ(style.status, 200);
  EXPECT_THAT(HeaderOf(style, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(Answer("/assets/0123456789abcdef/app.css").status, 404);
}

TEST_F(PageTest, APictureIsAPngOf1200By630) {
  for (const char* target :
       {"/card/country/PT", "/card/country/PT/ba21", "/card/compare?countries=PT,DE",
        "/card/edition/mipex-2020", "/card/changes?country=PT", "/card/laws", "/card/overview",
        "/card/overview?since=2014-12-31&at=2019-12-31"}) {
    const std::string png = Answer(target).text();
    ASSERT_GT(png.size(), 24U) << target;
    EXPECT_EQ(png.substr(1, 3), "PNG");
    EXPECT_EQ(png.substr(16, 8), std::string("\0\0\x04\xB0\0\0\x02\x76", 8));
  }
}

TEST_F(PageTest, APictureIsAlsoAnSvg) {
  const Response picture = Answer("/card/country/PT?format=svg");
  EXPECT_EQ(HeaderOf(picture, "Content-Type"), "image/svg+xml");
  pugi::xml_document svg;
  ASSERT_TRUE(svg.load_string(picture.text().c_str()));
  EXPECT_EQ(svg.document_element().attribute("viewBox").value(), std::string("0 0 1200 630"));
}

TEST_F(PageTest, TheFeedOfTheChangesHasTheFiltersOfTheView) {
  const pugi::xml_document page = Parse("/changes?country=PT&kind=amendment");
  const std::string path = Text(page, "//head/link[@rel='alternate']/@href");
  EXPECT_THAT(path, HasSubstr("country=PT"));
  EXPECT_THAT(path, HasSubstr("kind=amendment"));
  pugi::xml_document feed;
  ASSERT_TRUE(feed.load_string(Answer(path).text().c_str()));
  const auto entries = feed.select_nodes("//*[local-name()='entry']");
  ASSERT_GT(entries.size(), 0U);
  for (const pugi::xpath_node& entry : entries) {
    EXPECT_THAT(entry.node().child("title").text().get(), StartsWith("Portugal: "));
    EXPECT_THAT(entry.node().child("title").text().get(), HasSubstr("amendment"));
  }
  const nlohmann::json rows = Ask("/changes?country=PT&kind=amendment&format=json");
  EXPECT_EQ(entries.size(), std::min<std::size_t>(rows.size(), 50));
}

TEST_F(PageTest, FeedsThatViewsNameHaveTheNamesThatFeedsTake) {
  EXPECT_EQ(FeedPath({}), "/feeds/all.atom");
  EXPECT_EQ(FeedPath({.country = "PT"}), "/feeds/country-PT.atom");
  EXPECT_THAT(Text(Parse("/country/PT"), "//head/link[@rel='alternate']/@href"),
              HasSubstr("/feeds/country-PT.atom"));
}

TEST_F(PageTest, AViewOfAPastKnowledgeIsNotToldOfNews) {
  EXPECT_THAT(Text(Parse("/country/PT"), "//div[@id='live']/@data-stream"),
              HasSubstr("country=PT"));
  EXPECT_EQ(Text(Parse("/country/PT?known_at=today"), "//div[@id='live']/@data-stream"), "");
}

TEST_F(PageTest, ACardHoldsAnyTextAndNoSteps) {
  SocialCard card{.kicker = "x", .headline = std::string(2000, 'a'), .words = "\xC3\xA9 & <b>"};
  EXPECT_GT(DrawCard(card).size(), 1000U);
}

// A log may hold what is refused at the door today.
TEST_F(PageTest, OnlyAWebAddressIsALink) {
  const auto shown_with = [&](const std::string& url) {
    const auto appended = service_->writer().Append([&](const store::EventLog&) -> Result<Batch> {
      Event event{.kind = EventKind::kAmendment,
                  .country = "PT",
                  .indicator = "147a",
                  .answer = Answer::Option("0"),
                  .effective = PartialDate::Parse("2021-03-01").value(),
                  .evidence = {.url = url}};
      return Batch{.transactions = {{.recorded_at = service_->Now(), .events = {event}}}};
    });
    EXPECT_TRUE(appended);
    return Show("/country/PT/147a").text();
  };
  EXPECT_THAT(shown_with("https://gazette.example/1"),
              HasSubstr("href=\"https://gazette.example/1\""));
  for (const char* url :
       {"javascript:alert(1)", "data:text/html,x", "https://a:b@gazette.example/"})
    EXPECT_THAT(shown_with(url), Not(HasSubstr("href=\"" + std::string(url)))) << url;
}

}  // namespace
}  // namespace lawtrace::service
