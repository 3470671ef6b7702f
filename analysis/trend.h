// Trend: the scores of countries and groups on several days, what moved them in between, and how
// well the figures are founded.  docs/method.md, "Trends".
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/comparison.h"
#include "analysis/convergence.h"
#include "analysis/league.h"
#include "model/index.h"

namespace lawtrace::analysis {

struct TrendQuestion {
  std::vector<Day> days;             // Ascending, at least two.
  std::vector<NodeId> candidates;    // See Compare.
  std::vector<CountryId> countries;  // Distinct.
  std::vector<const Group*> groups;
  OwnDays own_days;                // Of countries, in place of those of `days`.
  std::optional<Day> composition;  // Groups have the members of this day; absent: of each day.
};

// How well a country's score on a day is founded.
struct Foundation {
  std::optional<Day> oldest;  // See OldestAnswer.
  // Answers that count and were seen to hold after the previous day of the trend; on its first
  // day, all.  Where there is none, an unchanged score only says that nobody has looked since.
  std::size_t seen = 0;
  // Indicators whose answer counts on this day but not on the previous one, and the reverse.
  std::size_t gained = 0;
  std::size_t lost = 0;
};

struct CountryPoint {
  std::vector<NodeScore> scores;  // Of all nodes, in methodology order.
  std::size_t rank = 0;           // Among the compared countries, as in RankCountries.
  bool is_tied = false;
  Foundation foundation;
};

struct CountryTrend {
  CountryId country;
  std::vector<CountryPoint> points;  // Parallel to the days.
  std::vector<Attribution> steps;    // From each day to the next.
};

struct GroupPoint {
  std::vector<CountryId> members;  // Of whom the log speaks, by code.
  std::size_t member_count = 0;    // All.
  GroupMean mean;
  std::optional<Spread> spread;  // Of the members with a score.
  std::optional<Day> oldest;     // Oldest answer behind the mean.
  // Against the previous day; absent on the first, or if a mean is.  Mean change of the countries
  // that count on both days, and the rest, which is who came and who went.
  std::optional<double> common_change;
  std::optional<double> composition_change;
  std::optional<double> slope;  // See ConvergenceSlope, over the countries that count on both days.
};

struct GroupTrend {
  const Group* group = nullptr;    // Null: the compared countries.
  std::vector<GroupPoint> points;  // Parallel to the days.
};

struct Trend {
  TrendQuestion question;
  Comparison comparison;
  std::vector<CountryTrend> countries;  // Parallel to comparison.countries.
  std::vector<GroupTrend> groups;       // The compared countries first, then as asked for.

  double ScoreOn(std::size_t country, std::size_t day) const {
    return *countries[country].points[day].scores[comparison.node.value].score;
  }
};

// kInvalidInput if nothing is comparable; see Compare.
[[nodiscard]] Result<Trend> TraceTrend(const Archive& archive, TrendQuestion question);

// The points of the kind, summed over the attributions.
double PointsOf(std::span<const Attribution> steps, ContributionKind kind);

}  // namespace lawtrace::analysis
