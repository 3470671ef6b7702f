// Tally: adds up contributions by kind, country and law.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/attribution.h"

namespace lawtrace::analysis {

class Tally {
 public:
  // What is viewed must outlive the tally.
  struct Entry {
    ContributionKind kind;
    std::string_view country;
    std::string_view law;
    double points;
    std::span<const std::uint32_t> events;
  };

  void Add(const Entry& entry) { entries_.push_back(entry); }

  // One row per kind, country and law; order and blank rows as Attribution::contributions.
  std::vector<Contribution> Rows() &&;
  // The same, with coverage for what is missing to `change`, if that is more than rounding: steps
  // over days on which there was no score.
  std::vector<Contribution> SumTo(double change) &&;

 private:
  std::vector<Entry> entries_;
};

}  // namespace lawtrace::analysis
