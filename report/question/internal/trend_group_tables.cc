// Tables of groups: means, areas, spread.
#include <algorithm>
#include <utility>

#include "analysis/explanation.h"
#include "report/question/internal/trend_cells.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::GroupPoint;
using analysis::GroupTrend;
using analysis::NodeId;

Cell GroupCell(const GroupTrend& group) {
  return group.group == nullptr ? Cell() : Cell(group.group->id);
}

std::string GroupName(const GroupTrend& group) {
  return group.group == nullptr ? "compared countries" : group.group->name;
}

// Codes of those in `of` that are not in `without`; both ascending.
std::string CodesIn(const TrendFacts& facts, const std::vector<CountryId>& of,
                    const std::vector<CountryId>& without) {
  std::string codes;
  for (const CountryId country : of)
    if (!std::ranges::binary_search(without, country))
      codes += (codes.empty() ? "" : " ") + facts.archive.countries()[country.value];
  return codes;
}

std::vector<Cell> GroupStart(const TrendFacts& facts, const GroupTrend& group, std::size_t day) {
  const Day on = facts.trend.question.days[day];
  return {GroupCell(group), GroupName(group), NodeCodeOf(facts), on.ToString(),
          EditionCell(facts.index, on)};
}

std::vector<Column> GroupStartColumns() {
  return {{.name = "group"},
          {.name = "name"},
          {.name = "node", .is_detail = true},
          {.name = "day"},
          {.name = "edition"}};
}

// One subject's scores of an area over the days.
struct AreaSeries {
  std::string subject;
  std::string name;
  struct Point {
    std::optional<double> score;
    std::int64_t answered = 0;
    std::int64_t indicators = 0;
    std::optional<Day> oldest;
  };
  std::vector<Point> points;
};

void AppendArea(const TrendFacts& facts, NodeId area, const AreaSeries& series, Table& table) {
  const Methodology& methodology = facts.archive.methodology();
  const Node& shape = methodology.nodes[area.value];
  const auto change = [&](std::size_t from, std::size_t to) -> Cell {
    const std::optional<double>& before = series.points[from].score;
    const std::optional<double>& after = series.points[to].score;
    return before && after ? Cell(*after - *before) : Cell();
  };
  for (std::size_t d = 0; d < series.points.size(); ++d) {
    const Day day = facts.trend.question.days[d];
    const AreaSeries::Point& point = series.points[d];
    table.rows.push_back({series.subject, series.name, shape.code, shape.LabelOn(day),
                          day.ToString(), EditionCell(facts.index, day), CellOf(point.score),
                          BandCell(methodology, point.score), d == 0 ? Cell() : change(d - 1, d),
                          d == 0 ? Cell() : change(0, d), point.answered, point.indicators,
                          DayCell(point.oldest), KnownAtCell(facts)});
  }
}

AreaSeries SeriesOf(const TrendFacts& facts, NodeId area, const GroupTrend& group) {
  AreaSeries series{.subject = group.group == nullptr ? "" : group.group->id,
                    .name = GroupName(group),
                    .points = {}};
  for (std::size_t d = 0; d < group.points.size(); ++d) {
    const AsOf as_of{.effective = facts.trend.question.days[d]};
    const GroupPoint& point = group.points[d];
    const analysis::GroupMean mean =
        analysis::MeanOf(facts.archive, area, point.members, point.member_count, as_of);
    AreaSeries::Point& on_day = series.points.emplace_back();
    on_day.score = mean.mean;
    on_day.answered = static_cast<std::int64_t>(mean.scored);
    on_day.indicators = static_cast<std::int64_t>(mean.members);
    for (const CountryId country : point.members) {
      const auto oldest = analysis::OldestAnswer(facts.archive, country, area, as_of);
      if (oldest && (!on_day.oldest || *oldest < *on_day.oldest)) on_day.oldest = oldest;
    }
  }
  return series;
}

AreaSeries SeriesOf(const TrendFacts& facts, NodeId area, const analysis::CountryTrend& country) {
  const std::string& code = facts.archive.countries()[country.country.value];
  AreaSeries series{.subject = code, .name = NameOf(facts.index, code), .points = {}};
  for (std::size_t d = 0; d < country.points.size(); ++d) {
    const analysis::NodeScore& score = country.points[d].scores[area.value];
    const AsOf as_of{.effective = facts.trend.question.days[d]};
    series.points.push_back(
        {.score = score.score,
         .answered = score.answered,
         .indicators = score.indicators,
         .oldest = analysis::OldestAnswer(facts.archive, country.country, area, as_of)});
  }
  return series;
}

}  // namespace

Table GroupsTable(const TrendFacts& facts) {
  Table table{.columns = GroupStartColumns()};
  AppendColumns({{.name = "mean", .decimals = kPointDecimals},
                 {.name = "band"},
                 {.name = "change", .decimals = kPointDecimals},
                 {.name = "common_change", .decimals = kPointDecimals},
                 {.name = "composition_change", .decimals = kPointDecimals},
                 {.name = "scored"},
                 {.name = "members"},
                 {.name = "joined"},
                 {.name = "left"},
                 {.name = "oldest_answer"},
                 {.name = "known_at", .is_detail = true}},
                table);
  for (const GroupTrend& group : facts.trend.groups) {
    for (std::size_t d = 0; d < group.points.size(); ++d) {
      const GroupPoint& point = group.points[d];
      const GroupPoint& before = group.points[d == 0 ? 0 : d - 1];
      std::vector<Cell> row = GroupStart(facts, group, d);
      row.push_back(CellOf(point.mean.mean));
      row.push_back(BandCell(facts.archive.methodology(), point.mean.mean));
      row.push_back(d > 0 && point.mean.mean && before.mean.mean
                        ? Cell(*point.mean.mean - *before.mean.mean)
                        : Cell());
      row.push_back(CellOf(point.common_change));
      row.push_back(CellOf(point.composition_change));
      row.emplace_back(static_cast<std::int64_t>(point.mean.scored));
      row.emplace_back(static_cast<std::int64_t>(point.mean.members));
      row.emplace_back(CodesIn(facts, point.members, before.members));
      row.emplace_back(CodesIn(facts, before.members, point.members));
      row.push_back(DayCell(point.oldest));
      row.push_back(KnownAtCell(facts));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table AreasTable(const TrendFacts& facts) {
  Table table{.columns = {{.name = "subject"},
                          {.name = "name"},
                          {.name = "area"},
                          {.name = "label"},
                          {.name = "day"},
                          {.name = "edition"},
                          {.name = "score", .decimals = facts.archive.methodology().decimals},
                          {.name = "band", .is_detail = true},
                          {.name = "change", .decimals = kPointDecimals},
                          {.name = "since_first", .decimals = kPointDecimals},
                          {.name = "answered"},
                          {.name = "indicators"},
                          {.name = "oldest_answer"},
                          {.name = "known_at", .is_detail = true}}};
  const std::vector<NodeId> areas = AreasOf(facts);
  for (const GroupTrend& group : facts.trend.groups)
    for (const NodeId area : areas) AppendArea(facts, area, SeriesOf(facts, area, group), table);
  for (const analysis::CountryTrend& country : facts.trend.countries)
    for (const NodeId area : areas) AppendArea(facts, area, SeriesOf(facts, area, country), table);
  return table;
}

Table ConvergenceTable(const TrendFacts& facts) {
  Table table{.columns = GroupStartColumns()};
  AppendColumns({{.name = "scored"},
                 {.name = "mean", .decimals = kPointDecimals},
                 {.name = "deviation", .decimals = kPointDecimals},
                 {.name = "min", .decimals = kPointDecimals},
                 {.name = "lower_quartile", .decimals = kPointDecimals, .is_detail = true},
                 {.name = "median", .decimals = kPointDecimals},
                 {.name = "upper_quartile", .decimals = kPointDecimals, .is_detail = true},
                 {.name = "max", .decimals = kPointDecimals},
                 {.name = "range", .decimals = kPointDecimals},
                 {.name = "interquartile_range", .decimals = kPointDecimals},
                 {.name = "slope", .decimals = kPointDecimals},
                 {.name = "oldest_answer"},
                 {.name = "known_at", .is_detail = true}},
                table);
  for (const GroupTrend& group : facts.trend.groups) {
    for (std::size_t d = 0; d < group.points.size(); ++d) {
      const GroupPoint& point = group.points[d];
      std::vector<Cell> row = GroupStart(facts, group, d);
      row.emplace_back(static_cast<std::int64_t>(point.mean.scored));
      if (const std::optional<analysis::Spread>& spread = point.spread) {
        for (const double value :
             {spread->mean, spread->deviation, spread->min, spread->lower_quartile, spread->median,
              spread->upper_quartile, spread->max, spread->range(), spread->interquartile_range()})
          row.emplace_back(value);
      } else {
        row.resize(row.size() + 9);
      }
      row.push_back(CellOf(point.slope));
      row.push_back(DayCell(point.oldest));
      row.push_back(KnownAtCell(facts));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace lawtrace::report
