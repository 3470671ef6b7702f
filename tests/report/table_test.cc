#include "report/render/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

namespace lawtrace::report {
namespace {

using ::testing::HasSubstr;

// Every type of cell, and a column that only programs see.
Table Example() {
  return {.columns = {{.name = "country"},
                      {.name = "score", .decimals = 1},
                      {.name = "plain_number"},
                      {.name = "count"},
                      {.name = "tied"},
                      {.name = "detail", .is_detail = true}},
          .rows = {{std::string("PT"), 81.44444444444444, 0.1, std::int64_t{12}, true,
                    std::string("hidden")},
                   {Cell(), Cell(), 50.0, std::int64_t{-3}, false, Cell()}}};
}

Table OneCell(Cell cell) {
  return {.columns = {{.name = "text"}}, .rows = {{std::move(cell)}}};
}

std::string CsvOf(const std::string& text) {
  const std::string csv = Render(OneCell(text), Format::kCsv);
  return csv.substr(csv.find('\n') + 1);
}

std::string TextOf(const std::string& text) {
  const std::string lines = Render(OneCell(text), Format::kText);
  const std::size_t at = lines.find('\n', lines.find('\n') + 1) + 1;
  return lines.substr(at, lines.size() - at - 1);
}

TEST(TableTest, TextRoundsAlignsAndLeavesDetailsOut) {
  EXPECT_EQ(Render(Example(), Format::kText),
            "country  score  plain number  count  tied\n"
            "-------  -----  ------------  -----  ----\n"
            "PT        81.4           0.1     12  yes\n"
            "                          50     -3\n");
}

TEST(TableTest, CsvHasEveryColumnAndFullPrecision) {
  EXPECT_EQ(Render(Example(), Format::kCsv),
            "country,score,plain_number,count,tied,detail\n"
            "PT,81.44444444444444,0.1,12,true,hidden\n"
            ",,50,-3,false,\n");
}

TEST(TableTest, JsonHasTypesAndKeysInColumnOrder) {
  EXPECT_EQ(Render(Example(), Format::kJson),
            "[\n"
            R"({"country":"PT","score":81.44444444444444,"plain_number":0.1,"count":12,)"
            R"("tied":true,"detail":"hidden"},)"
            "\n"
            R"({"country":null,"score":null,"plain_number":50.0,"count":-3,"tied":false,)"
            R"("detail":null})"
            "\n]\n");
}

TEST(TableTest, JsonLinesHaveOneObjectALine) {
  EXPECT_EQ(Render(Example(), Format::kJsonLines),
            R"({"country":"PT","score":81.44444444444444,"plain_number":0.1,"count":12,)"
            R"("tied":true,"detail":"hidden"})"
            "\n"
            R"({"country":null,"score":null,"plain_number":50.0,"count":-3,"tied":false,)"
            R"("detail":null})"
            "\n");
}

TEST(TableTest, OnlyTheTextFormIndents) {
  const Table table{
      .columns = {{.name = "depth", .is_detail = true}, {.name = "label", .indent_by = 0}},
      .rows = {{std::int64_t{0}, std::string("area")}, {std::int64_t{2}, std::string("leaf")}}};
  EXPECT_EQ(Render(table, Format::kText),
            "label\n"
            "--------\n"
            "area\n"
            "    leaf\n");
  EXPECT_EQ(Render(table, Format::kCsv), "depth,label\n0,area\n2,leaf\n");
}

TEST(TableTest, AnEmptyTableStillHasItsColumns) {
  Table table = Example();
  table.rows.clear();
  EXPECT_EQ(Render(table, Format::kText),
            "country  score  plain number  count  tied\n"
            "-------  -----  ------------  -----  ----\n");
  EXPECT_EQ(Render(table, Format::kCsv), "country,score,plain_number,count,tied,detail\n");
  EXPECT_EQ(Render(table, Format::kJson), "[]\n");
  EXPECT_EQ(Render(table, Format::kJsonLines), "");
}

TEST(TableTest, CsvQuotesWhatAReaderWouldMisread) {
  EXPECT_EQ(CsvOf("plain text"), "plain text\n");
  EXPECT_EQ(CsvOf("a,b"), "\"a,b\"\n");
  EXPECT_EQ(CsvOf("say \"no\""), "\"say \"\"no\"\"\"\n");
  EXPECT_EQ(CsvOf("two\nlines"), "\"two\nlines\"\n");
  EXPECT_EQ(CsvOf("two\r"), "\"two\r\"\n");
  EXPECT_EQ(CsvOf(" x"), "\" x\"\n");
  EXPECT_EQ(CsvOf("x "), "\"x \"\n");
  EXPECT_EQ(CsvOf("\tx"), "\"\tx\"\n");
  EXPECT_EQ(CsvOf("n.\xC2\xBA 1"), "n.\xC2\xBA 1\n");
}

TEST(TableTest, NumbersReadBackTheSame) {
  for (const double number :
       {1.0 / 3, 100.0, 0.1 + 0.2, 1e-9, 1e22, std::numeric_limits<double>::min()}) {
    const std::string csv = Render(OneCell(number), Format::kCsv);
    EXPECT_EQ(std::stod(csv.substr(csv.find('\n') + 1)), number);
    const auto json = nlohmann::json::parse(Render(OneCell(number), Format::kJson));
    EXPECT_EQ(json[0]["text"].get<double>(), number);
  }
}

TEST(TableTest, TextCountsCharactersNotBytes) {
  const Table table{
      .columns = {{.name = "name"}, {.name = "next"}},
      .rows = {{std::string("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"), std::string("x")},
               {std::string("abcde"), std::string("y")}}};
  EXPECT_EQ(Render(table, Format::kText),
            "name   next\n"
            "-----  ----\n"
            "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9  x\n"
            "abcde  y\n");
}

TEST(TableTest, TextCutsLongCellsAtACharacter) {
  const std::string exact(64, 'x');
  EXPECT_EQ(TextOf(exact), exact);
  EXPECT_EQ(TextOf(exact + "y"), std::string(63, 'x') + "\xE2\x80\xA6");
  std::string accents;
  for (int i = 0; i < 65; ++i) accents += "\xC3\xA9";
  EXPECT_EQ(TextOf(accents), accents.substr(0, 126) + "\xE2\x80\xA6");
}

TEST(TableTest, TextKeepsACellOnItsLineAndControlCharactersOut) {
  EXPECT_EQ(TextOf("two\r\nlines\tand \x1b[31m red\x7f!"), "two  lines and  [31m red !");
}

TEST(TableTest, ACardShowsTheFirstRowUncut) {
  Table table = Example();
  table.rows[0][5] = std::string(100, 'x') + "\n\x1b[31mline";
  EXPECT_EQ(RenderCard(table),
            "country       PT\n"
            "score         81.44444444444444\n"
            "plain number  0.1\n"
            "count         12\n"
            "tied          true\n"
            "detail        " +
                std::string(100, 'x') + "\n [31mline\n");
}

TEST(TableTest, AnObjectHoldsFieldsAndTables) {
  EXPECT_EQ(RenderObject({{"equal", std::int64_t{2}}, {"known_at", Cell()}},
                         {{"figures", OneCell(std::string("x"))}, {"laws", {}}}),
            "{\"equal\":2,\"known_at\":null,\"figures\":[{\"text\":\"x\"}],\"laws\":[]}\n");
}

TEST(TableTest, TextThatIsNotUtf8StillMakesJson) {
  EXPECT_EQ(Render(OneCell(std::string("\xE5r")), Format::kJsonLines),
            "{\"text\":\"\xEF\xBF\xBDr\"}\n");
}

TEST(FormatTest, FourWordsAreFormats) {
  EXPECT_EQ(ParseFormat("table").value(), Format::kText);
  EXPECT_EQ(ParseFormat("csv").value(), Format::kCsv);
  EXPECT_EQ(ParseFormat("json").value(), Format::kJson);
  EXPECT_EQ(ParseFormat("jsonl").value(), Format::kJsonLines);
  for (const char* text : {"", "CSV", "xml"})
    EXPECT_EQ(ParseFormat(text).error().Message(),
              "format '" + std::string(text) + "' is unknown; write table, csv, json or jsonl");
}

TEST(TableTest, ForSpreadsheetsNoTextIsAFormula) {
  const Table table{.columns = {{.name = "text"}, {.name = "number"}}, .rows = {}};
  const auto row = [&](const std::string& text) {
    Table one = table;
    one.rows = {{text, -1.5}};
    const std::string csv = Render(one, Format::kSpreadsheetCsv);
    return csv.substr(csv.find('\n') + 1);
  };
  for (const char* text :
       {"=1+1", "+1", "-1", "@SUM(A1)", "=", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF201"})
    EXPECT_EQ(row(text), "'" + std::string(text) + ",-1.5\n");
  EXPECT_EQ(row("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",-1.5\n");
  EXPECT_EQ(row("\t=1"), "'\t=1,-1.5\n");
  EXPECT_EQ(row("\r=1"), "\"'\r=1\",-1.5\n");
  for (const char* text : {"", "plain", "a=b", "2-1", "'=1"})
    EXPECT_EQ(row(text), std::string(text) + ",-1.5\n");
  Table same = table;
  same.rows = {{std::string("=1"), -1.5}};
  EXPECT_EQ(Render(same, Format::kCsv), "text,number\n=1,-1.5\n") << "programs get what there is";
  EXPECT_EQ(ParseFormat("spreadsheet-csv").value(), Format::kSpreadsheetCsv);
}

}  // namespace
}  // namespace lawtrace::report
