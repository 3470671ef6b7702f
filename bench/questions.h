// Questions: what both sides are asked, the shape of what they give back, and the checksums by
// which their results are compared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/ids.h"
#include "bench/workload.h"
#include "model/as_of.h"
#include "model/day.h"
#include "model/sequence.h"

namespace lawtrace::bench {

struct Question {
  analysis::CountryId country;
  analysis::IndicatorId indicator;
  AsOf as_of;  // A question on what is known today leaves `known` out of account.
};

// Draws of country, indicator, day and recorded sequence (1..last), each uniform.
std::vector<Question> DrawQuestions(const WorkloadSize& size, Sequence last, std::size_t count);

// The year that Q6 asks about, (day, YearAfter(day)].
inline Day YearAfter(Day day) {
  return day.plus_days(365);
}

// Scores of the areas, then the overall score; absent where there is none.
using ProfileScores = std::array<std::optional<double>, kNodeCount>;
// Overall scores by country.
using LeagueScores = std::vector<std::optional<double>>;

// One row of the series of all countries: the overall score from `day` on.  Rows come by country,
// then day.
struct SeriesRow {
  std::uint32_t country;
  std::int32_t day;
  std::optional<double> score;
};

// A law's part, or that of all that has none, in the change of one country's overall score.
struct SplitRow {
  std::uint32_t country = 0;
  std::uint32_t kind = 0;  // As analysis::ContributionKind.
  std::uint32_t law = 0;   // Its number; 0: none.
  double points = 0;
  std::span<const std::uint32_t> events;
};

// Points and events of all rows, in any order; of a law only the last digit counts, so that reading
// it off costs a side with names no more than one with numbers.
class SplitChecksum {
 public:
  void Add(const SplitRow& row) {
    double events = 0;
    for (const std::uint32_t event : row.events) events += event;
    AddSum(row, events);
  }
  // The same, where the events are summed up already; `row.events` is not looked at.
  void AddSum(const SplitRow& row, double events) {
    const double weight = (1.0 + row.law % 10 + 10.0 * row.kind) * (1.0 + row.country);
    points_ += row.points * weight;
    events_ += events * weight;
  }
  void AddChange(double change) { points_ += change; }
  double Points() const { return points_; }
  double Events() const { return events_; }

 private:
  double points_ = 0;
  double events_ = 0;
};

// Sums in which no two positions weigh the same.  An absent score counts as -1.
double Checksum(const std::optional<double>& score);
double Checksum(const ProfileScores& scores);
double Checksum(const LeagueScores& scores);

// Score times days held, so that it does not matter whether a side gives a row on which the score
// stays the same.
class SeriesChecksum {
 public:
  void Add(const SeriesRow& row) {
    Hold(row.country == country_ ? row.day : kLastDay.days_since_epoch());
    country_ = row.country;
    day_ = row.day;
    score_ = row.score.value_or(0.0);
  }
  double Total() {
    Hold(kLastDay.days_since_epoch());
    score_ = 0;
    return total_;
  }

 private:
  void Hold(std::int32_t until) { total_ += score_ * (until - day_) * (1.0 + country_); }

  std::uint32_t country_ = 0;
  std::int32_t day_ = 0;
  double score_ = 0;
  double total_ = 0;
};

}  // namespace lawtrace::bench
