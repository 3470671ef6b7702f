// Transaction <-> bytes of a log record (docs/format.md).
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"
#include "model/sequence.h"
#include "model/transaction.h"

namespace lawtrace::proto {

// The value under which the store keeps `transaction`; its sequences are not part of it.
// kInvalidInput if it could not be read back: a text is not UTF-8, a day lies outside the years
// 1400 to 9999, or the record would exceed 2 GiB.
[[nodiscard]] Result<std::string> EncodeTransaction(const Transaction& transaction);

// The transaction whose first item has sequence `first`.
// kCorruption if `bytes` is not a transaction record, with the reason.
[[nodiscard]] Result<Transaction> DecodeTransaction(Sequence first, std::string_view bytes);

}  // namespace lawtrace::proto
