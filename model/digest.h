// Digest: a short name for content, to tell whether two things are the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lawtrace {

// 64-bit FNV-1a over fields, each text with its length.  Guards against mistakes, not against
// forgery.
class Digest {
 public:
  void Add(std::string_view text);
  void Add(std::uint64_t number);
  void Add(double number);

  std::string Hex() const;  // Sixteen hexadecimal digits.

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

}  // namespace lawtrace
