// Keys of the store.  Before changing anything here, see docs/format.md.
//
//   column family  key                                    value
//   log            first sequence, 8 bytes, big-endian    transaction record (proto/log_codec.h)
//   outbox         as log                                 empty
//   default        "format"                               format version, decimal digits
//   default        "index"                                Index::id
//   default        "head"                                 how far the store was written (head.h)
//   default        "loss/", write count, 8 bytes          what was lost and given up (proof.h)
//   default        "backup"                               last sequence of the log that was backed
//                                                         up, as in log; SHA-256 of that log
//
// Big-endian byte order equals log order, so RocksDB's default comparator suffices.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/sequence.h"

namespace lawtrace::store {

inline constexpr std::string_view kFormatKey = "format";
inline constexpr std::string_view kIndexKey = "index";
inline constexpr std::string_view kBackupKey = "backup";
inline constexpr std::string_view kHeadKey = "head";
inline constexpr std::string_view kLossPrefix = "loss/";
inline constexpr int kFormatVersion = 3;  // DO NOT CHANGE without an upgrade path.
inline constexpr int kOldestFormatVersion = 1;

std::string EncodeLogKey(Sequence first);
// Absent if `bytes` is not a log key.
std::optional<Sequence> DecodeLogKey(std::string_view bytes);

}  // namespace lawtrace::store
