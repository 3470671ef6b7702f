// Convergence: how far scores lie apart, and whether those behind catch up.  docs/method.md.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace lawtrace::analysis {

// Units: those of the values, except `count`.
struct Spread {
  std::size_t count = 0;
  double mean = 0;
  double deviation = 0;  // Standard deviation of the values as a whole population.
  double min = 0;
  double lower_quartile = 0;
  double median = 0;
  double upper_quartile = 0;
  double max = 0;

  double range() const { return max - min; }
  double interquartile_range() const { return upper_quartile - lower_quartile; }
};

// Absent if there are no values.
std::optional<Spread> SpreadOf(std::vector<double> values);

// Slope of the least-squares line of (after - before) on before; negative if those behind caught
// up.  Absent for fewer than three values, or if all `before` are equal.
// REQUIRES: parallel.
std::optional<double> ConvergenceSlope(std::span<const double> before,
                                       std::span<const double> after);

}  // namespace lawtrace::analysis
