#include "model/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "model/check.h"

namespace lawtrace {
namespace {

constexpr int kSeenDigits = 15;
constexpr int kSeenDecimals = 12;

// 0.digits times 10^point.
struct Decimal {
  std::string digits;
  int point = 0;
};

// The first kSeenDigits digits of a number that is finite and not negative.
Decimal SeenOf(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                          std::chars_format::scientific, kSeenDigits - 1);
  Check(error == std::errc{}, "a number has no text");
  char* const exponent = std::find(text.data(), end, 'e');
  Decimal seen{.digits = std::string(text.data(), exponent), .point = 0};
  std::erase(seen.digits, '.');
  std::from_chars(exponent + (exponent[1] == '+' ? 2 : 1), end, seen.point);
  ++seen.point;
  return seen;
}

// Drops the digits after so many decimals, half upwards.
void RoundTo(int decimals, Decimal& number) {
  const int keep = number.point + decimals;
  if (keep >= static_cast<int>(number.digits.size())) return;
  if (keep < 0) {
    number.digits.clear();
    return;
  }
  const bool rises = number.digits[static_cast<std::size_t>(keep)] >= '5';
  number.digits.resize(static_cast<std::size_t>(keep));
  if (!rises) return;
  const std::size_t nines = number.digits.find_last_not_of('9') + 1;  // npos + 1 is 0.
  std::fill(number.digits.begin() + static_cast<std::ptrdiff_t>(nines), number.digits.end(), '0');
  if (nines > 0) {
    ++number.digits[nines - 1];
  } else {
    number.digits.insert(0, 1, '1');
    ++number.point;
  }
}

// The digit before (from 1 on) or after (0, -1, ...) the point.
char DigitAt(const Decimal& number, int place) {
  const int at = number.point - place;
  return at >= 0 && at < static_cast<int>(number.digits.size())
             ? number.digits[static_cast<std::size_t>(at)]
             : '0';
}

}  // namespace

std::string FixedText(double value, int decimals) {
  Check(decimals >= 0 && decimals <= kSeenDecimals, "FixedText: decimals");
  if (!std::isfinite(value)) return ShortestText(value);
  Decimal number = SeenOf(std::abs(value));
  RoundTo(kSeenDecimals, number);
  RoundTo(decimals, number);
  std::string text;
  for (int place = std::max(number.point, 1); place > -decimals; --place) {
    if (place == 0) text += '.';
    text += DigitAt(number, place);
  }
  const bool is_nothing = text.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !is_nothing ? "-" + text : text;
}

std::string SignedFixedText(double value, int decimals) {
  std::string text = FixedText(value, decimals);
  return text.starts_with('-') ? text : "+" + text;
}

double Rounded(double value, int decimals) {
  if (!std::isfinite(value)) return value;
  const std::string text = FixedText(value, decimals);
  double rounded = 0;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

std::string ShortestText(double value) {
  if (value == 0) return "0";
  const double size = std::abs(value);
  const auto format =
      size >= 1e-4 && size < 1e16 ? std::chars_format::fixed : std::chars_format::scientific;
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, format);
  Check(error == std::errc{}, "a number has no text");
  return {text.data(), end};
}

}  // namespace lawtrace
