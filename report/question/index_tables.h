// Tables of what makes an index: countries, groups, indicators, editions, methodologies.
#pragma once

#include <string>

#include "analysis/archive.h"
#include "model/index.h"
#include "report/render/table.h"

namespace lawtrace::report {

// country, name, aliases, answered (the log holds something on it).
Table CountryTable(const Index& index, const analysis::Archive& archive);

// group, name, source, members (their codes on `day`).
Table GroupTable(const Index& index, Day day);

// indicator, label, is_numeric, options ("0; 50; 100"), nodes (those above it, nearest first).
Table IndicatorTable(const analysis::Archive& archive, Day day);

// edition, title, reference, published, methodology, source, aliases.
Table EditionTable(const Index& index);

// methodology, version, title, source, headline, indicators, nodes, fingerprint, is_default.
Table MethodologyTable(const Index& index);

// One JSON object with all that the methodology holds: indicators with options, nodes with
// children, weights and tables, bands.  Labels are those of `day`.
std::string RenderMethodology(const Methodology& methodology, Day day);

}  // namespace lawtrace::report
