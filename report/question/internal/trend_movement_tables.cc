// Tables of what moved the scores: indicators, laws, reversals.
#include <algorithm>
#include <utility>

#include "analysis/movement.h"
#include "report/question/internal/trend_cells.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::IndicatorId;

const std::string& CodeOf(const TrendFacts& facts, CountryId country) {
  return facts.archive.countries()[country.value];
}

// Points of the mean of all compared countries.
double MeanPoints(const TrendFacts& facts, double points) {
  return points / static_cast<double>(facts.trend.countries.size());
}

Cell AreaCell(const TrendFacts& facts, IndicatorId indicator) {
  for (const analysis::NodeId area : AreasOf(facts))
    if (std::ranges::binary_search(facts.archive.evaluator().IndicatorsBelow(area), indicator))
      return facts.archive.methodology().nodes[area.value].code;
  return {};
}

std::string LabelOf(const TrendFacts& facts, IndicatorId indicator) {
  return facts.archive.methodology().indicators[indicator.value].LabelOn(
      facts.trend.question.days.back());
}

}  // namespace

Table IndicatorsTable(const TrendFacts& facts) {
  Table table{.columns = {{.name = "indicator"},
                          {.name = "label"},
                          {.name = "area"},
                          {.name = "raised"},
                          {.name = "lowered"},
                          {.name = "recoded"},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "mean_points", .decimals = kPointDecimals},
                          {.name = "other_points", .decimals = kPointDecimals},
                          {.name = "countries"},
                          {.name = "known_at", .is_detail = true}}};
  for (const analysis::IndicatorMovement& movement :
       analysis::MovementsOf(facts.archive, facts.trend.comparison.countries,
                             facts.trend.comparison.node, WholeRange(facts))) {
    std::string countries;
    for (const CountryId country : movement.countries)
      countries += (countries.empty() ? "" : " ") + CodeOf(facts, country);
    std::vector<Cell> row(3);
    if (const std::optional<IndicatorId>& indicator = movement.indicator) {
      row[0] = facts.archive.methodology().indicators[indicator->value].code;
      row[1] = LabelOf(facts, *indicator);
      row[2] = AreaCell(facts, *indicator);
    } else {
      row[1] = std::string("first answers");
    }
    row.emplace_back(static_cast<std::int64_t>(movement.raised));
    row.emplace_back(static_cast<std::int64_t>(movement.lowered));
    row.emplace_back(static_cast<std::int64_t>(movement.recoded));
    row.emplace_back(movement.amended_points);
    row.emplace_back(MeanPoints(facts, movement.amended_points));
    row.emplace_back(movement.other_points);
    row.emplace_back(countries);
    row.push_back(KnownAtCell(facts));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table LawsTable(const TrendFacts& facts) {
  Table table{.columns = {{.name = "kind"},
                          {.name = "law"},
                          {.name = "title"},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "mean_points", .decimals = kPointDecimals},
                          {.name = "events"},
                          {.name = "countries"},
                          {.name = "known_at", .is_detail = true}}};
  std::vector<analysis::CountryAttributions> attributions;
  for (const analysis::CountryTrend& country : facts.trend.countries)
    attributions.push_back({.country = country.country, .ranges = country.steps});
  for (const analysis::LawMovement& movement : analysis::LawMovementsOf(attributions)) {
    std::string countries;
    for (const analysis::CountryPoints& country : movement.countries)
      countries += (countries.empty() ? "" : " ") + CodeOf(facts, country.country);
    table.rows.push_back(
        {std::string(Name(movement.kind)), movement.law.empty() ? Cell() : Cell(movement.law),
         movement.law.empty() ? Cell() : Cell(LawTitle(facts.archive, movement.law)),
         movement.points, MeanPoints(facts, movement.points),
         static_cast<std::int64_t>(movement.event_count), countries, KnownAtCell(facts)});
  }
  return table;
}

Table ReversalsTable(const TrendFacts& facts) {
  Table table{.columns = {{.name = "country"},
                          {.name = "name", .is_detail = true},
                          {.name = "indicator", .is_detail = true},
                          {.name = "label"},
                          {.name = "direction"},
                          {.name = "first_day"},
                          {.name = "first"},
                          {.name = "first_laws"},
                          {.name = "second_day"},
                          {.name = "second"},
                          {.name = "second_laws"},
                          {.name = "whole"},
                          {.name = "known_at", .is_detail = true}}};
  for (const analysis::Reversal& reversal :
       analysis::ReversalsIn(facts.archive, facts.trend.comparison.countries,
                             facts.trend.comparison.node, WholeRange(facts))) {
    const IndicatorId indicator = reversal.first.statement->indicator;
    const std::string& code = CodeOf(facts, reversal.country);
    table.rows.push_back({code, NameOf(facts.index, code),
                          facts.archive.methodology().indicators[indicator.value].code,
                          LabelOf(facts, indicator),
                          std::string(reversal.rose_first ? "up then down" : "down then up"),
                          BoundsText(EffectiveDateOf(*reversal.first.statement)),
                          ChangeText(facts.archive, reversal.first),
                          LawsText(facts.archive, *reversal.first.statement),
                          BoundsText(EffectiveDateOf(*reversal.second.statement)),
                          ChangeText(facts.archive, reversal.second),
                          LawsText(facts.archive, *reversal.second.statement), reversal.is_whole,
                          KnownAtCell(facts)});
  }
  return table;
}

}  // namespace lawtrace::report
