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

  // The rows of all countries over the days in (after, until].
  template <typename Visit>
  void VisitSplit(Day after, Day until, Visit visit) const {
    std::vector<KeptChange> rows;
    std::vector<std::uint32_t> events;
    for (std::uint32_t country = 0; country < kept_.size(); ++country) {
      const auto& kept = kept_[country];
      const auto first =
          std::ranges::upper_bound(kept, after.days_since_epoch(), {}, &KeptChange::day);
      const auto last =
          std::ranges::upper_bound(kept, until.days_since_epoch(), {}, &KeptChange::day);
      rows.assign(first, last);
      std::ranges::sort(rows, {}, [](const KeptChange& change) {
        return std::uint64_t{change.kind} << 32U | change.law;
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
  }

 private:
  std::vector<std::vector<KeptChange>> kept_;
};

}  // namespace lawtrace::bench
