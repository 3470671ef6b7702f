// Writer: the one way by which a running service adds to its log.
//
// Thread safety: every method may run concurrently; appends take turns.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "model/result.h"
#include "model/transaction.h"
#include "store/event_log.h"
#include "store/records.h"

namespace lawtrace::service {

// What is to be appended at once, and the rows to be written with it.  Either may be empty.
struct Batch {
  std::vector<Transaction> transactions;
  std::vector<store::RecordChange> beside;
};

class Writer {
 public:
  // `publish` makes what was appended visible to readers; it returns when they see it.
  // REQUIRES: `log` outlives the writer and is open for writing.
  Writer(store::EventLog& log, std::function<Status()> publish);

  // Calls `prepare` with the log as it will be found by the append - nobody else appends meanwhile
  // - and appends what it returns.  When this returns, readers, streams and listeners know of it.
  // The transactions come back with their sequences.
  //
  // Fails as `prepare` and EventLog::AppendAll do; then nothing is written.
  [[nodiscard]] Result<std::vector<Transaction>> Append(
      const std::function<Result<Batch>(const store::EventLog& log)>& prepare);

  // Why nothing is written, as EventLog::trouble.
  std::optional<Error> trouble() const { return log_.trouble(); }
  // Tries to write again after trouble, and publishes what the failed append may have written.
  // Fails as EventLog::Recover and `publish` do.
  [[nodiscard]] Status Recover();

  // Rows beside the log.
  store::Records records() const { return log_.records(); }

  // Calls `listener` after every append that added to the log, on the thread of the append.
  // REQUIRES: called before the first append.
  void OnAppend(std::function<void()> listener);

 private:
  store::EventLog& log_;
  std::function<Status()> publish_;
  std::mutex mutex_;
  std::vector<std::function<void()>> listeners_;
};

}  // namespace lawtrace::service
