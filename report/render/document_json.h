// Documents and charts as JSON.
#pragma once

#include <string>
#include <string_view>

#include "report/render/document.h"

namespace lawtrace::report {

// One object: {report, title, lead, <facts>, parts: {<part>: {heading, text, rows}}, source}.
// Numbers have full precision; rows have every column.
std::string RenderDocumentJson(const Document& document);

std::string_view Name(ChartKind kind);  // "steps", "then_and_now", ...

// What the script in an HTML report draws of the document's section: {kind, title, description,
// source, from, until, scale, minimum, maximum, decimals, bands: [{name, from}], rows: [{<role>:
// value}]}; docs/reports.md.
// REQUIRES: the section has a chart, and its table every column that plays a role.
std::string ChartSpecification(const Section& section, const Document& document);

}  // namespace lawtrace::report
