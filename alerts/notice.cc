#include "alerts/notice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

#include "analysis/league.h"

namespace lawtrace::alerts {
namespace {

constexpr std::array<std::string_view, 3> kTimingNames = {"retroactive", "current", "future"};

template <std::size_t Count>
std::optional<std::size_t> PlaceIn(const std::array<std::string_view, Count>& names,
                                   std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::string_view Name(Timing timing) {
  return kTimingNames.at(static_cast<std::size_t>(timing));
}

Result<Timing> ParseTiming(std::string_view text) {
  if (const auto place = PlaceIn(kTimingNames, text)) return static_cast<Timing>(*place);
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is not a timing; write retroactive, current or "
                                            "future");
}

const LevelChange* Notice::FindLevel(std::string_view node) const {
  const auto found = std::ranges::find(levels, node, &LevelChange::node);
  return found == levels.end() ? nullptr : &*found;
}

bool Differs(const std::optional<double>& before, const std::optional<double>& after) {
  if (before.has_value() != after.has_value()) return true;
  return before && std::abs(*before - *after) > analysis::kScoreTolerance;
}

double Magnitude(const Notice& notice) {
  const LevelChange* const headline = notice.FindLevel(notice.headline);
  if (headline != nullptr && headline->points) return std::abs(*headline->points);
  for (const LevelChange& level : std::views::reverse(notice.levels))
    if (level.points) return std::abs(*level.points);
  return std::abs(notice.answer_points.value_or(0));
}

}  // namespace lawtrace::alerts
