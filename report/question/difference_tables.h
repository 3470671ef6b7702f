// Differences and revisions as tables and as JSON: what `lawtrace diff` and `revisions` print.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/difference.h"
#include "analysis/revision.h"
#include "model/index.h"
#include "report/question/score_tables.h"
#include "report/render/table.h"

namespace lawtrace::report {

// The differences of some countries between two points, and what they are about.
struct Differences {
  struct OfCountry {
    std::string country;
    analysis::Difference difference;
  };
  analysis::NodeId node;
  Moment from;
  Moment to;
  std::vector<OfCountry> countries;
};

// One row per answer that differs: country, name, node, indicator, label, old, new, old_score,
// new_score, points (of the indicator), area, area_points, node_points, kind, undone, event,
// bounds, effective, earliest, latest, precision, basis, laws, from, from_known_at, to,
// to_known_at.
Table DifferenceTable(const analysis::Archive& archive, const Index& index,
                      const Differences& differences);

// For people: per country with a difference a line "score -> score (change)" and its rows.
std::string DifferenceText(const analysis::Archive& archive, const Index& index,
                           const Differences& differences);

// One object per country: {country, node, from: {at, known_at, score}, to: {the same}, change,
// rows}, with the keys of DifferenceTable from indicator to laws; laws are a list of {law, role,
// provision}.  known_at is null where all that is recorded is known; an absent score is null.
// `as_lines`: one a line, else one list.
std::string RenderDifferences(const analysis::Archive& archive, const Differences& differences,
                              bool as_lines);

// What became known of some countries, and what it is about.
struct RevisionReport {
  struct OfCountry {
    std::string country;
    analysis::Revisions revisions;
  };
  analysis::NodeId node;
  analysis::RecordedRange range;
  Day at;
  bool lists_confirmations = false;  // Else they are only counted.
  std::vector<OfCountry> countries;
};

// One row per event: country, name, node, class, kind, event, recorded, indicator, label, before,
// after, points, bounds, effective, earliest, latest, precision, basis, laws.
Table RevisionTable(const analysis::Archive& archive, const Index& index,
                    const RevisionReport& report);

// One row per country with news, and one for all of several: country, from, to, change, and count
// and points of each class that occurs.
Table RevisionSummaryTable(const RevisionReport& report);

// {node, at, between: [day, day], countries: [{country, from_score, to_score, change, classes:
// [{class, count, points}], rows}], total: [{class, count, points}]}; `as_lines`: one line per
// country, {country, node, at, between, from_score, ...}.  Rows have the keys of RevisionTable from
// class to laws.  Points of a country without a change are null and count as 0 in the total.
std::string RenderRevisions(const analysis::Archive& archive, const RevisionReport& report,
                            bool as_lines);

}  // namespace lawtrace::report
