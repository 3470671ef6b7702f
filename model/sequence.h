// Sequence: the store-assigned place of an item in the log.  It, not a clock, decides what came
// first.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <string>

namespace lawtrace {

// The first item of a log has sequence 1; 0 lies before every item.
struct Sequence {
  std::uint64_t value = 0;

  constexpr Sequence plus(std::uint64_t count) const { return Sequence{value + count}; }
  std::string ToString() const { return std::to_string(value); }

  friend constexpr auto operator<=>(Sequence, Sequence) = default;
};

// Lies behind every item: "all that is recorded".
inline constexpr Sequence kLatest{std::numeric_limits<std::uint64_t>::max()};

}  // namespace lawtrace
