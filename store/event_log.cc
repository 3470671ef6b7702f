#include "store/event_log.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "model/check.h"
#include "proto/log_codec.h"
#include "store/internal/database.h"
#include "store/internal/key.h"
#include "store/internal/opener.h"

namespace lawtrace::store {

struct EventLog::Rep {
  std::shared_ptr<Database> database;
  mutable std::mutex mutex;  // Guards the two below.
  Sequence last;
  std::optional<Instant> last_recorded_at;

  Cursor Walk() const {
    const std::shared_ptr<const Rocks> rocks = database->rocks();
    return {rocks, rocks->log()};
  }
  Error Corrupt(const std::string& what) const {
    return {ErrorCode::kCorruption, "store " + database->directory().string() + ": " + what};
  }
  Sequence End() const {
    const std::scoped_lock lock(mutex);
    return last;
  }

  // The record at `it`.  REQUIRES: it.Valid().
  [[nodiscard]] Result<Transaction> RecordAt(const rocksdb::Iterator& it) const;
  // REQUIRES: `mutex` is held, or nobody else knows of the log yet.
  [[nodiscard]] Status ReadTail();
};

Result<Transaction> EventLog::Rep::RecordAt(const rocksdb::Iterator& it) const {
  const std::optional<Sequence> first = DecodeLogKey(it.key().ToStringView());
  if (!first || *first == Sequence{}) return Fail(Corrupt("a log record has a bad key"));
  Result<Transaction> transaction = proto::DecodeTransaction(*first, it.value().ToStringView());
  if (!transaction)
    return Fail(
        std::move(transaction).error().WithContext("store " + database->directory().string()));
  return transaction;
}

// Finds the end of the log, which must be where the head says.
Status EventLog::Rep::ReadTail() {
  const Cursor cursor = Walk();
  const Result<std::optional<Head>> head = cursor.rocks->ReadHead();
  if (!head) return Fail(head.error());
  cursor.it->SeekToLast();
  if (!cursor.it->status().ok()) return Fail(cursor.rocks->ToError(cursor.it->status()));
  if (cursor.it->Valid()) {
    const Result<Transaction> tail = RecordAt(*cursor.it);
    if (!tail) return Fail(tail.error());
    last = tail->last();
    last_recorded_at = tail->recorded_at;
  }
  if (*head && (*head)->last != last)
    return Fail(Corrupt("its log ends at item " + last.ToString() +
                        ", but was written up to item " + (*head)->last.ToString() +
                        "; restore it from a backup"));
  return {};
}

Result<EventLog> EventLogOpener::Open(const std::filesystem::path& directory,
                                      const std::string& index_id, Access access, rocksdb::Env* env,
                                      OnLoss on_loss) {
  Result<std::shared_ptr<Database>> database =
      Database::Open(directory, index_id, {.access = access, .on_loss = on_loss, .env = env});
  if (!database) return Fail(database.error());
  auto rep = std::make_unique<EventLog::Rep>();
  rep->database = *std::move(database);
  const Status tail = rep->ReadTail();
  if (!tail) return Fail(tail.error());
  return EventLog(std::move(rep));
}

EventLog::EventLog(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
EventLog::EventLog(EventLog&&) noexcept = default;
EventLog& EventLog::operator=(EventLog&&) noexcept = default;
EventLog::~EventLog() = default;

Result<EventLog> EventLog::Open(const std::filesystem::path& directory, const std::string& index_id,
                                Access access, OnLoss on_loss) {
  return EventLogOpener::Open(directory, index_id, access, nullptr, on_loss);
}

Sequence EventLog::last() const {
  return rep_->End();
}

std::optional<Instant> EventLog::last_recorded_at() const {
  const std::scoped_lock lock(rep_->mutex);
  return rep_->last_recorded_at;
}

Records EventLog::records() const {
  return Records(rep_->database);
}

std::optional<Error> EventLog::trouble() const {
  return rep_->database->trouble();
}

Status EventLog::Recover() {
  Check(rep_->database->is_for_writing(), "EventLog::Recover: opened for reading");
  const std::scoped_lock lock(rep_->mutex);
  if (const Status recovered = rep_->database->Recover(); !recovered) return recovered;
  return rep_->ReadTail();
}

Result<Transaction> EventLog::Append(Transaction transaction, Sequence expected_last,
                                     std::span<const RecordChange> beside) {
  std::vector<Transaction> one;
  one.push_back(std::move(transaction));
  Result<std::vector<Transaction>> appended = AppendAll(std::move(one), expected_last, beside);
  if (!appended) return Fail(appended.error());
  return std::move(appended->front());
}

Result<std::vector<Transaction>> EventLog::AppendAll(std::vector<Transaction> transactions,
                                                     Sequence expected_last,
                                                     std::span<const RecordChange> beside) {
  Check(rep_->database->is_for_writing(), "EventLog::AppendAll: opened for reading");
  Check(!transactions.empty(), "EventLog::AppendAll: no transactions");
  const std::scoped_lock lock(rep_->mutex);
  const std::string where = "store " + rep_->database->directory().string();
  if (rep_->last != expected_last)
    return Fail(ErrorCode::kConflict, where + ": the log has moved on from " +
                                          expected_last.ToString() + " to " +
                                          rep_->last.ToString() + "; read it again and retry");
  Change change;
  Sequence last = rep_->last;
  std::optional<Instant> last_recorded_at = rep_->last_recorded_at;
  for (Transaction& transaction : transactions) {
    Check(!transaction.empty(), "EventLog::AppendAll: empty transaction");
    if (last_recorded_at && transaction.recorded_at < *last_recorded_at)
      return Fail(ErrorCode::kInvalidInput,
                  where + ": cannot record at " + transaction.recorded_at.ToString() +
                      ", before the last record of " + last_recorded_at->ToString() +
                      "; give a later " + Phrase(Field{"recorded_at"}) + " or leave it out");
    transaction.Number(last.plus(1));
    Result<std::string> record = proto::EncodeTransaction(transaction);
    if (!record) return Fail(Error(record.error()).WithContext(where));
    last = transaction.last();
    last_recorded_at = transaction.recorded_at;
    change.records.push_back(
        {.first = transaction.first, .last = last, .bytes = *std::move(record)});
    change.rows.push_back(
        {.family = Family::kOutbox, .key = EncodeLogKey(transaction.first), .value = ""});
  }
  change.rows.insert(change.rows.end(), beside.begin(), beside.end());
  if (const Status written = rep_->database->Write(change); !written) return Fail(written.error());
  rep_->last = last;
  rep_->last_recorded_at = last_recorded_at;
  return transactions;
}

Status EventLog::Visit(const std::function<Status(const Transaction&)>& visit,
                       Sequence from) const {
  const Sequence end = last();
  const Cursor cursor = rep_->Walk();
  rocksdb::Iterator& it = *cursor.it;
  it.SeekForPrev(EncodeLogKey(from));
  if (!it.Valid() && it.status().ok()) it.SeekToFirst();
  Sequence next{};  // Where the next record must begin; 0 before the first one.
  for (; it.Valid(); it.Next()) {
    const Result<Transaction> transaction = rep_->RecordAt(it);
    if (!transaction) return Fail(transaction.error());
    const bool is_next = next == Sequence{} ? transaction->first <= std::max(from, Sequence{1})
                                            : transaction->first == next;
    if (!is_next)
      return Fail(
          rep_->Corrupt("a log record is missing before item " + transaction->first.ToString()));
    next = transaction->last().plus(1);
    if (next <= from) continue;
    const Status visited = visit(*transaction);
    if (!visited) return visited;
  }
  if (!it.status().ok()) return Fail(cursor.rocks->ToError(it.status()));
  if (from <= end && next <= end)
    return Fail(rep_->Corrupt("a log record is missing before item " + end.ToString()));
  return {};
}

Result<Transaction> EventLog::Read(Sequence sequence) const {
  const Sequence end = last();
  if (sequence == Sequence{} || sequence > end)
    return Fail(ErrorCode::kNotFound,
                "the log holds no item " + sequence.ToString() + "; its last is " + end.ToString());
  const Cursor cursor = rep_->Walk();
  cursor.it->SeekForPrev(EncodeLogKey(sequence));
  if (!cursor.it->status().ok()) return Fail(cursor.rocks->ToError(cursor.it->status()));
  if (cursor.it->Valid()) {
    Result<Transaction> transaction = rep_->RecordAt(*cursor.it);
    if (!transaction || transaction->last() >= sequence) return transaction;
  }
  return Fail(rep_->Corrupt("the log record of item " + sequence.ToString() + " is missing"));
}

}  // namespace lawtrace::store
