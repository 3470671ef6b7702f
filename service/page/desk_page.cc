// The editor's desk: the forms; what they show and send goes through the API with a token.
#include <algorithm>
#include <utility>

#include "report/render/html_writer.h"
#include "service/page/page_frame.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;

struct Field {
  std::string name;
  std::string label;
  std::string type = "text";
  std::string hint;
};

void WriteField(const Field& field, HtmlWriter& html) {
  html.Open("label", {{"class", "field"}});
  html.Element("span", field.label);
  if (field.type == "area") {
    html.Element("textarea", "", {{"name", field.name}, {"rows", "3"}});
  } else {
    html.Void("input", {{"type", field.type}, {"name", field.name}, {"autocomplete", "off"}});
  }
  if (!field.hint.empty()) html.Element("small", field.hint);
  html.Element("span", "", {{"class", "fault"}, {"data-fault", field.name}, {"hidden", "hidden"}});
  html.Close();
}

void WriteChoice(const std::string& name, const std::string& label,
                 const std::vector<Choice>& choices, HtmlWriter& html) {
  html.Open("div", {{"class", "choice"}});
  WriteSelect(name, label, choices, "", html);
  html.Element("span", "", {{"class", "fault"}, {"data-fault", name}, {"hidden", "hidden"}});
  html.Close();
}

std::vector<Choice> Countries(const Index& index) {
  std::vector<Choice> choices;
  for (const Country& country : index.countries)
    choices.push_back({.value = country.code, .label = country.name, .group = {}});
  std::ranges::sort(choices, {}, &Choice::label);
  choices.insert(choices.begin(), {.value = "", .label = "Choose", .group = {}});
  return choices;
}

// Every question, under its policy area.
std::vector<Choice> Questions(const Index& index, Day today) {
  const Methodology& methodology = index.main_methodology();
  std::vector<Choice> choices = {{.value = "", .label = "Choose", .group = {}}};
  std::vector<std::string> seen;
  const auto add = [&](const auto& self, const std::string& code, const std::string& area) -> void {
    if (std::ranges::find(seen, code) != seen.end()) return;
    if (const Indicator* indicator = methodology.FindIndicator(code)) {
      seen.push_back(code);
      choices.push_back(
          {.value = code, .label = code + ": " + indicator->LabelOn(today), .group = area});
    } else if (const Node* node = methodology.FindNode(code)) {
      for (const std::string& child : node->children) self(self, child, area);
    }
  };
  for (const std::string& child : methodology.FindNode(methodology.headline)->children)
    if (const Node* area = methodology.FindNode(child)) add(add, child, area->LabelOn(today));
  return choices;
}

void WriteRecordForm(const Index& index, Day today, HtmlWriter& html) {
  html.Open("form", {{"id", "record"}, {"class", "filters"}, {"novalidate", "novalidate"}});
  html.Element("div", "",
               {{"class", "faults"}, {"data-fault", ""}, {"hidden", "hidden"}, {"role", "alert"}});
  html.Open("div", {{"class", "fields"}});
  WriteChoice(
      "kind", "What it is",
      {{.value = "amendment", .label = "A law changed the answer", .group = {}},
       {.value = "correction", .label = "A statement was wrong; this replaces it", .group = {}},
       {.value = "retraction", .label = "A statement was wrong; nothing replaces it", .group = {}},
       {.value = "proposal", .label = "A bill would change it", .group = {}}},
      html);
  WriteChoice("country", "Country", Countries(index), html);
  WriteChoice("indicator", "Question", Questions(index, today), html);
  html.Close();
  html.Element("div", "", {{"id", "on-record"}, {"aria-live", "polite"}});
  html.Open("div", {{"class", "fields"}});
  WriteChoice("answer", "The answer from then on",
              {{.value = "", .label = "Choose a question first", .group = {}}}, html);
  WriteField({.name = "effective",
              .label = "In force from",
              .hint = "2018-07-06, 2018-07 or 2018, as exactly as is known; or unknown"},
             html);
  WriteField({.name = "supersedes",
              .label = "Replaces statement",
              .hint = "Its number; for corrections and retractions"},
             html);
  html.Close();
  html.Open("div", {{"class", "fields"}});
  WriteField(
      {.name = "laws", .label = "Law", .hint = "As in the register; begin to write to choose"},
      html);
  WriteField({.name = "provision", .label = "Provision", .hint = "Such as art. 98"}, html);
  html.Close();
  html.Element("datalist", "", {{"id", "laws-of-country"}});
  html.Open("details", {{"id", "new-law"}});
  html.Element("summary", "The law is not in the register yet");
  html.Open("div", {{"class", "fields"}});
  WriteField({.name = "law.law", .label = "Its id", .hint = "a-z, 0-9 and -: pt-lei-23-2007"},
             html);
  WriteField({.name = "law.type", .label = "Type", .hint = "act, decree, …"}, html);
  WriteField({.name = "law.number", .label = "Number"}, html);
  WriteField({.name = "law.title", .label = "Title"}, html);
  WriteField({.name = "law.adopted", .label = "Adopted"}, html);
  WriteField({.name = "law.in_force", .label = "In force"}, html);
  WriteField({.name = "law.url", .label = "Official publication", .type = "url"}, html);
  html.Close();
  html.Close();
  html.Open("div", {{"class", "fields"}});
  WriteField({.name = "comment", .label = "What changed, in a sentence", .type = "area"}, html);
  WriteField({.name = "url", .label = "Evidence", .type = "url", .hint = "Its address"}, html);
  WriteField({.name = "note", .label = "For whoever approves it", .type = "area"}, html);
  WriteField({.name = "embargo_until",
              .label = "Not public before",
              .hint = "2026-03-01T09:00:00Z; empty: at once"},
             html);
  html.Close();
  html.Open("p", {{"class", "actions"}});
  html.Element("button", "Preview the points", {{"type", "button"}, {"id", "preview-button"}});
  html.Element("button", "Send", {{"type", "submit"}, {"class", "main"}});
  html.Close();
  html.Element("div", "", {{"id", "previewed"}, {"aria-live", "polite"}});
  html.Close();
}

void WriteList(const std::string& id, const std::string& heading, const std::string& words,
               HtmlWriter& html) {
  html.Open("section", {{"id", id}, {"aria-labelledby", id + "-heading"}, {"hidden", "hidden"}});
  html.Element("h2", heading, {{"id", id + "-heading"}});
  html.Element("p", words, {{"class", "notice"}});
  html.Element("div", "", {{"class", "list"}});
  html.Close();
}

Response ShowDesk(const Call& /*call*/, const Service& service) {
  const Page page{.title = "The editor's desk",
                  .description = "Record, correct and approve statements of the index.",
                  .address = "/desk",
                  .section = "/desk",
                  .scripts = {"desk.js"}};
  const Day today = service.Now().day();
  Response response =
      PageResponse(page, service.index().name, service.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", page.title);
        html.Open("noscript");
        html.Element("p",
                     "The desk needs scripts, because a token must not stand in an address. "
                     "Without them, lawtrace record and lawtrace submission do the same with "
                     "--server and --token-file.",
                     {{"class", "faults"}});
        html.Close();
        html.Open("form", {{"id", "enter"}, {"class", "filters"}, {"method", "post"}});
        html.Element("p",
                     "Your token says who you are. It stays in this tab until you close it or "
                     "leave the desk, and goes to this server alone.",
                     {{"class", "lead"}});
        html.Open("div", {{"class", "fields"}});
        WriteField({.name = "token", .label = "Token", .type = "password"}, html);
        html.Close();
        html.Element("button", "Open the desk", {{"type", "submit"}, {"class", "main"}});
        html.Close();
        html.Element("p", "", {{"id", "said"}, {"role", "status"}, {"class", "lead"}});
        html.Open("div", {{"id", "desk"}, {"hidden", "hidden"}});
        html.Open("p", {{"class", "actions"}});
        html.Element("span", "", {{"id", "me"}});
        html.Element("button", "Leave the desk", {{"type", "button"}, {"id", "leave"}});
        html.Close();
        html.Open("nav", {{"aria-label", "Desk"}});
        html.Open("ul");
        for (const auto& [id, label] :
             {std::pair("#waiting", "Waiting for a second person"),
              std::pair("#recording", "Record"), std::pair("#unattributed", "Name the law"),
              std::pair("#recognised", "Confirm laws"),
              std::pair("#mine", "What became of mine")}) {
          html.Open("li");
          html.Element("a", label, {{"href", id}});
          html.Close();
        }
        html.Close();
        html.Close();
        WriteList("waiting", "Waiting for a second person",
                  "Nobody approves what they wrote themselves.", html);
        html.Open("section", {{"id", "recording"}, {"aria-labelledby", "recording-heading"}});
        html.Element("h2", "Record, correct, withdraw", {{"id", "recording-heading"}});
        WriteRecordForm(service.index(), today, html);
        html.Close();
        WriteList("unattributed", "Changes that name no law",
                  "Largest effect on its policy area first. Naming the law corrects the statement.",
                  html);
        WriteList("recognised", "Laws to confirm",
                  "The program read them out of coders' comments. Those that moved most points "
                  "come first.",
                  html);
        WriteList("mine", "What became of mine", "Your own submissions, the latest first.", html);
        html.Close();
      });
  return response.With("Cache-Control", "no-store");
}

}  // namespace

void AddDeskPage(Router& router, Service& service) {
  router.Add({.method = "GET",
              .path = "/desk",
              .id = "showDesk",
              .tag = "Page",
              .summary = "The editor's desk",
              .is_documented = false,
              .takes_any_query = true,
              .gives_data = false,
              .handler = [&service](const Call& call) { return ShowDesk(call, service); }});
}

}  // namespace lawtrace::service
