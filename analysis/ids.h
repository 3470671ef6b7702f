// Positions in the arrays of one Archive, as types that cannot be mixed up.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <ranges>

namespace lawtrace::analysis {

// Position in Methodology::indicators.
struct IndicatorId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(IndicatorId, IndicatorId) = default;
};

// Position in Methodology::nodes.
struct NodeId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(NodeId, NodeId) = default;
};

// Position in Archive::countries().
struct CountryId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(CountryId, CountryId) = default;
};

// An answer of one indicator; see AnswerTable.
struct AnswerId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(AnswerId, AnswerId) = default;
};
inline constexpr AnswerId kNoAnswer{0};

// The ids 0 ... count - 1 in order.  REQUIRES: count <= 65,536.
template <typename Id>
auto IdsUpTo(std::size_t count) {
  return std::views::iota(std::size_t{0}, count) | std::views::transform([](std::size_t value) {
           return Id{static_cast<std::uint16_t>(value)};
         });
}

}  // namespace lawtrace::analysis
