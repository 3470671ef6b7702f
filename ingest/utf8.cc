#include "ingest/utf8.h"

#include <cstddef>
#include <cstdint>

namespace lawtrace::ingest {
namespace {

constexpr std::uint32_t kFirstSurrogate = 0xD800;
constexpr std::uint32_t kLastSurrogate = 0xDFFF;
constexpr std::uint32_t kLastCodePoint = 0x10FFFF;

// Bytes of the character that `text` begins with; 0 if it begins with none.
// REQUIRES: `text` is not empty.
std::size_t CharacterSize(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  std::size_t size = 1;
  std::uint32_t least = 0;  // Smallest code point that needs so many bytes.
  std::uint32_t code_point = byte(0);
  if (code_point < 0x80) return 1;
  if ((code_point & 0xE0U) == 0xC0U) {
    size = 2;
    least = 0x80;
    code_point &= 0x1FU;
  } else if ((code_point & 0xF0U) == 0xE0U) {
    size = 3;
    least = 0x800;
    code_point &= 0x0FU;
  } else if ((code_point & 0xF8U) == 0xF0U) {
    size = 4;
    least = 0x10000;
    code_point &= 0x07U;
  } else {
    return 0;
  }
  if (text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
    code_point = (code_point << 6U) | (byte(i) & 0x3FU);
  }
  const bool is_surrogate = code_point >= kFirstSurrogate && code_point <= kLastSurrogate;
  return code_point < least || code_point > kLastCodePoint || is_surrogate ? 0 : size;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = CharacterSize(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace lawtrace::ingest
