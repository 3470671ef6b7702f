// Sha256: digests that find forgeries as well as mistakes, and numbers that nobody can guess.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace lawtrace::store {

class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256& other);  // Goes on from the same content.
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256();

  void Add(std::string_view bytes);
  // The bytes with their length before them, so that no two lists of fields look alike.
  void AddField(std::string_view bytes);
  std::string Digest() const;  // Of what was added so far; 32 bytes.

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

std::string Sha256Of(std::string_view bytes);  // 32 bytes.

// Compares in a time that does not depend on where the texts differ.
bool IsSameSecret(std::string_view one, std::string_view other);

// From the operating system's generator.
std::string RandomBytes(std::size_t count);

std::string Hex(std::string_view bytes);  // Two lower-case digits for each byte.

}  // namespace lawtrace::store
