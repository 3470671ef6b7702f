// The law register, and what the data is.
#include <algorithm>
#include <utility>

#include "report/question/law_answers.h"
#include "report/render/words.h"
#include "service/http/problem.h"
#include "service/page/page_citation.h"
#include "service/page/page_frame.h"
#include "service/page/page_question.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;

// The register for reading: names instead of ids.
report::Table ForReading(const PageQuestion& asked, const report::Table& laws) {
  report::Table shown{.columns = {{.name = "law_id", .is_detail = true},
                                  {.name = "law"},
                                  {.name = "code", .is_detail = true},
                                  {.name = "country"},
                                  {.name = "adopted"},
                                  {.name = "in_force"},
                                  {.name = "repealed"},
                                  {.name = "status"},
                                  {.name = "changes"}}};
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(laws.columns, name, &report::Column::name) -
                                    laws.columns.begin());
  };
  for (const std::vector<report::Cell>& row : laws.rows) {
    std::vector<report::Cell>& line = shown.rows.emplace_back();
    const auto text = [&](std::string_view name) {
      return CellText(row[column(name)], laws.columns[column(name)]);
    };
    const Country* country = asked.question.index.FindCountry(text("country"));
    line = {text("law"), LawName(*asked.archive, text("law")), text("country"),
            country == nullptr ? text("country") : country->name};
    for (const char* name : {"adopted", "in_force", "repealed", "status", "changes"})
      line.push_back(row[column(name)]);
  }
  return shown;
}

Response ShowLaws(const Call& call, const Service& service) {
  report::QuestionWords words;
  words.countries = call.Values("country");
  words.known_at = call.Value("known_at");
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return FaultPage(asked.error(), service);
  const Result<report::Answer> answer =
      report::AnswerLawList(asked->question, call.Value("status"));
  if (!answer) return FaultPage(answer.error(), service);
  if (auto data = AsData(call, answer->table)) return *data;
  NamedValues filters = QueryOf(call, {"country", "status", "known_at"});
  Page page{.title = "Laws",
            .description = "The laws that the index names, and what they changed.",
            .address = Address("/laws", filters),
            .section = "/laws",
            .card = Address("/card/laws", filters),
            .source = service.index().name + ", log up to item " +
                      asked->archive->last().ToString() + "."};
  page.downloads = TableDownloads(page.address);
  if (const auto token = CiteLaws(service, *asked)) page.citation = *token;
  page.is_part_of_citation = true;
  return PageResponse(page, service.index().name, service.public_url(), [&](HtmlWriter& html) {
    html.Element("h1", page.title);
    html.Element("p",
                 std::to_string(answer->table.rows.size()) +
                     " laws. Recognised ones were read out of a coder's comment by the program; "
                     "nobody has looked at them yet.",
                 {{"class", "lead"}});
    html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/laws"}});
    WriteSelect("country", "Country", CountryChoices(*asked), call.Value("country"), html);
    WriteSelect("status", "Status",
                {{.value = "", .label = "All", .group = {}},
                 {.value = "confirmed", .label = "Confirmed by a person", .group = {}},
                 {.value = "recognised", .label = "Recognised in a comment", .group = {}}},
                call.Value("status"), html);
    html.Element("button", "Show", {{"type", "submit"}});
    html.Close();
    html.Element("p", "Changes: how many answers name the law as their cause.",
                 {{"class", "notice"}});
    report::WriteTable(ForReading(*asked, answer->table), page.title, LinkOfCell, html);
  });
}

Response ShowAbout(const Call& /*call*/, const Service& service) {
  const Index& index = service.index();
  const auto snapshot = service.snapshot();
  Page page{.title = "About this index and its data",
            .description = "What the figures rest on, and where to get them.",
            .address = "/about",
            .section = "/about",
            .card = "/card/overview",
            .feed = FeedPath({})};
  return PageResponse(page, index.name, service.public_url(), [&](HtmlWriter& html) {
    html.Element("h1", page.title);
    html.Element("p",
                 index.name +
                     " scores how a country's law treats people. Lawtrace keeps every "
                     "change of an answer as a dated event, and works out every score on every day "
                     "from them.",
                 {{"class", "lead"}});
    html.Element("p", "The log holds " + snapshot->last().ToString() +
                          " items. Days are counted as follows: a law of which only the year is "
                          "known counts from the year's last day. A recoding is another edition's "
                          "view of the same law; it is never shown as reform.");
    html.Element("h2", "Editions");
    html.Open("ul");
    for (const Edition& edition : index.editions) {
      html.Open("li");
      if (IsFirst(edition, index)) {
        html.Text(edition.title);
      } else {
        html.Element("a", edition.title, {{"href", "/edition/" + PercentEncoded(edition.id)}});
      }
      html.Text(": the law as of " + report::LongDate(edition.reference));
      html.Close();
    }
    html.Close();
    html.Element("h2", "Data");
    html.Open("p");
    html.Text("Every view links its data as CSV and JSON at its foot. The ");
    html.Element("a", "API", {{"href", "/v1/openapi.json"}});
    html.Text(" answers the same questions for programs, and feeds tell of changes: ");
    html.Element("a", "all changes", {{"href", FeedPath({})}});
    html.Text(".");
    html.Close();
  });
}

}  // namespace

void AddListPages(Router& router, Service& service) {
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
  add("/laws", "showLaws", "The law register", &ShowLaws);
  add("/about", "showAbout", "What the figures rest on", &ShowAbout);
}

}  // namespace lawtrace::service
