#include "analysis/internal/tally.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/internal/step_game.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// Kind, country and law in one number.
std::uint64_t RowOf(const Tally::Entry& entry) {
  const std::uint32_t country = entry.country ? entry.country->value + 1U : 0U;
  return std::uint64_t{static_cast<std::uint8_t>(entry.kind)} << 56U |
         std::uint64_t{country} << 32U | entry.law;
}

}  // namespace

Tally::LawId Tally::IdOf(std::string_view law) {
  if (law.empty()) return kNoLaw;
  const auto [it, is_new] = ids_.try_emplace(law);
  if (!is_new) return it->second;
  const auto known = std::ranges::find(laws_, law);
  it->second = static_cast<LawId>(known - laws_.begin());
  if (known == laws_.end()) {
    it->second += static_cast<LawId>(more_laws_.size());
    more_laws_.push_back(law);
  }
  Check(it->second < kNoLaw, "too many laws");
  return it->second;
}

std::string_view Tally::LawOf(LawId id) const {
  if (id == kNoLaw) return {};
  return id < laws_.size() ? std::string_view(laws_[id]) : more_laws_[id - laws_.size()];
}

bool Tally::IsBefore(const Entry& a, double a_points, const Entry& b, double b_points) const {
  if (a.kind != b.kind) return a.kind < b.kind;
  if (std::abs(a_points) != std::abs(b_points)) return std::abs(a_points) > std::abs(b_points);
  return std::pair(a.country, LawOf(a.law)) < std::pair(b.country, LawOf(b.law));
}

std::vector<Contribution> Tally::Rows() && {
  // By row; of a row in the order of its events, so that its sum has the same bits every time.
  std::ranges::sort(entries_, {}, [](const Entry& entry) {
    return std::pair(RowOf(entry), entry.events.empty() ? 0 : entry.events.front());
  });
  std::vector<Group> groups;
  groups.reserve(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (i == 0 || RowOf(entries_[i]) != RowOf(entries_[i - 1]))
      groups.push_back({.first = i, .last = i, .points = 0});
    ++groups.back().last;
    groups.back().points += entries_[i].points;
  }
  std::ranges::sort(groups, [&](const Group& a, const Group& b) {
    return IsBefore(entries_[a.first], a.points, entries_[b.first], b.points);
  });
  std::vector<Contribution> rows;
  rows.reserve(groups.size());
  for (const Group& group : groups) {
    const Entry& first = entries_[group.first];
    Contribution& row = rows.emplace_back(first.kind);
    row.country = first.country;
    row.law = LawOf(first.law);
    row.points = group.points;
    std::size_t event_count = 0;
    for (std::size_t i = group.first; i < group.last; ++i) event_count += entries_[i].events.size();
    row.events.reserve(event_count);
    for (std::size_t i = group.first; i < group.last; ++i)
      row.events.insert(row.events.end(), entries_[i].events.begin(), entries_[i].events.end());
    if (group.last - group.first > 1) {
      std::ranges::sort(row.events);
      row.events.erase(std::ranges::unique(row.events).begin(), row.events.end());
    }
    if (row.events.empty() && row.points == 0) rows.pop_back();
  }
  return rows;
}

std::vector<Contribution> Tally::SumTo(double change) && {
  double missing = change;
  for (const Entry& entry : entries_) missing -= entry.points;
  if (std::abs(missing) > kScoreResidual)
    Add({.kind = ContributionKind::kCoverage, .points = missing});
  return std::move(*this).Rows();
}

}  // namespace lawtrace::analysis
