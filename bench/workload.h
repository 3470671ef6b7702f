// Workload: a made-up index with its whole log, the same for the same size and seed.
//
// Laws (one country, one date, 1..24 answers) are recorded some weeks after they took effect.  One
// event in twenty comes years later: half of them correct an earlier event, half are amendments
// found late that took effect on the same or an earlier day.  One answer in a hundred is "not
// assessed".  Countries and indicators differ in how often laws touch them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/day.h"
#include "model/methodology.h"
#include "model/transaction.h"

namespace lawtrace::bench {

// Size S: an index of MIPEX's shape at ten times its density.
struct WorkloadSize {
  std::uint32_t countries = 56;    // At most 676.
  std::uint32_t indicators = 170;  // At least kAreaCount.
  std::uint32_t events = 76'160;   // At least twice countries * indicators.
  std::uint64_t seed = 20'040'101;
};

inline constexpr std::uint32_t kAreaCount = 8;
inline constexpr std::uint32_t kNodeCount = kAreaCount + 1;
inline constexpr Day kFirstDay(12'418);  // 2004-01-01.
inline constexpr Day kLastDay(20'088);   // 2024-12-31.
inline constexpr std::uint32_t kDayCount = 20'088 - 12'418 + 1;

struct Workload {
  // Nodes: the areas, each the mean of its indicators; then the overall score, the mean of the
  // areas.  Whatever has no score is skipped.
  Methodology methodology;
  std::vector<std::string> countries;  // Codes, ascending; each has events.
  // In recording order, with the sequences that a store would assign.
  std::vector<Transaction> transactions;
};

Workload MakeWorkload(const WorkloadSize& size = {});

// The area of an indicator, 0..kAreaCount - 1; areas are runs of the codebook.
std::uint32_t AreaOf(std::uint32_t indicator, std::uint32_t indicator_count);

}  // namespace lawtrace::bench
