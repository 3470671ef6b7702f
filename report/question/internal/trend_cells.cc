#include "report/question/internal/trend_cells.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

const Edition* EditionOn(const Index& index, Day day) {
  const auto it = std::ranges::find(index.editions, day, &Edition::reference);
  return it == index.editions.end() ? nullptr : &*it;
}

// Place of the printed score's band, best first.
std::size_t BandPlace(const Methodology& methodology, double score) {
  const std::string_view name = methodology.BandOf(score);
  return static_cast<std::size_t>(std::ranges::find(methodology.bands, name, &Band::name) -
                                  methodology.bands.begin());
}

}  // namespace

Cell EditionCell(const Index& index, Day day) {
  const Edition* edition = EditionOn(index, day);
  return edition == nullptr ? Cell() : Cell(edition->id);
}

std::string DayHeading(const Index& index, Day day) {
  const Edition* edition = EditionOn(index, day);
  return edition == nullptr ? day.ToString() : edition->id;
}

Cell KnownAtCell(const TrendFacts& facts) {
  return DayCell(facts.known_at);
}

Cell RankChangeCell(std::size_t before, std::size_t after) {
  return static_cast<std::int64_t>(before) - static_cast<std::int64_t>(after);
}

Cell CrossingCell(const Methodology& methodology, double before, double after) {
  const std::size_t from = BandPlace(methodology, before);
  const std::size_t to = BandPlace(methodology, after);
  if (from == to) return {};
  return std::string(to < from ? "up" : "down");
}

Cell BandCell(const Methodology& methodology, const std::optional<double>& score) {
  return score ? Cell(std::string(methodology.BandOf(*score))) : Cell();
}

const std::string& NodeCodeOf(const TrendFacts& facts) {
  return facts.archive.methodology().nodes[facts.trend.comparison.node.value].code;
}

analysis::DayRange WholeRange(const TrendFacts& facts) {
  const std::vector<Day>& days = facts.trend.question.days;
  return {.after = days.front(), .until = days.back()};
}

std::vector<analysis::NodeId> AreasOf(const TrendFacts& facts) {
  std::vector<analysis::NodeId> areas;
  const Node& node = facts.archive.methodology().nodes[facts.trend.comparison.node.value];
  for (const std::string& child : node.children)
    if (const auto area = facts.archive.evaluator().FindNode(child)) areas.push_back(*area);
  return areas;
}

std::vector<Column> ChangeColumns() {
  return {{.name = "change", .decimals = kPointDecimals},
          {.name = "reform", .decimals = kPointDecimals},
          {.name = "law", .decimals = kPointDecimals},
          {.name = "unattributed", .decimals = kPointDecimals},
          {.name = "recoding", .decimals = kPointDecimals},
          {.name = "coverage", .decimals = kPointDecimals}};
}

void AppendChangeCells(std::span<const analysis::Attribution> steps, double change,
                       std::vector<Cell>& row) {
  using analysis::ContributionKind;
  using analysis::PointsOf;
  const double law = PointsOf(steps, ContributionKind::kLaw);
  const double unattributed = PointsOf(steps, ContributionKind::kUnattributed);
  row.emplace_back(change);
  row.emplace_back(law + unattributed);
  row.emplace_back(law);
  row.emplace_back(unattributed);
  row.emplace_back(PointsOf(steps, ContributionKind::kRecoding));
  row.emplace_back(PointsOf(steps, ContributionKind::kCoverage));
}

std::vector<Column> FoundationColumns() {
  return {{.name = "answered"},
          {.name = "indicators"},
          {.name = "seen"},
          {.name = "oldest_answer"},
          {.name = "known_at", .is_detail = true}};
}

void AppendFoundationCells(const TrendFacts& facts, const analysis::NodeScore& score,
                           const analysis::Foundation& foundation, std::vector<Cell>& row) {
  row.emplace_back(std::int64_t{score.answered});
  row.emplace_back(std::int64_t{score.indicators});
  row.emplace_back(static_cast<std::int64_t>(foundation.seen));
  row.push_back(DayCell(foundation.oldest));
  row.push_back(KnownAtCell(facts));
}

void AppendColumns(std::vector<Column> more, Table& table) {
  for (Column& column : more) table.columns.push_back(std::move(column));
}

}  // namespace lawtrace::report
