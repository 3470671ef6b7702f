// Views that tell a document: a country, a law, a comparison, an edition.
#include <algorithm>
#include <utility>

#include "report/documents/report_answers.h"
#include "report/question/history_tables.h"
#include "report/render/document_json.h"
#include "report/render/document_text.h"
#include "report/render/words.h"
#include "service/core/recorded_events.h"
#include "service/http/problem.h"
#include "service/page/page_citation.h"
#include "service/page/page_frame.h"
#include "service/page/page_question.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

using report::Document;
using report::HtmlWriter;

std::string Segment(const Call& call, std::string_view name) {
  const auto found = call.path.find(name);
  return found == call.path.end() ? std::string() : found->second;
}

std::string With(std::string address, const std::string& name, const std::string& value) {
  address += (address.find('?') == std::string::npos ? "?" : "&") + name + "=" + value;
  return address;
}

// The document as JSON or CSV, if the call asks for one of them.
std::optional<Response> AsData(const Call& call, const Document& document) {
  const std::string format = call.Value("format");
  if (format == "json") return JsonResponse(200, report::RenderDocumentJson(document));
  if (format != "csv") return std::nullopt;
  const Result<std::string> csv = report::RenderPartCsv(document, call.Value("part"));
  if (!csv) return ProblemOf(csv.error());
  return TextResponse(200, "text/csv; charset=utf-8", *csv);
}

// The page of a document; `address` leads to it.
Page PageOf(const Document& document, const std::string& address, const std::string& section) {
  Page page{.title = document.title,
            .description = document.lead,
            .address = address,
            .section = section,
            .source = document.source,
            .scripts = {"charts.js"}};
  page.downloads.emplace_back("JSON", With(address, "format", "json"));
  for (const report::Section& part : document.sections)
    if (!part.table.rows.empty())
      page.downloads.emplace_back("CSV: " + part.heading,
                                  With(With(address, "format", "csv"), "part", part.part));
  return page;
}

// The text of the document's fact; empty if it has none.
std::string FactOf(const Document& document, std::string_view name) {
  for (const auto& [fact, value] : document.facts)
    if (const auto* text = std::get_if<std::string>(&value); fact == name && text != nullptr)
      return *text;
  return {};
}

// Overall scores and the areas below them.
std::vector<Choice> NodeChoices(const PageQuestion& asked) {
  const Methodology& methodology = asked.archive->methodology();
  std::vector<Choice> nodes = {{.value = "", .label = "The score that compares best", .group = {}}};
  const Node* headline = methodology.FindNode(methodology.headline);
  for (const Node& node : methodology.nodes)
    if (node.level == headline->level ||
        std::ranges::find(headline->children, node.code) != headline->children.end())
      nodes.push_back({.value = node.code,
                       .label = node.LabelOn(asked.question.moment.as_of.effective),
                       .group = {}});
  std::ranges::stable_sort(nodes, {}, [&](const Choice& choice) {
    const Node* node = methodology.FindNode(choice.value);
    return node == nullptr ? 0 : node->level == headline->level ? 1 : 2;
  });
  return nodes;
}

// Which days and which score the view speaks of.
void WriteScopeForm(const Call& call, const PageQuestion& asked, const std::string& path,
                    HtmlWriter& html) {
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", path}});
  WriteSelect("node", "Score", NodeChoices(asked), call.Value("node"), html);
  WriteInput("from", "Since", "date", call.Value("from"), html);
  WriteInput("at", "Until", "date", call.Value("at"), html);
  WriteInput("known_at", "As known on", "date", call.Value("known_at"), html);
  html.Element("button", "Show", {{"type", "submit"}});
  html.Close();
}

// Bills that are recorded for the country and were not withdrawn; they count in no score.
void WriteProposals(const Service& service, const PageQuestion& asked, const std::string& country,
                    HtmlWriter& html) {
  const auto events = FindEvents(service.log(), asked.archive->last(), [&](const Event& event) {
    return event.kind == EventKind::kProposal && event.country == country;
  });
  html.Open("section", {{"id", "proposals"}, {"aria-labelledby", "proposals-heading"}});
  html.Element("h2", "Pending proposals", {{"id", "proposals-heading"}});
  std::vector<report::RecordedEvent> pending;
  if (events)
    std::ranges::copy_if(*events, std::back_inserter(pending),
                         [](const auto& recorded) { return !recorded.superseded_by; });
  html.Element("p", pending.empty()
                        ? "No bill is recorded. Proposals count in no score until they are law."
                        : "Bills on record. They count in no score until they are law.");
  if (!pending.empty()) html.Open("ul");
  for (const report::RecordedEvent& recorded : pending) {
    const Event& event = recorded.event;
    const auto id = asked.archive->evaluator().FindIndicator(event.indicator);
    const std::string label =
        id ? asked.archive->methodology().indicators[id->value].LabelOn(asked.question.today)
           : event.indicator;
    html.Open("li");
    html.Element("a", label,
                 {{"href", "/country/" + PercentEncoded(country) + "/" + event.indicator}});
    html.Text(": would become " + (event.answer ? event.answer->ToString() : std::string("open")) +
              (event.effective ? " from " + event.effective->ToString() : "") + ". " +
              event.evidence.comment);
    html.Close();
  }
  if (!pending.empty()) html.Close();
  html.Open("p");
  html.Element("a", "See what a bill would do to the score",
               {{"href", "/scenario?country=" + PercentEncoded(country)}});
  html.Close();
  html.Close();
}

// The answers in force, each leading to its options, evidence and history.
void WriteAnswers(const PageQuestion& asked, const std::string& country, HtmlWriter& html) {
  const analysis::Archive& archive = *asked.archive;
  const Methodology& methodology = archive.methodology();
  const analysis::CountryBlock& block = archive.Block(asked.question.countries.front());
  const AsOf now{.effective = asked.question.moment.as_of.effective};
  html.Open("section", {{"id", "answers"}, {"aria-labelledby", "answers-heading"}});
  html.Element("h2", "Every answer", {{"id", "answers-heading"}});
  html.Element("p",
               "Open a question to see its options, the evidence, and what was believed before.");
  const Node* headline = methodology.FindNode(methodology.headline);
  for (const std::string& child : headline->children) {
    const auto node = archive.evaluator().FindNode(child);
    if (!node) continue;
    html.Open("details", {{"class", "answers"}});
    html.Element("summary", methodology.nodes[node->value].LabelOn(now.effective));
    html.Open("ul");
    for (const analysis::IndicatorId id : archive.evaluator().IndicatorsBelow(*node)) {
      const Indicator& indicator = methodology.indicators[id.value];
      const analysis::AnswerId answer = block.AnswerAt(id, now);
      const auto score = archive.answers().ScoreOf(id, answer);
      html.Open("li");
      html.Element("a", indicator.LabelOn(now.effective),
                   {{"href", "/country/" + PercentEncoded(country) + "/" + indicator.code}});
      html.Element("span",
                   score ? report::CellText(*score, {.name = "score", .decimals = 0})
                         : std::string("no answer"),
                   {{"class", "score"}});
      html.Close();
    }
    html.Close();
    html.Close();
  }
  html.Close();
}

Response ShowCountry(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {Segment(call, "country")};
  if (const Status known = RequireCountry(service.index(), words.countries.front()); !known)
    return FaultPage(known.error(), service);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return FaultPage(asked.error(), service);
  const Result<Document> document = report::AnswerCountryReport(asked->question);
  if (!document) return FaultPage(document.error(), service);
  if (auto data = AsData(call, *document)) return *data;
  const std::string& code = asked->archive->countries()[asked->question.countries.front().value];
  const std::string path = "/country/" + PercentEncoded(code);
  const NamedValues query = QueryOf(call, {"node", "from", "at", "known_at"});
  Page page = PageOf(*document, Address(path, query), "/");
  page.card = Address("/card" + path, query);
  page.feed = FeedPath({.country = code});
  page.live = LiveStream(*asked, code);
  if (const auto token = CiteScores(service, *asked, {code}, {FactOf(*document, "node")}))
    page.citation = *token;
  return PageResponse(page, service.index().name, service.public_url(), [&](HtmlWriter& html) {
    report::WriteHeading(*document, html);
    html.Open("p", {{"class", "actions"}});
    html.Element("a", "Be told when this changes",
                 {{"href", "/subscribe?country=" + PercentEncoded(code)}});
    html.Element("a", "All changes", {{"href", "/changes?country=" + PercentEncoded(code)}});
    html.Element("a", "What would a reform do?",
                 {{"href", "/scenario?country=" + PercentEncoded(code)}});
    html.Close();
    html.Open("details", {{"class", "scope"}});
    html.Element("summary", "Other days or another score");
    WriteScopeForm(call, *asked, path, html);
    html.Close();
    report::WriteSections(*document, LinkOfCell, html);
    WriteProposals(service, *asked, code, html);
    WriteAnswers(*asked, code, html);
  });
}

Response ShowLaw(const Call& call, const Service& service) {
  const Result<PageQuestion> asked = AskForPage(service, WordsOf(call));
  if (!asked) return FaultPage(asked.error(), service);
  const std::string id = Segment(call, "law");
  const Result<Document> document = report::AnswerLawReport(asked->question, id);
  if (!document) return FaultPage(document.error(), service);
  if (auto data = AsData(call, *document)) return *data;
  const NamedValues query = QueryOf(call, {"node", "at", "known_at"});
  const std::string path = "/law/" + PercentEncoded(id);
  Page page = PageOf(*document, Address(path, query), "/laws");
  page.card = Address("/card" + path, query);
  page.feed = FeedPath({.law = std::string(asked->archive->laws().CanonicalId(id))});
  page.live = LiveStream(*asked, {});
  const Law* law = asked->archive->laws().Find(id);
  std::vector<std::string> countries;
  if (law != nullptr && asked->archive->FindCountry(law->country)) countries = {law->country};
  const auto token = CiteChanges(
      service, *asked,
      {.countries = countries,
       .nodes = {},
       .range = {.after = Day::Of(1900, 1, 1), .until = asked->question.moment.as_of.effective}});
  if (token) page.citation = *token;
  page.is_part_of_citation = true;
  return PageResponse(page, service.index().name, service.public_url(),
                      [&](HtmlWriter& html) { WriteDocumentPage(*document, html); });
}

// Boxes to tick, so that nobody needs to know codes.
void WriteSubjectBoxes(const std::vector<std::string>& subjects, const std::vector<Choice>& choices,
                       const std::string& legend, HtmlWriter& html) {
  html.Open("fieldset", {{"class", "boxes"}});
  html.Element("legend", legend);
  for (const Choice& choice : choices) {
    if (choice.value.empty()) continue;
    html.Open("label");
    if (std::ranges::find(subjects, choice.value) != subjects.end()) {
      html.Void("input", {{"type", "checkbox"},
                          {"name", "countries"},
                          {"value", choice.value},
                          {"checked", "checked"}});
    } else {
      html.Void("input", {{"type", "checkbox"}, {"name", "countries"}, {"value", choice.value}});
    }
    html.Element("span", choice.label);
    html.Close();
  }
  html.Close();
}

// What to compare: countries and groups, or two editions.
void WriteCompareForm(const Call& call, const PageQuestion& asked, HtmlWriter& html) {
  const Index& index = asked.question.index;
  const std::vector<std::string> subjects = call.Values("countries");
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/compare"}});
  if (subjects.empty()) {
    html.Open("details", {{"open", "open"}});
  } else {
    html.Open("details");
  }
  html.Element("summary",
               subjects.empty() ? "Countries and groups" : "Choose other countries or groups");
  std::vector<Choice> groups;
  groups.reserve(index.groups.size());
  for (const Group& group : index.groups)
    groups.push_back({.value = group.id, .label = group.name, .group = {}});
  if (!groups.empty()) WriteSubjectBoxes(subjects, groups, "Groups, with their members", html);
  WriteSubjectBoxes(subjects, CountryChoices(asked), "Countries", html);
  html.Close();
  WriteSelect("node", "Score", NodeChoices(asked), call.Value("node"), html);
  WriteInput("from", "Since", "date", call.Value("from"), html);
  WriteInput("at", "Until", "date", call.Value("at"), html);
  html.Element("button", "Compare", {{"type", "submit"}});
  html.Close();
  html.Open("p");
  html.Text("Or what moved from one edition to the next: ");
  bool is_first = true;
  for (const Edition& edition : index.editions) {
    if (IsFirst(edition, index)) continue;
    if (!std::exchange(is_first, false)) html.Text(" · ");
    html.Element("a", edition.title, {{"href", "/edition/" + PercentEncoded(edition.id)}});
  }
  html.Close();
}

Response ShowComparison(const Call& call, const Service& service) {
  const std::vector<std::string> subjects = call.Values("countries");
  report::QuestionWords words = WordsOf(call);
  report::AddSubjects(subjects, service.index(), words);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return FaultPage(asked.error(), service);
  const NamedValues query = QueryOf(call, {"countries", "node", "from", "at", "known_at"});
  Page page{.title = "Compare countries, groups or editions",
            .description = "Scores of countries side by side, on any two days.",
            .address = "/compare",
            .section = "/compare"};
  std::optional<Document> document;
  if (!subjects.empty()) {
    Result<Document> answer = report::AnswerComparisonReport(asked->question, subjects);
    if (!answer) return FaultPage(answer.error(), service);
    if (auto data = AsData(call, *answer)) return *data;
    std::string joined;
    for (const std::string& subject : subjects) joined += (joined.empty() ? "" : ",") + subject;
    NamedValues kept = query;
    kept.front().second = joined;
    page = PageOf(*answer, Address("/compare", kept), "/compare");
    page.card = Address("/card/compare", kept);
    page.feed = FeedPath({});
    std::vector<std::string> codes;
    for (const analysis::CountryId id : asked->question.countries)
      codes.push_back(asked->archive->countries()[id.value]);
    if (const auto token = CiteScores(service, *asked, codes, {FactOf(*answer, "node")}))
      page.citation = *token;
    document = *std::move(answer);
  }
  return PageResponse(page, service.index().name, service.public_url(), [&](HtmlWriter& html) {
    if (document) {
      report::WriteHeading(*document, html);
    } else {
      html.Element("h1", page.title);
      html.Element("p",
                   "Tick two countries or more, or a group. Then see their scores then and now, "
                   "area by area, and over time.",
                   {{"class", "lead"}});
    }
    WriteCompareForm(call, *asked, html);
    if (document) report::WriteSections(*document, LinkOfCell, html);
  });
}

Response ShowEdition(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.at = Segment(call, "edition");
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return FaultPage(asked.error(), service);
  const Result<Document> document = report::AnswerEditionReport(asked->question, words.at);
  if (!document) return FaultPage(document.error(), service);
  if (auto data = AsData(call, *document)) return *data;
  const std::string path = "/edition/" + PercentEncoded(words.at);
  const NamedValues query = QueryOf(call, {"node", "from", "known_at"});
  Page page = PageOf(*document, Address(path, query), "/compare");
  page.card = Address("/card" + path, query);
  page.feed = FeedPath({});
  if (const auto token = CiteScores(service, *asked, {}, {FactOf(*document, "node")}))
    page.citation = *token;
  return PageResponse(page, service.index().name, service.public_url(),
                      [&](HtmlWriter& html) { WriteDocumentPage(*document, html); });
}

}  // namespace

void AddDocumentPages(Router& router, Service& service) {
  const auto add = [&](std::string path, std::string id, std::string summary,
                       Response (*show)(const Call&, const Service&)) {
    router.Add({.method = "GET",
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Page",
                .summary = std::move(summary),
                .is_documented = false,
                .takes_any_query = true,
                .handler = [show, &service](const Call& call) { return show(call, service); }});
  };
  add("/country/{country}", "showCountry", "What moved one country", &ShowCountry);
  add("/law/{law}", "showLaw", "What a law did", &ShowLaw);
  add("/compare", "showComparison", "Countries side by side", &ShowComparison);
  add("/edition/{edition}", "showEdition", "What moved since the edition before", &ShowEdition);
}

}  // namespace lawtrace::service
