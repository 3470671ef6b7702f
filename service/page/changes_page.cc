// What changed, with filters; the same as data and as a feed.
#include <algorithm>
#include <utility>

#include "model/number.h"
#include "report/messages/feed.h"
#include "report/question/history_tables.h"
#include "report/render/html_writer.h"
#include "service/page/page_citation.h"
#include "service/page/page_frame.h"
#include "service/page/page_question.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;
using report::Table;

constexpr std::size_t kRowsOfAPage = 200;
constexpr std::size_t kEntriesOfAFeed = 50;

std::string Joined(const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) joined += (joined.empty() ? "" : ",") + value;
  return joined;
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

// The column of that name.  REQUIRES: there is one.
std::size_t ColumnOf(const Table& table, std::string_view name) {
  const auto found = std::ranges::find(table.columns, name, &report::Column::name);
  return static_cast<std::size_t>(found - table.columns.begin());
}

// A sentence of the change: "Portugal: Naturalisation fee, 50 -> 100".
std::string TitleOf(const Table& table, std::size_t row) {
  const auto text = [&](std::string_view name) {
    const std::size_t column = ColumnOf(table, name);
    return CellText(table.rows[row][column], table.columns[column]);
  };
  return text("name") + ": " + text("label") + ", " + text("old") + " → " + text("new") + " (" +
         text("kind") + ")";
}

std::string DetailsOf(const Table& table, std::size_t row) {
  HtmlWriter html;
  html.Open("table");
  for (const std::string_view name : {"kind", "old", "new", "bounds", "precision", "laws"}) {
    const std::size_t column = ColumnOf(table, name);
    const std::string text = CellText(table.rows[row][column], table.columns[column]);
    if (text.empty()) continue;
    html.Open("tr");
    html.Element("th", Heading(table.columns[column]));
    html.Element("td", text);
    html.Close();
  }
  html.Close();
  const std::string text = std::move(html).Finish();
  return text.substr(text.find("<table"));  // Without the document type.
}

// The latest to be recorded, as Atom.  An entry's id is that of its event, so a change that is told
// otherwise by a later event is another entry.
Response FeedOfChanges(const PageQuestion& asked, const Table& table, const std::string& origin,
                       const std::string& address) {
  const std::size_t event = ColumnOf(table, "event");
  std::vector<std::size_t> order(table.rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, std::ranges::greater{},
                    [&](std::size_t i) { return table.rows[i][event]; });
  order.resize(std::min(order.size(), kEntriesOfAFeed));
  report::FeedPage page{.id = origin + address,
                        .title = asked.question.index.name + ": what changed",
                        .author = asked.question.index.name,
                        .updated = asked.archive->RecordedAt(Sequence{1}),
                        .self = origin + Address(address, {{"format", "atom"}})};
  for (const std::size_t row : order) {
    const auto number = std::get<std::int64_t>(table.rows[row][event]);
    const Instant recorded =
        asked.archive->RecordedAt(Sequence{static_cast<std::uint64_t>(number)});
    page.updated = std::max(page.updated, recorded);
    const std::string link = origin + "/events/" + std::to_string(number);
    page.entries.push_back({.id = link,
                            .title = TitleOf(table, row),
                            .html = DetailsOf(table, row),
                            .link = link,
                            .published = recorded,
                            .updated = recorded,
                            .categories = {}});
  }
  return TextResponse(200, "application/atom+xml; charset=utf-8", report::RenderFeed(page));
}

// The first rows, for reading: names instead of codes.
Table ForReading(const analysis::Archive& archive, const Table& table) {
  Table shown{.columns = {{.name = "took effect"},
                          {.name = "code", .is_detail = true},
                          {.name = "country"},
                          {.name = "indicator", .is_detail = true},
                          {.name = "question"},
                          {.name = "answer"},
                          {.name = "kind"},
                          {.name = "law_ids", .is_detail = true},
                          {.name = "laws"},
                          {.name = "event"}}};
  for (std::size_t row = 0; row < std::min(table.rows.size(), kRowsOfAPage); ++row) {
    const auto text = [&](std::string_view name) {
      const std::size_t column = ColumnOf(table, name);
      return CellText(table.rows[row][column], table.columns[column]);
    };
    // "pt-lei-23-2007 (cause); ..."
    std::string laws = text("laws");
    std::string ids;
    std::string names;
    while (!laws.empty()) {
      const std::size_t end = std::min(laws.find("; "), laws.size());
      const std::string id = laws.substr(0, std::min(laws.find(" ("), end));
      const bool is_cause = laws.substr(0, end).find("(cause)") != std::string::npos;
      if (is_cause) ids += (ids.empty() ? "" : ";") + id;
      names += (names.empty() ? "" : "; ") + LawName(archive, id) +
               (is_cause ? "" : " (" + laws.substr(id.size() + 2, end - id.size() - 3) + ")");
      laws.erase(0, end == laws.size() ? end : end + 2);
    }
    const std::string kind = text("kind");
    const Result<EventKind> known = ParseEventKind(kind.substr(0, kind.find(' ')));
    shown.rows.push_back({text("bounds"), text("country"), text("name"), text("indicator"),
                          text("label"), text("old") + " → " + text("new"),
                          (known ? std::string(MarkOf(*known)) + " " : std::string()) + kind, ids,
                          names, table.rows[row][ColumnOf(table, "event")]});
  }
  return shown;
}

// "Answers run from 0, least favourable, to 100. "; empty for a scale without ends.
std::string RunText(const Scale& scale) {
  if (!scale.is_bounded()) return {};
  return "Answers run from " + ShortestText(*scale.minimum) + ", least favourable, to " +
         ShortestText(*scale.maximum) + ". ";
}

void WriteChanges(const analysis::Archive& archive, const Table& table, HtmlWriter& html) {
  const std::size_t count = table.rows.size();
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
  html.Element("p",
               RunText(archive.methodology().scale) +
                   "Where a law's day is not known, the "
                   "first and the last day on which it may have taken effect are given. ● a law "
                   "changed the answer; □ an edition scored the same law otherwise, no reform.",
               {{"class", "notice"}});
  report::WriteTable(ForReading(archive, table), "What changed", LinkOfCell, html);
}

Result<analysis::DayRange> RangeOf(const Call& call, const PageQuestion& asked) {
  analysis::DayRange range{.after = Day::Of(1900, 1, 1),
                           .until = asked.question.moment.as_of.effective};
  if (const std::string from = call.Value("from"); !from.empty()) {
    const Result<Day> day = report::ParsePoint(from, asked.question.index, asked.question.today);
    if (!day) return Fail(Error(day.error()).WithContext("from"));
    range.after = *day;
  }
  if (range.after > range.until)
    return Fail(ErrorCode::kInvalidInput, "from " + range.after.ToString() + " is after to " +
                                              range.until.ToString() + "; swap them");
  return range;
}

Response ShowChanges(const Call& call, const Service& service) {
  report::QuestionWords words;
  words.countries = call.Values("country");
  words.groups = call.Values("group");
  if (const std::string area = call.Value("area"); !area.empty()) words.nodes = {area};
  words.at = call.Value("to");
  words.known_at = call.Value("known_at");
  const Result<PageQuestion> asked = AskForPage(service, words);
  if (!asked) return FaultPage(asked.error(), service);
  const Result<analysis::DayRange> range = RangeOf(call, *asked);
  if (!range) return FaultPage(range.error(), service);
  const Table table = ChangesOf(call, *asked, *range);
  if (auto data = AsData(call, table)) return *data;
  NamedValues filters =
      QueryOf(call, {"country", "group", "area", "law", "kind", "from", "to", "known_at"});
  filters[0].second = Joined(words.countries);
  filters[1].second = Joined(words.groups);
  const std::string address = Address("/changes", filters);
  const std::string& origin = service.public_url();
  if (call.Value("format") == "atom") return FeedOfChanges(*asked, table, origin, address);
  Page page{.title = "What changed",
            .description = "Every answer that changed, with its law, dates and evidence.",
            .address = address,
            .section = "/changes",
            .card = Address("/card/changes", filters),
            .downloads = TableDownloads(address),
            .feed = Address(address, {{"format", "atom"}}),
            .source = service.index().name + ", log up to item " +
                      asked->archive->last().ToString() + ".",
            .is_part_of_citation = !call.Value("kind").empty() || !call.Value("law").empty(),
            .live = LiveStream(*asked, filters[0].second)};
  std::vector<std::string> codes;
  if (!words.countries.empty() || !words.groups.empty())
    for (const analysis::CountryId id : asked->question.countries)
      codes.push_back(asked->archive->countries()[id.value]);
  const auto token = CiteChanges(
      service, *asked, {.countries = std::move(codes), .nodes = words.nodes, .range = *range});
  if (token) page.citation = *token;
  return PageResponse(page, service.index().name, origin, [&](HtmlWriter& html) {
    html.Element("h1", page.title);
    WriteChangesForm(call, *asked, html);
    html.Open("p", {{"class", "actions"}});
    html.Element("a", "Follow these filters as an Atom feed", {{"href", page.feed}});
    html.Element("a", "Be told by mail or webhook",
                 {{"href", Address("/subscribe", {{"country", filters[0].second}})}});
    html.Close();
    WriteChanges(*asked->archive, table, html);
  });
}

}  // namespace

void AddChangesPage(Router& router, Service& service) {
  router.Add({.method = "GET",
              .path = "/changes",
              .id = "showChanges",
              .tag = "Page",
              .summary = "What changed, with filters",
              .is_documented = false,
              .takes_any_query = true,
              .handler = [&service](const Call& call) { return ShowChanges(call, service); }});
}

}  // namespace lawtrace::service
