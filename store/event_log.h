// EventLog: the durable, append-only log of transactions.  It is the only truth; all else is
// derived from it.  Start here, then read analysis/archive.h.  Bytes: docs/format.md.
//
// Thread safety: const methods may run concurrently with each other and with one Append.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"
#include "model/transaction.h"
#include "store/records.h"

namespace lawtrace::store {

enum class Access : std::uint8_t {
  kRead,    // Sees the log as it is now; any number of processes, beside one writer.
  kWrite,   // Excludes other writers.  The store must exist.
  kCreate,  // As kWrite; an absent or empty folder becomes a store.
  kServe,   // As kCreate; a store that cannot be written to is opened all the same: trouble().
};

// What becomes of a store whose last writes are gone, although they were acknowledged.
enum class OnLoss : std::uint8_t {
  kRefuse,  // It is damaged.
  kAccept,  // It goes on without them.  Opened for writing, it notes what is gone.
};

class EventLog {
 public:
  // Opens the store in `directory`, whose events speak of the index `index_id` (Index::id).
  //
  // What is opened holds all that was acknowledged before, in whatever process.
  //
  // kNotFound: there is no store.  kInvalidInput: the folder holds something else, belongs to
  // another index, or was written by a newer format.  kUnavailable: another process writes to it,
  // or the disk fails.  kCorruption: the stored bytes are damaged, or some that were acknowledged
  // are gone; the message names the items.
  [[nodiscard]] static Result<EventLog> Open(const std::filesystem::path& directory,
                                             const std::string& index_id, Access access,
                                             OnLoss on_loss = OnLoss::kRefuse);

  EventLog(EventLog&&) noexcept;
  EventLog& operator=(EventLog&&) noexcept;
  ~EventLog();

  // Sequence of the last item; 0 for an empty log.
  Sequence last() const;
  // When the last transaction was recorded; absent for an empty log.
  std::optional<Instant> last_recorded_at() const;

  // What is stored beside the log; may outlive it.
  Records records() const;

  // Why nothing is written; absent: as far as is known, it can be.  The first write that fails, for
  // want of space or because the disk or another writer is in the way, is the last that is tried;
  // every further one fails with this.  Reading goes on.
  std::optional<Error> trouble() const;
  // Ends the trouble if writing works again; then the log may hold what the failed append wrote.
  // Fails with what is in the way, which is then the trouble.  REQUIRES: opened for writing.
  [[nodiscard]] Status Recover();

  // Appends the whole transaction or nothing, synced to disk before it returns, and returns it
  // with its sequences assigned.  `expected_last` is the log's last() as the caller read it.  One
  // write also adds the transaction to Family::kOutbox, under NumberKey of its first sequence,
  // and makes the changes `beside` the log.
  //
  // REQUIRES: opened for writing; `transaction` is not empty.
  // kConflict: the log has moved on.  kInvalidInput: recorded before the last transaction, or it
  // does not encode (proto/log_codec.h).
  // kUnavailable: see trouble().  Whether the transaction reached the disk, Recover shows.
  [[nodiscard]] Result<Transaction> Append(Transaction transaction, Sequence expected_last,
                                           std::span<const RecordChange> beside = {});

  // The same for several transactions, in order: all of them or nothing.
  // REQUIRES: also, `transactions` is not empty.
  [[nodiscard]] Result<std::vector<Transaction>> AppendAll(
      std::vector<Transaction> transactions, Sequence expected_last,
      std::span<const RecordChange> beside = {});

  // Calls `visit` with every transaction in log order, from the one that holds `from` on.
  // Stops at the first failure and returns it.  kCorruption if a record cannot be read or is
  // missing.
  [[nodiscard]] Status Visit(const std::function<Status(const Transaction&)>& visit,
                             Sequence from = Sequence{1}) const;

  // The transaction that holds the item `sequence`.  kNotFound: it is 0 or behind last().
  [[nodiscard]] Result<Transaction> Read(Sequence sequence) const;

 private:
  friend struct EventLogOpener;  // store/internal/opener.h
  struct Rep;                    // Keeps <rocksdb/...> out of this header.
  explicit EventLog(std::unique_ptr<Rep> rep);
  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::store
