#include "store/internal/key.h"

#include <cstdint>

namespace lawtrace::store {

std::string EncodeLogKey(Sequence first) {
  std::string bytes;
  bytes.reserve(kLogKeySize);
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>((first.value >> static_cast<unsigned>(shift)) & 0xFFU));
  return bytes;
}

std::optional<Sequence> DecodeLogKey(std::string_view bytes) {
  if (bytes.size() != kLogKeySize) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
  return Sequence{value};
}

}  // namespace lawtrace::store
