#include "analysis/convergence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/league.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

constexpr std::size_t kFewestForSlope = 3;  // Two points always lie on a line.

double MeanOf(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Linear between the two nearest of the ascending values.
double Quantile(std::span<const double> ascending, double share) {
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 == ascending.size()) return ascending[below];
  const double part = place - static_cast<double>(below);
  return ascending[below] + part * (ascending[below + 1] - ascending[below]);
}

}  // namespace

std::optional<Spread> SpreadOf(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const double mean = MeanOf(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return Spread{.count = values.size(),
                .mean = mean,
                .deviation = std::sqrt(squares / static_cast<double>(values.size())),
                .min = values.front(),
                .lower_quartile = Quantile(values, 0.25),
                .median = Quantile(values, 0.5),
                .upper_quartile = Quantile(values, 0.75),
                .max = values.back()};
}

std::optional<double> ConvergenceSlope(std::span<const double> before,
                                       std::span<const double> after) {
  Check(before.size() == after.size(), "ConvergenceSlope: not parallel");
  if (before.size() < kFewestForSlope) return std::nullopt;
  const double mean_before = MeanOf(before);
  const double mean_change = MeanOf(after) - mean_before;
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double off = before[i] - mean_before;
    products += off * (after[i] - before[i] - mean_change);
    squares += off * off;
  }
  const auto [least, most] = std::ranges::minmax(before);
  if (most - least <= kScoreTolerance) return std::nullopt;
  return products / squares;
}

}  // namespace lawtrace::analysis
