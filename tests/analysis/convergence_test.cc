#include "analysis/convergence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lawtrace::analysis {
namespace {

constexpr double kTolerance = 1e-12;

TEST(SpreadTest, IsThatOfTheTextbook) {
  const Spread spread = SpreadOf({9, 2, 4, 5, 4, 7, 5, 4}).value();
  EXPECT_EQ(spread.count, 8);
  EXPECT_NEAR(spread.mean, 5, kTolerance);
  EXPECT_NEAR(spread.deviation, 2, kTolerance);
  EXPECT_EQ(spread.min, 2);
  EXPECT_EQ(spread.max, 9);
  EXPECT_EQ(spread.range(), 7);
  EXPECT_NEAR(spread.lower_quartile, 4, kTolerance);
  EXPECT_NEAR(spread.median, 4.5, kTolerance);
  EXPECT_NEAR(spread.upper_quartile, 5.5, kTolerance);
  EXPECT_NEAR(spread.interquartile_range(), 1.5, kTolerance);
}

TEST(SpreadTest, OneValueHasNoneAndNoValueIsAbsent) {
  const Spread spread = SpreadOf({42}).value();
  EXPECT_EQ(spread.median, 42);
  EXPECT_EQ(spread.upper_quartile, 42);
  EXPECT_EQ(spread.deviation, 0);
  EXPECT_FALSE(SpreadOf({}).has_value());
}

TEST(ConvergenceSlopeTest, IsNegativeWhereThoseBehindCatchUp) {
  const std::vector<double> before = {20, 40, 60, 80};
  // Each moves half the way to 60.
  EXPECT_NEAR(ConvergenceSlope(before, std::vector<double>{40, 50, 60, 70}).value(), -0.5,
              kTolerance);
  // All rise alike.
  EXPECT_NEAR(ConvergenceSlope(before, std::vector<double>{25, 45, 65, 85}).value(), 0, kTolerance);
  EXPECT_NEAR(ConvergenceSlope(before, std::vector<double>{0, 40, 80, 120}).value(), 1, kTolerance);
}

TEST(ConvergenceSlopeTest, NeedsThreeScoresThatDiffer) {
  EXPECT_FALSE(ConvergenceSlope(std::vector<double>{1, 2}, std::vector<double>{2, 2}));
  EXPECT_FALSE(ConvergenceSlope(std::vector<double>{0.1, 0.1, 0.1}, std::vector<double>{1, 2, 3}));
}

}  // namespace
}  // namespace lawtrace::analysis
