#include "report/render/html_document.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/web_address.h"
#include "report/render/document_json.h"

namespace lawtrace::report {
namespace {

constexpr std::size_t kShortText = 24;   // Bytes; columns of such texts are not broken.
constexpr std::size_t kWideColumns = 5;  // From so many on, a table scrolls on a phone.

// How a column is set: "number", "short" or "text".
std::string_view ClassOf(const Table& table, std::size_t column) {
  if (IsNumeric(table, column)) return "number";
  const bool is_short = std::ranges::all_of(table.rows, [&](const std::vector<Cell>& row) {
    return CellText(row[column], table.columns[column]).size() <= kShortText;
  });
  return is_short ? "short" : "text";
}

void WriteCell(const std::string& text, std::string_view style, const std::string& link,
               HtmlWriter& html) {
  html.Open("td", {{"class", style}});
  if (!link.empty() && !text.empty()) {
    html.Element("a", text, {{"href", link}});
  } else if (IsWebAddress(text)) {
    html.Element("a", text, {{"href", text}});
  } else {
    html.Text(text);
  }
  html.Close();
}

void WriteFigure(const Section& section, const Document& document, const CellLink& link,
                 HtmlWriter& html) {
  const Chart& chart = *section.chart;
  html.Open("figure", {{"id", "figure-" + section.part}, {"data-chart", Name(chart.kind)}});
  html.Element("figcaption", chart.title);
  html.Open("div", {{"class", "plot"}});
  html.Element("p",
               HasCharts() ? "The chart is drawn by a script; its figures stand in the table."
                           : "Charts need npm at build time; the figures stand in the table.",
               {{"class", "notice"}});
  html.Close();
  if (HasCharts()) html.Json(ChartSpecification(section, document), {{"type", "application/json"}});
  html.Open("details", {{"open", "open"}});
  html.Element("summary", "The figures as a table");
  WriteTable(section.table, section.heading, link, html);
  html.Close();
  html.Close();
}

void WriteSection(const Section& section, const Document& document, const CellLink& link,
                  HtmlWriter& html) {
  html.Open("section", {{"id", section.part}, {"aria-labelledby", section.part + "-heading"}});
  html.Element("h2", section.heading, {{"id", section.part + "-heading"}});
  for (const std::string& paragraph : section.paragraphs) html.Element("p", paragraph);
  if (!section.table.rows.empty()) {
    if (section.chart) {
      WriteFigure(section, document, link, html);
    } else {
      WriteTable(section.table, section.heading, link, html);
    }
  }
  html.Close();
}

void WriteHead(const Document& document, HtmlWriter& html) {
  html.Open("head");
  html.Void("meta", {{"charset", "utf-8"}});
  html.Void("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.Void("meta", {{"name", "description"}, {"content", document.lead}});
  html.Element("title", document.title);
  html.Script("style", ReportStyle());
  html.Close();
}

// The scripts that draw: the outlines only where there is a map.
void WriteScripts(const Document& document, HtmlWriter& html) {
  const auto has_chart = [&](auto wanted) {
    return std::ranges::any_of(document.sections, [&](const Section& section) {
      return section.chart && !section.table.rows.empty() && wanted(section.chart->kind);
    });
  };
  if (!HasCharts() || !has_chart([](ChartKind) { return true; })) return;
  if (has_chart([](ChartKind kind) { return kind == ChartKind::kMap; }))
    html.Json(WorldMap(), {{"type", "application/json"}, {"id", "world-map"}});
  html.Script("script", ChartScript());
}

}  // namespace

void WriteTable(const Table& table, const std::string& caption, const CellLink& link,
                HtmlWriter& html) {
  const auto shown = std::ranges::count(table.columns, false, &Column::is_detail);
  const bool is_wide = static_cast<std::size_t>(shown) >= kWideColumns;
  html.Open("div", {{"class", is_wide ? "table wide" : "table"},
                    {"tabindex", "0"},
                    {"role", "region"},
                    {"aria-label", "Table: " + caption}});
  html.Open("table");
  html.Open("thead");
  html.Open("tr");
  std::vector<std::string_view> classes;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    classes.push_back(ClassOf(table, c));
    if (table.columns[c].is_detail) continue;
    html.Element("th", Heading(table.columns[c]), {{"scope", "col"}, {"class", classes[c]}});
  }
  html.Close();
  html.Close();
  html.Open("tbody");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    html.Open("tr");
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (!table.columns[c].is_detail)
        WriteCell(CellText(table.rows[r][c], table.columns[c]), classes[c],
                  link ? link(table, r, c) : std::string(), html);
    html.Close();
  }
  html.Close();
  html.Close();
  html.Close();
}

void WriteHeading(const Document& document, HtmlWriter& html) {
  html.Element("h1", document.title);
  html.Element("p", document.lead, {{"class", "lead"}});
  html.Open("nav", {{"class", "contents"}, {"aria-label", "Contents"}});
  html.Open("ul");
  for (const Section& section : document.sections) {
    html.Open("li");
    html.Element("a", section.heading, {{"href", "#" + section.part}});
    html.Close();
  }
  html.Close();
  html.Close();
}

void WriteSections(const Document& document, const CellLink& link, HtmlWriter& html) {
  for (const Section& section : document.sections) WriteSection(section, document, link, html);
}

bool HasCharts() {
  return !ChartScript().empty();
}

std::string RenderHtml(const Document& document) {
  HtmlWriter html;
  html.Open("html", {{"lang", "en"}});
  WriteHead(document, html);
  html.Open("body");
  html.Element("a", "Skip to the report", {{"class", "skip"}, {"href", "#report"}});
  html.Open("header");
  WriteHeading(document, html);
  html.Close();
  html.Open("main", {{"id", "report"}});
  WriteSections(document, {}, html);
  html.Close();
  html.Open("footer");
  html.Element("p", document.source);
  html.Close();
  WriteScripts(document, html);
  html.Close();
  html.Close();
  return std::move(html).Finish();
}

}  // namespace lawtrace::report
