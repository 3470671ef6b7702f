#include "report/documents/law_report.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "report/documents/internal/report_facts.h"
#include "report/documents/internal/report_words.h"
#include "report/export/sdmx_csv.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::Change;
using analysis::CountryId;

std::string CountryName(const Archive& archive, const Index& index, CountryId country) {
  return NameOf(index, archive.countries()[country.value]);
}

// The day of an effect as precisely as its first event knows it.
std::string WhenOf(const LawEffectReport& report, const analysis::LawEffect& effect) {
  for (const LawMention& mention : report.mentions)
    if (mention.country == effect.country && Day(mention.change.day) == effect.day &&
        mention.role == LawRole::kCause)
      return WhenWords(EffectiveDateOf(*mention.change.statement));
  return "on " + LongDate(effect.day);
}

std::string Lead(const LawEffectReport& report, const Archive& archive, const Index& index) {
  const std::string name = LawName(archive, report.law->id);
  const std::string where =
      report.law->country.empty() ? "" : " (" + NameOf(index, report.law->country) + ")";
  if (report.changed == 0)
    return name + where + " changed no answer: the log names it in " +
           CountWords(report.mentions.size(), "statement") + ", never as a cause.";
  std::string lead = name + where + " changed " + CountWords(report.changed, "answer") + " in " +
                     CountWords(report.countries, "country") + ".";
  for (const analysis::LawEffect& effect : report.effects) {
    if (!effect.points) continue;
    lead += " In " + CountryName(archive, index, effect.country) + " it moved the score, " +
            NodeLabel(archive, report.scope) + ", by " + SignedPoints(*effect.points) + " " +
            WhenOf(report, effect) + ".";
    if (report.effects.size() > 3) {
      lead += " Together its steps make " + SignedPoints(report.points.value_or(0)) + ".";
      break;
    }
  }
  return lead;
}

Section LawSection(const Law& law, const Index& index) {
  Section section{.part = "law",
                  .heading = "The law",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "what"}, {.name = "entry"}}, .rows = {}},
                  .chart = std::nullopt};
  const auto add = [&](const char* what, const std::string& entry) {
    if (!entry.empty()) section.table.rows.push_back({std::string(what), entry});
  };
  const auto add_date = [&](const char* what, const std::optional<PartialDate>& date) {
    if (date) add(what, date->ToString());
  };
  add("id", law.id);
  add("country", law.country.empty() ? "" : NameOf(index, law.country));
  add("type", law.type);
  add("number", law.number);
  add("title", law.title);
  add("English title", law.title_en);
  add("identifier", law.identifier);
  add_date("adopted", law.adopted);
  add_date("published", law.published);
  add_date("in force", law.in_force);
  add_date("repealed", law.repealed);
  add("official publication", law.url);
  add("status", std::string(Name(law.status)));
  for (const LawLink& link : law.links) add(Name(link.kind).data(), link.law);
  for (const Commencement& commencement : law.commencements)
    add("commences", commencement.provision + ": " + commencement.in_force.ToString());
  for (const FollowThroughNote& note : law.follow_through)
    add(Name(note.question).data(), note.note);
  return section;
}

Section EffectsSection(const LawEffectReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "effects",
                  .heading = "What it did to the score",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "country", .is_detail = true},
                                        {.name = "name"},
                                        {.name = "day"},
                                        {.name = "step", .is_detail = true},
                                        {.name = "points", .decimals = kPointDecimals},
                                        {.name = "answers"},
                                        {.name = "events", .is_detail = true}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const analysis::LawEffect& effect : report.effects)
    section.table.rows.push_back(
        {archive.countries()[effect.country.value], CountryName(archive, index, effect.country),
         effect.day.ToString(),
         CountryName(archive, index, effect.country) + ", " + LongDate(effect.day),
         CellOf(effect.points), static_cast<std::int64_t>(effect.events.size()),
         EventsText(effect.events)});
  section.paragraphs.push_back(
      section.table.rows.empty()
          ? "No answer changed because of it."
          : "Points of the score of each country on each day that the law took effect; several "
            "laws of one change share its points.");
  const bool has_points = std::ranges::any_of(
      report.effects, [](const analysis::LawEffect& effect) { return effect.points.has_value(); });
  if (has_points)
    section.chart = Chart{.kind = ChartKind::kBars,
                          .title = LawName(archive, report.law->id) + ": points of the score",
                          .description = "Bars of points, one for each country and day.",
                          .roles = {{"label", "step"}, {"points", "points"}},
                          .from = {},
                          .until = {},
                          .scale = {},
                          .bands = {}};
  return section;
}

Section AnswersSection(const LawEffectReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "answers",
                  .heading = "Which answers name it",
                  .paragraphs = {"As the cause of a change, as context, or as the law before."},
                  .table = AnswerChangesTable(/*of_one_country=*/false),
                  .chart = std::nullopt};
  for (const LawMention& mention : report.mentions)
    AppendAnswerChange(archive, index, report.scope, mention.country, mention.change,
                       section.table);
  section.table.columns.push_back({.name = "role"});
  section.table.columns.push_back({.name = "provision"});
  for (std::size_t i = 0; i < report.mentions.size(); ++i) {
    const LawMention& mention = report.mentions[i];
    section.table.rows[i].emplace_back(std::string(Name(mention.role)));
    section.table.rows[i].push_back(mention.provision.empty() ? Cell() : Cell(mention.provision));
  }
  return section;
}

}  // namespace

analysis::NodeId TellingNode(const Archive& archive, const Law& law, const ReportScope& scope) {
  const std::vector<analysis::LawEffect> effects = analysis::EffectsOf(archive, law.id, scope.node);
  if (effects.empty()) return scope.node;
  const analysis::LawEffect& first = effects.front();
  ReportScope step = scope;
  step.range = {.after = first.day.plus_days(-1), .until = first.day};
  return ComparableNode(archive, std::span(&first.country, 1), step);
}

LawEffectReport MakeLawEffectReport(const Archive& archive, const Law& law,
                                    const ReportScope& scope) {
  LawEffectReport report{.law = &law, .scope = scope};
  report.effects = analysis::EffectsOf(archive, law.id, scope.node);
  for (const CountryId country : analysis::IdsUpTo<CountryId>(archive.countries().size()))
    for (const Change& change : archive.Block(country).changes())
      for (const LawReference& reference : archive.LawsOf(*change.statement))
        if (archive.laws().CanonicalId(reference.law) == law.id)
          report.mentions.push_back({.country = country,
                                     .change = change,
                                     .role = reference.role,
                                     .provision = reference.provision});
  std::set<CountryId> countries;
  for (const analysis::LawEffect& effect : report.effects) {
    countries.insert(effect.country);
    report.changed += effect.events.size();
    if (effect.points) report.points = report.points.value_or(0) + *effect.points;
  }
  report.countries = countries.size();
  return report;
}

Document DocumentOf(const LawEffectReport& report, const Archive& archive, const Index& index) {
  std::vector<ReportedDays> days;
  for (const analysis::LawEffect& effect : report.effects)
    days.push_back({.country = effect.country, .days = {effect.day.plus_days(-1), effect.day}});
  return {.kind = "law",
          .title = LawName(archive, report.law->id) + ": what it changed",
          .subject = report.law->id,
          .lead = Lead(report, archive, index),
          .facts = {{"law", report.law->id},
                    {"node", archive.methodology().nodes[report.scope.node.value].code},
                    {"countries", static_cast<std::int64_t>(report.countries)},
                    {"changed", static_cast<std::int64_t>(report.changed)},
                    {"points", CellOf(report.points)}},
          .sections = {LawSection(*report.law, index), EffectsSection(report, archive, index),
                       AnswersSection(report, archive, index)},
          .source = SourceWords(archive, index, report.scope),
          .scale = archive.methodology().scale,
          .decimals = archive.methodology().decimals,
          .observations = SdmxReportedScores(archive, report.scope.node, days)};
}

}  // namespace lawtrace::report
