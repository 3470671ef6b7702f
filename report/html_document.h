// A document as one HTML file that needs nothing beside it.
#pragma once

#include <string>

#include "report/document.h"

namespace lawtrace::report {

// Words and tables are plain HTML, readable without scripts, and well-formed XML as well.  Each
// chart is a <figure> with its specification, the table it is drawn from, and buttons that save
// it; the script that draws them is in the file, and the outlines of countries if there is a map.
// A program built without charts says so in each figure and leaves the table open.
std::string RenderHtml(const Document& document);

// Whether the program was built with the script that draws charts.
bool HasCharts();

}  // namespace lawtrace::report
