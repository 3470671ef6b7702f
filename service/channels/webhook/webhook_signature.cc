#include "service/channels/webhook/webhook_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <vector>

#include "model/check.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kNewKeySize = 32;
constexpr std::size_t kShortestKey = 24;
constexpr std::size_t kLongestKey = 64;

std::string Base64(std::span<const unsigned char> bytes) {
  std::vector<unsigned char> text(4 * ((bytes.size() + 2) / 3) + 1);
  const int size = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
  return {text.begin(), text.begin() + size};
}

std::span<const unsigned char> BytesOf(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

std::string HmacSha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const unsigned char* done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                                   BytesOf(text).data(), text.size(), digest.data(), &size);
  Check(done != nullptr, "HMAC-SHA256 is available");
  return Base64({digest.data(), size});
}

}  // namespace

std::string NewWebhookSecret() {
  std::array<unsigned char, kNewKeySize> key{};
  Check(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1, "random bytes are available");
  return std::string(kPrefix) + Base64(key);
}

Result<std::string> ParseWebhookSecret(std::string_view secret) {
  const auto refuse = [] {
    return Fail(ErrorCode::kInvalidInput,
                "a webhook secret is whsec_ and then 24 to 64 bytes in base64");
  };
  if (!secret.starts_with(kPrefix)) return refuse();
  const std::string_view text = secret.substr(kPrefix.size());
  if (text.empty() || text.size() % 4 != 0) return refuse();
  std::string key(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()),
                                   BytesOf(text).data(), static_cast<int>(text.size()));
  if (size < 0) return refuse();
  // The decoder counts padding as zero bytes.
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  key.resize(static_cast<std::size_t>(size) - padding);
  if (key.size() < kShortestKey || key.size() > kLongestKey) return refuse();
  return key;
}

std::string SignWebhook(std::span<const std::string> keys, std::string_view id, Instant sent_at,
                        std::string_view body) {
  std::string signed_text(id);
  signed_text += '.';
  signed_text += std::to_string(sent_at.seconds_since_epoch());
  signed_text += '.';
  signed_text += body;
  std::string header;
  for (const std::string& key : keys) {
    if (!header.empty()) header += ' ';
    header += "v1," + HmacSha256(key, signed_text);
  }
  return header;
}

}  // namespace lawtrace::service
