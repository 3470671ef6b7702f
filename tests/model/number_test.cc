#include "model/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace lawtrace {
namespace {

TEST(NumberTest, RoundsHalvesAwayFromZeroAsPeopleReadThem) {
  EXPECT_EQ(FixedText(62.5, 0), "63");
  EXPECT_EQ(FixedText(-62.5, 0), "-63");
  EXPECT_EQ(FixedText(62.125, 2), "62.13");
  EXPECT_EQ(FixedText(1.005, 2), "1.01") << "stored a little below the half";
  EXPECT_EQ(FixedText(0.1 + 0.185, 2), "0.29") << "stored a little above";
  EXPECT_EQ(FixedText(50.285 - 50, 2), "0.29") << "a difference of scores";
  EXPECT_EQ(FixedText(24.745, 2), "24.75");
  EXPECT_EQ(FixedText(24.7449, 2), "24.74");
  EXPECT_EQ(FixedText(99.995, 2), "100.00");
  EXPECT_EQ(FixedText(0.5, 0), "1");
  EXPECT_EQ(FixedText(0.49, 0), "0");
}

TEST(NumberTest, NothingHasNoSign) {
  for (const double value : {0.0, -0.0, -0.001, 0.001, -1e-300, -0.0049999}) {
    EXPECT_EQ(FixedText(value, 2), "0.00") << value;
    EXPECT_EQ(SignedFixedText(value, 2), "+0.00") << value;
    EXPECT_EQ(std::signbit(Rounded(value, 2)), false) << value;
  }
  EXPECT_EQ(FixedText(-0.005, 2), "-0.01");
  EXPECT_EQ(SignedFixedText(1.2, 1), "+1.2");
  EXPECT_EQ(SignedFixedText(-1.2, 1), "-1.2");
  EXPECT_EQ(ShortestText(-0.0), "0");
}

TEST(NumberTest, TakesNumbersOfEverySize) {
  EXPECT_EQ(FixedText(1234567890123.5, 0), "1234567890124");
  EXPECT_EQ(FixedText(1e15, 2), "1000000000000000.00");
  EXPECT_EQ(FixedText(-2.5e-7, 7), "-0.0000003");
  EXPECT_EQ(FixedText(std::numeric_limits<double>::infinity(), 2), "inf");
  EXPECT_EQ(Rounded(62.125, 2), 62.13);
  EXPECT_EQ(ShortestText(100000), "100000");
  EXPECT_EQ(ShortestText(0.0001), "0.0001");
  EXPECT_EQ(ShortestText(45.61), "45.61");
}

// Numbers that are written with `places` decimals, rounded by whole-number arithmetic.
TEST(NumberTest, AgreesWithDecimalArithmeticOnEveryWrittenNumber) {
  std::mt19937_64 random(20260711);
  for (int round = 0; round < 20'000; ++round) {
    const int places = static_cast<int>(random() % 6);
    const int decimals = static_cast<int>(random() % 4);
    std::int64_t written = static_cast<std::int64_t>(random() % 20'000'000) - 10'000'000;
    if (random() % 2 == 0) written = written / 10 * 10 + 5;  // Many halves.
    const std::string text = std::to_string(written) + "e-" + std::to_string(places);
    std::int64_t rounded = std::abs(written);
    for (int i = places; i > decimals; --i) {
      const std::int64_t unit = 10;
      rounded = i == decimals + 1 ? (rounded + unit / 2) / unit : rounded / unit;
    }
    for (int i = places; i < decimals; ++i) rounded *= 10;
    std::string expected = std::to_string(rounded);
    const auto fraction = static_cast<std::size_t>(decimals);
    if (expected.size() <= fraction) expected.insert(0, fraction + 1 - expected.size(), '0');
    if (decimals > 0) expected.insert(expected.size() - fraction, ".");
    if (written < 0 && rounded != 0) expected.insert(0, "-");
    const double value = std::strtod(text.c_str(), nullptr);
    ASSERT_EQ(FixedText(value, decimals), expected) << text;
    // The same number out of a sum that leaves its last bits wrong.
    ASSERT_EQ(FixedText(value / 3 + value / 3 + value / 3, decimals), expected) << text;
  }
}

}  // namespace
}  // namespace lawtrace
