#include "store/event_log.h"

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "model/check.h"
#include "proto/log_codec.h"
#include "store/internal/key.h"
#include "store/internal/opener.h"

namespace lawtrace::store {
namespace {

constexpr const char* kLogFamily = "log";

// A RocksDB status as an error about the store in `directory`.
Error FromRocks(const rocksdb::Status& status, const std::filesystem::path& directory) {
  const std::string where = "store " + directory.string();
  if (status.IsNoSpace())
    return {ErrorCode::kUnavailable,
            where + ": no space left on its disk; free some and try again"};
  const std::string text = status.ToString();
  if (status.IsIOError() && text.find("lock") != std::string::npos)
    return {ErrorCode::kUnavailable,
            where + ": another process is writing to it; wait until it has finished"};
  if (status.IsCorruption())
    return {ErrorCode::kCorruption, where + ": damaged (" + text + "); restore it from a backup"};
  return {ErrorCode::kUnavailable, where + ": " + text};
}

rocksdb::ColumnFamilyOptions FamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kLZ4Compression;
  return options;
}

rocksdb::DBOptions DatabaseOptions(Access access, rocksdb::Env* env) {
  rocksdb::DBOptions options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = access == Access::kCreate;
  options.create_missing_column_families = access == Access::kCreate;
  // A torn tail is an append that was never acknowledged and is dropped; damage before the tail
  // would lose acknowledged transactions and is an error.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  options.keep_log_file_num = 2;
  return options;
}

// Refuses folders that RocksDB would silently fill, and says what is missing.
Status CheckDirectory(const std::filesystem::path& directory, Access access) {
  std::error_code error;
  const bool is_present = std::filesystem::exists(directory / "CURRENT", error);
  if (is_present) return {};
  if (access != Access::kCreate)
    return Fail(
        ErrorCode::kNotFound,
        "store " + directory.string() +
            ": there is none; make one with 'lawtrace import' or name another with --store");
  if (!std::filesystem::exists(directory, error)) return {};
  if (!std::filesystem::is_directory(directory, error))
    return Fail(ErrorCode::kInvalidInput,
                "store " + directory.string() + ": is a file; name a folder with --store");
  if (!std::filesystem::is_empty(directory, error))
    return Fail(ErrorCode::kInvalidInput, "store " + directory.string() +
                                              ": the folder is not empty and holds no store; name "
                                              "a new folder with --store");
  return {};
}

}  // namespace

struct EventLog::Rep {
  std::filesystem::path directory;
  bool is_writable = false;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;  // default, log; owned by `db`.
  mutable std::mutex mutex;                            // Guards the two below.
  Sequence last;
  std::optional<Instant> last_recorded_at;

  ~Rep() {
    for (rocksdb::ColumnFamilyHandle* family : families) {
      // Destroying an open handle of our own database cannot fail.
      db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
    }
  }

  rocksdb::ColumnFamilyHandle* log() const { return families[1]; }

  Error ToError(const rocksdb::Status& status) const { return FromRocks(status, directory); }

  [[nodiscard]] Status ReadTail();
  [[nodiscard]] Status CheckIdentity(const std::string& index_id, Access access);
};

// Finds the end of the log.
Status EventLog::Rep::ReadTail() {
  const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(rocksdb::ReadOptions(), log()));
  it->SeekToLast();
  if (!it->status().ok()) return Fail(ToError(it->status()));
  if (!it->Valid()) return {};
  const std::optional<Sequence> first = DecodeLogKey(it->key().ToStringView());
  if (!first) return Fail(ErrorCode::kCorruption, "store " + directory.string() + ": bad log key");
  const Result<Transaction> tail = proto::DecodeTransaction(*first, it->value().ToStringView());
  if (!tail) return Fail(Error(tail.error()).WithContext("store " + directory.string()));
  last = tail->last();
  last_recorded_at = tail->recorded_at;
  return {};
}

// Writes format version and index of a new store, or compares those of an existing one.
Status EventLog::Rep::CheckIdentity(const std::string& index_id, Access access) {
  const std::string where = "store " + directory.string();
  std::string format;
  rocksdb::Status status = db->Get(rocksdb::ReadOptions(), std::string(kFormatKey), &format);
  if (status.IsNotFound()) {
    if (access != Access::kCreate || last != Sequence{})
      return Fail(ErrorCode::kInvalidInput, where + ": a RocksDB database, but not of Lawtrace");
    rocksdb::WriteBatch batch;
    status = batch.Put(std::string(kFormatKey), std::to_string(kFormatVersion));
    if (status.ok()) status = batch.Put(std::string(kIndexKey), index_id);
    rocksdb::WriteOptions options;
    options.sync = true;
    if (status.ok()) status = db->Write(options, &batch);
    if (!status.ok()) return Fail(ToError(status));
    return {};
  }
  if (!status.ok()) return Fail(ToError(status));
  int version = 0;
  std::from_chars(format.data(), format.data() + format.size(), version);
  if (version > kFormatVersion)
    return Fail(ErrorCode::kInvalidInput,
                where + ": written in format " + format + "; this program reads up to format " +
                    std::to_string(kFormatVersion) + "; use a newer lawtrace");
  if (version != kFormatVersion)
    return Fail(ErrorCode::kCorruption, where + ": unknown format '" + format + "'");
  std::string stored_index;
  status = db->Get(rocksdb::ReadOptions(), std::string(kIndexKey), &stored_index);
  if (!status.ok()) return Fail(ToError(status));
  if (stored_index != index_id)
    return Fail(ErrorCode::kInvalidInput, where + ": holds events of the index '" + stored_index +
                                              "', not of '" + index_id +
                                              "'; name the right folder with --index");
  return {};
}

Result<EventLog> EventLogOpener::Open(const std::filesystem::path& directory,
                                      const std::string& index_id, Access access,
                                      rocksdb::Env* env) {
  const Status usable = CheckDirectory(directory, access);
  if (!usable) return Fail(usable.error());
  std::error_code error;
  if (access == Access::kCreate) std::filesystem::create_directories(directory, error);
  if (error)
    return Fail(ErrorCode::kUnavailable, "store " + directory.string() + ": " + error.message());

  auto rep = std::make_unique<EventLog::Rep>();
  rep->directory = directory;
  rep->is_writable = access != Access::kRead;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, FamilyOptions()}, {kLogFamily, FamilyOptions()}};
  const rocksdb::DBOptions options = DatabaseOptions(access, env);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      access == Access::kRead
          ? rocksdb::DB::OpenForReadOnly(options, directory.string(), families, &rep->families, &db)
          : rocksdb::DB::Open(options, directory.string(), families, &rep->families, &db);
  if (status.IsInvalidArgument())
    return Fail(ErrorCode::kInvalidInput, "store " + directory.string() +
                                              ": not a store of this version of Lawtrace (" +
                                              status.ToString() + ")");
  if (!status.ok()) return Fail(FromRocks(status, directory));
  rep->db.reset(db);
  const Status tail = rep->ReadTail();
  if (!tail) return Fail(tail.error());
  const Status identity = rep->CheckIdentity(index_id, access);
  if (!identity) return Fail(identity.error());
  return EventLog(std::move(rep));
}

EventLog::EventLog(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
EventLog::EventLog(EventLog&&) noexcept = default;
EventLog& EventLog::operator=(EventLog&&) noexcept = default;
EventLog::~EventLog() = default;

Result<EventLog> EventLog::Open(const std::filesystem::path& directory, const std::string& index_id,
                                Access access) {
  return EventLogOpener::Open(directory, index_id, access, nullptr);
}

Sequence EventLog::last() const {
  const std::scoped_lock lock(rep_->mutex);
  return rep_->last;
}

std::optional<Instant> EventLog::last_recorded_at() const {
  const std::scoped_lock lock(rep_->mutex);
  return rep_->last_recorded_at;
}

Result<Transaction> EventLog::Append(Transaction transaction, Sequence expected_last) {
  std::vector<Transaction> one;
  one.push_back(std::move(transaction));
  Result<std::vector<Transaction>> appended = AppendAll(std::move(one), expected_last);
  if (!appended) return Fail(appended.error());
  return std::move(appended->front());
}

Result<std::vector<Transaction>> EventLog::AppendAll(std::vector<Transaction> transactions,
                                                     Sequence expected_last) {
  Check(rep_->is_writable, "EventLog::AppendAll: opened for reading");
  Check(!transactions.empty(), "EventLog::AppendAll: no transactions");
  const std::scoped_lock lock(rep_->mutex);
  const std::string where = "store " + rep_->directory.string();
  if (rep_->last != expected_last)
    return Fail(ErrorCode::kConflict, where + ": the log has moved on from " +
                                          expected_last.ToString() + " to " +
                                          rep_->last.ToString() + "; read it again and retry");
  rocksdb::WriteBatch batch;
  Sequence last = rep_->last;
  std::optional<Instant> last_recorded_at = rep_->last_recorded_at;
  for (Transaction& transaction : transactions) {
    Check(!transaction.empty(), "EventLog::AppendAll: empty transaction");
    if (last_recorded_at && transaction.recorded_at < *last_recorded_at)
      return Fail(ErrorCode::kInvalidInput,
                  where + ": cannot record at " + transaction.recorded_at.ToString() +
                      ", before the last record of " + last_recorded_at->ToString() +
                      "; give a later --recorded-at or leave it out");
    transaction.Number(last.plus(1));
    const rocksdb::Status status = batch.Put(rep_->log(), EncodeLogKey(transaction.first),
                                             proto::EncodeTransaction(transaction));
    if (!status.ok()) return Fail(rep_->ToError(status));
    last = transaction.last();
    last_recorded_at = transaction.recorded_at;
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status = rep_->db->Write(options, &batch);
  if (!status.ok()) return Fail(rep_->ToError(status));
  rep_->last = last;
  rep_->last_recorded_at = last_recorded_at;
  return transactions;
}

Status EventLog::Visit(const std::function<Status(const Transaction&)>& visit,
                       Sequence from) const {
  const std::unique_ptr<rocksdb::Iterator> it(
      rep_->db->NewIterator(rocksdb::ReadOptions(), rep_->log()));
  it->SeekForPrev(EncodeLogKey(from));
  if (!it->Valid() && it->status().ok()) it->SeekToFirst();
  Sequence next{};  // First sequence that the next record must have; 0 before the first record.
  for (; it->Valid(); it->Next()) {
    const std::optional<Sequence> first = DecodeLogKey(it->key().ToStringView());
    if (!first || (next != Sequence{} && *first != next))
      return Fail(ErrorCode::kCorruption, "store " + rep_->directory.string() +
                                              ": a log record is missing before item " +
                                              (first ? first->ToString() : "?"));
    const Result<Transaction> transaction =
        proto::DecodeTransaction(*first, it->value().ToStringView());
    if (!transaction)
      return Fail(Error(transaction.error()).WithContext("store " + rep_->directory.string()));
    next = transaction->last().plus(1);
    if (next <= from) continue;
    const Status visited = visit(*transaction);
    if (!visited) return visited;
  }
  if (!it->status().ok()) return Fail(rep_->ToError(it->status()));
  return {};
}

Result<Transaction> EventLog::Read(Sequence sequence) const {
  const std::unique_ptr<rocksdb::Iterator> it(
      rep_->db->NewIterator(rocksdb::ReadOptions(), rep_->log()));
  it->SeekForPrev(EncodeLogKey(sequence));
  if (!it->status().ok()) return Fail(rep_->ToError(it->status()));
  if (it->Valid()) {
    const std::optional<Sequence> first = DecodeLogKey(it->key().ToStringView());
    if (!first) return Fail(ErrorCode::kCorruption, "bad log key");
    Result<Transaction> transaction = proto::DecodeTransaction(*first, it->value().ToStringView());
    if (!transaction || transaction->last() >= sequence) return transaction;
  }
  return Fail(ErrorCode::kNotFound, "the log holds no item " + sequence.ToString() +
                                        "; its last is " + last().ToString());
}

}  // namespace lawtrace::store
