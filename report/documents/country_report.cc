#include "report/documents/country_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/league.h"
#include "report/documents/internal/report_facts.h"
#include "report/documents/internal/report_words.h"
#include "report/export/sdmx_csv.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::Change;
using analysis::IndicatorId;

std::string NameOfCountry(const CountryReport& report, const Archive& archive, const Index& index) {
  return NameOf(index, archive.countries()[report.country.value]);
}

// "0.7 by laws, 1.4 by recoding, which is no reform".
std::string SplitWords(const PointsByKind& points) {
  std::vector<std::string> parts;
  const auto add = [&](double value, const std::string& cause) {
    if (std::abs(value) >= kPrintedChange) parts.push_back(SignedPoints(value) + " " + cause);
  };
  add(points.law, "by laws named in the register");
  add(points.unattributed, "by amendments that name no law");
  add(points.recoding, "by re-scoring, which is not reform");
  add(points.coverage, "by answers that came or went");
  return Listed(parts);
}

// The last step at which the score itself moved; null if it never did.
const analysis::ScoreStep* LastMove(const CountryReport& report) {
  for (auto step = report.steps.rbegin(); step != report.steps.rend(); ++step)
    if (step->previous && step->score.score &&
        std::abs(*step->score.score - *step->previous) > analysis::kScoreTolerance)
      return &*step;
  return nullptr;
}

std::string ChangeLead(const CountryReport& report, const Archive& archive) {
  const std::string since = " since " + report.scope.from_name;
  if (!report.then.score)
    return " It had no comparable score on " + LongDate(report.scope.range.after) + ".";
  const double change = *report.now.score - *report.then.score;
  if (std::abs(change) < kPrintedChange) {
    std::string words = " It is unchanged" + since;
    if (report.amended.empty() && report.recoded.empty())
      if (const analysis::ScoreStep* move = LastMove(report))
        words += "; it last moved " + WhenWords(EffectiveDateOf(*move->changes.front().statement)) +
                 ", by " + SignedPoints(*move->score.score - *move->previous);
    return words + ".";
  }
  std::string words = " It is " + ChangeWords(change) + since;
  const std::string split = SplitWords(ByKind(report.attribution));
  if (!split.empty()) words += ": " + split;
  words += ".";
  if (const analysis::Contribution* law = LargestLaw(report.attribution))
    words += " The law that did most is " + LawName(archive, law->law) + ": " +
             SignedPoints(law->points) + ".";
  return words;
}

std::string Lead(const CountryReport& report, const Archive& archive, const Index& index) {
  const Methodology& methodology = archive.methodology();
  const std::string name = NameOfCountry(report, archive, index);
  if (!report.now.score) {
    const Moment moment{.as_of = report.scope.now(), .known_at = report.scope.known_at};
    return name + " has no score on the " + IndexWords(archive, index, report.scope) + " on " +
           LongDate(report.scope.range.until) + ": " +
           ReasonText(archive, report.country, report.scope.node, moment) + ".";
  }
  std::string lead =
      name + " scores " + methodology.Printed(*report.now.score) + ScaleWords(methodology.scale);
  const std::string_view band = methodology.BandOf(*report.now.score);
  if (!band.empty()) lead += " (" + std::string(band) + ")";
  lead += " on the " + IndexWords(archive, index, report.scope) + " on " +
          LongDate(report.scope.range.until);
  if (report.rank)
    lead += ", rank " + std::to_string(*report.rank) + " of " + std::to_string(report.ranked);
  if (report.rank && report.rank_then && *report.rank != *report.rank_then)
    lead += " (" + std::to_string(*report.rank_then) + " then)";
  return lead + "." + ChangeLead(report, archive);
}

// What made the step, as charts tell it by form: "law", "amendment" (which names no law),
// "recoding", "correction" or "coverage", the first of these that is among its changes;
// "methodology" where no answer changed but the weights did.
std::string FormOf(const analysis::ScoreStep& step, bool has_law) {
  if (has_law) return "law";
  if (step.changes.empty()) return "methodology";
  const auto any = [&](auto is) { return std::ranges::any_of(step.changes, is); };
  if (any(IsAmendment)) return "amendment";
  if (any([](const Change& change) { return change.statement->is_correction; }))
    return "correction";
  return any(IsRecoding) ? "recoding" : "coverage";
}

// "On 6 July 2018: up 1.9 points to 80.1. Act on Foreigners (23/2007)."
std::string Told(const analysis::ScoreStep& step, const std::string& form,
                 const std::string& laws) {
  TextSet when;
  for (const Change& change : step.changes) when.Add(WhenWords(EffectiveDateOf(*change.statement)));
  std::string words = when.joined();
  if (words.empty()) words = "on " + LongDate(step.day);
  words[0] = words[0] == 'o' ? 'O' : 'I';
  words += ": " + ChangeWords(*step.score.score - *step.previous) + " to " +
           CellText(*step.score.score, {.name = "score", .decimals = 1}) + ". ";
  if (form == "law") return words + laws + ".";
  if (form == "amendment") return words + "An amendment that names no law.";
  if (form == "correction") return words + "A correction of what was believed; no reform.";
  if (form == "methodology") return words + "The index weighs its parts otherwise; no reform.";
  if (form == "recoding") return words + "Scored otherwise by a later edition; no reform.";
  return words + "Answers came or went; no reform.";
}

// Each step, with a number for those that laws made.
Section HistorySection(const CountryReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "history",
                  .heading = "The score over time",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "mark"},
                                        {.name = "day"},
                                        {.name = "score", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "kinds"},
                                        {.name = "laws"},
                                        {.name = "law_ids", .is_detail = true},
                                        {.name = "form", .is_detail = true},
                                        {.name = "told", .is_detail = true}},
                            .rows = {}},
                  .chart = std::nullopt};
  std::int64_t marks = 0;
  for (const analysis::ScoreStep& step : report.steps) {
    std::vector<std::string> kinds;
    std::vector<std::string> laws;
    TextSet law_ids;
    const auto add = [](std::vector<std::string>& words, const std::string& word) {
      if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(word);
    };
    for (const Change& change : step.changes) {
      add(kinds, std::string(Name(change.statement->kind)));
      add(laws, CauseNames(archive, *change.statement));
      for (const LawReference& reference : archive.LawsOf(*change.statement))
        if (reference.role == LawRole::kCause)
          law_ids.Add(archive.laws().CanonicalId(reference.law));
    }
    std::string law_text;
    for (const std::string& law : laws) law_text += (law_text.empty() ? "" : "; ") + law;
    const bool has_change = step.previous && step.score.score;
    const bool is_marked = !laws.empty() && has_change;
    const std::string form = FormOf(step, !laws.empty());
    section.table.rows.push_back(
        {is_marked ? Cell(++marks) : Cell(), step.day.ToString(), CellOf(step.score.score),
         has_change ? Cell(*step.score.score - *step.previous) : Cell(), Listed(kinds), law_text,
         law_ids.joined(), form, has_change ? Cell(Told(step, form, law_text)) : Cell()});
  }
  section.paragraphs.push_back(
      "Each step is a day on which an answer changed. Numbers mark steps that laws made; the table "
      "names the laws. A hollow square is an answer that a later edition scored otherwise, a "
      "hollow "
      "diamond a correction: neither is reform. A law of which only the year is known counts from "
      "the year's last day.");
  section.chart = Chart{
      .kind = ChartKind::kSteps,
      .title = NameOfCountry(report, archive, index) + ": " + NodeLabel(archive, report.scope),
      .description = "Step chart of the score from its first day to " +
                     LongDate(report.scope.range.until) + ", " +
                     CountWords(report.steps.size(), "step") + ", " +
                     CountWords(static_cast<std::size_t>(marks), "mark") + " of laws.",
      .roles = {{"mark", "mark"},
                {"day", "day"},
                {"score", "score"},
                {"change", "change"},
                {"form", "form"},
                {"told", "told"}},
      .from = {},
      .until = report.scope.range.until.ToString(),
      .scale = {},
      .bands = archive.methodology().bands};
  return section;
}

Section AreasSection(const CountryReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "areas",
                  .heading = "Areas then and now",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "code", .is_detail = true},
                                        {.name = "area"},
                                        {.name = "then", .decimals = 1},
                                        {.name = "now", .decimals = 1},
                                        {.name = "change", .decimals = kPointDecimals},
                                        {.name = "answered"},
                                        {.name = "indicators"},
                                        {.name = "oldest_answer"}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const PartScore& part : PartScores(archive, report.country, report.scope))
    section.table.rows.push_back({part.code, part.label, CellOf(part.then), CellOf(part.now),
                                  part.then && part.now ? Cell(*part.now - *part.then) : Cell(),
                                  part.answered, part.indicators, DayCell(part.oldest)});
  section.chart =
      Chart{.kind = ChartKind::kThenAndNow,
            .title = NameOfCountry(report, archive, index) + ": areas then and now",
            .description = "Score of each area on " + LongDate(report.scope.range.after) +
                           " and on " + LongDate(report.scope.range.until) + ".",
            .roles = {{"label", "area"}, {"then", "then"}, {"now", "now"}},
            .from = LongDate(report.scope.range.after),
            .until = LongDate(report.scope.range.until),
            .scale = {},
            .bands = {}};
  return section;
}

// The steps of each area, to be seen side by side.
Section AreaHistorySection(const CountryReport& report, const Archive& archive,
                           const Index& index) {
  Section section{.part = "areas_history",
                  .heading = "Areas over time",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "code", .is_detail = true},
                                        {.name = "area"},
                                        {.name = "day"},
                                        {.name = "score", .decimals = 1}},
                            .rows = {}},
                  .chart = std::nullopt};
  const Day until = report.scope.range.until;
  const Methodology& methodology = archive.methodology();
  for (const std::string& code : methodology.nodes[report.scope.node.value].children) {
    const auto node = archive.evaluator().FindNode(code);
    if (!node) continue;
    for (const analysis::ScoreStep& step :
         analysis::ScoreHistory(archive.evaluator(), archive.Block(report.country), *node)) {
      if (step.day > until || (step.previous && step.previous == step.score.score)) continue;
      section.table.rows.push_back({code, methodology.nodes[node->value].LabelOn(until),
                                    step.day.ToString(), CellOf(step.score.score)});
    }
  }
  section.chart = Chart{.kind = ChartKind::kSteps,
                        .title = NameOfCountry(report, archive, index) + ": areas over time",
                        .description = "One step chart for each area, on one scale.",
                        .roles = {{"name", "area"}, {"day", "day"}, {"score", "score"}},
                        .from = {},
                        .until = until.ToString(),
                        .scale = {},
                        .bands = {}};
  return section;
}

Section LawsSection(const CountryReport& report, const Archive& archive, const Index& index) {
  Section section{.part = "laws",
                  .heading = "What moved the score",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "kind"},
                                        {.name = "law", .is_detail = true},
                                        {.name = "what"},
                                        {.name = "points", .decimals = kPointDecimals},
                                        {.name = "events", .is_detail = true}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const analysis::Contribution& c : report.attribution.contributions) {
    std::string what = LawName(archive, c.law);
    if (c.kind == analysis::ContributionKind::kUnattributed) what = "Amendments that name no law";
    if (c.kind == analysis::ContributionKind::kRecoding) what = "Re-scoring by another edition";
    if (c.kind == analysis::ContributionKind::kCoverage) what = "Answers that came or went";
    section.table.rows.push_back({std::string(Name(c.kind)), c.law.empty() ? Cell() : Cell(c.law),
                                  std::move(what), c.points, EventsText(c.events)});
  }
  section.paragraphs.push_back(section.table.rows.empty()
                                   ? "Nothing moved the score since " + report.scope.from_name + "."
                                   : "Points of each law since " + report.scope.from_name +
                                         ". They add up to the change.");
  section.chart = Chart{.kind = ChartKind::kBars,
                        .title = NameOfCountry(report, archive, index) +
                                 ": points of the score by law since " + report.scope.from_name,
                        .description = "Bars of points, one for each law or other cause.",
                        .roles = {{"label", "what"}, {"points", "points"}},
                        .from = {},
                        .until = {},
                        .scale = {},
                        .bands = {}};
  return section;
}

Section ChangesSection(const CountryReport& report, const Archive& archive, const Index& index,
                       bool of_recodings) {
  Section section{.part = of_recodings ? "recodings" : "amendments",
                  .heading = of_recodings ? "Re-scored, not reformed" : "What laws changed",
                  .paragraphs = {},
                  .table = AnswerChangesTable(/*of_one_country=*/true),
                  .chart = std::nullopt};
  const std::vector<Change>& changes = of_recodings ? report.recoded : report.amended;
  for (const Change& change : changes)
    AppendAnswerChange(archive, index, report.scope, report.country, change, section.table);
  const std::string since = " since " + report.scope.from_name;
  if (changes.empty()) {
    section.paragraphs.push_back(
        (of_recodings ? "No answer was re-scored" : "No law changed an answer") + since + ".");
  } else if (of_recodings) {
    section.paragraphs.push_back(
        CountWords(changes.size(), "answer") + " stated otherwise by a later edition" + since +
        ", without a law. They move the score but are no change of policy.");
  } else {
    section.paragraphs.push_back(CountWords(changes.size(), "answer") + " changed by amendment" +
                                 since + ". The law took effect within the bounds given.");
  }
  return section;
}

Section MissingSection(const CountryReport& report, const Archive& archive) {
  Section section{.part = "missing",
                  .heading = "What is missing",
                  .paragraphs = {},
                  .table = {.columns = {{.name = "area"},
                                        {.name = "indicator", .is_detail = true},
                                        {.name = "question"},
                                        {.name = "reason"}},
                            .rows = {}},
                  .chart = std::nullopt};
  for (const IndicatorId id : report.unanswered) {
    const Indicator& indicator = archive.methodology().indicators[id.value];
    const Cell answer =
        AnswerCell(archive, id, archive.Block(report.country).AnswerAt(id, report.scope.now()));
    const std::string* reason = std::get_if<std::string>(&answer);
    std::string words = reason == nullptr ? "no answer" : *reason;
    std::ranges::replace(words, '_', ' ');
    section.table.rows.push_back({PartOf(archive, report.scope, id), indicator.code,
                                  indicator.LabelOn(report.scope.range.until), std::move(words)});
  }
  section.paragraphs.push_back(std::to_string(report.now.answered) + " of " +
                               CountWords(report.now.indicators, "indicator") +
                               " have an answer that counts.");
  return section;
}

Section AgeSection(const CountryReport& report) {
  Section section{.part = "age",
                  .heading = "How old the answers are",
                  .paragraphs = {"The year in which each answer was last seen to hold."},
                  .table = {.columns = {{.name = "last_seen"}, {.name = "answers"}}, .rows = {}},
                  .chart = std::nullopt};
  for (const auto& [year, count] : report.last_seen)
    section.table.rows.push_back({std::to_string(year), static_cast<std::int64_t>(count)});
  return section;
}

Cell RankCell(const std::optional<std::size_t>& rank) {
  return rank ? Cell(static_cast<std::int64_t>(*rank)) : Cell();
}

Cell BandCell(const Archive& archive, const std::optional<double>& score) {
  return score ? Cell(std::string(archive.methodology().BandOf(*score))) : Cell();
}

std::optional<double> ChangeOf(const CountryReport& report) {
  if (!report.now.score || !report.then.score) return std::nullopt;
  return *report.now.score - *report.then.score;
}

}  // namespace

CountryReport MakeCountryReport(const Archive& archive, analysis::CountryId country,
                                std::span<const analysis::CountryId> peers,
                                const ReportScope& scope) {
  CountryReport report{.country = country, .scope = scope};
  const analysis::CountryBlock& block = archive.Block(country);
  report.then = block.ScoreAt(scope.node, scope.then());
  report.now = block.ScoreAt(scope.node, scope.now());
  const auto ranks = Ranks(archive, peers, scope, scope.now());
  const auto ranks_then = Ranks(archive, peers, scope, scope.then());
  report.ranked = ranks.size();
  if (const auto rank = ranks.find(country); rank != ranks.end()) report.rank = rank->second;
  if (const auto rank = ranks_then.find(country); rank != ranks_then.end())
    report.rank_then = rank->second;
  report.steps = analysis::ScoreHistory(archive.evaluator(), block, scope.node);
  std::erase_if(report.steps, [&](const analysis::ScoreStep& step) {
    return step.day > scope.range.until || !step.score.score;
  });
  report.attribution = analysis::Attribute(archive, block, scope.node, scope.range);

  const std::span<const IndicatorId> below = archive.evaluator().IndicatorsBelow(scope.node);
  for (const Change& change : analysis::ChangesIn(block, scope.range)) {
    if (!std::ranges::binary_search(below, change.statement->indicator)) continue;
    if (change.old_answer == analysis::kNoAnswer) continue;
    if (IsAmendment(change)) report.amended.push_back(change);
    if (IsRecoding(change)) report.recoded.push_back(change);
  }
  for (const IndicatorId indicator : below) {
    const analysis::AnswerId answer = block.AnswerAt(indicator, scope.now());
    if (!archive.answers().ScoreOf(indicator, answer)) {
      report.unanswered.push_back(indicator);
    } else if (const auto seen = block.LastSeen(indicator, scope.now())) {
      ++report.last_seen[seen->year()];
    }
  }
  return report;
}

Document DocumentOf(const CountryReport& report, const Archive& archive, const Index& index) {
  const std::string name = NameOfCountry(report, archive, index);
  Document document{.kind = "country",
                    .title = name + ": " + index.name,
                    .subject = name,
                    .lead = Lead(report, archive, index),
                    .facts = {{"country", archive.countries()[report.country.value]},
                              {"name", name},
                              {"node", archive.methodology().nodes[report.scope.node.value].code},
                              {"from", report.scope.range.after.ToString()},
                              {"to", report.scope.range.until.ToString()},
                              {"known_at", DayCell(report.scope.known_at)},
                              {"score", CellOf(report.now.score)},
                              {"score_then", CellOf(report.then.score)},
                              {"change", CellOf(ChangeOf(report))},
                              {"band", BandCell(archive, report.now.score)},
                              {"rank", RankCell(report.rank)},
                              {"rank_then", RankCell(report.rank_then)},
                              {"ranked", static_cast<std::int64_t>(report.ranked)}},
                    .sections = {},
                    .source = SourceWords(archive, index, report.scope),
                    .scale = archive.methodology().scale,
                    .decimals = archive.methodology().decimals,
                    .observations = SdmxThenAndNow(archive, report.scope, {&report.country, 1})};
  document.sections.push_back(HistorySection(report, archive, index));
  document.sections.push_back(AreasSection(report, archive, index));
  document.sections.push_back(AreaHistorySection(report, archive, index));
  document.sections.push_back(LawsSection(report, archive, index));
  document.sections.push_back(ChangesSection(report, archive, index, /*of_recodings=*/false));
  document.sections.push_back(ChangesSection(report, archive, index, /*of_recodings=*/true));
  document.sections.push_back(MissingSection(report, archive));
  document.sections.push_back(AgeSection(report));
  return document;
}

}  // namespace lawtrace::report
