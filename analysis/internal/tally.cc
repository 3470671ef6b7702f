#include "analysis/internal/tally.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>

#include "analysis/internal/step_game.h"

namespace lawtrace::analysis {
namespace {

auto KeyOf(const Tally::Entry& entry) {
  return std::tuple(entry.kind, entry.country, entry.law);
}

}  // namespace

std::vector<Contribution> Tally::Rows() && {
  std::ranges::stable_sort(entries_, {}, KeyOf);
  std::vector<Contribution> rows;
  for (auto next = entries_.begin(); next != entries_.end();) {
    const auto first = next;
    Contribution row{.kind = first->kind,
                     .country = std::string(first->country),
                     .law = std::string(first->law),
                     .events = {first->events.begin(), first->events.end()}};
    row.points = first->points;
    for (++next; next != entries_.end() && KeyOf(*next) == KeyOf(*first); ++next) {
      row.points += next->points;
      row.events.insert(row.events.end(), next->events.begin(), next->events.end());
    }
    if (next - first > 1) {
      std::ranges::sort(row.events);
      row.events.erase(std::ranges::unique(row.events).begin(), row.events.end());
    }
    if (!row.events.empty() || row.points != 0) rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(
      rows, {}, [](const Contribution& row) { return std::pair(row.kind, -std::abs(row.points)); });
  return rows;
}

std::vector<Contribution> Tally::SumTo(double change) && {
  double missing = change;
  for (const Entry& entry : entries_) missing -= entry.points;
  if (std::abs(missing) > kScoreResidual)
    Add({.kind = ContributionKind::kCoverage,
         .country = {},
         .law = {},
         .points = missing,
         .events = {}});
  return std::move(*this).Rows();
}

}  // namespace lawtrace::analysis
