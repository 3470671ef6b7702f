#include "report/render/internal/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace lawtrace::report {
namespace {

// Between these, the shortest digits are plain ones in both ways of writing them.
constexpr double kSmallestPlain = 1e-3;
constexpr double kLargestPlain = 1e15;

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

}  // namespace

void AppendJsonText(std::string_view text, std::string& out) {
  if (!std::ranges::all_of(text, IsPlain)) {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void AppendJsonNumber(double number, std::string& out) {
  const double size = std::abs(number);
  if (size != 0 && (size < kSmallestPlain || size >= kLargestPlain)) {
    out += nlohmann::json(number).dump();
    return;
  }
  std::array<char, 40> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                  size == 0 ? 0.0 : number, std::chars_format::fixed)
                        .ptr;
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  out += text;
  if (text.find('.') == std::string_view::npos) out += ".0";
}

void AppendJsonNumber(std::int64_t number, std::string& out) {
  std::array<char, 24> digits{};
  out.append(digits.data(),
             std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

}  // namespace lawtrace::report
