// Tally: adds up contributions by kind, country and law.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/attribution.h"

namespace lawtrace::analysis {

class Tally {
 public:
  // Position among the laws of the tally.
  using LawId = std::uint32_t;
  static constexpr LawId kNoLaw = std::numeric_limits<LawId>::max();

  struct Entry {
    ContributionKind kind = ContributionKind::kCoverage;
    std::optional<CountryId> country = std::nullopt;
    LawId law = kNoLaw;
    double points = 0;
    std::span<const std::uint32_t> events = {};  // Ascending; must outlive the tally.
  };

  // `laws` are known from the start, by their positions, and must outlive the tally.
  explicit Tally(std::span<const std::string> laws = {}) : laws_(laws) {}

  // The id of the law, which must outlive the tally; kNoLaw if it is empty.
  LawId IdOf(std::string_view law);
  void Reserve(std::size_t count) { entries_.reserve(count); }
  void Add(const Entry& entry) { entries_.push_back(entry); }

  // One row per kind, country and law; order and blank rows as Attribution::contributions.
  std::vector<Contribution> Rows() &&;
  // The same, with coverage for what is missing to `change`, if that is more than rounding: steps
  // over days on which there was no score.
  std::vector<Contribution> SumTo(double change) &&;

 private:
  // The entries of one row: entries_[first] ... entries_[last - 1].
  struct Group {
    std::size_t first;
    std::size_t last;
    double points;
  };

  std::string_view LawOf(LawId id) const;
  bool IsBefore(const Entry& a, double a_points, const Entry& b, double b_points) const;

  std::span<const std::string> laws_;
  std::vector<std::string_view> more_laws_;  // Their ids follow those of laws_.
  std::map<std::string_view, LawId> ids_;    // Of laws that IdOf was asked for.
  std::vector<Entry> entries_;
};

}  // namespace lawtrace::analysis
