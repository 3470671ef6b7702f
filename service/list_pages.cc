// Views that list: changes with filters, the law register, and what the data is.
#include <algorithm>
#include <utility>

#include "report/history_tables.h"
#include "report/law_answers.h"
#include "report/report_scope.h"
#include "report/words.h"
#include "service/page_frame.h"
#include "service/page_question.h"
#include "service/pages.h"
#include "service/problem.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;
using report::Table;

constexpr std::size_t kRowsOfAPage = 200;

Response Problem(const Error& error, const Call& call, const Service& service) {
  return ProblemPage(error, service.index().name, OriginOf(call.request));
}

std::optional<Response> AsData(const Call& call, const Table& table) {
  const std::string format = call.Value("format");
  if (format == "json") return JsonResponse(200, Render(table, report::Format::kJson));
  if (format != "csv") return std::nullopt;
  return TextResponse(200, "text/csv; charset=utf-8", Render(table, report::Format::kCsv));
}

NamedValues Filters(const Call& call, std::initializer_list<std::string_view> names) {
  NamedValues filters;
  for (const std::string_view name : names)
    filters.emplace_back(std::string(name), call.Value(name));
  return filters;
}

std::string Joined(const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) joined += (joined.empty() ? "" : ",") + value;
  return joined;
}

std::vector<Choice> CountryChoices(const PageQuestion& asked) {
  std::vector<Choice> choices;
  for (const std::string& code : asked.archive->countries()) {
    const Country* country = asked.question.index.FindCountry(code);
    choices.push_back(
        {.value = code, .label = country == nullptr ? code : country->name, .group = {}});
  }
  std::ranges::sort(choices, {}, &Choice::label);
  choices.insert(choices.begin(), {.value = "", .label = "All countries", .group = {}});
  return choices;
}

std::vector<Choice> AreaChoices(const PageQuestion& asked) {
  const Methodology& methodology = asked.archive->methodology();
  std::vector<Choice> choices = {{.value = "", .label = "All areas", .group = {}}};
  for (const std::string& child : methodology.FindNode(methodology.headline)->children)
    if (const Node* node = methodology.FindNode(child))
      choices.push_back(
          {.value = child, .label = node->LabelOn(asked.question.today), .group = {}});
  return choices;
}

// Whether the change is of the kinds and by the law that the call asks for.
bool IsWanted(const Call& call, const analysis::Archive& archive, const analysis::Change& change) {
  if (change.old_answer == analysis::kNoAnswer) return false;
  const std::string kind = call.Value("kind");
  if (!kind.empty() && Name(change.statement->kind) != kind) return false;
  const std::string law = call.Value("law");
  return law.empty() ||
         std::ranges::any_of(archive.LawsOf(*change.statement), [&](const LawReference& reference) {
           return archive.laws().CanonicalId(reference.law) == archive.laws().CanonicalId(law);
         });
}

// Latest first.
Table ChangesOf(const Call& call, const PageQuestion& asked, analysis::DayRange range) {
  const analysis::Archive& archive = *asked.archive;
  std::vector<bool> is_below(archive.evaluator().indicator_count(),
                             asked.question.words.nodes.empty());
  if (!asked.question.words.nodes.empty())
    for (const analysis::NodeId node : asked.question.nodes)
      for (const analysis::IndicatorId id : archive.evaluator().IndicatorsBelow(node))
        is_below[id.value] = true;
  Table table = report::ChangesTable();
  for (const analysis::CountryId country : asked.question.countries) {
    std::vector<analysis::Change> changes;
    for (const analysis::Change& change : ChangesIn(archive.Block(country), range))
      if (is_below[change.statement->indicator.value] && IsWanted(call, archive, change))
        changes.push_back(change);
    report::AppendChanges(archive, asked.question.index, archive.countries()[country.value],
                          changes, table);
  }
  const auto day = std::ranges::find(table.columns, "effective", &report::Column::name);
  const auto column = static_cast<std::size_t>(day - table.columns.begin());
  std::ranges::stable_sort(table.rows, std::ranges::greater{},
                           [column](const auto& row) { return row[column]; });
  return table;
}

void WriteChangesForm(const Call& call, const PageQuestion& asked, HtmlWriter& html) {
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/changes"}});
  WriteSelect("country", "Country", CountryChoices(asked), call.Value("country"), html);
  WriteSelect("area", "Area", AreaChoices(asked), call.Value("area"), html);
  WriteSelect(
      "kind", "Kind",
      {{.value = "", .label = "All kinds", .group = {}},
       {.value = "amendment", .label = "Amendments: a law changed it", .group = {}},
       {.value = "recoding", .label = "Recodings: scored otherwise, no reform", .group = {}}},
      call.Value("kind"), html);
  WriteInput("law", "Law", "text", call.Value("law"), html);
  WriteInput("from", "After", "date", call.Value("from"), html);
  WriteInput("to", "Until", "date", call.Value("to"), html);
  html.Element("button", "Show", {{"type", "submit"}});
  html.Close();
}

// The feed of the same filters, as far as feeds have them.
std::string FeedOf(const Call& call) {
  if (!call.Value("law").empty()) return "/feeds/law/" + PercentEncoded(call.Value("law"));
  if (!call.Value("country").empty())
    return "/feeds/country/" + PercentEncoded(call.Value("country"));
  if (!call.Value("area").empty()) return "/feeds/area/" + PercentEncoded(call.Value("area"));
  return "/feeds/all";
}

Response ShowChanges(const Call& call, const Service& service) {
  report::QuestionWords words;
  words.countries = call.Values("country");
  words.groups = call.Values("group");
  if (const std::string area = call.Value("area"); !area.empty()) words.nodes = {area};
  words.at = call.Value("to");
  words.known_at = call.Value("known_at");
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return Problem(asked.error(), call, service);
  analysis::DayRange range{.after = Day::Of(1900, 1, 1),
                           .until = asked->question.moment.as_of.effective};
  if (const std::string from = call.Value("from"); !from.empty()) {
    const Result<Day> day = report::ParsePoint(from, service.index(), asked->question.today);
    if (!day) return Problem(Error(day.error()).WithContext("from"), call, service);
    range.after = *day;
  }
  if (range.after > range.until)
    return Problem({ErrorCode::kInvalidInput, "from " + range.after.ToString() + " is after to " +
                                                  range.until.ToString() + "; swap them"},
                   call, service);
  Table table = ChangesOf(call, *asked, range);
  if (auto data = AsData(call, table)) return *data;
  NamedValues filters = Filters(call, {"country", "area", "law", "kind", "from", "to", "known_at"});
  filters[0].second = Joined(words.countries);
  Page page{.title = "What changed",
            .description = "Every answer that changed, with its law, dates and evidence.",
            .address = Address("/changes", filters),
            .section = "/changes",
            .feed = FeedOf(call),
            .source = service.index().name + ", log up to item " +
                      asked->archive->last().ToString() + "."};
  for (const auto& [label, format] : {std::pair("CSV", "csv"), std::pair("JSON", "json")}) {
    NamedValues with = filters;
    with.emplace_back("format", format);
    page.downloads.emplace_back(label, Address("/changes", with));
  }
  const std::size_t count = table.rows.size();
  table.rows.resize(std::min(count, kRowsOfAPage));
  return PageResponse(page, service.index().name, OriginOf(call.request), [&](HtmlWriter& html) {
    html.Element("h1", page.title);
    WriteChangesForm(call, *asked, html);
    if (count == 0) {
      html.Element("p",
                   "Nothing changed that fits these filters. Take one away, or choose earlier "
                   "days.",
                   {{"class", "lead"}});
      return;
    }
    html.Element("p",
                 std::to_string(count) + (count == 1 ? " answer changed" : " answers changed") +
                     (count > kRowsOfAPage ? "; the latest " + std::to_string(kRowsOfAPage) +
                                                 " are shown, the files below hold all."
                                           : std::string(".")),
                 {{"class", "lead"}});
    report::WriteTable(table, "What changed", LinkOfCell, html);
  });
}

Response ShowLaws(const Call& call, const Service& service) {
  report::QuestionWords words;
  words.countries = call.Values("country");
  words.known_at = call.Value("known_at");
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return Problem(asked.error(), call, service);
  const Result<report::Answer> answer =
      report::AnswerLawList(asked->question, call.Value("status"));
  if (!answer) return Problem(answer.error(), call, service);
  if (auto data = AsData(call, answer->table)) return *data;
  NamedValues filters = Filters(call, {"country", "status", "known_at"});
  Page page{.title = "Laws",
            .description = "The laws that the index names, and what they changed.",
            .address = Address("/laws", filters),
            .section = "/laws",
            .source = service.index().name + ", log up to item " +
                      asked->archive->last().ToString() + "."};
  for (const auto& [label, format] : {std::pair("CSV", "csv"), std::pair("JSON", "json")}) {
    NamedValues with = filters;
    with.emplace_back("format", format);
    page.downloads.emplace_back(label, Address("/laws", with));
  }
  return PageResponse(page, service.index().name, OriginOf(call.request), [&](HtmlWriter& html) {
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
    report::WriteTable(answer->table, page.title, LinkOfCell, html);
  });
}

Response ShowAbout(const Call& call, const Service& service) {
  const Index& index = service.index();
  const auto snapshot = service.snapshot();
  Page page{.title = "About this index and its data",
            .description = "What the figures rest on, and where to get them.",
            .address = "/about",
            .section = "/about"};
  return PageResponse(page, index.name, OriginOf(call.request), [&](HtmlWriter& html) {
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
      html.Element("a", edition.title, {{"href", "/edition/" + PercentEncoded(edition.id)}});
      html.Text(": the law as of " + report::LongDate(edition.reference));
      html.Close();
    }
    html.Close();
    html.Element("h2", "Data");
    html.Open("p");
    html.Text("Every view links its data as CSV and JSON at its foot. The ");
    html.Element("a", "API", {{"href", "/v1"}});
    html.Text(" answers the same questions for programs, and feeds tell of changes: ");
    html.Element("a", "all changes", {{"href", "/feeds/all"}});
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
  add("/changes", "showChanges", "What changed, with filters", &ShowChanges);
  add("/laws", "showLaws", "The law register", &ShowLaws);
  add("/about", "showAbout", "What the figures rest on", &ShowAbout);
}

}  // namespace lawtrace::service
