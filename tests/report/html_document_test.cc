#include "report/render/html_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>

#include "report/render/html_writer.h"

namespace lawtrace::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kHostile = "</script><script>alert('x')</script> & \"]]>\" <b>";

Document DocumentWith(const std::string& text, ChartKind kind) {
  Section section{
      .part = "areas",
      .heading = text,
      .paragraphs = {text},
      .table = {.columns = {{.name = "label"},
                            {.name = "then_score", .decimals = 1},
                            {.name = "hidden", .is_detail = true}},
                .rows = {{text, 12.34, std::string("secret")},
                         {std::string("https://example.org/?a=1&b=2"), Cell(), Cell()}}},
      .chart = Chart{.kind = kind,
                     .title = text,
                     .description = text,
                     .roles = {{"name", "label"}, {"now", "then_score"}}}};
  return {.kind = "country",
          .title = text,
          .lead = text,
          .facts = {},
          .sections = {section},
          .source = text};
}

// The page by a parser that refuses what is not closed, nested or escaped right.
class Page {
 public:
  explicit Page(const Document& document) : html_(RenderHtml(document)) {
    const pugi::xml_parse_result result =
        xml_.load_buffer(html_.data(), html_.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    EXPECT_TRUE(result) << result.description() << " at "
                        << html_.substr(static_cast<std::size_t>(result.offset), 80);
  }
  std::string Text(const std::string& path) const {
    return pugi::xpath_query(("string(" + path + ")").c_str()).evaluate_string(xml_);
  }
  std::size_t Count(const char* path) const { return xml_.select_nodes(path).size(); }
  std::string Attribute(const char* path) const {
    return xml_.select_node(path).attribute().value();
  }
  const std::string& html() const { return html_; }

 private:
  std::string html_;
  pugi::xml_document xml_;
};

TEST(HtmlDocumentTest, TextIsOnlyEverText) {
  const Page page(DocumentWith(kHostile, ChartKind::kThenAndNow));
  EXPECT_EQ(page.Text("//h1"), kHostile);
  EXPECT_EQ(page.Text("//title"), kHostile);
  EXPECT_EQ(page.Text("//header/p[@class='lead']"), kHostile);
  EXPECT_EQ(page.Text("//h2"), kHostile);
  EXPECT_EQ(page.Text("//section/p"), kHostile);
  EXPECT_EQ(page.Text("//tbody/tr[1]/td[1]"), kHostile);
  EXPECT_EQ(page.Text("//footer/p"), kHostile);
  EXPECT_EQ(page.Count("//b"), 0U);
  // What HTML, unlike XML, ends a script at.
  EXPECT_THAT(page.html(), Not(HasSubstr("</script><script>alert")));
}

TEST(HtmlWriterTest, WhatXmlForbidsIsLeftOut) {
  HtmlWriter html;
  html.Element("p", "a\uFFFEb\x02z\uFFFF", {{"title", "\uFFFEt"}});
  EXPECT_THAT(std::move(html).Finish(), HasSubstr("<p title=\"t\">abz</p>"));
}

TEST(HtmlWriterTest, AddressesStayBelowThePathOfThePage) {
  HtmlWriter html("/below");
  html.Void("a", {{"href", "/x"}, {"data-series", "/y"}, {"data-base", "/below"}});
  html.Void("b", {{"src", "/x"}, {"action", "/"}, {"formaction", "/z?a=/b"}});
  html.Void("c", {{"href", "//host/x"}, {"src", "https://host/x"}, {"value", "/x"}});
  html.Void("d", {{"href", "#main"}, {"src", "data:,"}, {"content", "/x"}});
  const std::string text = std::move(html).Finish();
  for (const char* part : {R"(href="/below/x" data-series="/below/y" data-base="/below")",
                           R"(src="/below/x" action="/below/" formaction="/below/z?a=/b")",
                           R"(href="//host/x" src="https://host/x" value="/x")",
                           R"(href="#main" src="data:," content="/x")"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(HtmlDocumentTest, ATableShowsWhatPeopleRead) {
  const Page page(DocumentWith("Areas", ChartKind::kThenAndNow));
  EXPECT_EQ(page.Count("//thead/tr/th"), 2U);
  EXPECT_EQ(page.Text("//thead/tr/th[2]"), "then score");
  EXPECT_EQ(page.Text("//tbody/tr[1]/td[2]"), "12.3");
  EXPECT_EQ(page.Count("//td[.='secret']"), 0U);
  EXPECT_EQ(page.Text("//tbody/tr[2]/td[2]"), "");
  EXPECT_EQ(page.Attribute("//td/a/@href"), "https://example.org/?a=1&b=2");
}

TEST(HtmlDocumentTest, APageStandsAloneAndCanBeReachedByKeyboard) {
  const Page page(DocumentWith("Areas", ChartKind::kThenAndNow));
  EXPECT_THAT(page.html(), StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_EQ(page.Count("//link | //img | //script[@src] | //iframe"), 0U);
  EXPECT_EQ(page.Attribute("//meta[@name='viewport']/@content"),
            "width=device-width, initial-scale=1");
  EXPECT_EQ(page.Attribute("//a[@class='skip']/@href"), "#report");
  EXPECT_EQ(page.Count("//main[@id='report']"), 1U);
  EXPECT_EQ(page.Attribute("//nav//a/@href"), "#areas");
  EXPECT_EQ(page.Count("//section[@id='areas' and @aria-labelledby='areas-heading']"), 1U);
  EXPECT_EQ(page.Count("//div[starts-with(@class,'table') and @tabindex='0' and @aria-label]"), 1U);
  EXPECT_THAT(page.Text("//style"), HasSubstr("@page { size: A4;"));
  EXPECT_THAT(page.Text("//style"), HasSubstr("prefers-color-scheme: dark"));
}

TEST(HtmlDocumentTest, AChartHasItsFiguresBeneathItEvenWithoutAScript) {
  const Page page(DocumentWith("Areas", ChartKind::kThenAndNow));
  EXPECT_EQ(page.Count("//figure[@data-chart='then_and_now']/figcaption"), 1U);
  EXPECT_EQ(page.Count("//figure/details[@open]//table"), 1U);
  EXPECT_EQ(page.Count("//figure/div[@class='plot']/p[@class='notice']"), 1U);
}

TEST(HtmlDocumentTest, ASectionWithoutRowsHasNeitherChartNorTable) {
  Document document = DocumentWith("Areas", ChartKind::kMap);
  document.sections.front().table.rows.clear();
  const Page page(document);
  EXPECT_EQ(page.Count("//figure | //table | //script"), 0U);
  EXPECT_EQ(page.Text("//section/p"), "Areas");
}

TEST(HtmlDocumentTest, ASpecificationIsJsonOfTheRolesInFullPrecision) {
  if (!HasCharts()) GTEST_SKIP() << "built without npm";
  const Page page(DocumentWith(kHostile, ChartKind::kThenAndNow));
  const auto json = nlohmann::json::parse(page.Text("//figure/script[@type='application/json']"));
  EXPECT_EQ(json.at("kind"), "then_and_now");
  EXPECT_EQ(json.at("title"), kHostile);
  EXPECT_EQ(json.at("rows").at(0), (nlohmann::json{{"name", kHostile}, {"now", 12.34}}));
  EXPECT_EQ(json.at("rows").at(1).at("now"), nullptr);
}

TEST(HtmlDocumentTest, OnlyAReportWithAMapCarriesTheWorld) {
  if (!HasCharts()) GTEST_SKIP() << "built without npm";
  const Page without(DocumentWith("Areas", ChartKind::kBars));
  const Page with(DocumentWith("Areas", ChartKind::kMap));
  EXPECT_EQ(without.Count("//script[@id='world-map']"), 0U);
  ASSERT_EQ(with.Count("//script[@id='world-map']"), 1U);
  const auto world = nlohmann::json::parse(with.Text("//script[@id='world-map']"));
  std::set<std::string> codes;
  for (const auto& country : world.at("objects").at("countries").at("geometries"))
    if (country.contains("id")) codes.insert(country.at("id"));
  for (const char* code : {"PT", "MT", "LU", "CY", "GB", "US", "XK"})
    EXPECT_TRUE(codes.contains(code)) << code;
  EXPECT_FALSE(codes.contains("AQ"));
}

}  // namespace
}  // namespace lawtrace::report
