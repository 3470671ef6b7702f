// The overview: map and league table of any day, and the data that lets a script show every day.
#include <algorithm>
#include <utility>

#include "report/documents/overview.h"
#include "report/render/outlines.h"
#include "report/render/words.h"
#include "service/http/problem.h"
#include "service/page/overview_question.h"
#include "service/page/page_citation.h"
#include "service/page/page_frame.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;
using report::Overview;

NamedValues WithDay(NamedValues words, Day day) {
  words.emplace_back("at", day.ToString());
  return words;
}

// The country's class on the day as the style sheet names it: "k3"; "none" without a value.
std::string StyleOn(const AskedOverview& asked, std::size_t country) {
  const analysis::LeagueStep* step = StepOn(asked.overview.series, country, asked.at);
  if (step == nullptr || !step->value) return "none";
  return "k" + std::to_string(report::ClassOf(asked.overview, asked.page.archive->methodology(),
                                              *step->value));
}

const std::string& CodeOf(const AskedOverview& asked, std::size_t country) {
  return asked.page.archive->countries()[asked.overview.countries[country].value];
}

std::vector<Choice> NodeChoices(const AskedOverview& asked) {
  const Methodology& methodology = asked.page.archive->methodology();
  const Node* headline = methodology.FindNode(methodology.headline);
  std::vector<Choice> choices;
  const auto add = [&](const Node& node) {
    choices.push_back({.value = node.code, .label = node.LabelOn(asked.at), .group = node.level});
  };
  for (const Node& node : methodology.nodes)
    if (node.level == headline->level) add(node);
  for (const Node& node : methodology.nodes)
    if (std::ranges::find(headline->children, node.code) != headline->children.end()) add(node);
  return choices;
}

void WriteKnownAt(const AskedOverview& asked, HtmlWriter& html) {
  const auto& known_at = asked.overview.question.known_at;
  if (known_at) {
    html.Open("details", {{"class", "known"}, {"open", "open"}});
  } else {
    html.Open("details", {{"class", "known"}});
  }
  html.Element("summary", "As known on another day");
  html.Element("p",
               "Editors learn of laws late and correct mistakes. Name a day to see the index "
               "as it was known then; leave it empty for all that is known today.");
  WriteInput("known_at", "Known on", "date", known_at ? known_at->ToString() : std::string(), html);
  html.Close();
}

void WriteControls(const AskedOverview& asked, const Index& index, HtmlWriter& html) {
  const report::OverviewQuestion& question = asked.overview.question;
  html.Open("form",
            {{"class", "controls"}, {"method", "get"}, {"action", "/"}, {"id", "controls"}});
  WriteSelect("node", "Score", NodeChoices(asked),
              asked.page.archive->methodology().nodes[question.node.value].code, html);
  std::vector<Choice> groups = {{.value = "", .label = "All countries", .group = {}}};
  for (const Group& group : index.groups)
    groups.push_back({.value = group.id, .label = group.name, .group = {}});
  WriteSelect("group", "Countries", groups,
              question.group == nullptr ? std::string() : question.group->id, html);
  std::vector<Choice> since = {{.value = "", .label = "The score", .group = {}}};
  bool is_edition = false;
  for (const Edition& edition : index.editions) {
    if (edition.reference >= asked.overview.last || edition.reference < asked.overview.first)
      continue;
    const std::string day = edition.reference.ToString();
    is_edition |= question.since && day == question.since->ToString();
    since.push_back({.value = day,
                     .label = "Change since " + edition.title + " (" +
                              report::LongDate(edition.reference) + ")",
                     .group = {}});
  }
  if (question.since && !is_edition)
    since.push_back({.value = question.since->ToString(),
                     .label = "Change since " + report::LongDate(*question.since),
                     .group = {}});
  WriteSelect("since", "Show", since, question.since ? question.since->ToString() : std::string(),
              html);
  WriteInput("at", "On", "date", asked.at.ToString(), html);
  html.Element("button", "Show", {{"type", "submit"}});
  WriteKnownAt(asked, html);
  html.Close();
}

// The slider is of use with a script only, which shows it.
void WriteTimeline(const AskedOverview& asked, HtmlWriter& html) {
  html.Open("div", {{"class", "timeline"}, {"id", "timeline"}, {"hidden", "hidden"}});
  const auto button = [&](const char* id, const char* label) {
    html.Element("button", label, {{"type", "button"}, {"id", id}});
  };
  html.Open("p", {{"class", "now"}});
  html.Element("strong", report::LongDate(asked.at), {{"id", "day"}});
  html.Element("span", "", {{"id", "happened"}});
  html.Close();
  html.Element("p", "", {{"id", "announced"}, {"class", "visually-hidden"}, {"role", "status"}});
  html.Void("input", {{"type", "range"},
                      {"id", "slider"},
                      {"min", std::to_string(asked.overview.first.days_since_epoch())},
                      {"max", std::to_string(asked.overview.last.days_since_epoch())},
                      {"value", std::to_string(asked.at.days_since_epoch())},
                      {"aria-label", "Day"},
                      {"aria-valuetext", report::LongDate(asked.at)},
                      {"aria-describedby", "keys"}});
  html.Element("div", "", {{"id", "ticks"}, {"aria-hidden", "true"}});
  html.Open("p", {{"class", "buttons"}});
  button("play", "Play");
  button("previous", "Previous change");
  button("next", "Next change");
  html.Element("span", "Arrow keys: a day. Page up, page down: a month; with shift: a year.",
               {{"id", "keys"}});
  html.Close();
  html.Close();
}

void WritePicture(const AskedOverview& asked, bool of_europe, HtmlWriter& html) {
  const report::PictureSize size = of_europe ? report::EuropeSize() : report::WorldSize();
  const std::string box = "0 0 " + std::to_string(size.width) + " " + std::to_string(size.height);
  html.Open("svg", {{"class", of_europe ? "europe" : "world"},
                    {"viewBox", box},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}});
  html.Open("defs");
  html.Open("pattern", {{"id", of_europe ? "empty-europe" : "empty-world"},
                        {"width", "5"},
                        {"height", "5"},
                        {"patternUnits", "userSpaceOnUse"}});
  html.Element("path", "", {{"d", "M0 5L5 0"}, {"class", "hatch"}});
  html.Close();
  html.Close();
  for (const report::CountryOutline& outline : report::CountryOutlines()) {
    const std::string_view path = of_europe ? outline.europe : outline.world;
    if (path.empty()) continue;
    std::string style = "land";
    for (std::size_t i = 0; i < asked.overview.countries.size(); ++i)
      if (CodeOf(asked, i) == outline.code) style = StyleOn(asked, i);
    html.Element("path", "", {{"class", style}, {"data-code", outline.code}, {"d", path}});
  }
  html.Close();
}

// The map of the day as files; a script keeps the day in these links up to date.
void WriteSaving(const AskedOverview& asked, HtmlWriter& html) {
  html.Open("p", {{"class", "save"}});
  for (const auto& [format, label] : {std::pair("svg", "SVG"), std::pair("png", "PNG")}) {
    NamedValues words = WithDay(asked.words, asked.at);
    words.emplace_back("format", format);
    html.Element("a", std::string("Save map as ") + label,
                 {{"href", Address("/card/overview", words)},
                  {"download", std::string("map.") + format},
                  {"class", "button"},
                  {"data-day", ""}});
  }
  html.Close();
}

void WriteMap(const AskedOverview& asked, HtmlWriter& html) {
  html.Open("figure", {{"class", "maps"}, {"id", "maps"}});
  html.Open("figcaption");
  html.Element("span", asked.overview.question.since
                           ? "Change since " + report::LongDate(*asked.overview.question.since)
                           : "Score" + report::ScaleWords(asked.page.archive->methodology().scale));
  html.Close();
  html.Open("ul", {{"class", asked.overview.question.since ? "legend change" : "legend"}});
  for (std::size_t i = asked.overview.classes.size(); i-- > 0;) {
    html.Open("li");
    html.Element("span", "", {{"class", "swatch k" + std::to_string(i)}});
    html.Text(asked.overview.classes[i].name);
    html.Close();
  }
  html.Open("li");
  html.Element("span", "", {{"class", "swatch none"}});
  html.Text("no score on this day");
  html.Close();
  html.Close();
  if (report::CountryOutlines().empty()) {
    html.Element("p", "Maps need npm at build time; the figures stand in the table.",
                 {{"class", "notice"}});
  } else {
    html.Open("div", {{"class", asked.overview.question.since ? "pictures change" : "pictures"}});
    WritePicture(asked, false, html);
    WritePicture(asked, true, html);
    html.Close();
    html.Element("p", "Point at a country.", {{"class", "notice"}, {"id", "pointed"}});
    WriteSaving(asked, html);
  }
  html.Close();
}

void WriteRow(const AskedOverview& asked, std::size_t country, HtmlWriter& html) {
  const Overview& overview = asked.overview;
  const analysis::LeagueStep* step = StepOn(overview.series, country, asked.at);
  const bool has_value = step != nullptr && step->value;
  const std::string& code = CodeOf(asked, country);
  html.Open("tr", {{"data-code", code}});
  html.Element("td", has_value ? report::RankText(*step) : "–", {{"class", "rank"}});
  html.Open("th", {{"scope", "row"}});
  html.Element("a", overview.names[country], {{"href", "/country/" + PercentEncoded(code)}});
  html.Close();
  html.Element("td", has_value ? report::ValueText(overview, *step->value) : "–",
               {{"class", "value"}});
  html.Open("td", {{"class", "bar"}});
  html.Element("span", "", {{"class", "swatch " + StyleOn(asked, country)}});
  html.Element(
      "span",
      has_value
          ? overview
                .classes[report::ClassOf(overview, asked.page.archive->methodology(), *step->value)]
                .name
          : "no score",
      {{"class", "class"}});
  html.Close();
  const auto& seen = overview.last_seen[country];
  html.Element("td", seen ? seen->ToString() : "never", {{"class", "seen"}});
  html.Close();
}

void WriteLeague(const AskedOverview& asked, HtmlWriter& html) {
  const Overview& overview = asked.overview;
  html.Open("section", {{"class", "league"}, {"aria-labelledby", "league-heading"}});
  html.Element("h2", "League table", {{"id", "league-heading"}});
  html.Open("table",
            {{"id", "league"}, {"class", overview.question.since ? "league change" : "league"}});
  html.Open("thead");
  html.Open("tr");
  for (const auto& [name, heading] :
       {std::pair("rank", "Rank"), std::pair("name", "Country"),
        std::pair("value", overview.question.since ? "Change" : "Score"),
        std::pair("bar", overview.question.since ? "Direction" : "Band"),
        std::pair("seen", "Checked")})
    html.Element("th", heading, {{"scope", "col"}, {"class", name}});
  html.Close();
  html.Close();
  html.Open("tbody");
  std::vector<std::size_t> order(overview.countries.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t country) {
    const analysis::LeagueStep* step = StepOn(overview.series, country, asked.at);
    return step == nullptr || step->rank == 0 ? order.size() + 1 : step->rank;
  });
  for (const std::size_t country : order) WriteRow(asked, country, html);
  html.Close();
  html.Close();
  html.Element("p",
               "Checked: when a coder last looked. After that day a score holds only as far as "
               "nobody has reported a new law.",
               {{"class", "notice"}});
  html.Close();
}

Response Show(const Call& call, const Service& service) {
  const std::string& site = service.index().name;
  const std::string& origin = service.public_url();
  Result<AskedOverview> asked = AskForOverview(call, service);
  if (!asked) return FaultPage(asked.error(), service);
  const Overview& overview = asked->overview;
  const Node& node = asked->page.archive->methodology().nodes[overview.question.node.value];
  Page page{.title = site + " on " + report::LongDate(asked->at),
            .description = node.LabelOn(asked->at) + " of " +
                           std::to_string(overview.countries.size()) +
                           " countries on any day from " + report::LongDate(overview.first) +
                           " to " + report::LongDate(overview.last) + ".",
            .address = Address("/", WithDay(asked->words, asked->at)),
            .section = "/",
            .card = Address("/card/overview", WithDay(asked->words, asked->at)),
            .source = SourceOn(overview, *asked->page.archive, service.index(), asked->at)};
  page.downloads = {{"CSV", Address("/v1/overview",
                                    [&] {
                                      NamedValues words = asked->words;
                                      words.emplace_back("format", "csv");
                                      return words;
                                    }())},
                    {"JSON", Address("/v1/overview", asked->words)}};
  page.scripts = {"overview.js"};
  const Result<std::string> token = CiteScores(service, asked->page, {}, {node.code});
  if (token) page.citation = *token;
  page.live = LiveStream(asked->page, {});
  return PageResponse(page, site, origin, [&](HtmlWriter& html) {
    html.Open("div", {{"id", "overview"},
                      {"data-series", Address("/v1/overview", asked->words)},
                      {"data-at", asked->at.ToString()}});
    html.Element("h1", site + ", day by day");
    html.Element("p",
                 node.LabelOn(asked->at) +
                     ": drag through time, or open a country to see "
                     "which law moved it.",
                 {{"class", "lead"}});
    WriteControls(*asked, service.index(), html);
    WriteTimeline(*asked, html);
    html.Open("div", {{"class", "split"}});
    WriteMap(*asked, html);
    WriteLeague(*asked, html);
    html.Close();
    html.Close();
  });
}

Response Send(const Call& call, const Service& service) {
  Result<AskedOverview> asked = AskForOverview(call, service);
  if (!asked) return ProblemOf(asked.error());
  const analysis::Archive& archive = *asked->page.archive;
  if (call.Value("format") == "csv")
    return TextResponse(
        200, "text/csv; charset=utf-8",
        Render(report::OverviewTable(asked->overview, archive), report::Format::kCsv));
  return JsonResponse(200, report::RenderOverviewJson(asked->overview, archive));
}

}  // namespace

void AddOverviewPage(Router& router, Service& service) {
  const std::vector<Parameter> parameters = {
      {.name = "node",
       .description = "Whose score; by default one that is comparable longest",
       .example = "overall_with_health"},
      {.name = "group", .description = "Only the members of each day", .example = "EU"},
      {.name = "since",
       .description = "Changes since this day instead of scores",
       .example = "2019-12-31"},
      {.name = "known_at",
       .description = "What was known by the end of this day",
       .example = "2021-01-01"}};
  Route page{.method = "GET",
             .path = "/",
             .id = "showOverview",
             .tag = "Page",
             .summary = "Map and league table of a day",
             .parameters = parameters,
             .is_documented = false,
             .takes_any_query = true,
             .handler = [&service](const Call& call) { return Show(call, service); }};
  router.Add(std::move(page));
  Route data{.method = "GET",
             .path = "/v1/overview",
             .id = "getOverview",
             .tag = "Scores",
             .summary = "Scores and ranks of every day, as steps",
             .parameters = parameters,
             .handler = [&service](const Call& call) { return Send(call, service); }};
  data.parameters.push_back({.name = "format",
                             .description = "Form of the answer",
                             .example = "json",
                             .choices = {"json", "csv"}});
  router.Add(std::move(data));
}

}  // namespace lawtrace::service
