#include "report/question/attribution_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

constexpr int kPointDecimals = 2;

nlohmann::ordered_json JsonOf(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json JsonOf(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

std::string KnownText(const Moment& moment) {
  return moment.known_at ? moment.known_at->ToString() : std::string();
}

Cell CellOf(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

// "confirmed" or "recognised"; blank without a law, or if the register does not hold it.
std::string StatusOf(const analysis::Archive& archive, const std::string& law) {
  const Law* known = law.empty() ? nullptr : archive.laws().Find(law);
  return known == nullptr ? std::string() : std::string(Name(known->status));
}

// A group's contributions tell the country; a country's are all its own.
std::string CountryOf(const analysis::Archive& archive, const AttributedChange& change,
                      const analysis::Contribution& contribution) {
  return contribution.country ? archive.countries()[contribution.country->value] : change.country;
}

}  // namespace

Table AttributionTable(const analysis::Archive& archive,
                       const std::vector<AttributedChange>& changes) {
  const bool has_groups = std::ranges::any_of(
      changes, [](const AttributedChange& change) { return !change.group.empty(); });
  Table table{.columns = {{.name = "group", .is_detail = !has_groups},
                          {.name = "country"},
                          {.name = "node"},
                          {.name = "from", .is_detail = true},
                          {.name = "to", .is_detail = true},
                          {.name = "from_known_at", .is_detail = true},
                          {.name = "to_known_at", .is_detail = true},
                          {.name = "from_methodology", .is_detail = true},
                          {.name = "to_methodology", .is_detail = true},
                          {.name = "from_score", .decimals = kPointDecimals},
                          {.name = "to_score", .decimals = kPointDecimals},
                          {.name = "change", .decimals = kPointDecimals},
                          {.name = "kind"},
                          {.name = "law"},
                          {.name = "status"},
                          {.name = "title"},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "events"}}};
  for (const AttributedChange& c : changes) {
    const std::vector<Cell> start = {CellOf(c.group),
                                     CellOf(c.country),
                                     c.node,
                                     c.from.moment.as_of.effective.ToString(),
                                     c.to.moment.as_of.effective.ToString(),
                                     CellOf(KnownText(c.from.moment)),
                                     CellOf(KnownText(c.to.moment)),
                                     c.from.methodology,
                                     c.to.methodology,
                                     CellOf(c.attribution.from),
                                     CellOf(c.attribution.to),
                                     CellOf(c.attribution.change)};
    if (c.attribution.contributions.empty()) {
      table.rows.push_back(start);
      table.rows.back().resize(table.columns.size());
    }
    for (const analysis::Contribution& contribution : c.attribution.contributions) {
      std::vector<Cell>& row = table.rows.emplace_back(start);
      row[1] = CellOf(CountryOf(archive, c, contribution));
      row.emplace_back(std::string(Name(contribution.kind)));
      row.emplace_back(contribution.law);
      row.push_back(CellOf(StatusOf(archive, contribution.law)));
      row.emplace_back(LawTitle(archive, contribution.law));
      row.emplace_back(contribution.points);
      row.emplace_back(EventsText(contribution.events));
    }
  }
  return table;
}

std::string RenderAttributions(const analysis::Archive& archive,
                               const std::vector<AttributedChange>& changes, bool as_lines) {
  std::string out = as_lines ? "" : "[";
  for (const AttributedChange& c : changes) {
    if (!as_lines) out += out.size() == 1 ? "\n" : ",\n";
    nlohmann::ordered_json object = {{"country", JsonOf(c.country)},
                                     {"group", JsonOf(c.group)},
                                     {"node", c.node},
                                     {"from", c.from.moment.as_of.effective.ToString()},
                                     {"to", c.to.moment.as_of.effective.ToString()},
                                     {"from_known_at", JsonOf(KnownText(c.from.moment))},
                                     {"to_known_at", JsonOf(KnownText(c.to.moment))},
                                     {"from_methodology", c.from.methodology},
                                     {"to_methodology", c.to.methodology},
                                     {"from_score", JsonOf(c.attribution.from)},
                                     {"to_score", JsonOf(c.attribution.to)},
                                     {"change", JsonOf(c.attribution.change)},
                                     {"contributions", nlohmann::ordered_json::array()}};
    for (const analysis::Contribution& contribution : c.attribution.contributions)
      object["contributions"].push_back({{"kind", Name(contribution.kind)},
                                         {"country", JsonOf(CountryOf(archive, c, contribution))},
                                         {"law", JsonOf(contribution.law)},
                                         {"status", JsonOf(StatusOf(archive, contribution.law))},
                                         {"points", contribution.points},
                                         {"events", contribution.events}});
    out += object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (as_lines) out += '\n';
  }
  if (!as_lines) out += changes.empty() ? "]\n" : "\n]\n";
  return out;
}

}  // namespace lawtrace::report
