#include "store/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>

#include "model/check.h"

namespace lawtrace::store {

struct Sha256::Rep {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free};
};

Sha256::Sha256() : rep_(std::make_unique<Rep>()) {
  Check(EVP_DigestInit_ex(rep_->context.get(), EVP_sha256(), nullptr) == 1, "Sha256: no digest");
}

Sha256::Sha256(const Sha256& other) : rep_(std::make_unique<Rep>()) {
  Check(EVP_MD_CTX_copy_ex(rep_->context.get(), other.rep_->context.get()) == 1, "Sha256: copy");
}

Sha256::~Sha256() = default;

void Sha256::Add(std::string_view bytes) {
  Check(EVP_DigestUpdate(rep_->context.get(), bytes.data(), bytes.size()) == 1, "Sha256: update");
}

void Sha256::AddField(std::string_view bytes) {
  constexpr unsigned kBitsPerByte = 8;
  std::array<char, sizeof(std::size_t)> length{};
  std::size_t rest = bytes.size();
  for (char& byte : length) {
    byte = static_cast<char>(rest & 0xFFU);
    rest >>= kBitsPerByte;
  }
  Add({length.data(), length.size()});
  Add(bytes);
}

std::string Sha256::Digest() const {
  const Sha256 end(*this);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  Check(EVP_DigestFinal_ex(end.rep_->context.get(), bytes.data(), &size) == 1, "Sha256: final");
  return {bytes.begin(), bytes.begin() + size};
}

std::string Sha256Of(std::string_view bytes) {
  Sha256 digest;
  digest.Add(bytes);
  return digest.Digest();
}

bool IsSameSecret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  Check(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1,
        "RandomBytes: the operating system gives none");
  return bytes;
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 0xFU];
  }
  return text;
}

}  // namespace lawtrace::store
