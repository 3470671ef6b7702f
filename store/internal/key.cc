#include "store/internal/key.h"

#include <cstdint>

#include "store/records.h"

namespace lawtrace::store {

std::string EncodeLogKey(Sequence first) {
  return NumberKey(first.value);
}

std::optional<Sequence> DecodeLogKey(std::string_view bytes) {
  const std::optional<std::uint64_t> number = NumberOfKey(bytes);
  if (!number) return std::nullopt;
  return Sequence{*number};
}

}  // namespace lawtrace::store
