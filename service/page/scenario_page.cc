// The scenario builder: what bills that are no law yet would make of a country's score.
#include <algorithm>
#include <set>
#include <utility>

#include "model/nearest.h"
#include "report/question/scenario_answer.h"
#include "report/render/words.h"
#include "service/core/recorded_events.h"
#include "service/http/problem.h"
#include "service/page/page_citation.h"
#include "service/page/page_frame.h"
#include "service/page/pages.h"
#include "service/page/scenario_outcome.h"
#include "service/page/scenario_view.h"
#include "service/page/scenario_wish.h"

namespace lawtrace::service {
namespace {

using analysis::IndicatorId;
using analysis::NodeId;
using report::HtmlWriter;

// What one rendering of the page rests on.
struct Shown {
  const PageQuestion& asked;
  const ReadWish& read;
  const ScenarioView& view;
  const std::string& country;  // Its name.

  const ScenarioWish& wish() const { return read.wish; }
  const Methodology& methodology() const { return asked.archive->methodology(); }
};

std::string NameOfCountry(const Index& index, const std::string& code) {
  const Country* country = index.FindCountry(code);
  return country == nullptr ? code : country->name;
}

std::vector<Choice> Countries(const PageQuestion& asked) {
  std::vector<Choice> choices;
  for (const std::string& code : asked.archive->countries())
    choices.push_back(
        {.value = code, .label = NameOfCountry(asked.question.index, code), .group = {}});
  std::ranges::sort(choices, {}, &Choice::label);
  return choices;
}

void WriteHidden(const std::string& name, const std::string& value, HtmlWriter& html) {
  html.Void("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

// Country, day, score and group, asked again without losing the bills.
void WriteScope(const Shown& shown, HtmlWriter& html) {
  const ScenarioWish& wish = shown.wish();
  html.Open("details", {{"class", "scope"}});
  html.Element("summary", "Another country, day, score or group");
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/scenario"}});
  html.Open("span", {{"id", "scope-state"}, {"data-live", ""}});
  for (const Bill& bill : wish.bills) WriteHidden("bill", BillText(bill), html);
  html.Close();
  WriteSelect("country", "Country", Countries(shown.asked), wish.words.countries.front(), html);
  WriteInput("at", "Law in force on", "date", shown.view.scenario.at.ToString(), html);
  const Methodology& methodology = shown.methodology();
  std::vector<Choice> nodes = {{.value = "", .label = "The overall score", .group = {}}};
  const Node* headline = methodology.FindNode(methodology.headline);
  for (const Node& node : methodology.nodes)
    if (node.level == headline->level ||
        std::ranges::find(headline->children, node.code) != headline->children.end())
      nodes.push_back(
          {.value = node.code, .label = node.LabelOn(shown.view.scenario.at), .group = {}});
  WriteSelect("node", "Score that is told", nodes,
              wish.words.nodes.empty() ? "" : wish.words.nodes.front(), html);
  std::vector<Choice> groups = {{.value = "", .label = "All countries", .group = {}}};
  for (const Group& group : shown.asked.question.index.groups)
    groups.push_back({.value = group.id, .label = group.name, .group = {}});
  WriteSelect("group", "Ranked among", groups,
              wish.words.groups.empty() ? "" : wish.words.groups.front(), html);
  WriteInput("known_at", "As known on", "date", wish.words.known_at, html);
  html.Element("button", "Show", {{"type", "submit"}});
  html.Close();
  html.Close();
}

std::string OptionWords(const Option& option) {
  const std::string score =
      report::CellText(option.score, {.name = "score", .decimals = std::nullopt});
  std::string words = option.code;
  if (option.code != score) words += " (" + score + ")";
  if (!option.label.empty()) words += ": " + option.label;
  return words;
}

void WriteOption(const std::string& field, const std::string& value, const std::string& label,
                 bool is_chosen, bool is_law, HtmlWriter& html) {
  html.Open("label", {{"class", is_law ? "option law" : "option"}});
  if (is_chosen) {
    html.Void("input",
              {{"type", "radio"}, {"name", field}, {"value", value}, {"checked", "checked"}});
  } else {
    html.Void("input", {{"type", "radio"}, {"name", field}, {"value", value}});
  }
  html.Open("span");
  html.Text(label);
  if (is_law) html.Element("small", " in force");
  html.Close();
  html.Close();
}

struct Answers {
  std::vector<std::string> law;     // By indicator.
  std::vector<std::string> chosen;  // With the bills up to the edited one.
};

void WriteQuestion(const Shown& shown, IndicatorId id, const Answers& answers, HtmlWriter& html) {
  const Indicator& indicator = shown.methodology().indicators[id.value];
  const std::string& law = answers.law[id.value];
  const std::string& chosen = answers.chosen[id.value];
  const std::string field = "q." + indicator.code;
  html.Open("fieldset", {{"class", law == chosen ? "question" : "question changed"}});
  html.Open("legend");
  html.Text(indicator.LabelOn(shown.view.scenario.at) + " ");
  html.Element("a", "why?",
               {{"href", "/country/" + PercentEncoded(shown.wish().words.countries.front()) + "/" +
                             indicator.code},
                {"aria-label", "Evidence: " + indicator.LabelOn(shown.view.scenario.at)}});
  html.Close();
  html.Open("div", {{"class", "choices"}});
  if (law.empty())
    WriteOption(field, "", "no answer", chosen.empty(), /*is_law=*/true, html);
  else if (indicator.Find(law) == nullptr)
    WriteOption(field, law, law, chosen == law, /*is_law=*/true, html);
  for (const Option& option : indicator.options)
    WriteOption(field, option.code, OptionWords(option), option.code == chosen, option.code == law,
                html);
  html.Close();
  html.Close();
}

// The areas of the headline, each with its questions; one that stands below two is asked once.
void WriteQuestions(const Shown& shown, HtmlWriter& html) {
  const ScenarioWish& wish = shown.wish();
  const analysis::Archive& archive = *shown.asked.archive;
  const Methodology& methodology = shown.methodology();
  const Answers answers{.law = AnswersUnder(shown.asked, {}, 0),
                        .chosen = AnswersUnder(shown.asked, wish.bills, wish.edited + 1)};
  std::set<std::uint32_t> written;
  for (const std::string& child : methodology.FindNode(methodology.headline)->children) {
    const auto node = archive.evaluator().FindNode(child);
    if (!node) continue;
    const auto below = archive.evaluator().IndicatorsBelow(*node);
    const auto differs = [&](IndicatorId id) {
      return answers.law[id.value] != answers.chosen[id.value];
    };
    const bool is_open = std::ranges::any_of(below, differs);
    if (is_open) {
      html.Open("details", {{"class", "area"}, {"open", "open"}});
    } else {
      html.Open("details", {{"class", "area"}});
    }
    html.Open("summary");
    html.Element("span", methodology.nodes[node->value].LabelOn(shown.view.scenario.at));
    html.Open("span", {{"id", "area-" + child}, {"class", "area-score"}, {"data-live", ""}});
    html.Text(AreaWords(shown.view, *node));
    html.Close();
    html.Close();
    for (const IndicatorId id : below)
      if (written.insert(id.value).second && !methodology.indicators[id.value].is_numeric)
        WriteQuestion(shown, id, answers, html);
    html.Close();
  }
}

void WriteBillForm(const Shown& shown, HtmlWriter& html) {
  const ScenarioWish& wish = shown.wish();
  const bool is_new = wish.edited >= wish.bills.size();
  const std::string name = NameOf(is_new ? Bill{} : wish.bills[wish.edited], wish.edited);
  html.Element("h2", is_new && !wish.bills.empty() ? "Another bill: " + name : name,
               {{"id", "bill-heading"}});
  html.Element("p",
               "Choose the answers that it would make law. Where you leave the answer in force, "
               "nothing changes.",
               {{"class", "notice"}});
  html.Open("form", {{"id", "bill"},
                     {"method", "get"},
                     {"action", "/scenario"},
                     {"data-asks", ""},
                     {"aria-labelledby", "bill-heading"}});
  ScenarioWish others = wish;
  others.edited = others.bills.empty() ? 0 : others.bills.size() - 1;
  for (const auto& [field, value] : ValuesOf(others)) WriteHidden(field, value, html);
  WriteHidden("edit", std::to_string(wish.edited + 1), html);
  html.Open("p", {{"class", "naming"}});
  WriteInput("name", "Name of the bill", "text", name, html);
  html.Element("button", "Show what it would do", {{"type", "submit"}});
  html.Close();
  WriteQuestions(shown, html);
  html.Open("p");
  html.Element("button", "Show what it would do", {{"type", "submit"}});
  html.Close();
  html.Close();
}

// Recorded bills of the country, each law's answers together.
void WriteRecorded(const Shown& shown, const Service& service, HtmlWriter& html) {
  const std::string& code = shown.wish().words.countries.front();
  const auto events =
      FindEvents(service.log(), shown.asked.archive->last(), [&](const Event& event) {
        return event.kind == EventKind::kProposal && event.country == code;
      });
  std::vector<Bill> bills;
  if (events)
    for (const report::RecordedEvent& recorded : *events) {
      const Event& event = recorded.event;
      if (recorded.superseded_by || !event.answer || !event.answer->is_option()) continue;
      const std::string name =
          event.laws.empty() ? "Proposal " + event.sequence.ToString() : event.laws.front().law;
      auto bill = std::ranges::find(bills, name, &Bill::name);
      if (bill == bills.end()) bill = bills.insert(bills.end(), {.name = name, .answers = {}});
      if (std::ranges::find(bill->answers, event.indicator, &BillAnswer::indicator) ==
          bill->answers.end())
        bill->answers.push_back({event.indicator, event.answer->code()});
    }
  if (bills.empty()) return;
  html.Element("h2", "Bills on record");
  html.Open("ul");
  for (const Bill& bill : bills) {
    ScenarioWish with = shown.wish();
    with.bills.push_back(bill);
    with.edited = with.bills.size() - 1;
    html.Open("li");
    html.Text(bill.name + ", " + report::Counted(bill.answers.size(), "answer") + " ");
    html.Element("a", "Put it on the stack", {{"href", AddressOf(with)}});
    html.Close();
  }
  html.Close();
}

void WriteView(const Shown& shown, const Service& service, HtmlWriter& html) {
  html.Element("h1", "What would a reform do in " + shown.country + "?");
  html.Open("div", {{"id", "faults"}, {"data-live", ""}});
  if (!shown.read.faults.empty()) {
    html.Open("div", {{"class", "faults"}, {"role", "alert"}});
    html.Element("p", "Part of this address means nothing and was left out; the rest is shown.");
    html.Open("ul");
    for (const std::string& fault : shown.read.faults) html.Element("li", fault);
    html.Close();
    html.Close();
  }
  html.Close();
  html.Open("p", {{"id", "told"}, {"class", "lead"}, {"role", "status"}, {"data-live", ""}});
  html.Text(SummaryOf(shown.view, shown.country));
  html.Close();
  WriteScope(shown, html);
  html.Open("div", {{"class", "split scenario"}});
  html.Open("div");
  WriteBillForm(shown, html);
  WriteRecorded(shown, service, html);
  html.Close();
  html.Open("aside", {{"aria-label", "What it would do"}});
  html.Open("section", {{"id", "stack"}, {"data-live", ""}, {"aria-labelledby", "stack-heading"}});
  WriteStack(shown.wish(), shown.view, html);
  html.Close();
  html.Open("section", {{"id", "outcome"}, {"data-live", ""}});
  WriteOutcome(shown.view, html);
  html.Close();
  html.Open("section", {{"id", "reach"}, {"aria-labelledby", "reach-heading"}});
  WriteGoalForm(shown.wish(), shown.view, html);
  html.Open("div", {{"id", "suggested"}, {"data-live", ""}});
  WriteSuggestion(shown.asked, shown.wish(), shown.view, html);
  html.Close();
  html.Close();
  html.Close();
  html.Close();
}

Response Problem(const Error& error, const Service& service) {
  return ProblemPage(error, service.index().name, service.public_url());
}

// Asks for the country that the address does not name.
Response AskForCountry(const Service& service) {
  const Result<PageQuestion> asked = AskForPage(service, {});
  if (!asked) return Problem(asked.error(), service);
  const Page page{.title = "What would a reform do?",
                  .description = "Change a country's answers and see its score, rank and band.",
                  .address = "/scenario",
                  .section = "/scenario"};
  return PageResponse(page, service.index().name, service.public_url(), [&](HtmlWriter& html) {
    html.Element("h1", page.title);
    html.Element("p",
                 "Choose a country, change its answers, and see what its score, its rank and each "
                 "policy area would be. Nothing here is recorded.",
                 {{"class", "lead"}});
    html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/scenario"}});
    WriteSelect("country", "Country", Countries(*asked), "", html);
    html.Element("button", "Begin", {{"type", "submit"}});
    html.Close();
  });
}

std::optional<Response> AsData(const Call& call, const PageQuestion& asked,
                               const ScenarioView& view) {
  const std::string word = call.Value("format");
  if (word != "json" && word != "csv") return std::nullopt;
  const bool is_json = word == "json";
  const report::Format format = is_json ? report::Format::kJson : report::Format::kCsv;
  Result<report::Answer> answer =
      call.Value("part") == "bills"
          ? report::Answer{.table = StepTable(view)}
          : report::AnswerScenario(*asked.archive, view.scenario, call.Value("part"), format);
  if (!answer) return ProblemOf(answer.error());
  const std::string text = report::Render(*answer, format, &FieldLabel);
  return is_json ? JsonResponse(200, text) : TextResponse(200, "text/csv; charset=utf-8", text);
}

Page PageOf(const Service& service, const Shown& shown) {
  const std::string address = AddressOf(shown.wish());
  const std::string& code = shown.wish().words.countries.front();
  const Methodology& methodology = shown.methodology();
  Page page{
      .title = "What would a reform do in " + shown.country + "?",
      .description = SummaryOf(shown.view, shown.country),
      .address = address,
      .section = "/scenario",
      .card = Address("/card/country/" + PercentEncoded(code), {{"at", shown.wish().words.at}}),
      .source = "Law in force on " + report::LongDate(shown.view.scenario.at) +
                ", from the log up to item " + shown.view.scenario.position.ToString() + "; " +
                methodology.title + ", version " + methodology.version +
                ". Bills count in no score but on this page.",
      .scripts = {"live.js"}};
  page.downloads.emplace_back("JSON", address + "&format=json");
  for (const auto& [label, part] :
       {std::pair("CSV: scores", "scores"), std::pair("CSV: contributions", "contributions"),
        std::pair("CSV: changes", "changes"), std::pair("CSV: bills", "bills")})
    page.downloads.emplace_back(label, address + "&format=csv&part=" + part);
  const std::string node = methodology.nodes[shown.view.node.value].code;
  if (const auto token = CiteScores(service, shown.asked, {code}, {node})) page.citation = *token;
  return page;
}

Response ShowScenario(const Call& call, const Service& service) {
  const std::string written = call.Value("country");
  if (written.empty()) return AskForCountry(service);
  if (service.index().FindCountry(written) == nullptr) {
    std::vector<std::string> known;
    for (const Country& country : service.index().countries) known.push_back(country.name);
    return Problem({ErrorCode::kNotFound,
                    "country '" + written + "' is not in the index" + DidYouMean(written, known)},
                   service);
  }
  std::vector<std::string> faults;
  const Result<PageQuestion> asked = AskForScenario(service, call, faults);
  if (!asked) return Problem(asked.error(), service);
  ReadWish read = ReadWishOf(call, *asked);
  read.faults.insert(read.faults.begin(), faults.begin(), faults.end());
  if (read.is_form && read.faults.empty())
    return Response{.status = 303}.With("Location", AddressOf(read.wish));
  const Result<ScenarioView> view = ViewScenario(*asked, read.wish.bills);
  if (!view) return Problem(view.error(), service);
  if (auto data = AsData(call, *asked, *view)) return *std::move(data);
  const Shown shown{.asked = *asked,
                    .read = read,
                    .view = *view,
                    .country = NameOfCountry(service.index(), read.wish.words.countries.front())};
  return PageResponse(PageOf(service, shown), service.index().name, service.public_url(),
                      [&](HtmlWriter& html) { WriteView(shown, service, html); });
}

}  // namespace

void AddScenarioPage(Router& router, Service& service) {
  router.Add({.method = "GET",
              .path = "/scenario",
              .id = "showScenario",
              .tag = "Page",
              .summary = "What changes of answers would do",
              .is_documented = false,
              .takes_any_query = true,
              .handler = [&service](const Call& call) { return ShowScenario(call, service); }});
}

}  // namespace lawtrace::service
