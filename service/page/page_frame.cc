#include "service/page/page_frame.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "service/http/base_path.h"
#include "service/http/problem.h"
#include "service/page/page_assets.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;

struct Entry {
  std::string_view path;
  std::string_view label;
};
constexpr std::array<Entry, 7> kNavigation = {{{"/", "Overview"},
                                               {"/compare", "Compare"},
                                               {"/changes", "Changes"},
                                               {"/laws", "Laws"},
                                               {"/scenario", "Scenarios"},
                                               {"/subscribe", "Subscribe"},
                                               {"/about", "About and data"}}};

// Scripts, styles and data come from this server alone, and nothing is written into the page.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

void WriteSharing(const Page& page, const std::string& site, const std::string& origin,
                  HtmlWriter& html) {
  const auto property = [&](std::string_view name, const std::string& content) {
    html.Void("meta", {{"property", name}, {"content", content}});
  };
  property("og:type", "article");
  property("og:site_name", site);
  property("og:title", page.title);
  property("og:description", page.description);
  // Whoever shares the page needs whole addresses; the request cannot be believed about its host.
  property("og:url", origin + page.address);
  if (!page.card.empty()) {
    property("og:image", origin + page.card);
    property("og:image:width", "1200");
    property("og:image:height", "630");
    property("og:image:alt", page.description);
  }
  html.Void("meta", {{"name", "twitter:card"},
                     {"content", page.card.empty() ? "summary" : "summary_large_image"}});
}

void WriteHead(const Page& page, const std::string& site, const std::string& origin,
               HtmlWriter& html) {
  html.Open("head");
  html.Void("meta", {{"charset", "utf-8"}});
  html.Void("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.Void("meta", {{"name", "description"}, {"content", page.description}});
  html.Element("title", page.title + " – Lawtrace");
  html.Void("link", {{"rel", "stylesheet"}, {"href", AssetPath("app.css")}});
  html.Void("link", {{"rel", "icon"}, {"href", "data:,"}});
  if (!page.feed.empty())
    html.Void("link",
              {{"rel", "alternate"}, {"type", "application/atom+xml"}, {"href", page.feed}});
  WriteSharing(page, site, origin, html);
  for (const std::string& script : page.scripts)
    html.Element(
        "script", "",
        {{"src", AssetPath(script)}, {"defer", "defer"}, {"data-world", AssetPath("world.json")}});
  html.Element("script", "", {{"src", AssetPath("app.js")}, {"type", "module"}});
  html.Close();
}

void WriteNavigation(const Page& page, const std::string& site, HtmlWriter& html) {
  html.Element("a", "Skip to the content", {{"class", "skip"}, {"href", "#main"}});
  html.Open("header", {{"class", "site"}});
  html.Open("p", {{"class", "brand"}});
  html.Element("a", "Lawtrace", {{"href", "/"}});
  html.Element("span", site);
  html.Close();
  html.Open("nav", {{"aria-label", "Views"}});
  html.Open("ul");
  for (const Entry& entry : kNavigation) {
    html.Open("li");
    if (page.section == entry.path) {
      html.Element("a", entry.label, {{"href", entry.path}, {"aria-current", "page"}});
    } else {
      html.Element("a", entry.label, {{"href", entry.path}});
    }
    html.Close();
  }
  html.Close();
  html.Close();
  html.Close();
}

void WriteFooter(const Page& page, const std::string& origin, HtmlWriter& html) {
  html.Open("footer");
  if (!page.downloads.empty() || !page.feed.empty()) {
    html.Open("p", {{"class", "downloads"}});
    html.Text("The data of this view: ");
    for (const auto& [label, path] : page.downloads)
      html.Element("a", label, {{"href", path}, {"rel", "nofollow"}});
    if (!page.feed.empty()) html.Element("a", "Atom feed", {{"href", page.feed}});
    html.Close();
  }
  if (!page.source.empty()) html.Element("p", page.source);
  if (!page.citation.empty()) {
    html.Open("p", {{"class", "citation"}});
    html.Text("Cite: " + page.title + ", " + origin + page.address + ". Data: ");
    html.Element("code", page.citation);
    html.Text(page.is_part_of_citation
                  ? " (lawtrace cite writes the same bytes again; this view shows a part of them)."
                  : " (lawtrace cite writes the same bytes again).");
    html.Close();
  }
  html.Open("p");
  html.Element("a", "For editors", {{"href", "/desk"}});
  html.Close();
  html.Close();
}

// The value in the first column of that name; empty if there is none.
std::string ValueIn(const report::Table& table, std::size_t row, std::string_view name) {
  const auto column = std::ranges::find(table.columns, name, &report::Column::name);
  if (column == table.columns.end()) return {};
  const auto* text = std::get_if<std::string>(
      &table.rows[row][static_cast<std::size_t>(column - table.columns.begin())]);
  return text == nullptr ? std::string() : *text;
}

std::string AsSentence(std::string text) {
  if (text.empty()) return text;
  if (text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  if (std::string_view(".?!").find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

}  // namespace

Response PageResponse(const Page& page, const std::string& site, const std::string& origin,
                      const std::function<void(HtmlWriter&)>& write_main) {
  const std::string base = BasePathOf(origin);
  HtmlWriter html(base);
  html.Open("html", {{"lang", "en"}, {"data-base", base}});
  WriteHead(page, site, origin, html);
  html.Open("body");
  WriteNavigation(page, site, html);
  html.Open("main", {{"id", "main"}});
  if (!page.live.empty())
    html.Element("div", "", {{"id", "live"}, {"role", "status"}, {"data-stream", page.live}});
  write_main(html);
  html.Close();
  WriteFooter(page, origin, html);
  html.Close();
  html.Close();
  Response response =
      TextResponse(page.status, "text/html; charset=utf-8", std::move(html).Finish());
  response.With("Content-Security-Policy", std::string(kPolicy));
  return response;
}

void WriteDocumentPage(const report::Document& document, HtmlWriter& html) {
  report::WriteHeading(document, html);
  report::WriteSections(document, LinkOfCell, html);
}

std::string LinkOfCell(const report::Table& table, std::size_t row, std::size_t column) {
  const std::string& name = table.columns[column].name;
  const auto to = [](const char* path, const std::string& id) {
    return id.empty() ? std::string() : path + PercentEncoded(id);
  };
  // Names stand in for ids where these are in columns of their own.
  const auto id_in = [&](std::string_view ids, std::string_view otherwise) {
    const std::string id = ValueIn(table, row, ids);
    return id.empty() ? ValueIn(table, row, otherwise) : id;
  };
  if (name == "name") return to("/country/", id_in("country", "code"));
  if (name == "country") return to("/country/", id_in("code", "country"));
  if (name == "law") return to("/law/", id_in("law_id", "law"));
  if (name == "indicator" || name == "question" || name == "label") {
    const std::string indicator = ValueIn(table, row, "indicator");
    const std::string country = to("/country/", id_in("code", "country"));
    return country.empty() ? country : to((country + "/").c_str(), indicator);
  }
  if (name == "what" || name == "title") return to("/law/", ValueIn(table, row, "law"));
  if (name == "event") {
    const auto* number = std::get_if<std::int64_t>(&table.rows[row][column]);
    return number == nullptr ? std::string() : "/events/" + std::to_string(*number);
  }
  if (name == "laws") {
    std::string law = ValueIn(table, row, "law_ids");
    // Elsewhere the cell itself names ids: "pt-lei-23-2007 (cause)".
    if (const std::string text = ValueIn(table, row, "laws");
        law.empty() && text.ends_with(" (cause)"))
      law = text.substr(0, text.find(' '));
    return law.find(';') == std::string::npos ? to("/law/", law) : std::string();
  }
  return {};
}

void WriteSelect(const std::string& name, const std::string& label,
                 const std::vector<Choice>& choices, const std::string& chosen, HtmlWriter& html) {
  html.Open("label");
  html.Element("span", label);
  html.Open("select", {{"name", name}});
  std::string group;
  for (const Choice& choice : choices) {
    if (choice.group != group) {
      if (!group.empty()) html.Close();
      group = choice.group;
      if (!group.empty()) html.Open("optgroup", {{"label", group}});
    }
    if (choice.value == chosen) {
      html.Element("option", choice.label, {{"value", choice.value}, {"selected", "selected"}});
    } else {
      html.Element("option", choice.label, {{"value", choice.value}});
    }
  }
  if (!group.empty()) html.Close();
  html.Close();
  html.Close();
}

void WriteInput(const std::string& name, const std::string& label, const std::string& type,
                const std::string& value, HtmlWriter& html) {
  html.Open("label");
  html.Element("span", label);
  html.Void("input", {{"name", name}, {"type", type}, {"value", value}});
  html.Close();
}

Response ProblemPage(int status, const std::string& title, const std::vector<std::string>& words,
                     const std::string& site, const std::string& origin) {
  Page page{.status = status, .title = title, .description = title};
  return PageResponse(page, site, origin, [&](HtmlWriter& html) {
    html.Element("h1", title);
    for (const std::string& paragraph : words) html.Element("p", paragraph, {{"class", "lead"}});
    html.Open("ul");
    const auto lead_on = [&](const char* label, const char* path) {
      html.Open("li");
      html.Element("a", label, {{"href", path}});
      html.Close();
    };
    if (status == 410) lead_on("Ask for a new link", "/subscribe");
    lead_on("Go to the overview", "/");
    lead_on("See which data there is", "/about");
    html.Close();
  });
}

std::string FieldLabel(const std::string& field) {
  std::string label = field;
  std::ranges::replace(label, '_', ' ');
  return label;
}

Response ProblemPage(const Error& error, const std::string& site, const std::string& origin) {
  const int status = ProblemOf(error).status;
  const std::string title = status == 404   ? "Not found"
                            : status == 400 ? "This address asks for something that cannot be"
                                            : "This cannot be answered now";
  std::vector<std::string> words;
  for (const Fault& fault : error.faults)
    words.push_back(AsSentence(fault.words.Spelled(&FieldLabel)));
  return ProblemPage(status, title, words, site, origin);
}

bool WantsPage(const Request& request) {
  return request.HeaderOf("accept").find("text/html") != std::string_view::npos &&
         !request.path.starts_with("/v1");
}

std::string FeedPath(const FeedScope& scope) {
  return "/feeds/" + PercentEncoded(FileName(scope, std::nullopt));
}

std::string Address(const std::string& path, const NamedValues& query) {
  std::string address = path;
  for (const auto& [name, value] : query)
    if (!value.empty())
      address +=
          (address.find('?') == std::string::npos ? "?" : "&") + name + "=" + PercentEncoded(value);
  return address;
}

}  // namespace lawtrace::service
