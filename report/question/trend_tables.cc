#include "report/question/trend_tables.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/explanation.h"
#include "report/question/internal/trend_cells.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::CountryPoint;
using analysis::CountryTrend;
using analysis::NodeScore;

constexpr std::array<std::string_view, 10> kPartNames = {
    "summary",    "groups", "areas",     "ranks",       "movers",
    "indicators", "laws",   "reversals", "convergence", "coverage"};

const std::string& CodeOf(const TrendFacts& facts, CountryId country) {
  return facts.archive.countries()[country.value];
}

const NodeScore& ScoreOf(const TrendFacts& facts, const CountryPoint& point) {
  return point.scores[facts.trend.comparison.node.value];
}

double ChangeOver(const TrendFacts& facts, const CountryTrend& country, std::size_t from,
                  std::size_t to) {
  return *ScoreOf(facts, country.points[to]).score - *ScoreOf(facts, country.points[from]).score;
}

// The countries, largest change between the two days first; ties by code.
std::vector<const CountryTrend*> ByChange(const TrendFacts& facts, std::size_t from,
                                          std::size_t to) {
  std::vector<const CountryTrend*> countries;
  for (const CountryTrend& country : facts.trend.countries) countries.push_back(&country);
  std::ranges::stable_sort(countries, std::ranges::greater(), [&](const CountryTrend* country) {
    return ChangeOver(facts, *country, from, to);
  });
  return countries;
}

Table SummaryTable(const TrendFacts& facts) {
  const Methodology& methodology = facts.archive.methodology();
  const std::size_t last = facts.trend.question.days.size() - 1;
  const analysis::DayRange range = WholeRange(facts);
  Table table{.columns = {{.name = "country"},
                          {.name = "name"},
                          {.name = "node", .is_detail = true},
                          {.name = "from", .is_detail = true},
                          {.name = "to", .is_detail = true},
                          {.name = "from_score", .decimals = methodology.decimals},
                          {.name = "to_score", .decimals = methodology.decimals}}};
  AppendColumns(ChangeColumns(), table);
  AppendColumns({{.name = "from_band", .is_detail = true},
                 {.name = "to_band"},
                 {.name = "crossing"},
                 {.name = "from_rank"},
                 {.name = "to_rank"},
                 {.name = "rank_change"},
                 {.name = "tied"},
                 {.name = "ranked", .is_detail = true}},
                table);
  AppendColumns(FoundationColumns(), table);
  for (const CountryTrend* country : ByChange(facts, 0, last)) {
    const CountryPoint& from = country->points.front();
    const CountryPoint& to = country->points.back();
    const double from_score = *ScoreOf(facts, from).score;
    const double to_score = *ScoreOf(facts, to).score;
    const std::string& code = CodeOf(facts, country->country);
    std::vector<Cell> row = {code,
                             NameOf(facts.index, code),
                             NodeCodeOf(facts),
                             range.after.ToString(),
                             range.until.ToString(),
                             from_score,
                             to_score};
    AppendChangeCells(country->steps, to_score - from_score, row);
    row.push_back(BandCell(methodology, from_score));
    row.push_back(BandCell(methodology, to_score));
    row.push_back(CrossingCell(methodology, from_score, to_score));
    row.emplace_back(static_cast<std::int64_t>(from.rank));
    row.emplace_back(static_cast<std::int64_t>(to.rank));
    row.push_back(RankChangeCell(from.rank, to.rank));
    row.emplace_back(to.is_tied);
    row.emplace_back(static_cast<std::int64_t>(facts.trend.countries.size()));
    AppendFoundationCells(facts, ScoreOf(facts, to), to.foundation, row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

void AppendRanks(const TrendFacts& facts, std::size_t day, Table& table) {
  const Methodology& methodology = facts.archive.methodology();
  std::vector<const CountryTrend*> ranked;
  for (const CountryTrend& country : facts.trend.countries) ranked.push_back(&country);
  std::ranges::stable_sort(ranked, {},
                           [&](const CountryTrend* country) { return country->points[day].rank; });
  for (const CountryTrend* country : ranked) {
    const CountryPoint& point = country->points[day];
    const double score = *ScoreOf(facts, point).score;
    const std::string& code = CodeOf(facts, country->country);
    std::vector<Cell> row = {facts.trend.question.days[day].ToString(),
                             EditionCell(facts.index, facts.trend.question.days[day]),
                             static_cast<std::int64_t>(point.rank),
                             point.is_tied,
                             code,
                             NameOf(facts.index, code),
                             NodeCodeOf(facts),
                             score,
                             BandCell(methodology, score)};
    if (day > 0) {
      const CountryPoint& before = country->points[day - 1];
      row.emplace_back(ChangeOver(facts, *country, day - 1, day));
      row.push_back(RankChangeCell(before.rank, point.rank));
      row.push_back(CrossingCell(methodology, *ScoreOf(facts, before).score, score));
    } else {
      row.resize(row.size() + 3);
    }
    AppendFoundationCells(facts, ScoreOf(facts, point), point.foundation, row);
    table.rows.push_back(std::move(row));
  }
}

Table RanksTable(const TrendFacts& facts) {
  Table table{.columns = {{.name = "day"},
                          {.name = "edition"},
                          {.name = "rank"},
                          {.name = "tied"},
                          {.name = "country"},
                          {.name = "name"},
                          {.name = "node", .is_detail = true},
                          {.name = "score", .decimals = facts.archive.methodology().decimals},
                          {.name = "band"},
                          {.name = "change", .decimals = kPointDecimals},
                          {.name = "rank_change"},
                          {.name = "crossing"}}};
  AppendColumns(FoundationColumns(), table);
  for (std::size_t day = 0; day < facts.trend.question.days.size(); ++day)
    AppendRanks(facts, day, table);
  return table;
}

Table MoversTable(const TrendFacts& facts) {
  const std::vector<Day>& days = facts.trend.question.days;
  Table table{.columns = {{.name = "from"},
                          {.name = "to"},
                          {.name = "country"},
                          {.name = "name"},
                          {.name = "node", .is_detail = true}}};
  AppendColumns(ChangeColumns(), table);
  AppendColumns({{.name = "rank_change"}}, table);
  AppendColumns(FoundationColumns(), table);
  for (std::size_t day = 1; day < days.size(); ++day) {
    for (const CountryTrend* country : ByChange(facts, day - 1, day)) {
      const CountryPoint& point = country->points[day];
      const std::string& code = CodeOf(facts, country->country);
      std::vector<Cell> row = {days[day - 1].ToString(), days[day].ToString(), code,
                               NameOf(facts.index, code), NodeCodeOf(facts)};
      AppendChangeCells(std::span(country->steps).subspan(day - 1, 1),
                        ChangeOver(facts, *country, day - 1, day), row);
      row.push_back(RankChangeCell(country->points[day - 1].rank, point.rank));
      AppendFoundationCells(facts, ScoreOf(facts, point), point.foundation, row);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

// The days of a country that is not compared; a score may stand on some of them.
void AppendLeftOut(const TrendFacts& facts, CountryId country, Table& table) {
  const analysis::NodeId node = facts.trend.comparison.node;
  for (const Day day : facts.trend.question.days) {
    const Moment moment{.as_of = {.effective = day}, .known_at = facts.known_at};
    const NodeScore score = facts.archive.Block(country).ScoreAt(node, moment.as_of);
    const std::string& code = CodeOf(facts, country);
    table.rows.push_back(
        {code, NameOf(facts.index, code), NodeCodeOf(facts), day.ToString(),
         EditionCell(facts.index, day), CellOf(score.score), std::int64_t{score.answered},
         std::int64_t{score.indicators}, Cell(), Cell(), Cell(),
         DayCell(analysis::OldestAnswer(facts.archive, country, node, moment.as_of)),
         score.score ? Cell(std::string("no score on another day"))
                     : Cell(ReasonText(facts.archive, country, node, moment)),
         KnownAtCell(facts)});
  }
}

Table CoverageTable(const TrendFacts& facts) {
  Table table{.columns = {{.name = "country"},
                          {.name = "name"},
                          {.name = "node", .is_detail = true},
                          {.name = "day"},
                          {.name = "edition"},
                          {.name = "score", .decimals = facts.archive.methodology().decimals},
                          {.name = "answered"},
                          {.name = "indicators"},
                          {.name = "gained"},
                          {.name = "lost"},
                          {.name = "seen"},
                          {.name = "oldest_answer"},
                          {.name = "reason"},
                          {.name = "known_at", .is_detail = true}}};
  for (const CountryTrend& country : facts.trend.countries) {
    const std::string& code = CodeOf(facts, country.country);
    for (std::size_t d = 0; d < country.points.size(); ++d) {
      const Day day = facts.trend.question.days[d];
      const NodeScore& score = ScoreOf(facts, country.points[d]);
      const analysis::Foundation& foundation = country.points[d].foundation;
      table.rows.push_back(
          {code, NameOf(facts.index, code), NodeCodeOf(facts), day.ToString(),
           EditionCell(facts.index, day), CellOf(score.score), std::int64_t{score.answered},
           std::int64_t{score.indicators}, static_cast<std::int64_t>(foundation.gained),
           static_cast<std::int64_t>(foundation.lost), static_cast<std::int64_t>(foundation.seen),
           DayCell(foundation.oldest), Cell(), KnownAtCell(facts)});
    }
  }
  for (const analysis::LeftOut& left_out : facts.trend.comparison.left_out)
    AppendLeftOut(facts, left_out.country, table);
  return table;
}

}  // namespace

std::vector<std::string> TrendPartNames() {
  return {kPartNames.begin(), kPartNames.end()};
}

Result<TrendPart> ParseTrendPart(std::string_view name) {
  const auto it = std::ranges::find(kPartNames, name);
  if (it != kPartNames.end()) return static_cast<TrendPart>(it - kPartNames.begin());
  std::string names;
  for (const std::string_view known : kPartNames)
    names += (names.empty() ? "" : ", ") + std::string(known);
  return Fail(ErrorCode::kInvalidInput,
              "part '" + std::string(name) + "' is unknown; write one of " + names);
}

Table TrendTable(const TrendFacts& facts, TrendPart part) {
  switch (part) {
    case TrendPart::kSummary:
      return SummaryTable(facts);
    case TrendPart::kGroups:
      return GroupsTable(facts);
    case TrendPart::kAreas:
      return AreasTable(facts);
    case TrendPart::kRanks:
      return RanksTable(facts);
    case TrendPart::kMovers:
      return MoversTable(facts);
    case TrendPart::kIndicators:
      return IndicatorsTable(facts);
    case TrendPart::kLaws:
      return LawsTable(facts);
    case TrendPart::kReversals:
      return ReversalsTable(facts);
    case TrendPart::kConvergence:
      return ConvergenceTable(facts);
    case TrendPart::kCoverage:
      break;
  }
  return CoverageTable(facts);
}

std::vector<std::pair<std::string, Cell>> TrendFields(const TrendFacts& facts) {
  const analysis::TrendQuestion& question = facts.trend.question;
  const Methodology& methodology = facts.archive.methodology();
  const Node& node = methodology.nodes[facts.trend.comparison.node.value];
  return {{"methodology", methodology.id},
          {"version", methodology.version},
          {"node", node.code},
          {"label", node.LabelOn(question.days.back())},
          {"known_at", KnownAtCell(facts)},
          {"composition", DayCell(question.composition)},
          {"countries", static_cast<std::int64_t>(facts.trend.countries.size())},
          {"left_out", static_cast<std::int64_t>(facts.trend.comparison.left_out.size())}};
}

Table TrendDays(const TrendFacts& facts) {
  Table table{.columns = {{.name = "day"}, {.name = "edition"}}};
  for (const Day day : facts.trend.question.days)
    table.rows.push_back({day.ToString(), EditionCell(facts.index, day)});
  return table;
}

}  // namespace lawtrace::report
