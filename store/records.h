// Records: what is stored beside the log, as rows of bytes in key order, by family.  A row may be
// replaced or removed; the log may not.  Bytes of keys and values: docs/format.md.
//
// Thread safety: every method may run concurrently with every other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace lawtrace::store {

class Database;  // store/internal/database.h

enum class Family : std::uint8_t {
  kOutbox,         // Transactions whose alerts have not been decided; EventLog::Append adds them.
  kSchedule,       // What is due on a day or at an instant that lies ahead.
  kSubscriptions,  // Who follows what, and where to.
  kDeliveries,     // Who was told what, when, why, or why not.
  kAccess,         // Tokens and their roles.
  kSubmissions,    // What waits for approval or for the end of an embargo.
  kAudit,          // Who did what.
};

inline constexpr std::size_t kFamilyCount = 7;

// A row to be written.
struct RecordChange {
  Family family = Family::kOutbox;
  std::string key;
  std::optional<std::string> value;  // Absent: the row is removed.
};

// Keys from `from` on and before `to`, bytewise; an empty `to` is the end.
struct KeyRange {
  std::string from;
  std::string to;
};

// The keys that begin with `prefix`.  REQUIRES: `prefix` has a byte below 0xFF, or is empty.
KeyRange KeysWith(std::string_view prefix);

// The number in 8 bytes, big-endian, so that byte order equals numeric order.
std::string NumberKey(std::uint64_t number);
// Absent if `bytes` has another length.
std::optional<std::uint64_t> NumberOfKey(std::string_view bytes);

class Records {
 public:
  explicit Records(std::shared_ptr<Database> database);

  // Absent if there is no such row.  kCorruption, kUnavailable: as EventLog::Open.
  [[nodiscard]] Result<std::optional<std::string>> Get(Family family, std::string_view key) const;

  // Calls `visit` with every row of the range as it was when the scan began, in key order, until
  // `visit` returns false or fails.  A scan of a whole family, to its end, fails with kCorruption
  // if the rows are not those that were written.
  [[nodiscard]] Status Scan(
      Family family, const KeyRange& range,
      const std::function<Result<bool>(std::string_view key, std::string_view value)>& visit) const;

  // Writes all the changes or none, synced to disk before it returns; of two changes to a row the
  // later wins.
  //
  // REQUIRES: the store is open for writing.
  // kUnavailable: see EventLog::trouble.
  [[nodiscard]] Status Write(std::span<const RecordChange> changes);

  // Calls `prepare`, which reads, and writes the changes that it returns, as Write does; if there
  // are none, nothing is written.  Updates of a store take turns, so none replaces what another has
  // written in between.  Fails as `prepare` and Write do.
  //
  // REQUIRES: `prepare` does not call Update.
  [[nodiscard]] Status Update(const std::function<Result<std::vector<RecordChange>>()>& prepare);

  // Another number after each write to the family; of two equal ones nothing was written between.
  // Counts from the opening of the store.
  std::uint64_t Generation(Family family) const;

 private:
  std::shared_ptr<Database> database_;
};

}  // namespace lawtrace::store
