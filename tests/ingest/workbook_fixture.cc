#include "tests/ingest/workbook_fixture.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <system_error>

#include "ingest/xlsx_reader.h"
#include "model/check.h"

namespace lawtrace::ingest {
namespace {

// The codes of a block in column order: the strand, then whatever is below it, parents first.
void CollectCodes(const Methodology& methodology, const Node& node,
                  std::vector<std::string>& codes) {
  codes.push_back(node.code);
  for (const std::string& child : node.children) {
    if (const Node* inner = methodology.FindNode(child))
      CollectCodes(methodology, *inner, codes);
    else
      codes.push_back(child);
  }
}

std::vector<const Node*> StrandsOf(const Index& index) {
  const Methodology& methodology = index.main_methodology();
  std::vector<const Node*> strands;
  for (const WorkbookSpelling::Figure& column : index.workbook.overall_columns)
    for (const std::string& code : methodology.FindNode(column.node)->children) {
      const Node* strand = methodology.FindNode(code);
      if (std::ranges::find(strands, strand) == strands.end()) strands.push_back(strand);
    }
  return strands;
}

// As the published workbooks have them: a code of digits is a number.
WorkbookFixture::Value CodeCell(const std::string& code) {
  const bool is_number = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  if (is_number) return std::stod(code);
  return code;
}

std::pair<std::uint32_t, std::uint32_t> ParseCellName(const std::string& cell) {
  std::uint32_t column = 0;
  std::size_t at = 0;
  for (; at < cell.size() && cell[at] >= 'A'; ++at)
    column = column * 26 + static_cast<std::uint32_t>(cell[at] - 'A') + 1;
  return {static_cast<std::uint32_t>(std::stoul(cell.substr(at))), column};
}

Indicator MakeIndicator(const std::string& code, const std::vector<int>& options) {
  Indicator indicator;
  indicator.code = code;
  indicator.labels = {{.text = "Label of " + code, .from = std::nullopt}};
  for (const int score : options)
    indicator.options.push_back(
        {.code = std::to_string(score), .score = static_cast<double>(score), .label = {}});
  return indicator;
}

Node MakeNode(const std::string& code, std::vector<std::string> children) {
  Node node;
  node.code = code;
  node.labels = {{.text = "Label of " + code, .from = std::nullopt}};
  node.children = std::move(children);
  return node;
}

// The writer stores a result for every formula; this one is taken out again.
constexpr double kNoResult = 471147;

void TakeOutResults(const std::filesystem::path& file, std::size_t sheet_count) {
  zip_t* zip = zip_open(file.c_str(), 0, nullptr);
  Check(zip != nullptr, "the workbook is no archive");
  std::vector<std::string> parts(sheet_count);
  for (std::size_t i = 0; i < sheet_count; ++i) {
    const std::string name = "xl/worksheets/sheet" + std::to_string(i + 1) + ".xml";
    zip_stat_t stat;
    Check(zip_stat(zip, name.c_str(), 0, &stat) == 0, "the workbook lacks a sheet");
    parts[i].resize(stat.size);
    zip_file_t* part = zip_fopen_index(zip, stat.index, 0);
    zip_fread(part, parts[i].data(), parts[i].size());
    zip_fclose(part);
    const std::string result = "<v>471147</v>";
    if (parts[i].find(result) == std::string::npos) continue;
    for (std::size_t at = 0; (at = parts[i].find(result)) != std::string::npos;)
      parts[i].erase(at, result.size());
    zip_file_replace(zip, stat.index, zip_source_buffer(zip, parts[i].data(), parts[i].size(), 0),
                     0);
  }
  Check(zip_close(zip) == 0, "the workbook was not written");
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = testing::TempDir() + "lawtrace-XXXXXX";
  Check(mkdtemp(pattern.data()) != nullptr, "no temporary folder");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Index SmallIndex() {
  Methodology methodology;
  methodology.id = "small-core";
  methodology.headline = "overall";
  methodology.scores_unlisted_numbers = true;
  for (const char* code : {"aa1", "ac3", "ac4", "ba5", "148"})
    methodology.indicators.push_back(MakeIndicator(code, {0, 50, 100}));
  methodology.indicators.push_back(MakeIndicator("ab2", {0, 33, 67, 100}));
  methodology.nodes = {
      MakeNode("ac_new", {"ac3", "ac4"}),   MakeNode("a", {"aa1", "ab2", "ac_new"}),
      MakeNode("b", {"ba5", "148"}),        MakeNode("overall", {"a", "b"}),
      MakeNode("overall_without_b", {"a"}),
  };
  Index index;
  index.id = "small";
  index.default_methodology = methodology.id;
  index.methodologies.push_back(std::move(methodology));
  index.countries = {{.code = "GB", .name = "United Kingdom", .aliases = {"UK"}},
                     {.code = "PT", .name = "Portugal", .aliases = {}}};
  index.workbook.overall_columns = {{.header = "Overall", .node = "overall"},
                                    {.header = "Overall (without b)", .node = "overall_without_b"}};
  index.workbook.codes = {{.written = "ac", .code = "ac_new"}};
  return index;
}

void WorkbookFixture::AddSheet(const std::string& name, const std::vector<int>& years,
                               double answer) {
  Content& sheet =
      sheets_.emplace_back(Content{.name = name, .cells = {}, .formulas = {}, .scores = {}});
  sheet.cells[{1, 1}] = "Overall Scores";
  sheet.cells[{2, 1}] = "Year";
  std::uint32_t column = 2;
  for (const WorkbookSpelling::Figure& figure : index_->workbook.overall_columns) {
    sheet.cells[{2, column}] = figure.header;
    for (std::uint32_t i = 0; i < years.size(); ++i)
      sheet.scores[{years[i], figure.node}] = {3 + i, column};
    ++column;
  }
  const auto year_count = static_cast<std::uint32_t>(years.size());
  for (std::uint32_t i = 0; i < year_count; ++i)
    sheet.cells[{3 + i, 1}] = static_cast<double>(years[i]);
  std::uint32_t row = 3 + year_count + 1;
  for (const Node* strand : StrandsOf(*index_)) {
    AddBlock(sheet, row, *strand, years, answer);
    row += 7 + year_count + 1;
  }
}

void WorkbookFixture::AddBlock(Content& sheet, std::uint32_t first_row, const Node& strand,
                               const std::vector<int>& years, double answer) const {
  const std::vector<std::string> labels = {"Policy strand", "Indicator",    "Sub-indicator",
                                           "Title ",        "Description ", "Answer options ",
                                           "Year"};
  const Methodology& methodology = index_->main_methodology();
  std::vector<std::string> codes;
  CollectCodes(methodology, strand, codes);
  std::uint32_t column = 1;
  for (const std::string& code : codes) {
    for (std::uint32_t i = column == 1 ? 0 : 1; i < labels.size(); ++i)
      sheet.cells[{first_row + i, column}] = labels[i];
    sheet.cells[{first_row + 1, column + 1}] = CodeCell(code);
    sheet.cells[{first_row + 6, column + 1}] = "Score";
    sheet.cells[{first_row + 6, column + 2}] = "Comments";
    for (std::uint32_t i = 0; i < years.size(); ++i) {
      const std::uint32_t row = first_row + 7 + i;
      sheet.cells[{row, column}] = static_cast<double>(years[i]);
      sheet.scores[{years[i], code}] = {row, column + 1};
      if (methodology.FindIndicator(code) != nullptr) sheet.cells[{row, column + 1}] = answer;
    }
    column += 3;
  }
}

WorkbookFixture::Content& WorkbookFixture::Find(const std::string& sheet) {
  const auto it = std::ranges::find(sheets_, sheet, &Content::name);
  Check(it != sheets_.end(), "the fixture has no such sheet");
  return *it;
}

const WorkbookFixture::Content& WorkbookFixture::Find(const std::string& sheet) const {
  const auto it = std::ranges::find(sheets_, sheet, &Content::name);
  Check(it != sheets_.end(), "the fixture has no such sheet");
  return *it;
}

std::string WorkbookFixture::CellOf(const std::string& sheet, int year,
                                    const std::string& code) const {
  const auto [row, column] = Find(sheet).scores.at({year, code});
  return CellName(row, column);
}

void WorkbookFixture::SetScore(const std::string& sheet, int year, const std::string& code,
                               double score) {
  Set(sheet, CellOf(sheet, year, code), score);
}

void WorkbookFixture::SetComment(const std::string& sheet, int year, const std::string& code,
                                 const std::string& comment) {
  const auto [row, column] = Find(sheet).scores.at({year, code});
  Find(sheet).cells[{row, column + 1}] = comment;
}

void WorkbookFixture::Set(const std::string& sheet, const std::string& cell, Value value) {
  Find(sheet).cells[ParseCellName(cell)] = std::move(value);
}

void WorkbookFixture::Clear(const std::string& sheet, const std::string& cell) {
  Find(sheet).cells.erase(ParseCellName(cell));
}

void WorkbookFixture::SetFormula(const std::string& sheet, const std::string& cell) {
  Clear(sheet, cell);
  Find(sheet).formulas.insert(ParseCellName(cell));
}

void WorkbookFixture::Hide(const std::string& sheet) {
  Find(sheet).is_hidden = true;
}

void WorkbookFixture::Write(const std::filesystem::path& file) const {
  lxw_workbook* workbook = workbook_new(file.c_str());
  Check(workbook != nullptr, "no workbook");
  for (const Content& content : sheets_) {
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, content.name.c_str());
    Check(sheet != nullptr, "no worksheet");
    for (const auto& [place, value] : content.cells) {
      const lxw_row_t row = place.first - 1;
      const auto column = static_cast<lxw_col_t>(place.second - 1);
      if (const double* number = std::get_if<double>(&value))
        worksheet_write_number(sheet, row, column, *number, nullptr);
      else if (const std::string* text = std::get_if<std::string>(&value))
        worksheet_write_string(sheet, row, column, text->c_str(), nullptr);
      else
        worksheet_write_boolean(sheet, row, column, std::get<bool>(value) ? 1 : 0, nullptr);
    }
    for (const auto& [row, column] : content.formulas)
      worksheet_write_formula_num(sheet, row - 1, static_cast<lxw_col_t>(column - 1), "=A1",
                                  nullptr, kNoResult);
    if (content.is_hidden) worksheet_hide(sheet);
  }
  Check(workbook_close(workbook) == LXW_NO_ERROR, "the workbook was not written");
  TakeOutResults(file, sheets_.size());
}

}  // namespace lawtrace::ingest
