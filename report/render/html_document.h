// A document as one HTML file that needs nothing beside it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "report/render/document.h"
#include "report/render/html_writer.h"

namespace lawtrace::report {

// Words and tables are plain HTML, readable without scripts, and well-formed XML as well.  Each
// chart is a <figure> with its specification, the table it is drawn from, and buttons that save
// it; the script that draws them is in the file, and the outlines of countries if there is a map.
// A program built without charts says so in each figure and leaves the table open.
std::string RenderHtml(const Document& document);

// Where a cell leads to in the page that shows it; empty: nowhere.
using CellLink = std::function<std::string(const Table&, std::size_t row, std::size_t column)>;

// The same words, tables and figures as elements of another page: heading, lead and contents, then
// the sections.  That page brings the style and the script.
void WriteHeading(const Document& document, HtmlWriter& html);
void WriteSections(const Document& document, const CellLink& link, HtmlWriter& html);

// A table that scrolls in a region of its own where it is wider than the page.
void WriteTable(const Table& table, const std::string& caption, const CellLink& link,
                HtmlWriter& html);

// Whether the program was built with the script that draws charts.
bool HasCharts();
// What a page needs to show figures as RenderHtml does: the script draws every figure, with the
// outlines of countries as TopoJSON for maps.  Both are empty in a build without npm.
std::string_view ReportStyle();
std::string_view ChartScript();
std::string_view WorldMap();

}  // namespace lawtrace::report
