// Transaction <-> bytes of a log record (docs/format.md).
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"
#include "model/sequence.h"
#include "model/transaction.h"

namespace lawtrace::proto {

// The value under which the store keeps `transaction`; its sequences are not part of it.
std::string EncodeTransaction(const Transaction& transaction);

// The transaction whose first item has sequence `first`.
// kCorruption if `bytes` is not a transaction record, with the reason.
[[nodiscard]] Result<Transaction> DecodeTransaction(Sequence first, std::string_view bytes);

}  // namespace lawtrace::proto
