// The pictures of shared links: the same documents as the pages, drawn.
#include <algorithm>
#include <array>
#include <utility>

#include "model/number.h"
#include "report/documents/overview.h"
#include "report/documents/report_answers.h"
#include "report/render/outlines.h"
#include "report/render/words.h"
#include "service/http/problem.h"
#include "service/page/overview_question.h"
#include "service/page/page_question.h"
#include "service/page/pages.h"
#include "service/page/social_card.h"

namespace lawtrace::service {
namespace {

using report::Document;

// As PNG, or as SVG if the call asks for that by `format`.
Response Picture(const Call& call, const SocialCard& card) {
  const bool is_svg = call.Value("format") == "svg";
  Response response = TextResponse(200, is_svg ? "image/svg+xml" : "image/png",
                                   DrawCard(card, is_svg ? CardFormat::kSvg : CardFormat::kPng));
  response.With("Cache-Control", "public, max-age=300")
      .With("Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .With("Cross-Origin-Resource-Policy", "cross-origin");  // Other sites show it with a link.
  return response;
}

// The steps of the section `history`, which has the columns day and score, if it is of one series.
void AddSteps(const Document& document, SocialCard& card) {
  for (const report::Section& section : document.sections) {
    if (section.part != "history" || !section.chart) continue;
    std::size_t day = section.table.columns.size();
    std::size_t score = day;
    for (std::size_t c = 0; c < section.table.columns.size(); ++c) {
      if (section.table.columns[c].name == "day") day = c;
      if (section.table.columns[c].name == "score") score = c;
      if (section.table.columns[c].name == "name") return;
    }
    for (const auto& row : section.table.rows) {
      const auto* text = day < row.size() ? std::get_if<std::string>(&row[day]) : nullptr;
      const auto* value = score < row.size() ? std::get_if<double>(&row[score]) : nullptr;
      if (text == nullptr || value == nullptr) continue;
      if (const Result<Day> parsed = Day::Parse(*text)) card.steps.emplace_back(*parsed, *value);
    }
    if (const Result<Day> until = Day::Parse(section.chart->until)) card.until = *until;
  }
}

// "Portugal: 83 of 100, favourable" of a country; the title of any other document.
std::string HeadlineOf(const Document& document) {
  std::string score;
  std::string band;
  for (const auto& [name, value] : document.facts) {
    if (name == "score" && std::holds_alternative<double>(value))
      score = FixedText(std::get<double>(value), document.decimals);
    if (const auto* text = std::get_if<std::string>(&value); name == "band" && text != nullptr)
      band = *text;
  }
  if (document.kind != "country" || score.empty()) return document.title;
  return document.subject + ": " + score + report::ScaleWords(document.scale) +
         (band.empty() ? "" : ", " + band);
}

Response CardOf(const Call& call, const Result<Document>& document, const Service& service) {
  if (!document) return ProblemOf(document.error());
  SocialCard card{.kicker = "LAWTRACE  ·  " + service.index().name,
                  .headline = HeadlineOf(*document),
                  .words = document->lead,
                  .scale = document->scale,
                  .source = document->source};
  AddSteps(*document, card);
  return Picture(call, card);
}

Response CountryCard(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {call.path.find("country")->second};
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return ProblemOf(asked.error());
  return CardOf(call, report::AnswerCountryReport(asked->question), service);
}

Response LawCard(const Call& call, const Service& service) {
  const Result<PageQuestion> asked = AskForPage(service, WordsOf(call));
  if (!asked) return ProblemOf(asked.error());
  return CardOf(call, report::AnswerLawReport(asked->question, call.path.find("law")->second),
                service);
}

Response ComparisonCard(const Call& call, const Service& service) {
  const std::vector<std::string> subjects = call.Values("countries");
  report::QuestionWords words = WordsOf(call);
  report::AddSubjects(subjects, service.index(), words);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return ProblemOf(asked.error());
  return CardOf(call, report::AnswerComparisonReport(asked->question, subjects), service);
}

Response EditionCard(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.at = call.path.find("edition")->second;
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return ProblemOf(asked.error());
  return CardOf(call, report::AnswerEditionReport(asked->question, words.at), service);
}

// A question of a country: its answer on the day.
Response AnswerCard(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {call.path.find("country")->second};
  words.nodes = {call.path.find("indicator")->second};
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return ProblemOf(asked.error());
  const report::Question& question = asked->question;
  if (question.indicators.empty())
    return ProblemOf({ErrorCode::kNotFound, "'" + words.nodes.front() + "' is no question"});
  const analysis::Archive& archive = *asked->archive;
  const analysis::IndicatorId id = question.indicators.front();
  const analysis::CountryId country = question.countries.front();
  const Day at = question.moment.as_of.effective;
  const auto score =
      archive.answers().ScoreOf(id, archive.Block(country).AnswerAt(id, {.effective = at}));
  const std::string& code = archive.countries()[country.value];
  const Country* entry = service.index().FindCountry(code);
  return Picture(
      call,
      {.kicker = "LAWTRACE  ·  " + service.index().name,
       .headline = archive.methodology().indicators[id.value].LabelOn(at),
       .words = (entry == nullptr ? code : entry->name) + ": " +
                (score ? archive.methodology().Printed(*score) +
                             report::ScaleWords(archive.methodology().indicators[id.value].scale) +
                             " on "
                       : std::string("no answer on ")) +
                report::LongDate(at) +
                ".\nThe evidence, the law and everything that was believed before.",
       .source = service.index().name + ", log up to item " + archive.last().ToString() + "."});
}

// A list, which has no chart.
Response ListCard(const Call& call, const Service& service, const std::string& headline,
                  const std::string& words) {
  std::string subject;
  if (const std::string written = call.Value("country"); !written.empty()) {
    const Country* country = service.index().FindCountry(written);
    subject = (country == nullptr ? written : country->name) + ": ";
  }
  return Picture(call, {.kicker = "LAWTRACE  ·  " + service.index().name,
                        .headline = subject + headline,
                        .words = words,
                        .source = service.index().name + ", log up to item " +
                                  service.snapshot()->last().ToString() + "."});
}

Response ChangesCard(const Call& call, const Service& service) {
  return ListCard(call, service, "what changed",
                  "Every answer that changed, with the law that changed it, its dates and the "
                  "evidence.");
}

Response LawsCard(const Call& call, const Service& service) {
  return ListCard(call, service, "the laws",
                  "The laws that the index names, when they took effect, and what they changed.");
}

constexpr unsigned kLand = 0xE6E8EB;
// Lowest class first, as the page's style sheet has them.
constexpr std::array<unsigned, 6> kScoreTones = {0xFFFFCC, 0xC7E9B4, 0x7FCDBB,
                                                 0x41B6C4, 0x2C7FB8, 0x253494};
constexpr std::array<unsigned, 7> kChangeTones = {0xB35806, 0xE08214, 0xFDB863, 0xD0D4D9,
                                                  0x9ECAE1, 0x4292C6, 0x084594};

unsigned ToneOf(const report::Overview& overview, std::size_t value_class) {
  if (overview.question.since) return kChangeTones[std::min<std::size_t>(value_class, 6)];
  return kScoreTones[std::min<std::size_t>(value_class, 5)];
}

std::vector<SocialCard::Shape> ShapesOf(const report::Overview& overview,
                                        const analysis::Archive& archive, Day at) {
  std::vector<SocialCard::Shape> shapes;
  for (const report::CountryOutline& outline : report::CountryOutlines()) {
    unsigned colour = kLand;
    for (std::size_t i = 0; i < overview.countries.size(); ++i) {
      if (archive.countries()[overview.countries[i].value] != outline.code) continue;
      const analysis::LeagueStep* step = StepOn(overview.series, i, at);
      if (step != nullptr && step->value)
        colour = ToneOf(overview, ClassOf(overview, archive.methodology(), *step->value));
    }
    shapes.push_back({.path = outline.world, .colour = colour});
  }
  return shapes;
}

// The first countries of the day.
std::string LeadersOf(const report::Overview& overview, Day at) {
  std::string leaders;
  for (std::size_t rank = 1; rank <= 8; ++rank)
    for (std::size_t i = 0; i < overview.countries.size(); ++i) {
      const analysis::LeagueStep* step = StepOn(overview.series, i, at);
      if (step != nullptr && step->value && step->rank == rank)
        leaders += report::RankText(*step) + "  " + overview.names[i] + "  " +
                   report::ValueText(overview, *step->value) + "\n";
    }
  if (leaders.empty()) return "No country has a score on this day.";
  return leaders + (overview.question.since ? "\nBlue: up.  Orange: down."
                                            : "\nThe darker, the more favourable.");
}

Response OverviewCard(const Call& call, const Service& service) {
  const Result<AskedOverview> asked = AskForOverview(call, service);
  if (!asked) return ProblemOf(asked.error());
  const report::Overview& overview = asked->overview;
  const analysis::Archive& archive = *asked->page.archive;
  const std::optional<Day>& since = overview.question.since;
  const std::string label =
      archive.methodology().nodes[overview.question.node.value].LabelOn(asked->at);
  return Picture(
      call, {.kicker = "LAWTRACE  ·  " + label,
             .headline = since ? report::LongDate(*since) + " to " + report::LongDate(asked->at)
                               : report::LongDate(asked->at),
             .words = LeadersOf(overview, asked->at),
             .shapes = ShapesOf(overview, archive, asked->at),
             .shapes_width = report::WorldSize().width,
             .shapes_height = report::WorldSize().height,
             .source = SourceOn(overview, archive, service.index(), asked->at)});
}

}  // namespace

void AddCardPictures(Router& router, Service& service) {
  const auto add = [&](std::string path, std::string id,
                       Response (*show)(const Call&, const Service&)) {
    router.Add({.method = "GET",
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Page",
                .summary = "The picture of a shared link",
                .is_documented = false,
                .takes_any_query = true,
                .handler = [show, &service](const Call& call) { return show(call, service); }});
  };
  add("/card/country/{country}", "drawCountry", &CountryCard);
  add("/card/law/{law}", "drawLaw", &LawCard);
  add("/card/compare", "drawComparison", &ComparisonCard);
  add("/card/country/{country}/{indicator}", "drawAnswer", &AnswerCard);
  add("/card/edition/{edition}", "drawEdition", &EditionCard);
  add("/card/changes", "drawChanges", &ChangesCard);
  add("/card/laws", "drawLaws", &LawsCard);
  add("/card/overview", "drawOverview", &OverviewCard);
}

}  // namespace lawtrace::service
