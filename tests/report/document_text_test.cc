#include "report/render/document_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/render/document_json.h"

namespace lawtrace::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Document TwoParts() {
  return {.kind = "compare",
          .title = "A *title*",
          .lead = "A | lead",
          .facts = {{"country", std::string("PT")}, {"change", 2.0 / 3}, {"known_at", Cell()}},
          .sections = {{.part = "words", .heading = "Words", .paragraphs = {"One.", "<Two>"}},
                       {.part = "figures",
                        .heading = "Figures",
                        .paragraphs = {},
                        .table = {.columns = {{.name = "name"},
                                              {.name = "points", .decimals = 2},
                                              {.name = "code", .is_detail = true}},
                                  .rows = {{std::string("a|b\nc"), 2.0 / 3, std::string("x_1")},
                                           {std::string("_d_"), Cell(), Cell()}}}}},
          .source = "Source."};
}

TEST(DocumentTextTest, MarkdownEscapesWhatWouldBeMarkup) {
  EXPECT_EQ(RenderMarkdown(TwoParts()),
            "# A \\*title\\*\n\n**A \\| lead**\n"
            "\n## Words\n\nOne.\n\n&lt;Two\\>\n"
            "\n## Figures\n\n"
            "| name | points |\n| --- | ---: |\n| a\\|b c | 0.67 |\n| \\_d\\_ |  |\n"
            "\n---\n\nSource.\n");
}

TEST(DocumentTextTest, JsonHoldsTheFactsAndEveryColumnInFullPrecision) {
  const auto json = nlohmann::json::parse(RenderDocumentJson(TwoParts()));
  EXPECT_EQ(json.at("report"), "compare");
  EXPECT_EQ(json.at("lead"), "A | lead");
  EXPECT_EQ(json.at("country"), "PT");
  EXPECT_EQ(json.at("change"), 2.0 / 3);
  EXPECT_EQ(json.at("known_at"), nullptr);
  EXPECT_EQ(json.at("parts").at("words"),
            (nlohmann::json{
                {"heading", "Words"}, {"text", "One.\n<Two>"}, {"rows", nlohmann::json::array()}}));
  EXPECT_EQ(json.at("parts").at("figures").at("rows").at(0),
            (nlohmann::json{{"name", "a|b\nc"}, {"points", 2.0 / 3}, {"code", "x_1"}}));
}

TEST(DocumentTextTest, CsvIsTheTableOfOnePart) {
  const std::string figures = "name,points,code\n\"a|b\nc\",0.6666666666666666,x_1\n_d_,,\n";
  EXPECT_EQ(RenderPartCsv(TwoParts(), "figures").value(), figures);
  EXPECT_EQ(RenderPartCsv(TwoParts(), "").value(), figures);  // The first with a table.
  const Result<std::string> unknown = RenderPartCsv(TwoParts(), "words");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().Message(), "part 'words' is not in this report; it has figures");
}

TEST(DocumentTextTest, ASpecificationHoldsNoMoreRowsThanTheChartShows) {
  Section section = TwoParts().sections.at(1);
  section.chart = Chart{.kind = ChartKind::kBars,
                        .title = "T",
                        .description = "D",
                        .roles = {{"label", "name"}, {"points", "points"}},
                        .bands = {{.name = "high", .from = 50}},
                        .first_rows = 1};
  const auto json = nlohmann::json::parse(ChartSpecification(section, {.source = "S"}));
  EXPECT_EQ(json.at("kind"), "bars");
  EXPECT_EQ(json.at("source"), "S");
  EXPECT_EQ(json.at("bands"), (nlohmann::json{{{"name", "high"}, {"from", 50.0}}}));
  EXPECT_THAT(json.at("rows"),
              ElementsAre(nlohmann::json{{"label", "a|b\nc"}, {"points", 2.0 / 3}}));
  section.chart->first_rows = 9;
  EXPECT_EQ(nlohmann::json::parse(ChartSpecification(section, {.source = "S"})).at("rows").size(),
            2U);
}

}  // namespace
}  // namespace lawtrace::report
