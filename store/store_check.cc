#include "store/store_check.h"

#include <rocksdb/db.h>
#include <rocksdb/metadata.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "proto/log_codec.h"
#include "store/internal/database.h"
#include "store/internal/folder.h"
#include "store/internal/key.h"
#include "store/internal/proof.h"
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
      return Fault("item " + first->ToString() + ": " + transaction.error().Message());
    }
    CheckTransaction(*transaction);
    check_.last = transaction->last();
    read_.AddRecord(key, value, check_.last);
    if (check_.last == check_.backup_last && Hex(digest_.Digest()) != check_.backup_digest)
      Fault("items 1 to " + check_.last.ToString() +
            ": are not those that were backed up; their digest differs");
  }

  // Laws may be named before they are stated: within one transaction, and by links.
  void Finish(const std::optional<Head>& head) {
    check_.log_digest = Hex(digest_.Digest());
    for (const auto& [law, item] : named_laws_)
      if (!laws_.contains(law))
        Fault("item " + item.ToString() + ": names the law '" + law + "', which is not in the log");
    if (check_.backup_last > check_.last)
      Fault("items " + check_.last.plus(1).ToString() + " to " + check_.backup_last.ToString() +
            ": are missing; they were backed up");
    // A fault of a single record has been told already.
    if (head && !is_faulty_ && head->last > check_.last)
      Fault("items " + check_.last.plus(1).ToString() + " to " + head->last.ToString() +
            ": their records are missing");
    else if (head && !is_faulty_ && head->log_digest != read_.log_digest)
      Fault("the records of the log are not those that were written; their digest differs");
  }

  void Fault(std::string what) {
    is_faulty_ = true;
    check_.faults.push_back(std::move(what));
  }

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
  bool is_faulty_ = false;
  Sha256 digest_;
  Head read_;
  std::optional<Instant> recorded_at_;
  std::unordered_set<std::uint64_t> events_;
  std::set<std::string, std::less<>> laws_;
  std::map<std::string, Sequence> named_laws_;  // Where each is first named.
};

// The last sequence and the digest that a backup noted; the fault if it is not readable.
std::string ReadBackupNote(const Rocks& database, StoreCheck& check) {
  std::string note;
  const rocksdb::Status status =
      database.db->Get(rocksdb::ReadOptions(), std::string(kBackupKey), &note);
  if (status.IsNotFound()) return {};
  if (!status.ok()) return database.ToError(status).Message();
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

void ReadLog(const Rocks& database, const std::optional<Head>& head, const ItemProgress& progress,
             StoreCheck& check) {
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
                 database.ToError(it->status()).Message());
  reader.Finish(head);
}

// What is wrong with the rows of a family, given what was written; empty: nothing.
std::string FaultOfRows(const RowSum& found, const RowSum& written) {
  if (found == written) return {};
  if (found.count == written.count) return "are not those that were written; their digest differs";
  return "there are " + std::to_string(found.count) + ", but " + std::to_string(written.count) +
         " were written";
}

void ReadRows(const Rocks& database, const std::optional<Head>& head, StoreCheck& check) {
  for (std::size_t i = 0; i < kFamilyCount; ++i) {
    rocksdb::ColumnFamilyHandle* const family = database.Of(static_cast<Family>(i));
    if (family == nullptr) continue;
    RowSum found;
    const std::unique_ptr<rocksdb::Iterator> it(
        database.db->NewIterator(rocksdb::ReadOptions(), family));
    for (it->SeekToFirst(); it->Valid(); it->Next())
      found.Add(it->key().ToStringView(), it->value().ToStringView());
    check.row_count += found.count;
    std::string fault;
    if (!it->status().ok())
      fault = database.ToError(it->status()).Message();
    else if (head)
      fault = FaultOfRows(found, head->rows.at(i));
    if (!fault.empty()) check.faults.push_back("rows of " + family->GetName() + ": " + fault);
  }
}

// Losses that were accepted, in the order in which they were.
void ReadLosses(const Rocks& database, StoreCheck& check) {
  const std::unique_ptr<rocksdb::Iterator> it(database.db->NewIterator(rocksdb::ReadOptions()));
  const std::string prefix(kLossPrefix);
  for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
    const std::optional<Loss> loss = DecodeLoss(it->value().ToStringView());
    if (loss)
      check.losses.push_back(Describe(*loss) + "; this was accepted, and the numbers given anew");
    else
      check.faults.emplace_back("the note of a loss is not readable");
  }
  if (!it->status().ok()) check.faults.push_back(database.ToError(it->status()).Message());
}

// The number in a name like 000012.log; 0 if it has none.
std::uint64_t NumberIn(const std::string& name) {
  std::uint64_t number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

// Files that nothing names.  Beside a writer they may be new, or about to go.  A store that does
// not know how far it was written may have lost the list that named a table.
void FindLeftovers(const Rocks& database, const std::optional<Head>& head, StoreCheck& check) {
  if (HeadFile::HasWriter(database.directory)) return;
  std::vector<rocksdb::LiveFileMetaData> tables;
  database.db->GetLiveFilesMetaData(&tables);
  std::uint64_t oldest_log = 0;
  database.db->GetIntProperty(rocksdb::DB::Properties::kMinLogNumberToKeep, &oldest_log);
  const std::string list = TableList::Of(database.directory).name;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(database.directory, error)) {
    const std::string name = file.path().filename().string();
    const std::string ending = file.path().extension().string();
    const bool is_listed = std::ranges::any_of(
        tables, [&](const auto& table) { return table.relative_filename == name; });
    if (ending == ".sst" && !is_listed && head)
      check.leftovers.push_back("table " + name + ": no list names it");
    else if (ending == ".sst" && !is_listed)
      check.faults.push_back("table " + name +
                             " is in no list of tables: the list is damaged, or a writer was "
                             "killed while it made the table");
    else if (ending == ".log" && NumberIn(name) < oldest_log)
      check.leftovers.push_back("write-ahead file " + name + ": all of it is in tables");
    else if (ending == ".dbtmp" || (name.starts_with("MANIFEST-") && name != list))
      check.leftovers.push_back("file " + name + ": another has taken its place");
  }
  std::ranges::sort(check.leftovers);
}

// The last record of a write-ahead file may be there in part: its writer was stopped.
void FindTornTail(const Rocks& database, StoreCheck& check) {
  if (HeadFile::HasWriter(database.directory)) return;
  const auto whole = Rocks::Open(database.directory, {.torn_tail = TornTail::kNothing});
  if (!whole && whole.error().code == ErrorCode::kCorruption)
    check.leftovers.emplace_back(
        "the write-ahead log ends in a part of a write that was never acknowledged");
}

void CheckOpened(const Rocks& database, const ItemProgress& progress, StoreCheck& check) {
  if (const rocksdb::Status blocks = database.db->VerifyChecksum(); !blocks.ok())
    check.faults.push_back(database.ToError(blocks).Message());
  if (std::string fault = ReadBackupNote(database, check); !fault.empty())
    check.faults.push_back(std::move(fault));
  const Result<std::optional<Head>> head = database.ReadHead();
  if (!head) check.faults.push_back(head.error().Message());
  ReadLog(database, head.value_or(std::nullopt), progress, check);
  ReadRows(database, head.value_or(std::nullopt), check);
  ReadLosses(database, check);
  FindLeftovers(database, head.value_or(std::nullopt), check);
  if (check.faults.empty()) FindTornTail(database, check);
}

}  // namespace

Result<StoreCheck> CheckStore(const std::filesystem::path& directory, const std::string& index_id,
                              const ItemProgress& progress) {
  StoreCheck check;
  Result<std::shared_ptr<Database>> database = Database::Open(directory, index_id, {});
  if (!database) {
    if (database.error().code != ErrorCode::kCorruption) return Fail(database.error());
    check.faults.push_back(database.error().Message());
    // What is there without what is gone.
    database = Database::Open(directory, index_id, {.on_loss = OnLoss::kAccept});
    if (!database) return check;
  }
  CheckOpened(*(*database)->rocks(), progress, check);
  return check;
}

}  // namespace lawtrace::store
