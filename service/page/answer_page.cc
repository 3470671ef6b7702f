// One answer of a country: its options, the evidence, and everything that was ever believed.
#include <algorithm>
#include <utility>

#include "model/web_address.h"
#include "report/question/history_tables.h"
#include "report/render/words.h"
#include "service/core/recorded_events.h"
#include "service/page/page_citation.h"
#include "service/page/page_frame.h"
#include "service/page/page_question.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;
using report::RecordedEvent;

struct AskedAnswer {
  const PageQuestion& page;
  analysis::IndicatorId id;
  std::string country;  // Code.
  std::string name;     // Of the country.

  const Indicator& indicator() const { return page.archive->methodology().indicators[id.value]; }
  std::string ScoreText(double score) const { return page.archive->methodology().Printed(score); }
};

// The options of the indicator, the chosen one told apart by a word and not by its look alone.
void WriteOptions(const AskedAnswer& asked, HtmlWriter& html) {
  const analysis::Archive& archive = *asked.page.archive;
  const AsOf now{.effective = asked.page.question.moment.as_of.effective};
  const analysis::AnswerId answer =
      archive.Block(asked.page.question.countries.front()).AnswerAt(asked.id, now);
  const std::optional<Answer>& chosen = archive.answers().AnswerOf(asked.id, answer);
  const auto score = archive.answers().ScoreOf(asked.id, answer);
  html.Element("h2", "The options");
  html.Open("ul", {{"class", "options"}});
  bool is_listed = false;
  for (const Option& option : asked.indicator().options) {
    const bool is_chosen = chosen && chosen->code() == option.code;
    is_listed |= is_chosen;
    const std::string points =
        asked.ScoreText(option.score) + report::ScaleWords(asked.indicator().scale);
    html.Open("li", {{"class", is_chosen ? "chosen" : "other"}});
    if (is_chosen) html.Element("strong", "In force: ");
    if (option.label.empty() && option.code == asked.ScoreText(option.score)) {
      html.Text(points);
    } else {
      html.Text(option.code + (option.label.empty() ? "" : ": " + option.label) + " (" + points +
                ")");
    }
    html.Close();
  }
  html.Close();
  if (!is_listed)
    html.Element("p",
                 score ? "In force: " + asked.ScoreText(*score) + ", which is none of the options."
                       : std::string("No answer is in force on this day."));
}

// "from 6 July 2018"; "from some day between 1 January 2018 and 31 December 2018, ...".
std::string WhenText(const Event& event) {
  if (!event.effective) return "from a day that is not known yet";
  const PartialDate& date = *event.effective;
  if (date.earliest() == date.latest()) return "from " + report::LongDate(date.earliest());
  return "from some day between " + report::LongDate(date.earliest()) + " and " +
         report::LongDate(date.latest()) + ", counted from the last";
}

// What the statement says of the answer, in words.
std::string SaysText(const RecordedEvent& recorded) {
  const Event& event = recorded.event;
  const std::string answer = event.answer ? event.answer->ToString() : std::string();
  switch (event.kind) {
    case EventKind::kCoding:
      return "First coded: " + answer;
    case EventKind::kConfirmation:
      return "Seen again: " + answer;
    case EventKind::kAmendment:
      return "Amended by law: " + answer + " " + WhenText(event);
    case EventKind::kRecoding:
      return "Coded otherwise, no reform: " + answer;
    case EventKind::kCorrection:
      return "Corrected: " + answer + " " + WhenText(event);
    case EventKind::kRetraction:
      return "Withdrawn";
    case EventKind::kProposal:
      return "Proposed in a bill: " + answer;
  }
  return {};
}

void WriteLaws(const AskedAnswer& asked, const Event& event, HtmlWriter& html) {
  if (event.laws.empty()) return;
  html.Open("ul");
  for (const LawReference& reference : event.laws) {
    html.Open("li");
    html.Text(reference.role == LawRole::kCause     ? "Changed by "
              : reference.role == LawRole::kContext ? "In force besides: "
                                                    : "Held before: ");
    html.Element("a", LawName(*asked.page.archive, reference.law),
                 {{"href", "/law/" + PercentEncoded(reference.law)}});
    if (!reference.provision.empty()) html.Text(reference.provision);
    html.Close();
  }
  html.Close();
}

// Where the statement is from and what became of it.
void WriteOrigin(const RecordedEvent& recorded, HtmlWriter& html) {
  const Event& event = recorded.event;
  html.Open("p", {{"class", "notice"}});
  std::string words = "Statement " + event.sequence.ToString() + ", recorded on " +
                      report::LongDate(recorded.recorded_at.day());
  if (!recorded.author.empty()) words += " by " + recorded.author;
  if (event.observed) words += ", as of " + report::LongDate(*event.observed);
  if (!event.evidence.document.empty()) words += ", from " + event.evidence.document;
  if (!event.evidence.place.empty()) words += " " + event.evidence.place;
  if (event.supersedes) words += "; it replaces statement " + event.supersedes->ToString();
  if (event.counts_as) words += " and counts as " + std::string(Name(*event.counts_as));
  html.Text(words + ". ");
  if (IsWebAddress(event.evidence.url))
    html.Element("a", "Source", {{"href", event.evidence.url}, {"rel", "nofollow"}});
  html.Close();
}

void WriteStatement(const AskedAnswer& asked, const RecordedEvent& recorded, HtmlWriter& html) {
  const Event& event = recorded.event;
  html.Open("li", {{"class", recorded.superseded_by ? "statement superseded" : "statement"}});
  html.Open("h3");
  html.Element("span", MarkOf(event.kind), {{"aria-hidden", "true"}, {"class", "form"}});
  html.Text(" ");
  if (recorded.superseded_by) {
    html.Element("s", SaysText(recorded));
    html.Text(" – replaced by statement " + recorded.superseded_by->ToString());
  } else {
    html.Text(SaysText(recorded));
  }
  html.Close();
  WriteLaws(asked, event, html);
  if (!event.evidence.comment.empty())
    html.Element("blockquote", event.evidence.comment, {{"lang", "und"}});
  WriteOrigin(recorded, html);
  html.Close();
}

bool IsRepeated(const RecordedEvent& recorded) {
  return recorded.event.kind == EventKind::kConfirmation && !recorded.superseded_by;
}

// Latest first; sightings of the same answer in a row are folded.
void WriteStatements(const AskedAnswer& asked, const std::vector<RecordedEvent>& events,
                     HtmlWriter& html) {
  html.Open("ol", {{"class", "statements"}, {"reversed", "reversed"}});
  for (std::size_t end = events.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (IsRepeated(events[end - 1]) && begin > 0 && IsRepeated(events[begin - 1]) &&
           events[begin - 1].event.answer == events[end - 1].event.answer)
      --begin;
    if (end - begin == 1) {
      WriteStatement(asked, events[begin], html);
      end = begin;
      continue;
    }
    const Event& first = events[begin].event;
    const Event& last = events[end - 1].event;
    std::string words = "Seen again " + std::to_string(end - begin) +
                        " times: " + (first.answer ? first.answer->ToString() : std::string());
    if (first.observed && last.observed)
      words +=
          ", from " + report::LongDate(*first.observed) + " to " + report::LongDate(*last.observed);
    html.Open("li", {{"class", "statement"}});
    html.Open("details");
    html.Element("summary", words);
    html.Open("ol", {{"class", "statements"}, {"reversed", "reversed"}});
    while (end > begin) WriteStatement(asked, events[--end], html);
    html.Close();
    html.Close();
    html.Close();
  }
  html.Close();
}

void WriteAnswer(const AskedAnswer& asked, const std::vector<RecordedEvent>& events,
                 HtmlWriter& html) {
  const Day at = asked.page.question.moment.as_of.effective;
  html.Open("p", {{"class", "crumbs"}});
  html.Element("a", asked.name, {{"href", "/country/" + PercentEncoded(asked.country)}});
  html.Close();
  html.Element("h1", asked.indicator().LabelOn(at));
  html.Element("p", "Question " + asked.indicator().code + ", on " + report::LongDate(at) + ".",
               {{"class", "notice"}});
  html.Open("p", {{"class", "actions"}});
  html.Element("a", "Be told when this changes",
               {{"href", Address("/subscribe", {{"country", asked.country},
                                                {"indicator", asked.indicator().code}})}});
  html.Element("a", "What would a reform do?",
               {{"href", Address("/scenario", {{"country", asked.country}})}});
  html.Close();
  WriteOptions(asked, html);
  html.Element("h2", "What was believed, and why");
  html.Element("p",
               "Every statement on record, latest first. One that was corrected, withdrawn or "
               "coded again stays. ● a law changed the answer; hollow marks are no reform: △ seen "
               "by a coder, □ coded otherwise, ◇ a correction.");
  WriteStatements(asked, events, html);
}

Response ShowAnswer(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {call.path.find("country")->second};
  words.nodes = {call.path.find("indicator")->second};
  if (const Status known = RequireCountry(service.index(), words.countries.front()); !known)
    return FaultPage(known.error(), service);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return FaultPage(asked.error(), service);
  if (asked->question.indicators.empty())
    return FaultPage({ErrorCode::kNotFound, "'" + words.nodes.front() +
                                                "' is a score, not a question; open the country's "
                                                "page with ?node=" +
                                                words.nodes.front()},
                     service);
  AskedAnswer answer{
      .page = *asked,
      .id = asked->question.indicators.front(),
      .country = asked->archive->countries()[asked->question.countries.front().value],
      .name = {}};
  const Country* country = service.index().FindCountry(answer.country);
  answer.name = country == nullptr ? answer.country : country->name;
  const std::string& code = answer.indicator().code;
  const auto events = FindEvents(service.log(), asked->archive->last(), [&](const Event& event) {
    return event.country == answer.country && event.indicator == code;
  });
  if (!events) return FaultPage(events.error(), service);
  if (auto data = AsData(call, report::EventTable(*events))) return *data;
  const NamedValues query = QueryOf(call, {"at", "known_at"});
  const std::string address =
      Address("/country/" + PercentEncoded(answer.country) + "/" + code, query);
  const Day at = asked->question.moment.as_of.effective;
  Page page{.title = answer.name + ": " + answer.indicator().LabelOn(at),
            .description = "The answer of " + answer.name +
                           " to this question, its evidence, and what was believed before.",
            .address = address,
            .section = "/",
            .card = "/card" + address,
            .downloads = TableDownloads(address),
            .feed = FeedPath({.node = code}),
            .source = service.index().name + ", log up to item " +
                      asked->archive->last().ToString() + ".",
            .live = LiveStream(*asked, answer.country)};
  const auto token = CiteChanges(service, *asked,
                                 {.countries = {answer.country},
                                  .nodes = {code},
                                  .range = {.after = Day::Of(1900, 1, 1), .until = at},
                                  .with_codings = true});
  if (token) page.citation = *token;
  return PageResponse(page, service.index().name, service.public_url(),
                      [&](HtmlWriter& html) { WriteAnswer(answer, *events, html); });
}

}  // namespace

void AddAnswerPage(Router& router, Service& service) {
  router.Add({.method = "GET",
              .path = "/country/{country}/{indicator}",
              .id = "showAnswer",
              .tag = "Page",
              .summary = "One answer's evidence and life",
              .is_documented = false,
              .takes_any_query = true,
              .handler = [&service](const Call& call) { return ShowAnswer(call, service); }});
}

}  // namespace lawtrace::service
