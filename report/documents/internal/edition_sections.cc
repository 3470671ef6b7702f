#include "report/documents/internal/edition_sections.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "report/documents/internal/report_facts.h"
#include "report/documents/internal/report_words.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::Change;
using analysis::CountryId;

constexpr std::size_t kMaxBars = 20;  // Laws in the chart; the table of the laws has all.

std::int64_t Signed(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

// Writes the sections of one report.
class SectionWriter {
 public:
  SectionWriter(const EditionReport& report, const Archive& archive, const Index& index)
      : report_(report), archive_(archive), index_(index) {}

  Section Countries() const;
  Section League() const;
  Section Map(bool of_change) const;
  Section Areas() const;
  Section Laws() const;
  Section Indicators() const;
  Section Recodings() const;
  Section Missing() const;

 private:
  const std::string& CodeOf(CountryId country) const { return archive_.countries()[country.value]; }
  std::string CountryName(CountryId country) const { return NameOf(index_, CodeOf(country)); }
  std::string From() const { return LongDate(report_.scope.range.after); }
  std::string Until() const { return LongDate(report_.scope.range.until); }
  Chart ChartOf(ChartKind kind, std::string title, std::string description,
                std::vector<std::pair<std::string, std::string>> roles) const {
    return {.kind = kind,
            .title = std::move(title),
            .description = std::move(description),
            .roles = std::move(roles),
            .from = From(),
            .until = Until(),
            .scale = {},
            .bands = archive_.methodology().bands};
  }

  const EditionReport& report_;
  const Archive& archive_;
  const Index& index_;
};

Section SectionWriter::Countries() const {
  Section section{.part = "countries",
                  .heading = "What moved",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "then", .decimals = 1},
                                        {.name = "now", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "by_laws", .decimals = kPointDecimals},
                                        {.name = "by_unnamed_laws", .decimals = kPointDecimals},
                                        {.name = "by_re-scoring", .decimals = kPointDecimals},
                                        {.name = "by_coverage", .decimals = kPointDecimals},
                                        {.name = "law_that_did_most"},
                                        {.name = "its_points", .decimals = kPointDecimals}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const EditionCountry& country : report_.countries) {
    if (!country.change) continue;
    const PointsByKind points = ByKind(country.attribution);
    const analysis::Contribution* law = LargestLaw(country.attribution);
    section.table.rows.push_back({CodeOf(country.country), CountryName(country.country),
                                  CellOf(country.then.score), CellOf(country.now.score),
                                  *country.change, points.law, points.unattributed, points.recoding,
                                  points.coverage,
                                  law == nullptr ? Cell() : Cell(LawName(archive_, law->law)),
                                  law == nullptr ? Cell() : Cell(law->points)});
  }
  section.paragraphs.push_back(
      "Countries with a score on both days, largest gain first. Re-scoring by the edition moves "
      "scores without any law and is no reform.");
  section.chart = ChartOf(
      ChartKind::kSlope, NodeLabel(archive_, report_.scope) + ", " + From() + " and " + Until(),
      "A line for each country from its score then to its score now.",
      {{"code", "country"}, {"name", "name"}, {"then", "then"}, {"now", "now"}});
  return section;
}

Section SectionWriter::League() const {
  Section section{.part = "league",
                  .heading = "League table",
                  .paragraphs = {"Countries of this edition; ties share a rank. The change of rank "
                                 "is among the same countries."},
                  .table = {.columns = {{.name = "rank"},
                                        {.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "score", .decimals = 1},
                                        {.name = "band"},
                                        {.name = "rank_then"},
                                        {.name = "ranks_gained"},
                                        {.name = "answered"},
                                        {.name = "indicators"}},
                            .rows = {}},
                  .chart = std::nullopt};
  std::vector<const EditionCountry*> ranked;
  for (const EditionCountry& country : report_.countries)
    if (country.rank) ranked.push_back(&country);
  std::ranges::sort(ranked, {}, [](const EditionCountry* country) {
    return std::pair(*country->rank, country->country);
  });
  for (const EditionCountry* country : ranked)
    section.table.rows.push_back(
        {Signed(*country->rank), CodeOf(country->country), CountryName(country->country),
         CellOf(country->now.score),
         std::string(archive_.methodology().BandOf(*country->now.score)),
         country->rank_then ? Cell(Signed(*country->rank_then)) : Cell(),
         country->rank_then ? Cell(Signed(*country->rank_then) - Signed(*country->rank)) : Cell(),
         std::int64_t{country->now.answered}, std::int64_t{country->now.indicators}});
  section.chart =
      ChartOf(ChartKind::kLeague,
              "League table on " + Until() + ", with ranks gained (▲) and lost (▼) since " + From(),
              "Bars of scores, best first, with the change of rank.",
              {{"rank", "rank"}, {"name", "name"}, {"score", "score"}, {"change", "ranks_gained"}});
  return section;
}

Section SectionWriter::Map(bool of_change) const {
  const std::string column = of_change ? "change" : "score";
  Section section{
      .part = of_change ? "change_map" : "map",
      .heading = of_change ? "Map of changes" : "Map of scores",
      .paragraphs = {},
      .table = {.columns = {{.name = "country"},
                            {.name = "name"},
                            {.name = column, .decimals = of_change ? kPointDecimals : 1}},
                .rows = {}},
      .chart = std::nullopt};
  for (const EditionCountry& country : report_.countries) {
    const std::optional<double>& value = of_change ? country.change : country.now.score;
    if (value)
      section.table.rows.push_back({CodeOf(country.country), CountryName(country.country), *value});
  }
  section.chart = ChartOf(ChartKind::kMap,
                          of_change ? "Change of the score from " + From() + " to " + Until()
                                    : NodeLabel(archive_, report_.scope) + ", " + Until(),
                          "Map of the world and of Europe, countries coloured by " + column + ".",
                          {{"code", "country"}, {"value", column}});
  section.chart->scale = column;
  return section;
}

Section SectionWriter::Areas() const {
  Section section{.part = "areas",
                  .heading = "In which areas",
                  .paragraphs = {"Means over the countries with a score of the area on both days."},
                  .table = {.columns = {{.name = "code", .is_detail = true},
                                        {.name = "area"},
                                        {.name = "then", .decimals = 1},
                                        {.name = "now", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "countries"}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const EditionArea& area : report_.areas)
    if (area.countries > 0)
      section.table.rows.push_back({area.code, area.label, area.then, area.now,
                                    area.now - area.then, Signed(area.countries)});
  section.chart = ChartOf(ChartKind::kThenAndNow, "Mean of each area, then and now",
                          "Mean score of each area on both days.",
                          {{"label", "area"}, {"then", "then"}, {"now", "now"}});
  return section;
}

Section SectionWriter::Laws() const {
  struct Effect {
    const EditionCountry* country;
    const analysis::Contribution* law;
  };
  std::vector<Effect> effects;
  for (const EditionCountry& country : report_.countries)
    for (const analysis::Contribution& contribution : country.attribution.contributions)
      if (contribution.kind == analysis::ContributionKind::kLaw)
        effects.push_back({&country, &contribution});
  std::ranges::stable_sort(effects, std::ranges::greater{},
                           [](const Effect& e) { return std::abs(e.law->points); });
  Section section{.part = "laws",
                  .heading = "By which laws",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "law", .is_detail = true},
                                        {.name = "title"},
                                        {.name = "what", .is_detail = true},
                                        {.name = "points", .decimals = kPointDecimals},
                                        {.name = "events", .is_detail = true}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const Effect& effect : effects) {
    const std::string name = CountryName(effect.country->country);
    const std::string title = LawName(archive_, effect.law->law);
    section.table.rows.push_back({CodeOf(effect.country->country), name, effect.law->law, title,
                                  name + ": " + title, effect.law->points,
                                  EventsText(effect.law->events)});
  }
  section.paragraphs.push_back(
      effects.empty() ? "The register names no law behind the changes of this time."
                      : "Points that each law moved its country's score, largest effect first.");
  section.chart = ChartOf(ChartKind::kBars, "Laws that moved scores most, in points",
                          "Bars of points, one for each law and country.",
                          {{"label", "what"}, {"points", "points"}});
  section.chart->first_rows = kMaxBars;
  return section;
}

Section SectionWriter::Indicators() const {
  Section section{.part = "indicators",
                  .heading = "Which questions moved most",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "area"},
                                        {.name = "indicator", .is_detail = true},
                                        {.name = "question"},
                                        {.name = "raised"},
                                        {.name = "lowered"},
                                        {.name = "re-scored"}},
                            .rows = {}},
                  .chart = std::nullopt};
  using Move = std::pair<analysis::IndicatorId, EditionIndicator>;
  std::vector<Move> moves(report_.indicators.begin(), report_.indicators.end());
  std::ranges::stable_sort(moves, std::ranges::greater{}, [](const Move& move) {
    return std::pair(move.second.raised + move.second.lowered, move.second.recoded);
  });
  for (const auto& [id, move] : moves) {
    const Indicator& indicator = archive_.methodology().indicators[id.value];
    section.table.rows.push_back({PartOf(archive_, report_.scope, id), indicator.code,
                                  indicator.LabelOn(report_.scope.range.until), Signed(move.raised),
                                  Signed(move.lowered), Signed(move.recoded)});
  }
  section.paragraphs.push_back(
      "How many countries' answers amendments raised or lowered, and how many the edition "
      "re-scored.");
  return section;
}

Section SectionWriter::Recodings() const {
  Section section{.part = "recodings",
                  .heading = "Re-scored, not reformed",
                  .paragraphs = {},
                  .table = AnswerChangesTable(/*of_one_country=*/false),
                  .chart = std::nullopt};
  const auto below = archive_.evaluator().IndicatorsBelow(report_.scope.node);
  for (const EditionCountry& country : report_.countries)
    for (const Change& change :
         analysis::ChangesIn(archive_.Block(country.country), report_.scope.range))
      if (IsRecoding(change) && std::ranges::binary_search(below, change.statement->indicator))
        AppendAnswerChange(archive_, index_, report_.scope, country.country, change, section.table);
  section.paragraphs.push_back(CountWords(section.table.rows.size(), "answer") +
                               " that an edition states otherwise than the one before, without a "
                               "law. They move scores but are no change of policy.");
  return section;
}

Section SectionWriter::Missing() const {
  Section section{.part = "missing",
                  .heading = "What is missing",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "reason"}},
                            .rows = {}},
                  .chart = std::nullopt};
  const auto add = [&](CountryId country, std::string reason) {
    section.table.rows.push_back({CodeOf(country), CountryName(country), std::move(reason)});
  };
  const ReportScope& scope = report_.scope;
  for (const EditionCountry& country : report_.countries) {
    if (!country.now.score) {
      add(country.country, "no score: " + ReasonText(archive_, country.country, scope.node,
                                                     {.as_of = scope.now(), .known_at = {}}));
    } else if (!country.then.score) {
      add(country.country, "no score on " + From() + ", so no change");
    } else if (country.now.answered < country.now.indicators) {
      add(country.country,
          CountWords(static_cast<std::size_t>(country.now.indicators - country.now.answered),
                     "indicator") +
              " of " + std::to_string(country.now.indicators) + " without an answer that counts");
    }
  }
  for (const CountryId country : report_.unseen)
    add(country, "not seen by a coder between " + From() + " and " + Until());
  section.paragraphs.push_back(section.table.rows.empty()
                                   ? "Nothing: every country has every answer."
                                   : "What this report could not say or compare.");
  return section;
}

}  // namespace

std::vector<Section> EditionSections(const EditionReport& report, const Archive& archive,
                                     const Index& index) {
  const SectionWriter writer(report, archive, index);
  return {writer.Countries(),
          writer.League(),
          writer.Map(/*of_change=*/false),
          writer.Map(/*of_change=*/true),
          writer.Areas(),
          writer.Laws(),
          writer.Indicators(),
          writer.Recodings(),
          writer.Missing()};
}

}  // namespace lawtrace::report
