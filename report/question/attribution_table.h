// Attributions as a table and as JSON: what `lawtrace attribute` prints.
#pragma once

#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "report/question/score_tables.h"
#include "report/render/table.h"

namespace lawtrace::report {

// A change that was split, and what it is about.
struct AttributedChange {
  struct End {
    Moment moment;
    std::string methodology;  // That scores it.
  };

  std::string country;  // Empty: a group's mean.
  std::string group;
  std::string node;
  End from;
  End to;
  analysis::Attribution attribution;
};

// One row per contribution, in order: group, country, node, from, to, from_known_at, to_known_at,
// from_methodology, to_methodology, from_score, to_score, change, kind, law, status (of the law:
// confirmed or recognised), title, points, events.
// In a group's rows the country is the one whose law, answer or membership it is.  A change without
// contributions has one row with a blank kind.  A blank known_at: all that is recorded.
Table AttributionTable(const analysis::Archive& archive,
                       const std::vector<AttributedChange>& changes);

// A JSON list, or one JSON object a line: {country, group, node, from, to, from_known_at,
// to_known_at, from_methodology, to_methodology, from_score, to_score, change,
// contributions: [{kind, country, law, status, points, events}]}.  from and to are days; what is
// absent is null: the country of a group's mean, the group of a country, a score that there is not,
// the country of a contribution that is no country's.
std::string RenderAttributions(const analysis::Archive& archive,
                               const std::vector<AttributedChange>& changes, bool as_lines);

}  // namespace lawtrace::report
