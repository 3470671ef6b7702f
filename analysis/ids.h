// Positions in the arrays of one Archive, as types that cannot be mixed up.
#pragma once

#include <compare>
#include <cstdint>

namespace lawtrace::analysis {

// Position in Methodology::indicators.
struct IndicatorId {
  std::uint16_t value;
  friend constexpr auto operator<=>(IndicatorId, IndicatorId) = default;
};

// Position in Methodology::nodes.
struct NodeId {
  std::uint16_t value;
  friend constexpr auto operator<=>(NodeId, NodeId) = default;
};

// Position in Archive::countries().
struct CountryId {
  std::uint16_t value;
  friend constexpr auto operator<=>(CountryId, CountryId) = default;
};

// An answer of one indicator; see AnswerTable.
struct AnswerId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(AnswerId, AnswerId) = default;
};
inline constexpr AnswerId kNoAnswer{0};

}  // namespace lawtrace::analysis
