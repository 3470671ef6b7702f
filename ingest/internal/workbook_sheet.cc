#include "ingest/internal/workbook_sheet.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "ingest/internal/number.h"
#include "ingest/internal/sheet_grid.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

// The overall scores at the top of a sheet.
constexpr std::uint32_t kOverallHeaderRow = 2;
constexpr std::uint32_t kFirstOverallRow = 3;
constexpr std::uint32_t kFirstOverallColumn = 2;

// Rows of a block, counted from the one that begins with kBlockLabel.  The rows between them
// (titles, descriptions, answer options) are for readers; their labels are often damaged.
constexpr std::string_view kBlockLabel = "Policy strand";
constexpr std::string_view kIndicatorLabel = "Indicator";
constexpr std::string_view kSubIndicatorLabel = "Sub-indicator";
constexpr std::string_view kYearLabel = "Year";
constexpr std::uint32_t kIndicatorOffset = 1;
constexpr std::uint32_t kSubIndicatorOffset = 2;
constexpr std::uint32_t kYearLabelOffset = 6;
constexpr std::uint32_t kFirstYearOffset = 7;

// Columns come in threes: Year, Score, Comments.  The year of a row is that of column A.
constexpr std::uint32_t kYearColumn = 1;
constexpr std::uint32_t kGroupWidth = 3;

// Stray cells that a remark names; the rest it counts.
constexpr std::size_t kMaxNamed = 6;

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

struct YearRow {
  std::uint32_t row;
  int year;
};

struct ScoreColumn {
  std::uint32_t column;
  CodeMeaning meaning;  // Unknown where the header is at fault.
};

struct Block {
  std::uint32_t first_row = 0;
  std::uint32_t first_year_row = 0;
  std::uint32_t end_row = 0;     // Where the next block begins.
  std::uint32_t end_column = 1;  // After the last column that has a meaning.
  std::vector<ScoreColumn> columns;
  std::vector<YearRow> years;
};

std::string JoinWords(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

std::string OptionList(const Indicator& indicator) {
  if (indicator.is_numeric) return indicator.scale.ToString();
  std::vector<std::string> codes;
  codes.reserve(indicator.options.size());
  for (const Option& option : indicator.options) codes.push_back(option.code);
  return "one of " + JoinWords(codes);
}

class CountrySheet {
 public:
  CountrySheet(const Sheet& sheet, const Country& country, const WorkbookVocabulary& vocabulary,
               WorkbookFindings& findings)
      : sheet_name_(sheet.name),
        country_(country.code),
        vocabulary_(vocabulary),
        findings_(findings),
        grid_(sheet) {}

  void Read();

 private:
  // Structure.
  std::vector<std::uint32_t> FindBlocks() const;
  void ReadOverall(std::uint32_t end_row);
  void ReadBlock(std::uint32_t first_row, std::uint32_t end_row);
  bool ReadColumns(Block& block);
  CodeMeaning ReadCode(const Block& block, std::uint32_t column);
  std::string DescribeWrongCode(const std::string& code, bool is_strand_column) const;
  std::vector<YearRow> ReadYears(std::uint32_t first_row, std::uint32_t end_row);
  std::optional<int> ReadYear(const Cell& cell);
  void CheckYears(const Block& block);
  void CheckStrands(std::size_t block_count);
  void CheckIndicators(const Block& block);
  bool Expect(std::uint32_t row, std::uint32_t column, std::string_view label);

  // Content.
  void NoteFailure(std::uint32_t row, std::uint32_t column);
  void ReadAnswer(const YearRow& row, const ScoreColumn& column);
  void ReadNode(const YearRow& row, const ScoreColumn& column);
  PublishedFigure FigureAt(const YearRow& row, const ScoreColumn& column);
  void KeepFigure(const YearRow& row, const ScoreColumn& column);
  std::optional<double> ReadScore(std::uint32_t row, std::uint32_t column, const Scale& scale,
                                  std::string_view remedy);
  std::string CommentAt(std::uint32_t row, std::uint32_t score_column) const;
  void NoteStrayCells(const Block& block);
  void EmitFigures();
  void EmitStrayRemark();

  void Fault(std::uint32_t row, std::uint32_t column, const std::string& what) {
    findings_.faults.Add(grid_.Place(row, column), what);
  }

  const std::string& sheet_name_;
  const std::string& country_;
  const WorkbookVocabulary& vocabulary_;
  WorkbookFindings& findings_;
  SheetGrid grid_;
  std::vector<YearRow> years_;  // Of the overall scores.
  std::map<std::string, std::string, std::less<>> cell_of_code_;
  // By year and node code.
  std::map<std::pair<int, std::string_view>, PublishedFigure> figures_;
  std::vector<std::string> stray_cells_;
};

void CountrySheet::Read() {
  const std::vector<std::uint32_t> blocks = FindBlocks();
  ReadOverall(blocks.empty() ? grid_.end_row() : blocks.front());
  for (std::size_t i = 0; i < blocks.size(); ++i)
    ReadBlock(blocks[i], i + 1 < blocks.size() ? blocks[i + 1] : grid_.end_row());
  CheckStrands(blocks.size());
  EmitFigures();
  EmitStrayRemark();
}

std::vector<std::uint32_t> CountrySheet::FindBlocks() const {
  std::vector<std::uint32_t> rows;
  for (const Cell& cell : grid_.Rows(1, grid_.end_row()))
    if (cell.column == kYearColumn && cell.kind == Cell::Kind::kText &&
        PlainLine(cell.text) == kBlockLabel)
      rows.push_back(cell.row);
  return rows;
}

bool CountrySheet::Expect(std::uint32_t row, std::uint32_t column, std::string_view label) {
  const std::string found = grid_.TextAt(row, column);
  if (found == label) return true;
  Fault(row, column,
        (found.empty() ? "the cell is blank" : "the cell reads " + Quote(found)) +
            "; the layout of the published workbooks has '" + std::string(label) + "' here");
  return false;
}

void CountrySheet::ReadOverall(std::uint32_t end_row) {
  Block overall;
  overall.first_row = kOverallHeaderRow;
  overall.first_year_row = kFirstOverallRow;
  overall.end_row = end_row;
  Expect(kOverallHeaderRow, kYearColumn, kYearLabel);
  std::uint32_t column = kFirstOverallColumn;
  for (const auto& [header, node] : vocabulary_.overall_columns()) {
    Expect(kOverallHeaderRow, column, header);
    overall.columns.push_back({.column = column++, .meaning = {.node = node}});
  }
  overall.end_column = column;
  for (const Cell& cell : grid_.Rows(kOverallHeaderRow, kOverallHeaderRow + 1))
    if (const std::string text = CellText(cell); cell.column >= column && !text.empty())
      Fault(cell.row, cell.column,
            Quote(text) +
                " is no overall score of the index; remove it, or add the column to the "
                "index's workbook spellings");

  overall.years = ReadYears(overall.first_year_row, end_row);
  years_ = overall.years;
  if (years_.empty())
    Fault(kFirstOverallRow, kYearColumn,
          "there are no years of overall scores; write one row per year from here on");
  for (const YearRow& row : overall.years)
    for (const ScoreColumn& score : overall.columns) KeepFigure(row, score);
  NoteStrayCells(overall);
}

void CountrySheet::ReadBlock(std::uint32_t first_row, std::uint32_t end_row) {
  Block block;
  block.first_row = first_row;
  block.first_year_row = first_row + kFirstYearOffset;
  block.end_row = end_row;
  const bool has_layout =
      Expect(first_row + kIndicatorOffset, kYearColumn, kIndicatorLabel) &&
      Expect(first_row + kSubIndicatorOffset, kYearColumn, kSubIndicatorLabel) &&
      Expect(first_row + kYearLabelOffset, kYearColumn, kYearLabel);
  if (!has_layout || !ReadColumns(block)) return;
  block.years = ReadYears(block.first_year_row, end_row);
  CheckYears(block);
  CheckIndicators(block);
  for (const YearRow& row : block.years) {
    for (const ScoreColumn& column : block.columns) {
      if (column.meaning.indicator != nullptr) ReadAnswer(row, column);
      if (column.meaning.node != nullptr) ReadNode(row, column);
    }
  }
  NoteStrayCells(block);
}

// Fills the block's columns.  False if the groups of three are out of step.
bool CountrySheet::ReadColumns(Block& block) {
  const std::uint32_t code_row = block.first_row + kIndicatorOffset;
  std::uint32_t end = 1;  // After the last cell of the rows with the codes.
  for (const Cell& cell : grid_.Rows(code_row, block.first_row + kSubIndicatorOffset + 1))
    if (!CellText(cell).empty()) end = std::max(end, cell.column + 1);
  for (std::uint32_t year = kYearColumn; year < end; year += kGroupWidth) {
    if (!Expect(code_row, year, kIndicatorLabel) ||
        !Expect(block.first_row + kSubIndicatorOffset, year, kSubIndicatorLabel))
      return false;
    block.columns.push_back({.column = year + 1, .meaning = ReadCode(block, year + 1)});
    block.end_column = year + kGroupWidth;
  }
  return true;
}

CodeMeaning CountrySheet::ReadCode(const Block& block, std::uint32_t column) {
  std::uint32_t row = block.first_row + kIndicatorOffset;
  std::string text = grid_.TextAt(row, column);
  if (text.empty()) text = grid_.TextAt(++row, column);
  const std::string code = vocabulary_.CodeOf(text);
  if (code.empty()) {
    Fault(block.first_row + kIndicatorOffset, column,
          "the column has no code; write the codebook's code of the indicator");
    return {};
  }
  const std::string cell = CellName(row, column);
  const auto [first, is_new] = cell_of_code_.emplace(code, cell);
  if (!is_new) {
    Fault(row, column,
          "the code " + Quote(code) + " stands in " + first->second +
              ", too; keep one of the two columns");
    return {};
  }
  const CodeMeaning meaning = vocabulary_.Find(code);
  const bool is_strand = meaning.node != nullptr && vocabulary_.FindStrand(meaning.node) != nullptr;
  const bool is_strand_column = column == kYearColumn + 1;
  if (meaning.is_known() && is_strand == is_strand_column) return meaning;
  Fault(row, column, DescribeWrongCode(code, is_strand_column));
  return {};
}

std::string CountrySheet::DescribeWrongCode(const std::string& code, bool is_strand_column) const {
  const std::string& methodology = vocabulary_.methodology().id;
  if (is_strand_column) {
    std::vector<std::string> strands;
    for (const WorkbookVocabulary::Strand& strand : vocabulary_.strands())
      strands.push_back(strand.node->code);
    return Quote(code) + " is not a strand of " + methodology + "; write one of " +
           JoinWords(strands);
  }
  if (vocabulary_.Find(code).is_known())
    return Quote(code) + " is a strand; write it in column B of a block of its own";
  const std::string nearest = vocabulary_.NearestCode(code);
  return Quote(code) + " is not a code of " + methodology + "; write " +
         (nearest.empty() ? "the codebook's code" : "'" + nearest + "'") +
         ", or list the spelling in the index";
}

std::optional<int> CountrySheet::ReadYear(const Cell& cell) {
  const bool is_year = cell.kind == Cell::Kind::kNumber && cell.number >= kFirstYear &&
                       cell.number <= kLastYear && std::floor(cell.number) == cell.number;
  if (is_year) return static_cast<int>(cell.number);
  Fault(cell.row, cell.column,
        Quote(CellText(cell)) + (cell.kind == Cell::Kind::kText
                                     ? " is text, not a year; write the year as a number"
                                     : " is not a year; write one from 1900 to 2100"));
  return std::nullopt;
}

// Years in column A from `first_row` on.  A blank cell ends them; anything below it is a fault.
std::vector<YearRow> CountrySheet::ReadYears(std::uint32_t first_row, std::uint32_t end_row) {
  std::vector<YearRow> years;
  std::map<int, std::uint32_t> row_of_year;
  std::uint32_t next = first_row;
  for (const Cell& cell : grid_.Rows(first_row, end_row)) {
    if (cell.column != kYearColumn || CellText(cell).empty()) continue;
    if (cell.row != next) {
      Fault(cell.row, cell.column,
            Quote(CellText(cell)) +
                " stands apart from the year rows above; remove the rows between, or the cell");
      break;
    }
    ++next;
    const std::optional<int> year = ReadYear(cell);
    if (!year) continue;
    const auto [first, is_new] = row_of_year.emplace(*year, cell.row);
    if (is_new)
      years.push_back({.row = cell.row, .year = *year});
    else
      Fault(cell.row, cell.column,
            "the year " + std::to_string(*year) + " stands in " +
                CellName(first->second, kYearColumn) + ", too; keep one of the two rows");
  }
  return years;
}

void CountrySheet::CheckYears(const Block& block) {
  if (block.years.empty())
    Fault(block.first_year_row, kYearColumn,
          "the block has no years; write one row per year from here on");
  for (const YearRow& row : block.years)
    if (std::ranges::find(years_, row.year, &YearRow::year) == years_.end())
      Fault(row.row, kYearColumn,
            "the year " + std::to_string(row.year) +
                " is not among the overall scores at the top of the sheet; add its row there");
}

void CountrySheet::CheckStrands(std::size_t block_count) {
  const auto& strands = vocabulary_.strands();
  if (block_count >= strands.size()) return;  // What is wrong with a block that is there is known.
  for (const WorkbookVocabulary::Strand& strand : strands)
    if (!cell_of_code_.contains(strand.node->code))
      findings_.faults.Add(sheet_name_, "there is no block for the strand " +
                                            Quote(strand.node->code) +
                                            "; add one that begins with '" +
                                            std::string(kBlockLabel) + "' in column A");
}

void CountrySheet::CheckIndicators(const Block& block) {
  const WorkbookVocabulary::Strand* strand =
      block.columns.empty() ? nullptr : vocabulary_.FindStrand(block.columns.front().meaning.node);
  if (strand == nullptr) return;
  for (const Indicator* indicator : strand->indicators)
    if (std::ranges::none_of(block.columns, [&](const ScoreColumn& column) {
          return column.meaning.indicator == indicator;
        }))
      Fault(block.first_row + kIndicatorOffset, kYearColumn,
            "the block has no column for the indicator " + Quote(indicator->code) +
                "; add its three columns");
}

// The score in a cell.  Nothing if it is blank, an error value or prose, or at fault; a fault ends
// in `remedy`.
std::optional<double> CountrySheet::ReadScore(std::uint32_t row, std::uint32_t column,
                                              const Scale& scale, std::string_view remedy) {
  const Cell* cell = grid_.Find(row, column);
  if (cell == nullptr) return std::nullopt;
  if (cell->kind == Cell::Kind::kText && NumberOf(PlainLine(cell->text)))
    Fault(row, column, Quote(PlainLine(cell->text)) + " is text; write it as a number");
  if (cell->kind != Cell::Kind::kNumber) return std::nullopt;
  if (scale.Holds(cell->number)) return cell->number + 0.0;  // -0 becomes 0.
  Fault(row, column,
        NumberText(cell->number) + " is outside the scale; write " + std::string(remedy));
  return std::nullopt;
}

std::string CountrySheet::CommentAt(std::uint32_t row, std::uint32_t score_column) const {
  const Cell* cell = grid_.Find(row, score_column + 1);
  if (cell == nullptr || cell->kind != Cell::Kind::kText) return {};
  return std::string(TrimBlanks(cell->text));
}

// Keeps the place of an answer that is the error value or the empty text of a formula.
void CountrySheet::NoteFailure(std::uint32_t row, std::uint32_t column) {
  const Cell* cell = grid_.Find(row, column);
  const bool is_emptied = std::ranges::any_of(grid_.sheet().emptied, [&](const CellPlace& place) {
    return place.row == row && place.column == column;
  });
  // Error values are "#DIV/0!" and the like, sometimes kept as text.
  const std::string text = cell == nullptr ? std::string() : CellText(*cell);
  const bool is_error = text.starts_with('#');
  if (!is_error && !is_emptied) return;
  findings_.failed_answers.push_back(grid_.Place(row, column) +
                                     (is_error ? " (" + text + ")" : " (empty text)"));
}

void CountrySheet::ReadAnswer(const YearRow& row, const ScoreColumn& column) {
  const Indicator& indicator = *column.meaning.indicator;
  const std::optional<double> score =
      ReadScore(row.row, column.column, indicator.scale, OptionList(indicator));
  std::string comment = CommentAt(row.row, column.column);
  std::string place = grid_.Place(row.row, column.column);
  if (!score) {
    if (!comment.empty()) ++findings_.comments_beside_blank_count;
    NoteFailure(row.row, column.column);
    const std::string prose = grid_.TextAt(row.row, column.column);
    if (!prose.empty() && !prose.starts_with('#'))
      findings_.reading.remarks.push_back(place + ": the answer is the text " + Quote(prose) +
                                          " and counts as missing");
    return;
  }
  const std::string code = NumberText(*score);
  const bool is_unlisted = !indicator.is_numeric && indicator.Find(code) == nullptr;
  if (is_unlisted && !vocabulary_.methodology().scores_unlisted_numbers) {
    Fault(row.row, column.column,
          code + " is not an option of " + Quote(indicator.code) + "; write " +
              OptionList(indicator));
    return;
  }
  findings_.reading.observations.push_back({.country = country_,
                                            .indicator = indicator.code,
                                            .reference = Day::Of(row.year, 12, 31),
                                            .answer = Answer::Option(code),
                                            .is_unlisted = is_unlisted,
                                            .comment = std::move(comment),
                                            .place = std::move(place)});
}

PublishedFigure CountrySheet::FigureAt(const YearRow& row, const ScoreColumn& column) {
  return {.country = country_,
          .node = column.meaning.node->code,
          .reference = Day::Of(row.year, 12, 31),
          .value = ReadScore(row.row, column.column, vocabulary_.methodology().scale,
                             "the published score, or leave the cell blank"),
          .place = grid_.Place(row.row, column.column)};
}

void CountrySheet::KeepFigure(const YearRow& row, const ScoreColumn& column) {
  PublishedFigure figure = FigureAt(row, column);
  figures_.emplace(std::pair(row.year, std::string_view(column.meaning.node->code)),
                   std::move(figure));
}

void CountrySheet::ReadNode(const YearRow& row, const ScoreColumn& column) {
  if (!CommentAt(row.row, column.column).empty()) ++findings_.comments_beside_node_count;
  if (vocabulary_.FindStrand(column.meaning.node) != nullptr) {
    KeepFigure(row, column);
  } else if (PublishedFigure figure = FigureAt(row, column); figure.value) {
    findings_.reading.derived.push_back(std::move(figure));
  }
}

// Keeps the places of cells that nothing reads: in rows without a year, or right of the last
// column.
void CountrySheet::NoteStrayCells(const Block& block) {
  for (const Cell& cell : grid_.Rows(block.first_year_row, block.end_row)) {
    const bool is_read =
        cell.column == kYearColumn ||
        (cell.column < block.end_column &&
         std::ranges::find(block.years, cell.row, &YearRow::row) != block.years.end());
    if (is_read || cell.kind == Cell::Kind::kError || CellText(cell).empty()) continue;
    stray_cells_.push_back(CellName(cell.row, cell.column));
  }
}

void CountrySheet::EmitFigures() {
  const auto emit = [&](int year, const Node& node) {
    const auto it = figures_.find(std::pair(year, std::string_view(node.code)));
    if (it != figures_.end())
      findings_.reading.figures.push_back(std::move(it->second));
    else
      findings_.reading.figures.push_back({.country = country_,
                                           .node = node.code,
                                           .reference = Day::Of(year, 12, 31),
                                           .value = std::nullopt,
                                           .place = sheet_name_});
  };
  for (const YearRow& row : years_) {
    for (const auto& [header, node] : vocabulary_.overall_columns()) emit(row.year, *node);
    for (const WorkbookVocabulary::Strand& strand : vocabulary_.strands())
      emit(row.year, *strand.node);
  }
}

void CountrySheet::EmitStrayRemark() {
  if (stray_cells_.empty()) return;
  const std::size_t surplus_count = stray_cells_.size() - std::min(stray_cells_.size(), kMaxNamed);
  stray_cells_.resize(stray_cells_.size() - surplus_count);
  findings_.reading.remarks.push_back(
      sheet_name_ +
      ": cells outside the year rows and columns are not read: " + JoinWords(stray_cells_) +
      (surplus_count > 0 ? " and " + std::to_string(surplus_count) + " more" : ""));
}

}  // namespace

void ReadCountrySheet(const Sheet& sheet, const Country& country,
                      const WorkbookVocabulary& vocabulary, WorkbookFindings& findings) {
  CountrySheet(sheet, country, vocabulary, findings).Read();
}

}  // namespace lawtrace::ingest
