// Comparison: which node and which countries can be held against themselves on several days.
// What is compared must have a score on every one of them, by the same rule (docs/method.md).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

// The days that countries have in place of one of a comparison, as an edition may set them apart.
using OwnDays = std::map<std::pair<CountryId, Day>, Day>;

inline Day DayFor(const OwnDays& own, CountryId country, Day day) {
  const auto found = own.find({country, day});
  return found == own.end() ? day : found->second;
}

struct LeftOut {
  CountryId country;
  Day day;  // The first of the days on which it has no score.
};

struct Comparison {
  NodeId node;
  std::vector<CountryId> countries;  // With a score of the node on every day, by code.
  std::vector<LeftOut> left_out;     // The others that were asked for, by code.
};

// The headline, then its narrower variants: the nodes of its level whose children are some of its
// own, those with most children first.
std::vector<NodeId> HeadlineVariants(const Evaluator& evaluator);

// Compares by the candidate under which most of the countries have a score on every day; of equals,
// by the first.  kInvalidInput with the reason if there is no such country.
// REQUIRES: candidates and days are not empty.
[[nodiscard]] Result<Comparison> Compare(const Archive& archive, std::span<const NodeId> candidates,
                                         std::span<const CountryId> countries,
                                         std::span<const Day> days, const OwnDays& own = {});

}  // namespace lawtrace::analysis
