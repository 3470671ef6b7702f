#include "ingest/internal/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/number.h"

namespace lawtrace::ingest {

double AtFifteenDigits(double number) {
  std::array<char, 32> digits{};
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                          std::chars_format::scientific, 14);
  double rounded = number;
  std::from_chars(digits.data(), end, rounded);
  return rounded + 0.0;  // -0 becomes 0.
}

std::string NumberText(double number) {
  return ShortestText(AtFifteenDigits(number));
}

std::optional<double> NumberOf(std::string_view text) {
  std::string written(text);
  if (std::ranges::count(written, ',') == 1 && written.find('.') == std::string::npos)
    std::ranges::replace(written, ',', '.');
  if (written.starts_with('+')) written.erase(0, 1);
  double number = 0;
  const char* end = written.data() + written.size();
  const auto [stop, fault] = std::from_chars(written.data(), end, number);
  if (fault != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace lawtrace::ingest
