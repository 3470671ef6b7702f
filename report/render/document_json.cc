#include "report/render/document_json.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/check.h"

namespace lawtrace::report {
namespace {

using Members = std::vector<std::pair<std::string, Cell>>;

// {"name":value,...}
std::string ObjectOf(const Members& members) {
  Table table{.columns = {}, .rows = {{}}};
  for (const auto& [name, value] : members) {
    table.columns.push_back({.name = name});
    table.rows.front().push_back(value);
  }
  std::string json = Render(table, Format::kJsonLines);
  json.pop_back();
  return json;
}

// The object with one more member, whose value is JSON.
std::string With(std::string object, const std::string& name, std::string_view json) {
  object.pop_back();
  object += (object.size() > 1 ? ",\n\"" : "\"") + name + "\": ";
  object += json;
  return object + "}";
}

// The columns that play a role, called by it, of the first rows.
Table Played(const Table& table, const Members& roles, std::size_t rows) {
  Table played{.columns = {},
               .rows = std::vector<std::vector<Cell>>(std::min(rows, table.rows.size()))};
  for (const auto& [role, column] : roles) {
    const auto found =
        std::ranges::find(table.columns, std::get<std::string>(column), &Column::name);
    Check(found != table.columns.end(), "the chart's columns are in its table");
    played.columns.push_back({.name = role});
    for (std::size_t r = 0; r < played.rows.size(); ++r)
      played.rows[r].push_back(
          table.rows[r][static_cast<std::size_t>(found - table.columns.begin())]);
  }
  return played;
}

}  // namespace

std::string RenderDocumentJson(const Document& document) {
  Members members = {{"report", document.kind}, {"title", document.title}, {"lead", document.lead}};
  members.insert(members.end(), document.facts.begin(), document.facts.end());
  members.emplace_back("source", document.source);
  std::string parts = "{}";
  for (const Section& section : document.sections) {
    std::string text;
    for (const std::string& paragraph : section.paragraphs)
      text += (text.empty() ? "" : "\n") + paragraph;
    parts = With(std::move(parts), section.part,
                 With(ObjectOf({{"heading", section.heading}, {"text", text}}), "rows",
                      Render(section.table, Format::kJson)));
  }
  return With(ObjectOf(members), "parts", parts) + "\n";
}

std::string_view Name(ChartKind kind) {
  switch (kind) {
    case ChartKind::kSteps:
      return "steps";
    case ChartKind::kThenAndNow:
      return "then_and_now";
    case ChartKind::kLeague:
      return "league";
    case ChartKind::kSlope:
      return "slope";
    case ChartKind::kMap:
      return "map";
    case ChartKind::kMatrix:
      return "matrix";
    case ChartKind::kBars:
      break;
  }
  return "bars";
}

std::string ChartSpecification(const Section& section, const Document& document) {
  Check(section.chart.has_value(), "the section has a chart");
  const Chart& chart = *section.chart;
  Table bands{.columns = {{.name = "name"}, {.name = "from"}}, .rows = {}};
  for (const Band& band : chart.bands) bands.rows.push_back({band.name, band.from});
  const Members roles(chart.roles.begin(), chart.roles.end());
  const std::string head = ObjectOf({{"kind", std::string(Name(chart.kind))},
                                     {"title", chart.title},
                                     {"description", chart.description},
                                     {"source", document.source},
                                     {"from", chart.from},
                                     {"until", chart.until},
                                     {"scale", chart.scale},
                                     {"minimum", CellOf(document.scale.minimum)},
                                     {"maximum", CellOf(document.scale.maximum)},
                                     {"decimals", std::int64_t{document.decimals}}});
  return With(
      With(head, "bands", Render(bands, Format::kJson)), "rows",
      Render(Played(section.table, roles, chart.first_rows.value_or(section.table.rows.size())),
             Format::kJson));
}

}  // namespace lawtrace::report
