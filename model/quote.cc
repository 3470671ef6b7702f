#include "model/quote.h"

#include <cstddef>

namespace lawtrace {
namespace {

constexpr std::size_t kMaxBytes = 60;

}  // namespace

std::string Quote(std::string_view text) {
  std::size_t size = text.size();
  if (size > kMaxBytes) {
    size = kMaxBytes;
    // Bytes 10xxxxxx continue a UTF-8 character.
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  }
  std::string quoted = "'";
  for (const char c : text.substr(0, size)) {
    const auto byte = static_cast<unsigned char>(c);
    quoted += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  quoted += size < text.size() ? "...'" : "'";
  return quoted;
}

}  // namespace lawtrace
