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
  // RocksDB has no code for a lock that is held, here or in another process.
  if (text.starts_with("IO error: While lock file: ") ||
      text.starts_with("IO error: lock hold by current process"))
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
  // A torn tail is an append that was never acknowledged and is dropped.  Damage before the tail is
  // an error, except to the length of a record in the last 32 KiB, which looks like a torn tail.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  options.keep_log_file_num = 2;
  return options;
}

Error NotOurs(const std::filesystem::path& directory) {
  return {ErrorCode::kInvalidInput, "store " + directory.string() +
                                        ": a RocksDB database, but not of Lawtrace; name another "
                                        "folder with --store"};
}

// Whether the folder holds a database.  Refuses what RocksDB would silently fill.
Result<bool> HoldsDatabase(const std::filesystem::path& directory, Access access) {
  const std::string where = "store " + directory.string();
  std::error_code error;
  const bool is_present = std::filesystem::exists(directory, error);
  if (error) return Fail(ErrorCode::kUnavailable, where + ": " + error.message());
  if (is_present && !std::filesystem::is_directory(directory, error))
    return Fail(ErrorCode::kInvalidInput, where + ": is a file; name a folder with --store");
  const bool holds_database = is_present && std::filesystem::exists(directory / "CURRENT", error);
  if (error) return Fail(ErrorCode::kUnavailable, where + ": " + error.message());
  if (holds_database) return true;
  if (access != Access::kCreate)
    return Fail(ErrorCode::kNotFound,
                where +
                    ": there is none; make one with 'lawtrace import' or name another with "
                    "--store");
  if (is_present && !std::filesystem::is_empty(directory, error))
    return Fail(
        ErrorCode::kInvalidInput,
        where + ": the folder is not empty and holds no store; name a new folder with --store");
  if (!error) std::filesystem::create_directories(directory, error);
  if (error) return Fail(ErrorCode::kUnavailable, where + ": " + error.message());
  return false;
}

Result<bool> IsEmpty(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family,
                     const std::filesystem::path& directory) {
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(rocksdb::ReadOptions(), family));
  it->SeekToFirst();
  if (!it->status().ok()) return Fail(FromRocks(it->status(), directory));
  return !it->Valid();
}

// Refuses another program's database before anything is written to it.  A creation that was cut
// short leaves a database without the log family and without keys; kCreate completes it.
Status CheckFamilies(const std::filesystem::path& directory, Access access,
                     const rocksdb::DBOptions& options) {
  std::vector<std::string> names;
  rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, directory.string(), &names);
  if (!status.ok()) return Fail(FromRocks(status, directory));
  if (std::ranges::find(names, kLogFamily) != names.end()) return {};
  if (access != Access::kCreate || names.size() > 1) return Fail(NotOurs(directory));
  rocksdb::DB* db = nullptr;
  status = rocksdb::DB::OpenForReadOnly(rocksdb::Options(options, FamilyOptions()),
                                        directory.string(), &db);
  const std::unique_ptr<rocksdb::DB> owner(db);
  if (!status.ok()) return Fail(FromRocks(status, directory));
  const Result<bool> is_empty = IsEmpty(*db, db->DefaultColumnFamily(), directory);
  if (!is_empty) return Fail(is_empty.error());
  if (!*is_empty) return Fail(NotOurs(directory));
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

  Error Corrupt(const std::string& what) const {
    return {ErrorCode::kCorruption, "store " + directory.string() + ": " + what};
  }

  // The record at `it`.  REQUIRES: it.Valid().
  [[nodiscard]] Result<Transaction> RecordAt(const rocksdb::Iterator& it) const;
  [[nodiscard]] Status ReadTail();
  [[nodiscard]] Status CheckIdentity(const std::string& index_id, Access access);
  [[nodiscard]] Status WriteIdentity(const std::string& index_id);
};

Result<Transaction> EventLog::Rep::RecordAt(const rocksdb::Iterator& it) const {
  const std::optional<Sequence> first = DecodeLogKey(it.key().ToStringView());
  if (!first || *first == Sequence{}) return Fail(Corrupt("a log record has a bad key"));
  Result<Transaction> transaction = proto::DecodeTransaction(*first, it.value().ToStringView());
  if (!transaction)
    return Fail(std::move(transaction).error().WithContext("store " + directory.string()));
  return transaction;
}

// Finds the end of the log.
Status EventLog::Rep::ReadTail() {
  const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(rocksdb::ReadOptions(), log()));
  it->SeekToLast();
  if (!it->status().ok()) return Fail(ToError(it->status()));
  if (!it->Valid()) return {};
  const Result<Transaction> tail = RecordAt(*it);
  if (!tail) return Fail(tail.error());
  last = tail->last();
  last_recorded_at = tail->recorded_at;
  return {};
}

Status EventLog::Rep::WriteIdentity(const std::string& index_id) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(std::string(kFormatKey), std::to_string(kFormatVersion));
  if (status.ok()) status = batch.Put(std::string(kIndexKey), index_id);
  rocksdb::WriteOptions options;
  options.sync = true;
  if (status.ok()) status = db->Write(options, &batch);
  if (!status.ok()) return Fail(ToError(status));
  return {};
}

// Compares format version and index with those that the store states; gives them to a new store.
Status EventLog::Rep::CheckIdentity(const std::string& index_id, Access access) {
  const std::string where = "store " + directory.string();
  std::string format;
  rocksdb::Status status = db->Get(rocksdb::ReadOptions(), std::string(kFormatKey), &format);
  if (status.IsNotFound()) {
    for (rocksdb::ColumnFamilyHandle* family : families) {
      const Result<bool> is_empty = IsEmpty(*db, family, directory);
      if (!is_empty) return Fail(is_empty.error());
      if (access != Access::kCreate || !*is_empty) return Fail(NotOurs(directory));
    }
    return WriteIdentity(index_id);
  }
  if (!status.ok()) return Fail(ToError(status));
  int version = 0;
  const char* end = format.data() + format.size();
  const auto [stop, fault] = std::from_chars(format.data(), end, version);
  if (fault != std::errc{} || stop != end || version < kFormatVersion)
    return Fail(Corrupt("unknown format '" + format + "'"));
  if (version > kFormatVersion)
    return Fail(ErrorCode::kInvalidInput,
                where + ": written in format " + format + "; this program reads up to format " +
                    std::to_string(kFormatVersion) + "; use a newer lawtrace");
  std::string stored_index;
  status = db->Get(rocksdb::ReadOptions(), std::string(kIndexKey), &stored_index);
  if (status.IsNotFound()) return Fail(Corrupt("does not say which index it holds"));
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
  const Result<bool> holds_database = HoldsDatabase(directory, access);
  if (!holds_database) return Fail(holds_database.error());
  const rocksdb::DBOptions options = DatabaseOptions(access, env);
  if (*holds_database) {
    const Status ours = CheckFamilies(directory, access, options);
    if (!ours) return Fail(ours.error());
  }
  auto rep = std::make_unique<EventLog::Rep>();
  rep->directory = directory;
  rep->is_writable = access != Access::kRead;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, FamilyOptions()}, {kLogFamily, FamilyOptions()}};
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
  const Status identity = rep->CheckIdentity(index_id, access);
  if (!identity) return Fail(identity.error());
  const Status tail = rep->ReadTail();
  if (!tail) return Fail(tail.error());
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
    const Result<std::string> record = proto::EncodeTransaction(transaction);
    if (!record) return Fail(Error(record.error()).WithContext(where));
    const rocksdb::Status status =
        batch.Put(rep_->log(), EncodeLogKey(transaction.first), *record);
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
  Sequence next{};  // Where the next record must begin; 0 before the first one.
  for (; it->Valid(); it->Next()) {
    const Result<Transaction> transaction = rep_->RecordAt(*it);
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
  if (!it->status().ok()) return Fail(rep_->ToError(it->status()));
  return {};
}

Result<Transaction> EventLog::Read(Sequence sequence) const {
  const Sequence end = last();
  if (sequence == Sequence{} || sequence > end)
    return Fail(ErrorCode::kNotFound,
                "the log holds no item " + sequence.ToString() + "; its last is " + end.ToString());
  const std::unique_ptr<rocksdb::Iterator> it(
      rep_->db->NewIterator(rocksdb::ReadOptions(), rep_->log()));
  it->SeekForPrev(EncodeLogKey(sequence));
  if (!it->status().ok()) return Fail(rep_->ToError(it->status()));
  if (it->Valid()) {
    Result<Transaction> transaction = rep_->RecordAt(*it);
    if (!transaction || transaction->last() >= sequence) return transaction;
  }
  return Fail(rep_->Corrupt("the log record of item " + sequence.ToString() + " is missing"));
}

}  // namespace lawtrace::store
