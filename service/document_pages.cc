// Views that tell a document: a country, one of its answers, a law, a comparison, an edition.
#include <algorithm>
#include <utility>

#include "model/nearest.h"
#include "report/document_json.h"
#include "report/document_text.h"
#include "report/history_tables.h"
#include "report/report_answers.h"
#include "report/words.h"
#include "service/page_frame.h"
#include "service/page_question.h"
#include "service/pages.h"
#include "service/problem.h"
#include "service/recorded_events.h"

namespace lawtrace::service {
namespace {

using report::Document;
using report::HtmlWriter;

// The query of the call that the view understands, to be linked again.
NamedValues QueryOf(const Call& call, std::initializer_list<std::string_view> names) {
  NamedValues query;
  for (const std::string_view name : names) query.emplace_back(std::string(name), call.Value(name));
  return query;
}

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

Response Problem(const Error& error, const Call& call, const Service& service) {
  return ProblemPage(error, service.index().name, OriginOf(call.request));
}

// Which days and which score the view speaks of.
void WriteScopeForm(const Call& call, const PageQuestion& asked, const std::string& path,
                    const NamedValues& kept, HtmlWriter& html) {
  const Methodology& methodology = asked.archive->methodology();
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", path}});
  for (const auto& [name, value] : kept)
    html.Void("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
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
  WriteSelect("node", "Score", nodes, call.Value("node"), html);
  WriteInput("from", "Since", "date", call.Value("from"), html);
  WriteInput("at", "Until", "date", call.Value("at"), html);
  WriteInput("known_at", "As known on", "date", call.Value("known_at"), html);
  html.Element("button", "Show", {{"type", "submit"}});
  html.Close();
}

// Bills that are recorded for the country; they count in no score.
void WriteProposals(const Service& service, const PageQuestion& asked, const std::string& country,
                    HtmlWriter& html) {
  const auto events = FindEvents(service.log(), asked.snapshot->last(), [&](const Event& event) {
    return event.kind == EventKind::kProposal && event.country == country;
  });
  html.Open("section", {{"id", "proposals"}, {"aria-labelledby", "proposals-heading"}});
  html.Element("h2", "Pending proposals", {{"id", "proposals-heading"}});
  if (!events || events->empty()) {
    html.Element("p", "No bill is recorded. Proposals count in no score until they are law.");
  } else {
    html.Element("p", "Bills on record. They count in no score until they are law.");
    report::WriteTable(report::EventTable(*events), "Pending proposals", LinkOfCell, html);
  }
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

// That the index has the country that the address names, by code, alias or name.
Status RequireCountry(const Index& index, const std::string& written) {
  if (index.FindCountry(written) != nullptr) return {};
  std::vector<std::string> known;
  for (const Country& country : index.countries) {
    known.push_back(country.code);
    known.push_back(country.name);
  }
  return Fail(ErrorCode::kNotFound,
              "country '" + written + "' is not in the index" + DidYouMean(written, known));
}

Response ShowCountry(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {Segment(call, "country")};
  if (const Status known = RequireCountry(service.index(), words.countries.front()); !known)
    return Problem(known.error(), call, service);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return Problem(asked.error(), call, service);
  const Result<Document> document = report::AnswerCountryReport(asked->question);
  if (!document) return Problem(document.error(), call, service);
  if (auto data = AsData(call, *document)) return *data;
  const std::string& code = asked->archive->countries()[asked->question.countries.front().value];
  const std::string path = "/country/" + PercentEncoded(code);
  const NamedValues query = QueryOf(call, {"node", "from", "at", "known_at"});
  Page page = PageOf(*document, Address(path, query), "/");
  page.card = Address("/card" + path, query);
  page.feed = "/feeds/country/" + PercentEncoded(code);
  if (const auto token =
          CiteScores(service, *asked, {code}, {std::get<std::string>(document->facts[2].second)}))
    page.citation = *token;
  return PageResponse(page, service.index().name, OriginOf(call.request), [&](HtmlWriter& html) {
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
    WriteScopeForm(call, *asked, path, {}, html);
    html.Close();
    report::WriteSections(*document, LinkOfCell, html);
    WriteProposals(service, *asked, code, html);
    WriteAnswers(*asked, code, html);
  });
}

// The options of the indicator, the chosen one told apart by a word and not by its look alone.
void WriteOptions(const PageQuestion& asked, analysis::IndicatorId id, HtmlWriter& html) {
  const analysis::Archive& archive = *asked.archive;
  const Indicator& indicator = archive.methodology().indicators[id.value];
  const analysis::AnswerId answer =
      archive.Block(asked.question.countries.front())
          .AnswerAt(id, {.effective = asked.question.moment.as_of.effective});
  const std::optional<Answer>& chosen = archive.answers().AnswerOf(id, answer);
  const auto score = archive.answers().ScoreOf(id, answer);
  html.Element("h2", "The options");
  html.Open("ul", {{"class", "options"}});
  bool is_listed = false;
  for (const Option& option : indicator.options) {
    const bool is_chosen = chosen && chosen->code() == option.code;
    is_listed |= is_chosen;
    html.Open("li", {{"class", is_chosen ? "chosen" : "other"}});
    if (is_chosen) html.Element("strong", "In force: ");
    html.Text(option.code + (option.label.empty() ? "" : ": " + option.label) + " (" +
              report::CellText(option.score, {.name = "score", .decimals = 0}) + " of 100)");
    html.Close();
  }
  html.Close();
  if (!is_listed)
    html.Element("p",
                 score ? "In force: " + report::CellText(*score, {.name = "score", .decimals = 0}) +
                             ", which is none of the options."
                       : std::string("No answer is in force on this day."));
}

Response ShowAnswer(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {Segment(call, "country")};
  words.nodes = {Segment(call, "indicator")};
  if (const Status known = RequireCountry(service.index(), words.countries.front()); !known)
    return Problem(known.error(), call, service);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return Problem(asked.error(), call, service);
  if (asked->question.indicators.empty())
    return Problem({ErrorCode::kNotFound, "'" + words.nodes.front() +
                                              "' is a score, not a question; open the country's "
                                              "page with ?node=" +
                                              words.nodes.front()},
                   call, service);
  const analysis::IndicatorId id = asked->question.indicators.front();
  const Indicator& indicator = asked->archive->methodology().indicators[id.value];
  const std::string code = asked->archive->countries()[asked->question.countries.front().value];
  const auto events = FindEvents(service.log(), asked->archive->last(), [&](const Event& event) {
    return event.country == code && event.indicator == indicator.code;
  });
  if (!events) return Problem(events.error(), call, service);
  const report::Table table = report::EventTable(*events);
  const std::string address = Address("/country/" + PercentEncoded(code) + "/" + indicator.code,
                                      QueryOf(call, {"at", "known_at"}));
  const std::string format = call.Value("format");
  if (format == "json") return JsonResponse(200, Render(table, report::Format::kJson));
  if (format == "csv")
    return TextResponse(200, "text/csv; charset=utf-8", Render(table, report::Format::kCsv));
  const Country* country = service.index().FindCountry(code);
  const std::string name = country == nullptr ? code : country->name;
  const std::string label = indicator.LabelOn(asked->question.moment.as_of.effective);
  Page page{.title = name + ": " + label,
            .description = "The answer of " + name +
                           " to this question, its evidence, and what was "
                           "believed before.",
            .address = address,
            .section = "/",
            .downloads = {{"CSV", With(address, "format", "csv")},
                          {"JSON", With(address, "format", "json")}}};
  return PageResponse(page, service.index().name, OriginOf(call.request), [&](HtmlWriter& html) {
    html.Open("p", {{"class", "crumbs"}});
    html.Element("a", name, {{"href", "/country/" + PercentEncoded(code)}});
    html.Close();
    html.Element("h1", label);
    html.Element(
        "p", indicator.code + ", on " + report::LongDate(asked->question.moment.as_of.effective));
    WriteOptions(*asked, id, html);
    html.Element("h2", "Everything that is on record");
    html.Element("p",
                 "Each line is a statement of the log, oldest first. A statement that was "
                 "corrected, withdrawn or coded again stays, with its status.");
    report::WriteTable(table, "Everything that is on record", LinkOfCell, html);
  });
}

Response ShowLaw(const Call& call, const Service& service) {
  const Result<PageQuestion> asked = AskForPage(service, WordsOf(call));
  if (!asked) return Problem(asked.error(), call, service);
  const std::string id = Segment(call, "law");
  const Result<Document> document = report::AnswerLawReport(asked->question, id);
  if (!document) return Problem(document.error(), call, service);
  if (auto data = AsData(call, *document)) return *data;
  const NamedValues query = QueryOf(call, {"node", "at", "known_at"});
  const std::string path = "/law/" + PercentEncoded(id);
  Page page = PageOf(*document, Address(path, query), "/laws");
  page.card = Address("/card" + path, query);
  page.feed = "/feeds/law/" + PercentEncoded(id);
  return PageResponse(page, service.index().name, OriginOf(call.request),
                      [&](HtmlWriter& html) { WriteDocumentPage(*document, html); });
}

// What to compare: countries and groups, or two editions.
void WriteCompareForm(const Call& call, const PageQuestion& asked, HtmlWriter& html) {
  const Index& index = asked.question.index;
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/compare"}});
  std::string subjects;
  for (const std::string& subject : call.Values("countries"))
    subjects += (subjects.empty() ? "" : ",") + subject;
  WriteInput("countries", "Countries or groups, separated by commas", "text", subjects, html);
  WriteInput("from", "Since", "date", call.Value("from"), html);
  WriteInput("at", "Until", "date", call.Value("at"), html);
  html.Element("button", "Compare", {{"type", "submit"}});
  html.Close();
  html.Open("p");
  html.Text("Or what moved from one edition to the next: ");
  for (const Edition& edition : index.editions) {
    html.Element("a", edition.title, {{"href", "/edition/" + PercentEncoded(edition.id)}});
    html.Text(" ");
  }
  html.Close();
}

Response ShowComparison(const Call& call, const Service& service) {
  const std::vector<std::string> subjects = call.Values("countries");
  report::QuestionWords words = WordsOf(call);
  report::AddSubjects(subjects, service.index(), words);
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return Problem(asked.error(), call, service);
  const NamedValues query = QueryOf(call, {"countries", "node", "from", "at", "known_at"});
  Page page{.title = "Compare countries, groups or editions",
            .description = "Scores of countries side by side, on any two days.",
            .address = "/compare",
            .section = "/compare"};
  std::optional<Document> document;
  if (!subjects.empty()) {
    Result<Document> answer = report::AnswerComparisonReport(asked->question, subjects);
    if (!answer) return Problem(answer.error(), call, service);
    if (auto data = AsData(call, *answer)) return *data;
    std::string joined;
    for (const std::string& subject : subjects) joined += (joined.empty() ? "" : ",") + subject;
    NamedValues kept = query;
    kept.front().second = joined;
    page = PageOf(*answer, Address("/compare", kept), "/compare");
    page.card = Address("/card/compare", kept);
    document = *std::move(answer);
  }
  return PageResponse(page, service.index().name, OriginOf(call.request), [&](HtmlWriter& html) {
    if (document) {
      report::WriteHeading(*document, html);
    } else {
      html.Element("h1", page.title);
      html.Element("p", "Write codes or groups, for example PT,ES,IT or EU.", {{"class", "lead"}});
    }
    WriteCompareForm(call, *asked, html);
    if (document) report::WriteSections(*document, LinkOfCell, html);
  });
}

Response ShowEdition(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.at = Segment(call, "edition");
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return Problem(asked.error(), call, service);
  const Result<Document> document = report::AnswerEditionReport(asked->question, words.at);
  if (!document) return Problem(document.error(), call, service);
  if (auto data = AsData(call, *document)) return *data;
  const Page page = PageOf(
      *document,
      Address("/edition/" + PercentEncoded(words.at), QueryOf(call, {"node", "from", "known_at"})),
      "/compare");
  return PageResponse(page, service.index().name, OriginOf(call.request),
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
  add("/country/{country}/{indicator}", "showAnswer", "One answer's evidence and life",
      &ShowAnswer);
  add("/law/{law}", "showLaw", "What a law did", &ShowLaw);
  add("/compare", "showComparison", "Countries side by side", &ShowComparison);
  add("/edition/{edition}", "showEdition", "What moved since the edition before", &ShowEdition);
}

}  // namespace lawtrace::service
