// Attributions as a table and as JSON: what `lawtrace attribute` prints.
#pragma once

#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "report/table.h"

namespace lawtrace::report {

// One attribution with what it is about.
struct AttributedChange {
  std::string country;
  analysis::NodeId node;
  analysis::DayRange range;
  analysis::Attribution attribution;
};

// One row per contribution, in order: country, node, from, to, from_score, to_score, change, kind,
// law, title, points, events.  A change without contributions has one row with a blank kind.
Table AttributionTable(const analysis::Archive& archive,
                       const std::vector<AttributedChange>& changes);

// One JSON object a line: {country, node, from, to, from_score, to_score, change,
// contributions: [{kind, law, points, events}]}.  from and to are days; an absent score is null.
std::string RenderAttributions(const analysis::Archive& archive,
                               const std::vector<AttributedChange>& changes);

}  // namespace lawtrace::report
