#include "report/documents/comparison_report.h"

#include <algorithm>
#include <utility>

#include "analysis/explanation.h"
#include "report/documents/internal/report_facts.h"
#include "report/documents/internal/report_words.h"
#include "report/export/sdmx_csv.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;

std::string CountryName(const ComparedCountry& country, const Archive& archive,
                        const Index& index) {
  return NameOf(index, archive.countries()[country.country.value]);
}

// The area in which the countries' scores lie furthest apart.
struct Gap {
  std::string label;
  const ComparedCountry* best = nullptr;
  const ComparedCountry* worst = nullptr;
  double points = 0;
};

Gap WidestGap(const ComparisonReport& report) {
  Gap widest;
  const std::size_t areas = report.countries.empty() ? 0 : report.countries.front().areas.size();
  for (std::size_t i = 0; i < areas; ++i) {
    Gap gap{.label = report.countries.front().areas[i].label};
    for (const ComparedCountry& country : report.countries) {
      if (!country.areas[i].now) continue;
      if (gap.best == nullptr || *country.areas[i].now > *gap.best->areas[i].now)
        gap.best = &country;
      if (gap.worst == nullptr || *country.areas[i].now < *gap.worst->areas[i].now)
        gap.worst = &country;
    }
    if (gap.best == nullptr) continue;
    gap.points = *gap.best->areas[i].now - *gap.worst->areas[i].now;
    if (gap.points > widest.points) widest = gap;
  }
  return widest;
}

std::string Lead(const ComparisonReport& report, const Archive& archive, const Index& index) {
  const Methodology& methodology = archive.methodology();
  std::vector<const ComparedCountry*> scored;
  for (const ComparedCountry& country : report.countries)
    if (country.now.score) scored.push_back(&country);
  const std::string day = LongDate(report.scope.range.until);
  if (scored.empty())
    return "None of the countries compared has a score on the " +
           IndexWords(archive, index, report.scope) + " on " + day + ".";
  const ComparedCountry& first = *scored.front();
  std::string lead = "On " + day + ", " + CountryName(first, archive, index) + " scores " +
                     methodology.Printed(*first.now.score) + ScaleWords(methodology.scale) +
                     " on the " + IndexWords(archive, index, report.scope);
  if (scored.size() == 1) return lead + ".";
  const ComparedCountry& last = *scored.back();
  lead += ", most of the " + CountWords(scored.size(), "country") + " compared; " +
          CountryName(last, archive, index) + " scores least, " +
          methodology.Printed(*last.now.score) + ".";
  const Gap gap = WidestGap(report);
  if (gap.best != nullptr)
    lead += " They lie furthest apart in " + gap.label + ": " +
            CountryName(*gap.best, archive, index) + " is " + SignedPoints(gap.points).substr(1) +
            " above " + CountryName(*gap.worst, archive, index) + ".";
  return lead;
}

Section ScoresSection(const ComparisonReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "scores",
                  .heading = "Scores then and now",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "rank"},
                                        {.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "then", .decimals = 1},
                                        {.name = "now", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "band"},
                                        {.name = "answered"},
                                        {.name = "indicators"},
                                        {.name = "oldest_answer"}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const ComparedCountry& country : report.countries) {
    const std::optional<double>& now = country.now.score;
    const bool has_change = now && country.then.score;
    const std::optional<Day> oldest =
        analysis::OldestAnswer(archive, country.country, report.scope.node, report.scope.now());
    section.table.rows.push_back(
        {country.rank ? Cell(static_cast<std::int64_t>(*country.rank)) : Cell(),
         archive.countries()[country.country.value], CountryName(country, archive, index),
         CellOf(country.then.score), CellOf(now),
         has_change ? Cell(*now - *country.then.score) : Cell(),
         now ? Cell(std::string(archive.methodology().BandOf(*now))) : Cell(),
         std::int64_t{country.now.answered}, std::int64_t{country.now.indicators},
         DayCell(oldest)});
  }
  section.chart = Chart{.kind = ChartKind::kThenAndNow,
                        .title = NodeLabel(archive, report.scope) + ": then and now",
                        .description = "Score of each country on both days.",
                        .roles = {{"label", "name"}, {"then", "then"}, {"now", "now"}},
                        .from = LongDate(report.scope.range.after),
                        .until = LongDate(report.scope.range.until),
                        .scale = {},
                        .bands = {}};
  return section;
}

Section AreasSection(const ComparisonReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "areas",
                  .heading = "Areas side by side",
                  .paragraphs = {"Score of each country in each area. A blank has no score."},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "area"},
                                        {.name = "score", .decimals = 1}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const ComparedCountry& country : report.countries)
    for (const ComparedArea& area : country.areas)
      section.table.rows.push_back({archive.countries()[country.country.value],
                                    CountryName(country, archive, index), area.label,
                                    CellOf(area.now)});
  section.chart = Chart{.kind = ChartKind::kMatrix,
                        .title = "Areas side by side, " + LongDate(report.scope.range.until),
                        .description = "Scores by country and area; darker is higher.",
                        .roles = {{"name", "name"}, {"column", "area"}, {"score", "score"}},
                        .from = {},
                        .until = {},
                        .scale = {},
                        .bands = {}};
  return section;
}

Section HistorySection(const ComparisonReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "history",
                  .heading = "Scores over time",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "day"},
                                        {.name = "score", .decimals = 1}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const ComparedCountry& country : report.countries)
    for (const auto& [day, score] : country.series)
      section.table.rows.push_back({archive.countries()[country.country.value],
                                    CountryName(country, archive, index), day.ToString(),
                                    CellOf(score)});
  section.chart = Chart{.kind = ChartKind::kSteps,
                        .title = NodeLabel(archive, report.scope) + " over time",
                        .description = "Step chart of each country's score.",
                        .roles = {{"name", "name"}, {"day", "day"}, {"score", "score"}},
                        .from = {},
                        .until = report.scope.range.until.ToString(),
                        .scale = {},
                        .bands = archive.methodology().bands};
  return section;
}

}  // namespace

ComparisonReport MakeComparisonReport(const Archive& archive, std::string subject,
                                      std::span<const analysis::CountryId> countries,
                                      const ReportScope& scope) {
  ComparisonReport report{.subject = std::move(subject), .scope = scope};
  const auto ranks = Ranks(archive, countries, scope, scope.now());
  for (const analysis::CountryId id : countries) {
    const analysis::CountryBlock& block = archive.Block(id);
    ComparedCountry& country = report.countries.emplace_back();
    country.country = id;
    country.then = block.ScoreAt(scope.node, scope.then());
    country.now = block.ScoreAt(scope.node, scope.now());
    if (const auto rank = ranks.find(id); rank != ranks.end()) country.rank = rank->second;
    for (const PartScore& part : PartScores(archive, id, scope))
      country.areas.push_back({.label = part.label, .now = part.now});
    for (const analysis::ScoreStep& step :
         analysis::ScoreHistory(archive.evaluator(), block, scope.node)) {
      if (step.day > scope.range.until) break;
      const bool is_same =
          !country.series.empty() && country.series.back().second == step.score.score;
      if (!is_same && (step.score.score || !country.series.empty()))
        country.series.emplace_back(step.day, step.score.score);
    }
  }
  std::ranges::stable_sort(report.countries, {}, [](const ComparedCountry& country) {
    return std::pair(!country.rank.has_value(), country.rank.value_or(0));
  });
  return report;
}

Document DocumentOf(const ComparisonReport& report, const Archive& archive, const Index& index) {
  std::vector<analysis::CountryId> countries;
  for (const ComparedCountry& country : report.countries) countries.push_back(country.country);
  return {.kind = "compare",
          .title = report.subject + ": compared",
          .subject = report.subject,
          .lead = Lead(report, archive, index),
          .facts = {{"node", archive.methodology().nodes[report.scope.node.value].code},
                    {"from", report.scope.range.after.ToString()},
                    {"to", report.scope.range.until.ToString()},
                    {"known_at", DayCell(report.scope.known_at)},
                    {"countries", static_cast<std::int64_t>(report.countries.size())}},
          .sections = {ScoresSection(report, archive, index), AreasSection(report, archive, index),
                       HistorySection(report, archive, index)},
          .source = SourceWords(archive, index, report.scope),
          .scale = archive.methodology().scale,
          .decimals = archive.methodology().decimals,
          .observations = SdmxThenAndNow(archive, report.scope, countries)};
}

}  // namespace lawtrace::report
