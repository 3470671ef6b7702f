#include "store/internal/database.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <string_view>
#include <thread>

#include "model/check.h"
#include "store/internal/folder.h"
#include "store/internal/key.h"
#include "store/internal/proof.h"

namespace lawtrace::store {
namespace {

bool MayCreate(Access access) {
  return access == Access::kCreate || access == Access::kServe;
}

Error NotOurs(const std::filesystem::path& directory) {
  return {ErrorCode::kInvalidInput, "store " + directory.string() +
                                        ": a RocksDB database, but not of Lawtrace; name another "
                                        "folder with " +
                                        Phrase(Field{"store"})};
}

Error NoStore(const std::filesystem::path& directory) {
  return {ErrorCode::kNotFound, "store " + directory.string() +
                                    ": there is none; make one with 'lawtrace import' or name "
                                    "another with " +
                                    Phrase(Field{"store"})};
}

// Whether there is nothing in any family.
Result<bool> IsEmpty(const Rocks& rocks) {
  for (rocksdb::ColumnFamilyHandle* family : rocks.families) {
    if (family == nullptr) continue;
    const std::unique_ptr<rocksdb::Iterator> it(
        rocks.db->NewIterator(rocksdb::ReadOptions(), family));
    it->SeekToFirst();
    if (!it->status().ok()) return Fail(rocks.ToError(it->status()));
    if (it->Valid()) return false;
  }
  return true;
}

// Adds rows to a write and keeps count of them.
class RowWriter {
 public:
  RowWriter(const Rocks& rocks, Head& head, rocksdb::WriteBatch& batch)
      : rocks_(rocks), head_(head), batch_(batch) {}

  Status Write(const RecordChange& change) {
    const Result<std::optional<std::string>> before = Before(change);
    if (!before) return Fail(before.error());
    RowSum& sum = head_.rows.at(static_cast<std::size_t>(change.family));
    if (*before) sum.Remove(change.key, **before);
    if (change.value) sum.Add(change.key, *change.value);
    rocksdb::ColumnFamilyHandle* const family = rocks_.Of(change.family);
    const rocksdb::Status status = change.value ? batch_.Put(family, change.key, *change.value)
                                                : batch_.Delete(family, change.key);
    if (!status.ok()) return Fail(rocks_.ToError(status));
    written_.insert_or_assign({change.family, change.key}, change.value);
    return {};
  }

 private:
  // The row that the change replaces, be it of the database or of this write.
  Result<std::optional<std::string>> Before(const RecordChange& change) const {
    const auto written = written_.find({change.family, change.key});
    if (written != written_.end()) return written->second;
    std::string value;
    const rocksdb::Status status =
        rocks_.db->Get(rocksdb::ReadOptions(), rocks_.Of(change.family), change.key, &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) return Fail(rocks_.ToError(status));
    return value;
  }

  const Rocks& rocks_;
  Head& head_;
  rocksdb::WriteBatch& batch_;
  std::map<std::pair<Family, std::string>, std::optional<std::string>> written_;
};

Status WriteSynced(const Rocks& rocks, rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status = rocks.db->Write(options, &batch);
  if (!status.ok()) return Fail(rocks.ToError(status));
  return {};
}

}  // namespace

Result<std::shared_ptr<Database>> Database::Open(const std::filesystem::path& directory,
                                                 const std::string& index_id,
                                                 const DatabaseOpening& opening) {
  std::shared_ptr<Database> database(new Database(directory, index_id, opening));
  if (!database->is_for_writing()) {
    if (const Status opened = database->OpenForReading(); !opened) return Fail(opened.error());
    return database;
  }
  const Status opened = database->OpenForWriting();
  if (opened) return database;
  const bool may_be_read = opening.access == Access::kServe &&
                           opened.error().code == ErrorCode::kUnavailable &&
                           opened.error().Message() != AnotherWriter(directory).Message();
  if (!may_be_read || !database->OpenForReading()) return Fail(opened.error());
  database->trouble_ = opened.error();
  return database;
}

Status Database::OpenForReading() {
  const Result<FolderContent> content = ContentOf(directory_);
  if (!content) return Fail(content.error());
  if (*content != FolderContent::kStore) return Fail(NoStore(directory_));
  Result<std::shared_ptr<const Rocks>> rocks = OpenProven();
  if (!rocks) return Fail(rocks.error());
  Show(*std::move(rocks));
  return {};
}

// A writer that opens or merges removes files that a reader has been told of.  What was read counts
// only if the list of tables was the same before and after; what is missing then is missing.
Result<std::shared_ptr<const Rocks>> Database::OpenProven() const {
  constexpr int kAttempts = 100;
  constexpr int kAttemptsBesideAWriter = 10;  // While the list of tables stays as it is.
  constexpr std::chrono::milliseconds kPause{20};
  int still_count = 0;
  for (int attempt = 1;; ++attempt) {
    const Result<std::optional<Head>> said = HeadFile::Read(directory_);
    const TableList before = TableList::Of(directory_);
    Result<std::shared_ptr<const Rocks>> rocks = Rocks::Open(
        directory_, {.access = Access::kRead, .torn_tail = torn_tail(said), .env = opening_.env});
    const Status proven = rocks ? Prove(**rocks, said) : Fail(rocks.error());
    const bool is_still = TableList::Of(directory_) == before;
    if (is_still && proven) return rocks;
    if (is_still &&
        (!HeadFile::HasWriter(directory_) || ++still_count == kAttemptsBesideAWriter || head_file_))
      return Fail(proven.error());
    if (attempt == kAttempts)
      return Fail(ErrorCode::kUnavailable,
                  "store " + directory_.string() +
                      ": a writer changes its tables faster than they are read; try again");
    std::this_thread::sleep_for(kPause);
  }
}

Status Database::Prove(const Rocks& rocks, const Result<std::optional<Head>>& said) const {
  const bool is_accepted = opening_.on_loss == OnLoss::kAccept;
  if (!is_accepted)
    if (const Status reaches = CheckReaches(rocks, said); !reaches) return reaches;
  const Result<int> version = VersionOf(rocks);
  if (!version) return Fail(version.error());
  const bool was_ours = is_accepted && said && *said;
  if (*version == 0 && !MayCreate(opening_.access) && !was_ours) return Fail(NotOurs(directory_));
  return {};
}

TornTail Database::torn_tail(const Result<std::optional<Head>>& said) const {
  const bool is_provable = said && *said;
  return is_provable || opening_.on_loss == OnLoss::kAccept ? TornTail::kAnyDamage
                                                            : TornTail::kLastRecord;
}

Result<int> Database::VersionOf(const Rocks& rocks) const {
  const std::string where = "store " + directory_.string();
  const Result<std::optional<std::string>> format = rocks.Get(kFormatKey);
  if (!format) return Fail(format.error());
  if (!*format) {
    const Result<bool> is_empty = IsEmpty(rocks);
    if (!is_empty) return Fail(is_empty.error());
    if (!*is_empty) return Fail(NotOurs(directory_));
    return 0;
  }
  int version = 0;
  const char* end = (*format)->data() + (*format)->size();
  const auto [stop, fault] = std::from_chars((*format)->data(), end, version);
  if (fault != std::errc{} || stop != end || version < kOldestFormatVersion)
    return Fail(rocks.Corrupt("unknown format '" + **format + "'"));
  if (version > kFormatVersion)
    return Fail(ErrorCode::kInvalidInput,
                where + ": written in format " + **format + "; this program reads up to format " +
                    std::to_string(kFormatVersion) + "; use a newer lawtrace");
  const Result<std::optional<std::string>> index = rocks.Get(kIndexKey);
  if (!index) return Fail(index.error());
  if (!*index) return Fail(rocks.Corrupt("does not say which index it holds"));
  if (**index != index_id_)
    return Fail(ErrorCode::kInvalidInput,
                where + ": holds events of the index '" + **index + "', not of '" + index_id_ +
                    "'; name the right folder with " + Phrase(Field{"index"}));
  return version;
}

// Another program's folder is refused before anything is made in it.
Status Database::Hold() {
  const Result<FolderContent> content = ContentOf(directory_);
  if (!content) return Fail(content.error());
  if (*content != FolderContent::kStore && !MayCreate(opening_.access))
    return Fail(NoStore(directory_));
  if (*content == FolderContent::kOther)
    return Fail(ErrorCode::kInvalidInput,
                "store " + directory_.string() +
                    ": the folder is not empty and holds no store; name a new folder with " +
                    Phrase(Field{"store"}));
  if (*content == FolderContent::kNothing)
    if (const Status made = MakeFolder(directory_); !made) return made;
  std::error_code ignored;
  if (*content == FolderContent::kStore && !std::filesystem::exists(directory_ / "HEAD", ignored)) {
    const Result<bool> is_ours =
        Rocks::HasLog(directory_, {.access = opening_.access, .env = opening_.env});
    if (!is_ours) return Fail(is_ours.error());
  }
  // One that another process has replaced is not this one's any more.
  if (head_file_ && !head_file_->CheckSays(head_)) head_file_.reset();
  if (head_file_) return {};
  Result<HeadFile> held = HeadFile::Hold(directory_);
  if (!held) return Fail(held.error());
  head_file_ = *std::move(held);
  return {};
}

Status Database::OpenForWriting() {
  if (const Status held = Hold(); !held) return held;
  const Result<std::optional<Head>> said = HeadFile::Read(directory_);
  const Result<FolderContent> content = ContentOf(directory_);
  if (!content) return Fail(content.error());
  Result<bool> has_log = false;
  if (*content == FolderContent::kStore)
    has_log = Rocks::HasLog(directory_, {.access = opening_.access, .env = opening_.env});
  if (!has_log) return Fail(has_log.error());
  if (*has_log) {
    // Opening for writing drops what it cannot read, so what is there is looked at first.
    const Result<std::shared_ptr<const Rocks>> rocks = OpenProven();
    if (!rocks) return Fail(rocks.error());
  }
  Result<std::shared_ptr<const Rocks>> rocks = Rocks::Open(
      directory_, {.access = opening_.access, .torn_tail = torn_tail(said), .env = opening_.env});
  if (!rocks) return Fail(rocks.error());
  if (const Status settled = Settle(**rocks, said.value_or(std::nullopt)); !settled) return settled;
  if (const Status merged = (*rocks)->MergeSmallTables(); !merged) return merged;
  Show(*std::move(rocks));
  return {};
}

Status Database::Settle(const Rocks& rocks, const std::optional<Head>& said) {
  const Result<int> version = VersionOf(rocks);
  if (!version) return Fail(version.error());
  const Result<std::optional<Head>> held = rocks.ReadHead();
  if (!held) return Fail(held.error());
  const bool is_proven = *held && said && (*held)->write_count >= said->write_count;
  if (*version < kFormatVersion || !is_proven) return Stamp(rocks, said, *version);
  head_ = **held;
  if (head_ == *said) return {};
  // The last write was not acknowledged, but it is there.
  if (const Status written = head_file_->Write(head_); !written) return written;
  return head_file_->Sync();
}

Status Database::Stamp(const Rocks& rocks, const std::optional<Head>& said, int version) {
  Result<Head> head = rocks.Recount();
  if (!head) return Fail(head.error());
  const Result<std::optional<Head>> held = rocks.ReadHead();
  if (!held) return Fail(held.error());
  const Result<std::optional<Loss>> loss = LossOf(rocks, said);
  if (!loss) return Fail(loss.error());
  if (*held) head->write_count = (*held)->write_count;
  if (*loss) head->write_count = std::max(head->write_count, said->write_count);
  ++head->write_count;
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(std::string(kFormatKey), std::to_string(kFormatVersion));
  if (status.ok()) status = batch.Put(std::string(kIndexKey), index_id_);
  if (status.ok()) status = batch.Put(std::string(kHeadKey), EncodeHead(*head));
  if (status.ok() && *loss) status = batch.Put(LossKey(head->write_count), EncodeLoss(**loss));
  if (!status.ok()) return Fail(rocks.ToError(status));
  // A store of this format is never without the file; until it is, the file says nothing that is
  // missed.  A loss is named by the file until the database knows of it.
  const auto write_file = [&]() -> Status {
    if (const Status written = head_file_->Write(*head); !written) return written;
    return head_file_->Sync();
  };
  if (version < kFormatVersion)
    if (const Status written = write_file(); !written) return written;
  if (const Status written = WriteSynced(rocks, batch); !written) return written;
  if (version == kFormatVersion)
    if (const Status written = write_file(); !written) return written;
  head_ = *std::move(head);
  return {};
}

Status Database::Write(const Change& change) {
  const std::scoped_lock lock(writing_);
  if (const std::optional<Error> error = trouble()) return Fail(*error);
  if (const Status is_ours = head_file_->CheckSays(head_); !is_ours) return Stop(is_ours.error());
  const std::shared_ptr<const Rocks> rocks = this->rocks();
  Head head = head_;
  ++head.write_count;
  rocksdb::WriteBatch batch;
  RowWriter rows(*rocks, head, batch);
  for (const Change::LogRecord& record : change.records) {
    const std::string key = EncodeLogKey(record.first);
    const rocksdb::Status status = batch.Put(rocks->log(), key, record.bytes);
    if (!status.ok()) return Fail(rocks->ToError(status));
    head.AddRecord(key, record.bytes, record.last);
  }
  for (const RecordChange& row : change.rows)
    if (const Status added = rows.Write(row); !added) return added;
  const rocksdb::Status status = batch.Put(std::string(kHeadKey), EncodeHead(head));
  if (!status.ok()) return Fail(rocks->ToError(status));
  if (const Status written = WriteSynced(*rocks, batch); !written) return Stop(written.error());
  if (const Status written = head_file_->Write(head); !written) return Stop(written.error());
  head_ = std::move(head);
  for (const RecordChange& row : change.rows)
    ++generations_.at(static_cast<std::size_t>(row.family));
  return {};
}

Status Database::Stop(const Error& error) {
  const std::scoped_lock lock(state_);
  trouble_ = error;
  return Fail(error);
}

Status Database::Recover() {
  const std::scoped_lock lock(writing_);
  if (!trouble()) return {};
  if (rocks()->is_writable) {
    // Whoever reads goes on with the old opening; whoever begins takes the one for reading.
    stopped_ = rocks();
    if (const Status opened = OpenForReading(); !opened) return opened;
  }
  if (!stopped_.expired()) return Fail(*trouble());
  const Status opened = OpenForWriting();
  if (!opened) return Stop(opened.error());
  const std::scoped_lock state(state_);
  trouble_.reset();
  // What the failed write wrote may have come to light.
  for (std::atomic<std::uint64_t>& generation : generations_) ++generation;
  return {};
}

Status Database::Adopt() {
  const std::scoped_lock lock(writing_);
  const std::shared_ptr<const Rocks> rocks = this->rocks();
  Result<Head> head = rocks->Recount();
  if (!head) return Fail(head.error());
  head->write_count = head_.write_count + 1;
  rocksdb::WriteBatch batch;
  const rocksdb::Status status = batch.Put(std::string(kHeadKey), EncodeHead(*head));
  if (!status.ok()) return Fail(rocks->ToError(status));
  if (const Status written = WriteSynced(*rocks, batch); !written) return written;
  if (const Status written = head_file_->Write(*head); !written) return written;
  head_ = *std::move(head);
  return head_file_->Sync();
}

std::shared_ptr<const Rocks> Database::rocks() const {
  const std::scoped_lock lock(state_);
  return rocks_;
}

void Database::Show(std::shared_ptr<const Rocks> rocks) {
  const std::scoped_lock lock(state_);
  rocks_.swap(rocks);  // The old one may close only after the lock is given up.
}

std::optional<Error> Database::trouble() const {
  const std::scoped_lock lock(state_);
  return trouble_;
}

}  // namespace lawtrace::store
