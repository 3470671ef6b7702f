// Document: a report as words, tables and charts, before it has a form.  Every form (HTML,
// Markdown, JSON, CSV, SDMX-CSV, XLSX) is rendered from the same document, so all of them say the
// same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/methodology.h"
#include "report/render/table.h"

namespace lawtrace::report {

// What a chart shows of its section's table; docs/reports.md lists the roles of each kind.
enum class ChartKind : std::uint8_t {
  kSteps,       // Scores over time; small multiples if there is a role `name`.
  kThenAndNow,  // Two scores of each label.
  kLeague,      // Bars by rank, with the change of rank.
  kSlope,       // Two scores of each country, joined.
  kMap,         // The world, coloured by score or by change.
  kMatrix,      // Scores of countries by area.
  kBars,        // Points, to both sides of nothing.
};

struct Chart {
  ChartKind kind = ChartKind::kSteps;
  std::string title;
  std::string description;  // What it shows, for those who do not see it.
  // Role and the column that plays it.
  std::vector<std::pair<std::string, std::string>> roles;
  std::string from;         // The earlier and the later point, as the chart writes them.
  std::string until;        // kSteps: a day, until which the last step holds.
  std::string scale;        // kMap: "score" or "change".
  std::vector<Band> bands;  // kSteps and kMap.
  std::optional<std::size_t> first_rows;  // Of the table; absent: all.
};

struct Section {
  std::string part;  // Its name for programs, unique in the document: "areas".
  std::string heading;
  std::vector<std::string> paragraphs;
  Table table;  // May be without columns.
  std::optional<Chart> chart;
};

struct Document {
  std::string kind;  // "country", "edition", "compare", "law", "scenario".
  std::string title;
  std::string subject;  // What it is about, in a word or two: "Portugal", "MIPEX 2020".
  std::string lead;     // The sentences that a newspaper would print.
  // What the report is about, for programs: name and value, in order.
  std::vector<std::pair<std::string, Cell>> facts;
  std::vector<Section> sections;
  std::string source;  // What it rests on: index, methodology, log position, dates.
  Scale scale;         // Of the scores that it tells ...
  int decimals = 0;    // ... and how they are printed.
  Table observations;  // The scores that it tells, as report/export/sdmx_csv.h has them.
};

}  // namespace lawtrace::report
