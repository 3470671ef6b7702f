#include "store/internal/rocks.h"

#include <rocksdb/options.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <string_view>
#include <utility>

#include "proto/log_codec.h"
#include "store/internal/head_file.h"
#include "store/internal/key.h"
#include "store/internal/private_files.h"

namespace lawtrace::store {
namespace {

constexpr const char* kLogFamily = "log";

// By Family.  DO NOT CHANGE: these are names in the database (docs/format.md).
constexpr std::array<const char*, kFamilyCount> kFamilyNames = {
    "outbox", "schedule", "subscriptions", "deliveries", "access", "submissions", "audit"};

// Small tables of a family that are merged when a session begins; a short one leaves RocksDB no
// time to do so by itself.
constexpr std::size_t kMaxSmallTables = 8;
constexpr std::uint64_t kLargeTable = 8U << 20U;
// New tables at which RocksDB merges by itself, for long sessions.
constexpr int kMaxNewTables = 16;
// Closed write-ahead files are kept until every family has put its rows into tables.
constexpr std::uint64_t kMaxWriteAheadBytes = 64U << 20U;

// What RocksDB tells of itself is told in errors.
class NoLog : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char* /*format*/, std::va_list /*arguments*/) override {}
};

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
    return AnotherWriter(directory);
  if (status.IsCorruption())
    return {ErrorCode::kCorruption, where + ": damaged (" + text + "); restore it from a backup"};
  return {ErrorCode::kUnavailable, where + ": " + text};
}

rocksdb::ColumnFamilyOptions FamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kLZ4Compression;
  options.level0_file_num_compaction_trigger = kMaxNewTables;
  return options;
}

rocksdb::WALRecoveryMode RecoveryMode(TornTail torn_tail) {
  switch (torn_tail) {
    case TornTail::kAnyDamage:
      return rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    case TornTail::kLastRecord:
      return rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    case TornTail::kNothing:
      break;
  }
  return rocksdb::WALRecoveryMode::kAbsoluteConsistency;
}

// Half of the descriptors that the process may have, so that tables leave some for all else.
int MaxOpenTables() {
  constexpr int kMost = 4096;
  struct rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur / 2 > kMost) return kMost;
  return static_cast<int>(limit.rlim_cur / 2);
}

// A reader keeps every table open: a writer may remove one at any time.
rocksdb::DBOptions DatabaseOptions(const RocksOpening& opening, rocksdb::Env& env) {
  rocksdb::DBOptions options;
  options.env = &env;
  options.create_if_missing = opening.access == Access::kCreate || opening.access == Access::kServe;
  // A store of format 1 lacks the families beside the log; the first open for writing adds them.
  options.create_missing_column_families = opening.access != Access::kRead;
  options.wal_recovery_mode = RecoveryMode(opening.torn_tail);
  options.max_total_wal_size = kMaxWriteAheadBytes;
  if (opening.access != Access::kRead) options.max_open_files = MaxOpenTables();
  // A failed write is never tried again by RocksDB: store/internal/database.h opens anew.
  options.max_bgerror_resume_count = 0;
  options.info_log = std::make_shared<NoLog>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::CompactionOptions MergeOptions() {
  rocksdb::CompactionOptions options;
  options.compression = rocksdb::kDisableCompressionOption;  // That of the family.
  return options;
}

// What a merge writes again: all that is new, and of the rest what is small.
struct SmallTables {
  std::vector<std::string> names;
  int lowest_level = 1;  // Where it goes.
};

SmallTables SmallTablesIn(const rocksdb::ColumnFamilyMetaData& tables) {
  SmallTables small;
  for (const rocksdb::LevelMetaData& level : tables.levels)
    for (const rocksdb::SstFileMetaData& table : level.files) {
      small.lowest_level = std::max(small.lowest_level, level.level);
      if (level.level == 0 || table.size < kLargeTable) small.names.push_back(table.name);
    }
  return small;
}

Error NotOurs(const std::filesystem::path& directory) {
  return {ErrorCode::kInvalidInput, "store " + directory.string() +
                                        ": a RocksDB database, but not of Lawtrace; name another "
                                        "folder with " +
                                        Phrase(Field{"store"})};
}

// The names of the database's families.  A creation that was cut short leaves a database without
// the log family and without keys; who may create completes it.
Result<std::vector<std::string>> ListFamilies(const std::filesystem::path& directory,
                                              const rocksdb::DBOptions& options) {
  std::vector<std::string> names;
  rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, directory.string(), &names);
  if (!status.ok()) return Fail(FromRocks(status, directory));
  if (std::ranges::find(names, kLogFamily) != names.end()) return names;
  if (!options.create_if_missing || names.size() > 1) return Fail(NotOurs(directory));
  rocksdb::DB* db = nullptr;
  status = rocksdb::DB::OpenForReadOnly(rocksdb::Options(options, FamilyOptions()),
                                        directory.string(), &db);
  const std::unique_ptr<rocksdb::DB> owner(db);
  if (!status.ok()) return Fail(FromRocks(status, directory));
  const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(rocksdb::ReadOptions()));
  it->SeekToFirst();
  if (!it->status().ok()) return Fail(FromRocks(it->status(), directory));
  if (it->Valid()) return Fail(NotOurs(directory));
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

std::unique_ptr<rocksdb::Env> FilesFor(const RocksOpening& opening) {
  return NewPrivateFiles(opening.env == nullptr ? *rocksdb::Env::Default() : *opening.env);
}

}  // namespace

Result<bool> Rocks::HasLog(const std::filesystem::path& directory, const RocksOpening& opening) {
  const std::unique_ptr<rocksdb::Env> env = FilesFor(opening);
  const auto names = ListFamilies(directory, DatabaseOptions(opening, *env));
  if (!names) return Fail(names.error());
  return std::ranges::find(*names, kLogFamily) != names->end();
}

Result<std::shared_ptr<const Rocks>> Rocks::Open(const std::filesystem::path& directory,
                                                 const RocksOpening& opening) {
  auto rocks = std::make_shared<Rocks>();
  rocks->directory = directory;
  rocks->env = FilesFor(opening);
  rocks->is_writable = opening.access != Access::kRead;
  const rocksdb::DBOptions options = DatabaseOptions(opening, *rocks->env);
  std::vector<std::string> present;
  std::error_code error;
  if (std::filesystem::exists(directory / "CURRENT", error)) {
    Result<std::vector<std::string>> names = ListFamilies(directory, options);
    if (!names) return Fail(names.error());
    present = *std::move(names);
  }
  const auto families = FamiliesToOpen(present, opening.access);
  std::vector<rocksdb::ColumnFamilyHandle*> opened;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      rocks->is_writable
          ? rocksdb::DB::Open(options, directory.string(), families, &opened, &db)
          : rocksdb::DB::OpenForReadOnly(options, directory.string(), families, &opened, &db);
  if (status.IsInvalidArgument())
    return Fail(ErrorCode::kInvalidInput, "store " + directory.string() +
                                              ": not a store of this version of Lawtrace (" +
                                              status.ToString() + ")");
  if (!status.ok()) return Fail(FromRocks(status, directory));
  rocks->db.reset(db);
  rocks->families = InPlace(opened);
  return rocks;
}

Rocks::~Rocks() {
  for (rocksdb::ColumnFamilyHandle* family : families) {
    // Destroying an open handle of our own database cannot fail.
    if (family != nullptr) db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
}

Result<std::optional<std::string>> Rocks::Get(std::string_view key,
                                              const rocksdb::ReadOptions& options) const {
  std::string value;
  const rocksdb::Status status = db->Get(options, rocksdb::Slice(key.data(), key.size()), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return Fail(ToError(status));
  return value;
}

Result<std::optional<Head>> Rocks::ReadHead(const rocksdb::ReadOptions& options) const {
  const Result<std::optional<std::string>> bytes = Get(kHeadKey, options);
  if (!bytes) return Fail(bytes.error());
  if (!*bytes) return std::nullopt;
  std::optional<Head> head = DecodeHead(**bytes);
  if (!head) return Fail(Corrupt("its head cannot be read; restore it from a backup"));
  return head;
}

Result<Head> Rocks::Recount() const {
  Head head;
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(options, log()));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    const std::string_view value = it->value().ToStringView();
    const Sequence first = DecodeLogKey(it->key().ToStringView()).value_or(Sequence{});
    const Result<Transaction> transaction = proto::DecodeTransaction(first, value);
    if (!transaction)
      return Fail(Error(transaction.error()).WithContext("store " + directory.string()));
    head.AddRecord(it->key().ToStringView(), value, transaction->last());
  }
  if (!it->status().ok()) return Fail(ToError(it->status()));
  for (std::size_t family = 0; family < kFamilyCount; ++family) {
    rocksdb::ColumnFamilyHandle* const handle = Of(static_cast<Family>(family));
    if (handle == nullptr) continue;
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator(options, handle));
    for (row->SeekToFirst(); row->Valid(); row->Next())
      head.rows[family].Add(row->key().ToStringView(), row->value().ToStringView());
    if (!row->status().ok()) return Fail(ToError(row->status()));
  }
  return head;
}

Status Rocks::MergeSmallTables() const {
  for (rocksdb::ColumnFamilyHandle* family : families) {
    rocksdb::ColumnFamilyMetaData tables;
    db->GetColumnFamilyMetaData(family, &tables);
    if (SmallTablesIn(tables).names.size() < kMaxSmallTables) continue;
    // Else a merge that RocksDB has begun by itself would be in the way of this one.
    rocksdb::Status status = db->PauseBackgroundWork();
    if (!status.ok()) return Fail(ToError(status));
    db->GetColumnFamilyMetaData(family, &tables);
    const SmallTables small = SmallTablesIn(tables);
    status = db->CompactFiles(MergeOptions(), family, small.names, small.lowest_level);
    const rocksdb::Status continued = db->ContinueBackgroundWork();
    if (!status.ok()) return Fail(ToError(status));
    if (!continued.ok()) return Fail(ToError(continued));
  }
  return {};
}

Error Rocks::ToError(const rocksdb::Status& status) const {
  return FromRocks(status, directory);
}

Error Rocks::Corrupt(const std::string& what) const {
  return {ErrorCode::kCorruption, "store " + directory.string() + ": " + what};
}

}  // namespace lawtrace::store
