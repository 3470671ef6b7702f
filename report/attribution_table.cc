#include "report/attribution_table.h"

#include <nlohmann/json.hpp>

#include "report/internal/texts.h"

namespace lawtrace::report {
namespace {

constexpr int kPointDecimals = 2;

std::string TitleOf(const analysis::Archive& archive, const std::string& id) {
  const Law* law = archive.laws().Find(id);
  if (law == nullptr) return {};
  return law->title_en.empty() ? law->title : law->title_en;
}

nlohmann::ordered_json JsonOf(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

}  // namespace

Table AttributionTable(const analysis::Archive& archive,
                       const std::vector<AttributedChange>& changes) {
  Table table{.columns = {{.name = "country"},
                          {.name = "node"},
                          {.name = "from", .is_detail = true},
                          {.name = "to", .is_detail = true},
                          {.name = "from_score", .decimals = kPointDecimals},
                          {.name = "to_score", .decimals = kPointDecimals},
                          {.name = "change", .decimals = kPointDecimals},
                          {.name = "kind"},
                          {.name = "law"},
                          {.name = "title"},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "events"}}};
  for (const AttributedChange& c : changes) {
    const std::vector<Cell> start = {c.country,
                                     archive.methodology().nodes[c.node.value].code,
                                     c.range.after.ToString(),
                                     c.range.until.ToString(),
                                     CellOf(c.attribution.from),
                                     CellOf(c.attribution.to),
                                     CellOf(c.attribution.change)};
    if (c.attribution.contributions.empty()) {
      table.rows.push_back(start);
      table.rows.back().resize(table.columns.size());
    }
    for (const analysis::Contribution& contribution : c.attribution.contributions) {
      std::vector<Cell>& row = table.rows.emplace_back(start);
      row.emplace_back(std::string(Name(contribution.kind)));
      row.emplace_back(contribution.law);
      row.emplace_back(TitleOf(archive, contribution.law));
      row.emplace_back(contribution.points);
      row.emplace_back(EventsText(contribution.events));
    }
  }
  return table;
}

std::string RenderAttributions(const analysis::Archive& archive,
                               const std::vector<AttributedChange>& changes) {
  std::string out;
  for (const AttributedChange& c : changes) {
    nlohmann::ordered_json object = {{"country", c.country},
                                     {"node", archive.methodology().nodes[c.node.value].code},
                                     {"from", c.range.after.ToString()},
                                     {"to", c.range.until.ToString()},
                                     {"from_score", JsonOf(c.attribution.from)},
                                     {"to_score", JsonOf(c.attribution.to)},
                                     {"change", JsonOf(c.attribution.change)},
                                     {"contributions", nlohmann::ordered_json::array()}};
    for (const analysis::Contribution& contribution : c.attribution.contributions)
      object["contributions"].push_back(
          {{"kind", Name(contribution.kind)},
           {"law", contribution.law.empty() ? nlohmann::ordered_json()
                                            : nlohmann::ordered_json(contribution.law)},
           {"points", contribution.points},
           {"events", contribution.events}});
    out += object.dump() + '\n';
  }
  return out;
}

}  // namespace lawtrace::report
