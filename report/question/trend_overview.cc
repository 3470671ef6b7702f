// The overview of a trend for people.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "report/question/internal/trend_cells.h"

namespace lawtrace::report {
namespace {

constexpr std::size_t kMostRows = 10;     // Of a list that a part of its own shows whole.
constexpr std::size_t kFewCountries = 3;  // So many show their own areas.

std::string SentenceOf(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// One column per day.
void AppendDayColumns(const TrendFacts& facts, int decimals, Table& table) {
  for (const Day day : facts.trend.question.days)
    table.columns.push_back({.name = DayHeading(facts.index, day), .decimals = decimals});
}

std::string Section(const std::string& heading, const Table& table) {
  return "\n" + heading + "\n\n" + Render(table, Format::kText);
}

Phrase Head(const TrendFacts& facts) {
  const analysis::TrendQuestion& question = facts.trend.question;
  const Methodology& methodology = facts.archive.methodology();
  const Node& node = methodology.nodes[facts.trend.comparison.node.value];
  Phrase text = fmt::format("Trend of {} [{}] ({})", node.LabelOn(question.days.back()), node.code,
                            methodology.id);
  if (facts.known_at) text += ", as known at " + facts.known_at->ToString();
  text += "\n\nDays:";
  for (const Day day : question.days) {
    text += (day == question.days.front() ? " " : ", ") + day.ToString();
    if (const std::string name = DayHeading(facts.index, day); name != day.ToString())
      text += " (" + name + ")";
  }
  const std::size_t compared = facts.trend.countries.size();
  const std::size_t asked = compared + facts.trend.comparison.left_out.size();
  text += fmt::format("\nCompared: {} of {} asked for, those with a score on every day",
                      SentenceOf(compared, "country", "countries"), asked);
  if (asked > compared)
    text += "; '" + Phrase(Field{"part"}) + " coverage' says what the others lack";
  text += ".\n";
  if (question.candidates.size() > 1 && node.code != methodology.headline)
    text += fmt::format("Like for like: {} leaves out what {} needs and not every day has.\n",
                        node.code, methodology.headline);
  return text;
}

// Where nobody has looked, an unchanged score says nothing.
std::string UnseenRemarks(const TrendFacts& facts) {
  std::string text;
  for (std::size_t d = 1; d < facts.trend.question.days.size(); ++d) {
    const auto unseen = std::ranges::count_if(facts.trend.countries, [&](const auto& country) {
      return country.points[d].foundation.seen == 0;
    });
    if (unseen == 0) continue;
    text += fmt::format("No answer seen after {}, so what changed until {} is not known: {}.\n",
                        facts.trend.question.days[d - 1].ToString(),
                        facts.trend.question.days[d].ToString(),
                        SentenceOf(static_cast<std::size_t>(unseen), "country", "countries"));
  }
  return text;
}

// The value of the named column in a row.
const Cell& CellIn(const Table& table, const std::vector<Cell>& row, std::string_view column) {
  const auto it = std::ranges::find(table.columns, column, &Column::name);
  return row[static_cast<std::size_t>(it - table.columns.begin())];
}

std::string TextOf(const Cell& cell) {
  const std::string* text = std::get_if<std::string>(&cell);
  return text == nullptr ? std::string() : *text;
}

// Scores side by side; the rest as in the summary.
std::string Countries(const TrendFacts& facts) {
  const Table summary = TrendTable(facts, TrendPart::kSummary);
  Table table{.columns = {{.name = "country"}, {.name = "name"}}};
  AppendDayColumns(facts, facts.archive.methodology().decimals, table);
  AppendColumns({{.name = "change", .decimals = kPointDecimals},
                 {.name = "reform", .decimals = kPointDecimals},
                 {.name = "recoding", .decimals = kPointDecimals},
                 {.name = "band"},
                 {.name = "rank"},
                 {.name = "rank_change"},
                 {.name = "answered"},
                 {.name = "oldest_answer"}},
                table);
  for (const std::vector<Cell>& from : summary.rows) {
    const auto cell = [&](std::string_view column) { return CellIn(summary, from, column); };
    std::vector<Cell> row = {cell("country"), cell("name")};
    const auto country = facts.archive.FindCountry(TextOf(row.front()));
    const auto traced =
        std::ranges::find(facts.trend.countries, *country, &analysis::CountryTrend::country);
    for (const analysis::CountryPoint& point : traced->points)
      row.push_back(CellOf(point.scores[facts.trend.comparison.node.value].score));
    for (const std::string_view column : {"change", "reform", "recoding"})
      row.push_back(cell(column));
    const std::string before = TextOf(cell("from_band"));
    const std::string after = TextOf(cell("to_band"));
    row.emplace_back(before == after ? after : before + " -> " + after);
    const bool is_tied = std::get<bool>(cell("tied"));
    row.emplace_back(std::to_string(std::get<std::int64_t>(cell("to_rank"))) +
                     (is_tied ? "=" : ""));
    row.push_back(cell("rank_change"));
    row.emplace_back(fmt::format("{} of {}", std::get<std::int64_t>(cell("answered")),
                                 std::get<std::int64_t>(cell("indicators"))));
    row.push_back(cell("oldest_answer"));
    table.rows.push_back(std::move(row));
  }
  return Section(
      "Countries, largest rise first (reform: by law, named or not; recoding: by "
      "another edition's reading)",
      table);
}

// A row per subject and area with its scores side by side.
std::string Areas(const TrendFacts& facts) {
  const Table long_form = TrendTable(facts, TrendPart::kAreas);
  const std::size_t days = facts.trend.question.days.size();
  const bool shows_countries = facts.trend.countries.size() <= kFewCountries;
  Table table{.columns = {{.name = "name"}, {.name = "area"}, {.name = "label"}}};
  AppendDayColumns(facts, facts.archive.methodology().decimals, table);
  AppendColumns({{.name = "change", .decimals = kPointDecimals},
                 {.name = "answered"},
                 {.name = "oldest_answer"}},
                table);
  // One country alone is its own mean.
  const std::size_t area_rows = AreasOf(facts).size() * days;
  const std::size_t begin = facts.trend.countries.size() == 1 ? area_rows : 0;
  const std::size_t end =
      shows_countries ? long_form.rows.size() : facts.trend.groups.size() * area_rows;
  for (std::size_t r = begin; r < end; r += days) {
    const std::vector<Cell>& last = long_form.rows[r + days - 1];
    std::vector<Cell> row = {CellIn(long_form, last, "name"), CellIn(long_form, last, "area"),
                             CellIn(long_form, last, "label")};
    for (std::size_t d = 0; d < days; ++d)
      row.push_back(CellIn(long_form, long_form.rows[r + d], "score"));
    row.push_back(CellIn(long_form, last, "since_first"));
    row.emplace_back(fmt::format("{} of {}",
                                 std::get<std::int64_t>(CellIn(long_form, last, "answered")),
                                 std::get<std::int64_t>(CellIn(long_form, last, "indicators"))));
    row.push_back(CellIn(long_form, last, "oldest_answer"));
    table.rows.push_back(std::move(row));
  }
  if (table.rows.empty()) return {};
  return Section("Areas", table);
}

// The part's first rows; says where the others are.
Phrase Top(const TrendFacts& facts, const std::string& heading, TrendPart part) {
  Table table = TrendTable(facts, part);
  if (table.rows.empty()) return "\n" + heading + ": none.\n";
  const std::size_t count = table.rows.size();
  table.rows.resize(std::min(count, kMostRows));
  Phrase text = Section(heading, table);
  if (count > kMostRows)
    text += fmt::format("... and {} more: '", count - kMostRows) + Phrase(Field{"part"}) + " " +
            TrendPartNames()[static_cast<std::size_t>(part)] + "'.\n";
  return text;
}

}  // namespace

Phrase RenderTrendOverview(const TrendFacts& facts) {
  Phrase text = Head(facts) + UnseenRemarks(facts) + Countries(facts);
  if (facts.trend.groups.size() > 1)
    text +=
        Section(facts.trend.question.composition
                    ? "Means, groups composed as on " + facts.trend.question.composition->ToString()
                    : "Means, groups with their members of each day",
                TrendTable(facts, TrendPart::kGroups));
  text += Areas(facts);
  text += Top(facts, "Indicators that law moved most (points summed over countries)",
              TrendPart::kIndicators);
  text += Top(facts, "Laws that moved most (points summed over countries)", TrendPart::kLaws);
  text += Top(facts, "Answers that law moved one way and then the other", TrendPart::kReversals);
  if (facts.trend.countries.size() > 1)
    text += Section("Spread (slope below 0: those behind catch up)",
                    TrendTable(facts, TrendPart::kConvergence));
  return text;
}

}  // namespace lawtrace::report
