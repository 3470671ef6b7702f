#include "model/digest.h"

#include <array>
#include <bit>
#include <charconv>

namespace lawtrace {
namespace {

constexpr std::uint64_t kPrime = 0x100000001B3U;

}  // namespace

void Digest::Add(std::string_view text) {
  Add(std::uint64_t{text.size()});
  for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * kPrime;
}

void Digest::Add(std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8)
    hash_ = (hash_ ^ ((number >> shift) & 0xFFU)) * kPrime;
}

void Digest::Add(double number) {
  Add(std::bit_cast<std::uint64_t>(number));
}

std::string Digest::Hex() const {
  std::string text(16, '0');
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash_, 16).ptr;
  const auto count = static_cast<std::size_t>(end - digits.data());
  text.replace(text.size() - count, count, digits.data(), count);
  return text;
}

}  // namespace lawtrace
