// NodeShares: what every law, amendment, recoding, ... did to one node of one country.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/history.h"

namespace lawtrace::analysis {

// One law's part in one step, or one player's that has no law.
struct Share {
  std::int32_t day = 0;  // Of the step.
  ContributionKind kind = ContributionKind::kCoverage;
  std::uint32_t law = 0;    // If kLaw: into NodeShares::laws.
  double points = 0;        // Of the node's score; 0 where it had none before or after the step.
  std::uint32_t first = 0;  // Into NodeShares::events ...
  std::uint32_t count = 0;  // ... and so many.
};

struct NodeShares {
  std::vector<Share> shares;  // By day.
  std::vector<std::string> laws;
  std::vector<std::uint32_t> events;

  std::span<const Share> In(DayRange range) const;
  std::span<const std::uint32_t> EventsOf(const Share& share) const {
    return std::span(events).subspan(share.first, share.count);
  }
};

// The laws that the statement names as its cause, ascending, each once.  Every law that gets points
// passes through here.
std::vector<std::string> CauseLaws(const Archive& archive, const Statement& statement);

// From before all law to after all law.
DayRange AllDays();

// One step for each day in the range on which something took effect below the node; where the
// methodology's weights change, one of theirs before it.
NodeShares SharesOverTime(const Archive& archive, const CountryBlock& block, NodeId node,
                          DayRange range);

// One step, dated `effective`: from what a reader knew up to `before` of the law in force on that
// day to what one knew up to `after`.
// REQUIRES: before <= after.
NodeShares SharesOfNews(const Archive& archive, const CountryBlock& block, NodeId node,
                        Day effective, Sequence before, Sequence after);

// SharesOverTime of all days for each country and node that has been asked for, by what the archive
// knows.
//
// Thread safety: any number of threads may ask; two that ask for the same thing first may both work
// it out, and one of the equal results is kept.
class KeptShares {
 public:
  KeptShares(std::size_t country_count, std::size_t node_count);
  KeptShares(const KeptShares&) = delete;
  KeptShares& operator=(const KeptShares&) = delete;
  ~KeptShares();

  // REQUIRES: always the same archive, of those counts.
  const NodeShares& Of(const Archive& archive, CountryId country, NodeId node) const;

 private:
  std::size_t node_count_;
  mutable std::vector<std::atomic<const NodeShares*>> cells_;  // By country, then node; owned.
};

}  // namespace lawtrace::analysis
