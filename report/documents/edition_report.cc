#include "report/documents/edition_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/league.h"
#include "report/documents/internal/edition_sections.h"
#include "report/documents/internal/report_facts.h"
#include "report/documents/internal/report_words.h"
#include "report/export/sdmx_csv.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::Change;
using analysis::CountryId;
using analysis::IndicatorId;

bool IsSeen(const analysis::CountryBlock& block, std::size_t indicators, const ReportScope& scope) {
  const auto is_within = [&](const analysis::Sighting& sighting) {
    return sighting.IsLiveAt(kLatest) && sighting.day > scope.range.after.days_since_epoch() &&
           sighting.day <= scope.range.until.days_since_epoch();
  };
  return std::ranges::any_of(analysis::IdsUpTo<IndicatorId>(indicators),
                             [&](IndicatorId indicator) {
                               return std::ranges::any_of(block.SightingsOf(indicator), is_within);
                             });
}

void CountMoves(const Archive& archive, const EditionCountry& country, const ReportScope& scope,
                std::map<IndicatorId, EditionIndicator>& indicators) {
  const auto below = archive.evaluator().IndicatorsBelow(scope.node);
  for (const Change& change : analysis::ChangesIn(archive.Block(country.country), scope.range)) {
    const IndicatorId id = change.statement->indicator;
    if (change.old_answer == analysis::kNoAnswer || !std::ranges::binary_search(below, id))
      continue;
    if (IsRecoding(change)) ++indicators[id].recoded;
    if (!IsAmendment(change)) continue;
    const auto& before = archive.answers().ScoreOf(id, change.old_answer);
    const auto& after = archive.answers().ScoreOf(id, change.statement->answer);
    if (!before || !after || *before == *after) continue;
    ++(*after > *before ? indicators[id].raised : indicators[id].lowered);
  }
}

void AddAreas(const Archive& archive, EditionReport& report) {
  for (const EditionCountry& country : report.countries) {
    const std::vector<PartScore> parts = PartScores(archive, country.country, report.scope);
    report.areas.resize(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      EditionArea& area = report.areas[i];
      area.code = parts[i].code;
      area.label = parts[i].label;
      if (!parts[i].then || !parts[i].now) continue;
      ++area.countries;
      area.then += *parts[i].then;
      area.now += *parts[i].now;
    }
  }
  for (EditionArea& area : report.areas) {
    if (area.countries == 0) continue;
    area.then /= static_cast<double>(area.countries);
    area.now /= static_cast<double>(area.countries);
  }
}

void AddMeans(EditionReport& report) {
  double then = 0;
  double now = 0;
  for (const EditionCountry& country : report.countries) {
    if (!country.change) continue;
    ++report.compared;
    then += *country.then.score;
    now += *country.now.score;
  }
  if (report.compared == 0) return;
  report.mean_then = then / static_cast<double>(report.compared);
  report.mean_now = now / static_cast<double>(report.compared);
}

std::string CountryAndChange(const EditionCountry& country, const Archive& archive,
                             const Index& index) {
  return NameOf(index, archive.countries()[country.country.value]) + " (" +
         SignedPoints(*country.change) + ")";
}

std::string Lead(const EditionReport& report, const Archive& archive, const Index& index) {
  std::string lead = report.edition->title + " states the law of " +
                     CountWords(report.countries.size(), "country") + " on " +
                     LongDate(report.scope.range.until) + ".";
  if (report.compared == 0)
    return lead + " None of them has a comparable score on " + LongDate(report.scope.range.after) +
           ", so nothing is compared.";
  std::size_t up = 0;
  std::size_t down = 0;
  const EditionCountry* best = nullptr;
  const EditionCountry* worst = nullptr;
  PointsByKind sum;
  for (const EditionCountry& country : report.countries) {
    if (!country.change) continue;
    if (*country.change >= kPrintedChange) ++up;
    if (*country.change <= -kPrintedChange) ++down;
    if (best == nullptr) best = &country;
    worst = &country;
    const PointsByKind points = ByKind(country.attribution);
    sum.law += points.law + points.unattributed;
    sum.recoding += points.recoding;
  }
  const auto count = static_cast<double>(report.compared);
  lead += " Since " + report.scope.from_name + ", " + CountWords(up, "country") + " went up, " +
          std::to_string(down) + " down, and " + std::to_string(report.compared - up - down) +
          " did not move on the " + IndexWords(archive, index, report.scope) +
          ". The mean of the " + std::to_string(report.compared) + " countries compared is " +
          archive.methodology().Printed(*report.mean_now) + ", " +
          ChangeWords(*report.mean_now - *report.mean_then) + ": " + SignedPoints(sum.law / count) +
          " by amendments, " + SignedPoints(sum.recoding / count) +
          " by re-scoring, which is not reform.";
  if (*best->change >= kPrintedChange)
    lead += " Largest gain: " + CountryAndChange(*best, archive, index) + ".";
  if (*worst->change <= -kPrintedChange)
    lead += " Largest loss: " + CountryAndChange(*worst, archive, index) + ".";
  return lead;
}

}  // namespace

std::vector<CountryId> SeenIn(const Archive& archive, std::span<const CountryId> countries,
                              const ReportScope& scope) {
  std::vector<CountryId> seen;
  for (const CountryId country : countries)
    if (IsSeen(archive.Block(country), archive.evaluator().indicator_count(), scope))
      seen.push_back(country);
  return seen;
}

EditionReport MakeEditionReport(const Archive& archive, const Edition& edition,
                                std::span<const CountryId> countries, const ReportScope& scope) {
  EditionReport report{.edition = &edition, .scope = scope};
  const std::vector<CountryId> seen = SeenIn(archive, countries, scope);
  const auto ranks = Ranks(archive, seen, scope, scope.now());
  const auto ranks_then = Ranks(archive, seen, scope, scope.then());
  const auto rank_in = [](const auto& table, CountryId id) {
    const auto found = table.find(id);
    return found == table.end() ? std::nullopt : std::optional(found->second);
  };
  for (const CountryId id : countries) {
    if (!std::ranges::binary_search(seen, id)) {
      report.unseen.push_back(id);
      continue;
    }
    EditionCountry& country = report.countries.emplace_back();
    country.country = id;
    const analysis::CountryBlock& block = archive.Block(id);
    country.then = block.ScoreAt(scope.node, scope.then());
    country.now = block.ScoreAt(scope.node, scope.now());
    country.rank = rank_in(ranks, id);
    country.rank_then = rank_in(ranks_then, id);
    country.attribution = analysis::Attribute(archive, block, scope.node, scope.range);
    country.change = country.attribution.change;
    CountMoves(archive, country, scope, report.indicators);
  }
  std::ranges::stable_sort(report.countries, [](const auto& a, const auto& b) {
    if (a.change.has_value() != b.change.has_value()) return a.change.has_value();
    return a.change && *a.change > *b.change + analysis::kScoreTolerance;
  });
  AddAreas(archive, report);
  AddMeans(report);
  return report;
}

Document DocumentOf(const EditionReport& report, const Archive& archive, const Index& index) {
  std::vector<analysis::CountryId> countries;
  for (const EditionCountry& country : report.countries) countries.push_back(country.country);
  Document document{.kind = "edition",
                    .title = report.edition->title + ": what moved",
                    .subject = report.edition->title,
                    .lead = Lead(report, archive, index),
                    .facts = {{"edition", report.edition->id},
                              {"node", archive.methodology().nodes[report.scope.node.value].code},
                              {"from", report.scope.range.after.ToString()},
                              {"to", report.scope.range.until.ToString()},
                              {"known_at", DayCell(report.scope.known_at)},
                              {"countries", static_cast<std::int64_t>(report.countries.size())},
                              {"compared", static_cast<std::int64_t>(report.compared)},
                              {"mean_then", CellOf(report.mean_then)},
                              {"mean_now", CellOf(report.mean_now)}},
                    .sections = EditionSections(report, archive, index),
                    .source = SourceWords(archive, index, report.scope),
                    .scale = archive.methodology().scale,
                    .decimals = archive.methodology().decimals,
                    .observations = SdmxThenAndNow(archive, report.scope, countries)};
  return document;
}

}  // namespace lawtrace::report
