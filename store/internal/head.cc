#include "store/internal/head.h"

#include <algorithm>

#include "store/sha256.h"

namespace lawtrace::store {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kDigestSize = 32;
constexpr std::size_t kNumberSize = sizeof(std::uint64_t);
constexpr std::size_t kEncodedSize =
    1 + 3 * kNumberSize + kDigestSize + 1 + kFamilyCount * 3 * kNumberSize;

// The first two numbers of the digest of a row.
std::array<std::uint64_t, 2> DigestOf(std::string_view key, std::string_view value) {
  Sha256 sha;
  sha.AddField(key);
  sha.AddField(value);
  const std::string digest = sha.Digest();
  const std::string_view bytes = digest;
  return {*NumberOfKey(bytes.substr(0, kNumberSize)),
          *NumberOfKey(bytes.substr(kNumberSize, kNumberSize))};
}

// Takes numbers from the front of `bytes`, which are long enough.
class NumberReader {
 public:
  explicit NumberReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t Number() { return *NumberOfKey(Bytes(kNumberSize)); }
  std::string_view Bytes(std::size_t count) {
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

void RowSum::Add(std::string_view key, std::string_view value) {
  const std::array<std::uint64_t, 2> row = DigestOf(key, value);
  ++count;
  digest[0] += row[0];
  digest[1] += row[1];
}

void RowSum::Remove(std::string_view key, std::string_view value) {
  const std::array<std::uint64_t, 2> row = DigestOf(key, value);
  --count;
  digest[0] -= row[0];
  digest[1] -= row[1];
}

void Head::AddRecord(std::string_view key, std::string_view value, Sequence last_item) {
  Sha256 sha;
  sha.Add(log_digest);
  sha.AddField(key);
  sha.AddField(value);
  log_digest = sha.Digest();
  ++transaction_count;
  last = last_item;
}

std::string EncodeHead(const Head& head) {
  std::string bytes(1, kVersion);
  bytes += NumberKey(head.write_count);
  bytes += NumberKey(head.last.value);
  bytes += NumberKey(head.transaction_count);
  bytes += head.log_digest;
  bytes += static_cast<char>(kFamilyCount);
  for (const RowSum& sum : head.rows)
    for (const std::uint64_t number : {sum.count, sum.digest[0], sum.digest[1]})
      bytes += NumberKey(number);
  return bytes;
}

std::optional<Head> DecodeHead(std::string_view bytes) {
  if (bytes.size() != kEncodedSize || bytes.front() != kVersion) return std::nullopt;
  NumberReader reader(bytes.substr(1));
  Head head;
  head.write_count = reader.Number();
  head.last = Sequence{reader.Number()};
  head.transaction_count = reader.Number();
  head.log_digest = reader.Bytes(kDigestSize);
  if (reader.Bytes(1).front() != static_cast<char>(kFamilyCount)) return std::nullopt;
  for (RowSum& sum : head.rows) {
    sum.count = reader.Number();
    for (std::uint64_t& number : sum.digest) number = reader.Number();
  }
  return head;
}

}  // namespace lawtrace::store
