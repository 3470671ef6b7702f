#include "store/internal/database.h"

#include <rocksdb/options.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "model/check.h"
#include "store/internal/key.h"

namespace lawtrace::store {
namespace {

constexpr const char* kLogFamily = "log";

// By Family.  DO NOT CHANGE: these are names in the database (docs/format.md).
constexpr std::array<const char*, kFamilyCount> kFamilyNames = {
    "outbox", "schedule", "subscriptions", "deliveries", "access", "submissions", "audit"};

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
            where +
                ": another process is writing to it; wait until it has finished, or write through "
                "'lawtrace serve' with --server URL"};
  if (status.IsCorruption())
    return {ErrorCode::kCorruption, where + ": damaged (" + text + "); restore it from a backup"};
  return {ErrorCode::kUnavailable, where + ": " + text};
}

rocksdb::ColumnFamilyOptions FamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kLZ4Compression;
  return options;
}

rocksdb::DBOptions DatabaseOptions(Access access, rocksdb::Env* env, TornTail torn_tail) {
  rocksdb::DBOptions options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = access == Access::kCreate;
  // A store of format 1 lacks the families beside the log; the first open for writing adds them.
  options.create_missing_column_families = access != Access::kRead;
  // A torn tail is an append that was never acknowledged and is dropped.  Damage before the tail is
  // an error, except to the length of a record in the last 32 KiB, which looks like a torn tail.
  options.wal_recovery_mode = torn_tail == TornTail::kDropped
                                  ? rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords
                                  : rocksdb::WALRecoveryMode::kAbsoluteConsistency;
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

// The names of the database's families.  Refuses another program's database before anything is
// written to it.  A creation that was cut short leaves a database without the log family and
// without keys; kCreate completes it.
Result<std::vector<std::string>> FamiliesIn(const std::filesystem::path& directory, Access access,
                                            const rocksdb::DBOptions& options) {
  std::vector<std::string> names;
  rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, directory.string(), &names);
  if (!status.ok()) return Fail(FromRocks(status, directory));
  if (std::ranges::find(names, kLogFamily) != names.end()) return names;
  if (access != Access::kCreate || names.size() > 1) return Fail(NotOurs(directory));
  rocksdb::DB* db = nullptr;
  status = rocksdb::DB::OpenForReadOnly(rocksdb::Options(options, FamilyOptions()),
                                        directory.string(), &db);
  const std::unique_ptr<rocksdb::DB> owner(db);
  if (!status.ok()) return Fail(FromRocks(status, directory));
  const Result<bool> is_empty = IsEmpty(*db, db->DefaultColumnFamily(), directory);
  if (!is_empty) return Fail(is_empty.error());
  if (!*is_empty) return Fail(NotOurs(directory));
  return names;
}

// The families to open: all of them, but for reading only those among `present`.
std::vector<rocksdb::ColumnFamilyDescriptor> FamiliesToOpen(const std::vector<std::string>& present,
                                                            Access access) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, FamilyOptions()}, {kLogFamily, FamilyOptions()}};
  for (const char* name : kFamilyNames)
    if (access != Access::kRead || std::ranges::find(present, name) != present.end())
      families.emplace_back(name, FamilyOptions());
  return families;
}

// Gives every family its place, null for one that was not opened.
std::vector<rocksdb::ColumnFamilyHandle*> InPlace(
    const std::vector<rocksdb::ColumnFamilyHandle*>& opened) {
  std::vector<rocksdb::ColumnFamilyHandle*> families(opened.begin(), opened.begin() + 2);
  for (const char* name : kFamilyNames) {
    const auto found =
        std::ranges::find(opened, name, [](const auto* family) { return family->GetName(); });
    families.push_back(found == opened.end() ? nullptr : *found);
  }
  return families;
}

}  // namespace

Status Database::WriteIdentity(const std::string& index_id) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(std::string(kFormatKey), std::to_string(kFormatVersion));
  if (status.ok()) status = batch.Put(std::string(kIndexKey), index_id);
  if (!status.ok()) return Fail(ToError(status));
  return Write(batch);
}

// Compares format version and index with those that the store states; gives them to a new store,
// and today's version to an older one that is open for writing.
Status Database::CheckIdentity(const std::string& index_id, Access access) {
  const std::string where = "store " + directory.string();
  std::string format;
  rocksdb::Status status = db->Get(rocksdb::ReadOptions(), std::string(kFormatKey), &format);
  if (status.IsNotFound()) {
    for (rocksdb::ColumnFamilyHandle* family : families) {
      if (family == nullptr) continue;
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
  if (fault != std::errc{} || stop != end || version < kOldestFormatVersion)
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
  if (version < kFormatVersion && is_writable) return WriteIdentity(index_id);
  return {};
}

Result<std::shared_ptr<Database>> Database::Open(const std::filesystem::path& directory,
                                                 const std::string& index_id, Access access,
                                                 rocksdb::Env* env, TornTail torn_tail) {
  const Result<bool> holds_database = HoldsDatabase(directory, access);
  if (!holds_database) return Fail(holds_database.error());
  const rocksdb::DBOptions options = DatabaseOptions(access, env, torn_tail);
  std::vector<std::string> present;
  if (*holds_database) {
    Result<std::vector<std::string>> names = FamiliesIn(directory, access, options);
    if (!names) return Fail(names.error());
    present = *std::move(names);
  }
  auto database = std::make_shared<Database>();
  database->directory = directory;
  database->is_writable = access != Access::kRead;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = FamiliesToOpen(present, access);
  std::vector<rocksdb::ColumnFamilyHandle*> opened;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      access == Access::kRead
          ? rocksdb::DB::OpenForReadOnly(options, directory.string(), families, &opened, &db)
          : rocksdb::DB::Open(options, directory.string(), families, &opened, &db);
  if (status.IsInvalidArgument())
    return Fail(ErrorCode::kInvalidInput, "store " + directory.string() +
                                              ": not a store of this version of Lawtrace (" +
                                              status.ToString() + ")");
  if (!status.ok()) return Fail(FromRocks(status, directory));
  database->db.reset(db);
  database->families = InPlace(opened);
  const Status identity = database->CheckIdentity(index_id, access);
  if (!identity) return Fail(identity.error());
  return database;
}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* family : families) {
    // Destroying an open handle of our own database cannot fail.
    if (family != nullptr) db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
}

Status Database::Add(std::span<const RecordChange> changes, rocksdb::WriteBatch& batch) const {
  for (const RecordChange& change : changes) {
    rocksdb::ColumnFamilyHandle* family = Of(change.family);
    const rocksdb::Status status = change.value ? batch.Put(family, change.key, *change.value)
                                                : batch.Delete(family, change.key);
    if (!status.ok()) return Fail(ToError(status));
  }
  return {};
}

Status Database::Write(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status = db->Write(options, &batch);
  if (!status.ok()) return Fail(ToError(status));
  return {};
}

void Database::Count(std::span<const RecordChange> changes) {
  for (const RecordChange& change : changes) ++generations[static_cast<std::size_t>(change.family)];
}

Error Database::ToError(const rocksdb::Status& status) const {
  return FromRocks(status, directory);
}

Error Database::Corrupt(const std::string& what) const {
  return {ErrorCode::kCorruption, "store " + directory.string() + ": " + what};
}

}  // namespace lawtrace::store
