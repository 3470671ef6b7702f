#include "analysis/internal/shapley.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace lawtrace::analysis {
namespace {

// A game whose worth is a function of who is present.
template <typename Worth>
std::vector<double> ValuesOf(std::size_t player_count, Worth worth) {
  std::vector<bool> present(player_count, false);
  const std::vector<double> values =
      ShapleyValues({.player_count = player_count,
                     .turn = [&](std::size_t player, bool comes) { present[player] = comes; },
                     .worth = [&] { return worth(present); }});
  EXPECT_EQ(std::ranges::count(present, true), 0) << "somebody stayed";
  return values;
}

std::size_t SetOf(const std::vector<bool>& present) {
  std::size_t set = 0;
  for (std::size_t p = 0; p < present.size(); ++p)
    if (present[p]) set |= std::size_t{1} << p;
  return set;
}

std::vector<double> RandomWorths(std::size_t player_count, std::mt19937& random) {
  std::vector<double> worths(std::size_t{1} << player_count);
  for (double& worth : worths) worth = std::uniform_real_distribution(-50.0, 50.0)(random);
  return worths;
}

// Not additive, and not symmetric: pairs of neighbours matter, and some players do not.
double Neighbours(const std::vector<bool>& present) {
  double worth = 7;
  for (std::size_t p = 0; p + 1 < present.size(); ++p)
    if (present[p] && present[p + 1] && p % 5 != 3 && p % 5 != 4)
      worth += static_cast<double>(p % 7) + 1;
  return worth;
}

double Sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(ShapleyTest, IsTheAverageOverAllOrdersOfUpToTenPlayers) {
  std::mt19937 random(7);
  for (std::size_t n = 1; n <= 10; ++n) {
    const std::vector<double> worths = RandomWorths(n, random);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> expected(n);
    double orders = 0;
    do {
      std::size_t set = 0;
      for (const std::size_t p : order) {
        const std::size_t next = set | std::size_t{1} << p;
        expected[p] += worths[next] - worths[set];
        set = next;
      }
      ++orders;
    } while (std::ranges::next_permutation(order).found);
    const std::vector<double> values =
        ValuesOf(n, [&](const auto& present) { return worths[SetOf(present)]; });
    for (std::size_t p = 0; p < n; ++p) EXPECT_NEAR(values[p], expected[p] / orders, 1e-9) << n;
  }
}

TEST(ShapleyTest, NobodyHasNoValues) {
  EXPECT_TRUE(ValuesOf(0, [](const auto&) { return 3.0; }).empty());
}

// Sizes around those at which the players are cut into parts, once and again.
class ShapleySizeTest : public testing::TestWithParam<std::size_t> {};

TEST_P(ShapleySizeTest, ValuesSumToWhatAllAreWorth) {
  const std::size_t n = GetParam();
  const double whole = Neighbours(std::vector<bool>(n, true)) - 7;
  EXPECT_NEAR(Sum(ValuesOf(n, Neighbours)), whole, 1e-9);
}

TEST_P(ShapleySizeTest, APlayerThatNeverMattersGetsNothing) {
  const std::vector<double> values = ValuesOf(GetParam(), Neighbours);
  for (std::size_t p = 4; p < values.size(); p += 5) EXPECT_NEAR(values[p], 0, 1e-12) << p;
  EXPECT_GT(values[1], 0);
}

TEST_P(ShapleySizeTest, EachGetsItsOwnWhereWorthsAddUp) {
  const std::vector<double> values = ValuesOf(GetParam(), [](const auto& present) {
    double sum = 0;
    for (std::size_t p = 0; p < present.size(); ++p)
      if (present[p]) sum += static_cast<double>(p) - 3;
    return sum;
  });
  for (std::size_t p = 0; p < values.size(); ++p)
    EXPECT_NEAR(values[p], static_cast<double>(p) - 3, 1e-9);
}

TEST_P(ShapleySizeTest, ValuesOfASumAreSumsOfValues) {
  const auto any = [](const auto& present) {
    return std::ranges::count(present, true) > 2 ? 10.0 : 0.0;
  };
  const std::vector<double> both =
      ValuesOf(GetParam(), [&](const auto& present) { return any(present) + Neighbours(present); });
  const std::vector<double> one = ValuesOf(GetParam(), any);
  const std::vector<double> other = ValuesOf(GetParam(), Neighbours);
  for (std::size_t p = 0; p < both.size(); ++p) EXPECT_NEAR(both[p], one[p] + other[p], 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Sizes, ShapleySizeTest, testing::Values(5, 16, 17, 40, 65, 170));

TEST(ShapleyTest, AlikePlayersGetTheSame) {
  // The majority decides; all are alike, and 16 and 64 are cut evenly if at all.
  for (const std::size_t n : {3U, 16U, 64U}) {
    const std::vector<double> values = ValuesOf(n, [n](const auto& present) {
      return 2 * static_cast<std::size_t>(std::ranges::count(present, true)) > n ? 60.0 : 0.0;
    });
    for (const double value : values) EXPECT_NEAR(value, 60.0 / static_cast<double>(n), 1e-9);
  }
}

}  // namespace
}  // namespace lawtrace::analysis
