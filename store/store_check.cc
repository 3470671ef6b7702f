#include "store/store_check.h"

#include <rocksdb/db.h>
#include <rocksdb/metadata.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>

#include "proto/log_codec.h"
#include "store/internal/database.h"
#include "store/internal/key.h"
#include "store/sha256.h"

namespace lawtrace::store {
namespace {

// What is wrong with one record and what it refers to, given all records before it.
class LogReader {
 public:
  explicit LogReader(StoreCheck& check) : check_(check) {}

  void Read(std::string_view key, std::string_view value) {
    const std::optional<Sequence> first = DecodeLogKey(key);
    if (!first || *first == Sequence{}) return Fault("a log record has a bad key");
    digest_.AddField(key);
    digest_.AddField(value);
    if (*first != check_.last.plus(1))
      Fault("item " + check_.last.plus(1).ToString() + ": its record is missing; the next is of " +
            first->ToString());
    const Result<Transaction> transaction = proto::DecodeTransaction(*first, value);
    ++check_.transaction_count;
    if (!transaction) {
      check_.last = *first;
      return Fault("item " + first->ToString() + ": " + transaction.error().message);
    }
    CheckTransaction(*transaction);
    check_.last = transaction->last();
    if (check_.last == check_.backup_last && Hex(digest_.Digest()) != check_.backup_digest)
      Fault("items 1 to " + check_.last.ToString() +
            ": are not those that were backed up; their digest differs");
  }

  // Laws may be named before they are stated: within one transaction, and by links.
  void Finish() {
    check_.log_digest = Hex(digest_.Digest());
    for (const auto& [law, item] : named_laws_)
      if (!laws_.contains(law))
        Fault("item " + item.ToString() + ": names the law '" + law + "', which is not in the log");
    if (check_.backup_last > check_.last)
      Fault("items " + check_.last.plus(1).ToString() + " to " + check_.backup_last.ToString() +
            ": are missing; they were backed up");
  }

  void Fault(std::string what) { check_.faults.push_back(std::move(what)); }

 private:
  void CheckTransaction(const Transaction& transaction) {
    if (recorded_at_ && transaction.recorded_at < *recorded_at_)
      Fault("item " + transaction.first.ToString() + ": recorded at " +
            transaction.recorded_at.ToString() + ", before the one before it");
    recorded_at_ = transaction.recorded_at;
    Sequence item = transaction.first;
    for (const Law& law : transaction.laws) {
      laws_.insert(law.id);
      for (const LawLink& link : law.links) named_laws_.try_emplace(link.law, item);
      item = item.plus(1);
    }
    for (const Event& event : transaction.events) {
      if (event.supersedes && !events_.contains(event.supersedes->value))
        Fault("item " + event.sequence.ToString() + ": supersedes item " +
              event.supersedes->ToString() + ", which is no event before it");
      for (const LawReference& law : event.laws) named_laws_.try_emplace(law.law, event.sequence);
      events_.insert(event.sequence.value);
    }
  }

  StoreCheck& check_;
  Sha256 digest_;
  std::optional<Instant> recorded_at_;
  std::unordered_set<std::uint64_t> events_;
  std::set<std::string, std::less<>> laws_;
  std::map<std::string, Sequence> named_laws_;  // Where each is first named.
};

// The last sequence and the digest that a backup noted; the fault if it is not readable.
std::string ReadBackupNote(const Database& database, StoreCheck& check) {
  std::string note;
  const rocksdb::Status status =
      database.db->Get(rocksdb::ReadOptions(), std::string(kBackupKey), &note);
  if (status.IsNotFound()) return {};
  if (!status.ok()) return database.ToError(status).message;
  const std::optional<Sequence> last = DecodeLogKey(std::string_view(note).substr(0, 8));
  if (!last) return "the note of its backup is not readable";
  check.backup_last = *last;
  check.backup_digest = Hex(std::string_view(note).substr(8));
  return {};
}

std::size_t LastItem(rocksdb::Iterator& it) {
  it.SeekToLast();
  const std::optional<Sequence> last =
      it.Valid() ? DecodeLogKey(it.key().ToStringView()) : std::nullopt;
  return last.value_or(Sequence{}).value;
}

void ReadLog(const Database& database, const ItemProgress& progress, StoreCheck& check) {
  LogReader reader(check);
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> it(database.db->NewIterator(options, database.log()));
  const std::size_t total = LastItem(*it);
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    reader.Read(it->key().ToStringView(), it->value().ToStringView());
    if (progress) progress(check.last.value, std::max<std::size_t>(total, check.last.value));
  }
  if (!it->status().ok())
    reader.Fault("after item " + check.last.ToString() + ": " +
                 database.ToError(it->status()).message);
  reader.Finish();
}

void ReadRows(const Database& database, StoreCheck& check) {
  for (rocksdb::ColumnFamilyHandle* family : database.families) {
    if (family == nullptr || family == database.log()) continue;
    const std::unique_ptr<rocksdb::Iterator> it(
        database.db->NewIterator(rocksdb::ReadOptions(), family));
    for (it->SeekToFirst(); it->Valid(); it->Next())
      if (family != database.families.front()) ++check.row_count;
    if (!it->status().ok())
      check.faults.push_back("rows of " + family->GetName() + ": " +
                             database.ToError(it->status()).message);
  }
}

// Whether any process has the store open for writing.  Asks the kernel's list of locks: opening the
// lock file and closing it again would give up the lock of a writer in this process.
bool HasWriter(const std::filesystem::path& directory) {
  struct stat file{};
  if (stat((directory / "LOCK").c_str(), &file) != 0) return false;
  const std::string inode = ":" + std::to_string(file.st_ino) + " ";
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);)
    if (line.find(" WRITE ") != std::string::npos && line.find(inode) != std::string::npos)
      return true;
  return false;
}

// RocksDB takes a list of tables that was cut for a shorter one.  Then tables are left over; beside
// a writer they may be new, or about to go.
void FindLeftOverTables(const Database& database, StoreCheck& check) {
  if (HasWriter(database.directory)) return;
  std::vector<rocksdb::LiveFileMetaData> tables;
  database.db->GetLiveFilesMetaData(&tables);
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(database.directory, error)) {
    const std::string name = file.path().filename().string();
    const bool is_known = std::ranges::any_of(
        tables, [&](const auto& table) { return table.relative_filename == name; });
    if (file.path().extension() == ".sst" && !is_known)
      check.faults.push_back("table " + name +
                             " is in no list of tables: the list is damaged, or a writer was "
                             "killed while it made the table");
  }
}

// Opens the store.  Beside a writer, what looks like damage may be an append that is under way or a
// file that was just replaced; it is looked at again before it counts.
Result<std::shared_ptr<Database>> OpenWhole(const std::filesystem::path& directory,
                                            const std::string& index_id) {
  constexpr int kAttempts = 10;
  constexpr std::chrono::milliseconds kPause{100};
  for (int attempt = 1;; ++attempt) {
    Result<std::shared_ptr<Database>> database =
        Database::Open(directory, index_id, Access::kRead, nullptr, TornTail::kIsAFault);
    if (database || attempt == kAttempts || !HasWriter(directory)) return database;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace

Result<StoreCheck> CheckStore(const std::filesystem::path& directory, const std::string& index_id,
                              const ItemProgress& progress) {
  StoreCheck check;
  const Result<std::shared_ptr<Database>> database = OpenWhole(directory, index_id);
  if (!database) {
    if (database.error().code != ErrorCode::kCorruption) return Fail(database.error());
    check.faults.push_back(database.error().message);
    return check;
  }
  if (const rocksdb::Status blocks = (*database)->db->VerifyChecksum(); !blocks.ok())
    check.faults.push_back((*database)->ToError(blocks).message);
  if (std::string fault = ReadBackupNote(**database, check); !fault.empty())
    check.faults.push_back(std::move(fault));
  ReadLog(**database, progress, check);
  ReadRows(**database, check);
  FindLeftOverTables(**database, check);
  return check;
}

}  // namespace lawtrace::store
