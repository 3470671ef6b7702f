// LimitSide: Q6 in plain C++ in memory, with every change's points worked out beforehand by its
// own, simple means: what the answer costs when it lies ready.  It knows today's knowledge and the
// overall score only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "bench/questions.h"
#include "bench/workload.h"

namespace lawtrace::bench {

class LimitSide {
 public:
  struct KeptChange {
    std::int32_t day = 0;
    std::uint32_t kind = 0;  // As analysis::ContributionKind.
    std::uint32_t law = 0;   // Its number; 0: none.
    std::uint32_t event = 0;
    double points = 0;
  };

  explicit LimitSide(const Workload& workload);

  // By country, then day.
  const std::vector<std::vector<KeptChange>>& kept() const { return kept_; }

  // The overall score of a country; 0 before its first answer.
  double ScoreOn(std::uint32_t country, Day day) const {
    const Series& series = series_[country];
    const auto after = std::ranges::upper_bound(series.days, day.days_since_epoch());
    return after == series.days.begin()
               ? 0
               : series.scores[static_cast<std::size_t>(after - series.days.begin()) - 1];
  }

  // As bench/archive_side.h.
  template <typename Visit>
  double VisitSplit(Day after, Day until, Visit visit) const {
    double change = 0;
    std::vector<KeptChange> rows;
    std::vector<std::uint32_t> events;
    for (std::uint32_t country = 0; country < kept_.size(); ++country) {
      const auto& kept = kept_[country];
      change += (ScoreOn(country, until) - ScoreOn(country, after)) * (1.0 + country);
      const auto first =
          std::ranges::upper_bound(kept, after.days_since_epoch(), {}, &KeptChange::day);
      const auto last =
          std::ranges::upper_bound(kept, until.days_since_epoch(), {}, &KeptChange::day);
      rows.assign(first, last);
      std::ranges::sort(rows, {}, [](const KeptChange& row) {
        return std::uint64_t{row.kind} << 32U | row.law;
      });
      for (auto row = rows.begin(); row != rows.end();) {
        SplitRow sum{.country = country, .kind = row->kind, .law = row->law};
        events.clear();
        for (; row != rows.end() && row->kind == sum.kind && row->law == sum.law; ++row) {
          sum.points += row->points;
          events.push_back(row->event);
        }
        sum.events = events;
        visit(sum);
      }
    }
    return change;
  }

 private:
  struct Series {
    std::vector<std::int32_t> days;
    std::vector<double> scores;
  };

  std::vector<std::vector<KeptChange>> kept_;
  std::vector<Series> series_;  // By country.
};

}  // namespace lawtrace::bench
