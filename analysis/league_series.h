// LeagueSeries: the league table of every day, as steps: what a reader sees who drags through time.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/archive.h"
#include "model/index.h"

namespace lawtrace::analysis {

struct LeagueSeriesQuestion {
  NodeId node;
  std::vector<CountryId> countries;  // Distinct; who is listed.
  const Group* group = nullptr;      // Only its members of each day compete; null: everybody.
  // The value is the change of the score since this day, which has none before it; absent: the
  // value is the score.
  std::optional<Day> since;
};

// A country's place from a day until its next step.
struct LeagueStep {
  std::size_t day = 0;          // Position in LeagueSeries::days.
  std::optional<double> value;  // Absent: no score, no membership, or no score at `since`.
  std::size_t rank = 0;         // As in a League, highest value first; 0 without a value.
  bool is_tied = false;

  // Whether both say the same from a day on.
  bool HoldsAs(const LeagueStep& other) const {
    return value == other.value && rank == other.rank && is_tied == other.is_tied;
  }
};

struct LeagueSeries {
  std::vector<Day> days;  // On which any country's step begins, ascending.
  // Parallel to the question's countries; ascending by day, no two neighbours alike.  Before its
  // first step a country has no value.
  std::vector<std::vector<LeagueStep>> steps;
};

// All is known: the archive holds no more of the log than the reader knew.
// Complexity: one league table per day on which a score or a membership changes.
LeagueSeries TraceLeague(const Archive& archive, const LeagueSeriesQuestion& question);

// The step in force on `day`; null before the first.
const LeagueStep* StepOn(const LeagueSeries& series, std::size_t country, Day day);

}  // namespace lawtrace::analysis
