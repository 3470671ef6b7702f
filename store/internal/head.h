// Head: how far a store has been written, and digests of all that it holds.  It stands in the
// database, written with every change, and once more in the file HEAD beside it, so that each
// proves the other whole.  Bytes: docs/format.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/sequence.h"
#include "store/records.h"

namespace lawtrace::store {

// How many rows a family has and the sum of their digests, in whatever order they came and went.
struct RowSum {
  std::uint64_t count = 0;
  std::array<std::uint64_t, 2> digest{};

  void Add(std::string_view key, std::string_view value);
  void Remove(std::string_view key, std::string_view value);  // REQUIRES: it was added.

  friend bool operator==(const RowSum&, const RowSum&) = default;
};

struct Head {
  std::uint64_t write_count = 0;  // Of all writes since the store was made; never decreases.
  Sequence last;                  // Of the log; 0 for an empty one.
  std::uint64_t transaction_count = 0;
  std::string log_digest = std::string(32, '\0');  // 32 bytes; see AddRecord.
  std::array<RowSum, kFamilyCount> rows;           // By Family.

  // Counts one more record of the log.  The digest of a log is the SHA-256 of the digest before and
  // the record, so that it grows with the log.
  void AddRecord(std::string_view key, std::string_view value, Sequence last_item);

  friend bool operator==(const Head&, const Head&) = default;
};

std::string EncodeHead(const Head& head);
// Absent if the bytes are not those of a head.
std::optional<Head> DecodeHead(std::string_view bytes);

}  // namespace lawtrace::store
