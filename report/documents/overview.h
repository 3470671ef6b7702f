// Overview: the league table and the map of every day since the first, for a reader who drags
// through time.  All figures and words are worked out here; a page only looks them up by day.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/league_series.h"
#include "model/index.h"
#include "report/render/table.h"

namespace lawtrace::report {

struct OverviewQuestion {
  analysis::NodeId node;
  const Group* group = nullptr;  // Null: all countries.
  std::optional<Day> since;      // Changes since this day; absent: scores.
  std::optional<Day> known_at;   // Up to which the archive holds the log, if the reader named one.
  Day today;
};

// A range of values that the map shows alike.
struct ValueClass {
  std::string name;
  std::optional<double> from;  // Smallest value; absent in the lowest.
};

// That a country's score moved on one day.
struct ScoreMove {
  std::size_t country = 0;  // Position in Overview::countries.
  Day day;
  double change = 0;
  std::string cause;  // Laws by name, or what else it was.
};

struct Overview {
  OverviewQuestion question;
  Day first;  // The days that can be asked about; both inclusive.
  Day last;
  std::vector<analysis::CountryId> countries;  // By name.
  std::vector<std::string> names;              // Parallel.
  std::vector<std::optional<Day>> last_seen;   // Parallel: when a coder last looked.
  analysis::LeagueSeries series;               // Of these countries.
  std::vector<ValueClass> classes;             // Lowest first.
  std::vector<ScoreMove> moves;                // By day, largest first.
  std::string source;                          // What it rests on.
};

// The node that can be compared over the longest time: of the headline and the other roots of its
// level, the one with a score on most days from the first to the last.
analysis::NodeId LongestNode(const analysis::Archive& archive);

// REQUIRES: the archive holds no more of the log than `question.known_at` allows.
Overview MakeOverview(const analysis::Archive& archive, const Index& index,
                      const OverviewQuestion& question);

// What the overview of that day rests on; Overview::source is that of the last one.
std::string SourceOn(const Overview& overview, const analysis::Archive& archive, const Index& index,
                     Day day);

// Position of the class of a value.  Scores are classed as printed, changes as they are.
std::size_t ClassOf(const Overview& overview, const Methodology& methodology, double value);

// "+1.5", "−0.4", "±0".
std::string SignedText(double points);
// As the table prints it: "82.9", or signed if it is a change.
std::string ValueText(const Overview& overview, double value);
// "3", or "3=" if it is shared.
std::string RankText(const analysis::LeagueStep& step);

// The moves of one day.
std::vector<ScoreMove> MovesOn(const Overview& overview, Day day);

// {node, label, group, since, known_at, first, last, source, days: [day], classes: [{name, from}],
// countries: [{code, name, last_seen, day: [position in days], value, text, rank, place, class}],
// moves: {day, country: [position], text, cause}}.  Columns of a country and of the moves are
// parallel lists; `place` is the rank as a number.  docs/page.md.
std::string RenderOverviewJson(const Overview& overview, const analysis::Archive& archive);

// One row per step: country, name, day, value, rank, tied, class.
Table OverviewTable(const Overview& overview, const analysis::Archive& archive);

}  // namespace lawtrace::report
