#include "store/backup.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <memory>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "proto/log_codec.h"
#include "store/internal/backup_steps.h"
#include "store/internal/database.h"
#include "store/internal/key.h"
#include "store/sha256.h"

namespace lawtrace::store {
namespace {

constexpr std::size_t kBatchBytes = 4U << 20U;
constexpr std::size_t kLogPosition = 1;  // In Database::families.

// Its format, its head and the note of where its log comes from are the copy's own.
bool IsCopied(bool is_default_family, std::string_view key) {
  return !is_default_family || (key != kBackupKey && key != kFormatKey && key != kHeadKey);
}

// Without the write-ahead log: the copy is flushed whole at its end.
Status WriteUnlogged(const Rocks& to, rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  const rocksdb::Status status = to.db->Write(options, &batch);
  batch.Clear();
  if (!status.ok()) return Fail(to.ToError(status));
  return {};
}

// One family, from its first row to its last.  Returns the digest of its rows.
Result<std::string> CopyFamily(const Rocks& from, const Rocks& to, std::size_t position) {
  Sha256 digest;
  if (from.families[position] == nullptr) return digest.Digest();
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> it(
      from.db->NewIterator(options, from.families[position]));
  rocksdb::WriteBatch batch;
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (!IsCopied(position == 0, it->key().ToStringView())) continue;
    const rocksdb::Status put = batch.Put(to.families[position], it->key(), it->value());
    if (!put.ok()) return Fail(to.ToError(put));
    digest.AddField(it->key().ToStringView());
    digest.AddField(it->value().ToStringView());
    if (batch.GetDataSize() < kBatchBytes) continue;
    if (const Status written = WriteUnlogged(to, batch); !written) return Fail(written.error());
  }
  if (!it->status().ok()) return Fail(from.ToError(it->status()));
  if (const Status written = WriteUnlogged(to, batch); !written) return Fail(written.error());
  return digest.Digest();
}

Status NoteBackup(const Rocks& to, Sequence last, std::string_view log_digest) {
  rocksdb::WriteBatch batch;
  const rocksdb::Status put =
      batch.Put(std::string(kBackupKey), EncodeLogKey(last) + std::string(log_digest));
  if (!put.ok()) return Fail(to.ToError(put));
  return WriteUnlogged(to, batch);
}

Error FaultsOf(const StoreCheck& check) {
  std::string message;
  for (const std::string& fault : check.faults) message += (message.empty() ? "" : "\n") + fault;
  return {ErrorCode::kCorruption, std::move(message)};
}

Result<FamilyDigests> DigestsOf(const Rocks& database) {
  FamilyDigests digests;
  for (std::size_t i = 0; i < database.families.size(); ++i) {
    Sha256 digest;
    if (database.families[i] != nullptr) {
      const std::unique_ptr<rocksdb::Iterator> it(
          database.db->NewIterator(rocksdb::ReadOptions(), database.families[i]));
      for (it->SeekToFirst(); it->Valid(); it->Next()) {
        if (!IsCopied(i == 0, it->key().ToStringView())) continue;
        digest.AddField(it->key().ToStringView());
        digest.AddField(it->value().ToStringView());
      }
      if (!it->status().ok()) return Fail(database.ToError(it->status()));
    }
    digests.push_back(digest.Digest());
  }
  return digests;
}

// Copies every family, notes where the log ends, and puts all of it on disk.
Result<FamilyDigests> CopyFamilies(const Rocks& from, const Rocks& to, Sequence last) {
  FamilyDigests digests;
  for (std::size_t i = 0; i < from.families.size(); ++i) {
    Result<std::string> digest = CopyFamily(from, to, i);
    if (!digest) return Fail(digest.error());
    digests.push_back(*std::move(digest));
  }
  if (const Status noted = NoteBackup(to, last, digests[kLogPosition]); !noted)
    return Fail(noted.error());
  const rocksdb::Status flushed = to.db->Flush(rocksdb::FlushOptions(), to.families);
  if (!flushed.ok()) return Fail(to.ToError(flushed));
  return digests;
}

// The last item of the log; 0 for an empty one.
Result<Sequence> LastOf(const Rocks& database) {
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db->NewIterator(rocksdb::ReadOptions(), database.log()));
  it->SeekToLast();
  if (!it->status().ok()) return Fail(database.ToError(it->status()));
  if (!it->Valid()) return Sequence{};
  const Result<Transaction> tail = proto::DecodeTransaction(
      DecodeLogKey(it->key().ToStringView()).value_or(Sequence{}), it->value().ToStringView());
  if (!tail) return Fail(tail.error());
  return tail->last();
}

Status CheckIsFree(const std::filesystem::path& to) {
  std::error_code error;
  if (!std::filesystem::exists(to, error) && !error) return {};
  const bool is_empty =
      !error && std::filesystem::is_directory(to, error) && std::filesystem::is_empty(to, error);
  if (error) return Fail(ErrorCode::kUnavailable, to.string() + ": " + error.message());
  if (is_empty) return {};
  return Fail(ErrorCode::kInvalidInput,
              to.string() + ": there is something already; name a folder that does not exist");
}

// A rename is on disk when the folder that holds the name is.
Status MoveInPlace(const std::filesystem::path& partial, const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::rename(partial, to, error);
  if (error) return Fail(ErrorCode::kUnavailable, to.string() + ": " + error.message());
  const std::filesystem::path parent = std::filesystem::absolute(to).parent_path();
  const int folder = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = folder >= 0 && fsync(folder) == 0;
  if (folder >= 0) close(folder);
  if (!is_synced)
    return Fail(ErrorCode::kUnavailable, parent.string() + ": cannot be written to disk");
  return {};
}

}  // namespace

Result<FamilyDigests> CopyInto(const std::filesystem::path& to, const std::filesystem::path& from,
                               const std::string& index_id) {
  const Result<std::shared_ptr<Database>> source = Database::Open(from, index_id, {});
  if (!source) return Fail(source.error());
  const std::shared_ptr<const Rocks> read = (*source)->rocks();
  const Result<std::shared_ptr<Database>> copy =
      Database::Open(to, index_id, {.access = Access::kCreate});
  if (!copy) return Fail(copy.error());
  const Result<Sequence> last = LastOf(*read);
  if (!last) return Fail(last.error());
  Result<FamilyDigests> digests = CopyFamilies(*read, *(*copy)->rocks(), *last);
  if (!digests) return digests;
  if (const Status adopted = (*copy)->Adopt(); !adopted) return Fail(adopted.error());
  return digests;
}

Result<StoreCheck> CheckCopy(const std::filesystem::path& copy, const std::string& index_id,
                             const FamilyDigests& copied, const ItemProgress& progress) {
  const Result<std::shared_ptr<Database>> database = Database::Open(copy, index_id, {});
  if (!database) return Fail(database.error());
  const std::shared_ptr<const Rocks> rocks = (*database)->rocks();
  const Result<FamilyDigests> read = DigestsOf(*rocks);
  if (!read) return Fail(read.error());
  if (*read != copied)
    return Fail(rocks->Corrupt("the copy differs from what was copied; check the disk"));
  Result<StoreCheck> check = CheckStore(copy, index_id, progress);
  if (check && !check->faults.empty()) return Fail(FaultsOf(*check));
  return check;
}

Result<StoreCheck> CopyStore(const std::filesystem::path& from, const std::filesystem::path& to,
                             const std::string& index_id, const ItemProgress& progress) {
  if (const Status is_free = CheckIsFree(to); !is_free) return Fail(is_free.error());
  const Result<StoreCheck> source = CheckStore(from, index_id);
  if (!source) return Fail(source.error());
  if (!source->faults.empty()) return Fail(FaultsOf(*source));
  const std::filesystem::path partial = to.string() + ".partial";
  std::error_code error;
  std::filesystem::remove_all(partial, error);
  if (error) return Fail(ErrorCode::kUnavailable, partial.string() + ": " + error.message());
  const auto copy = [&]() -> Result<StoreCheck> {
    const Result<FamilyDigests> digests = CopyInto(partial, from, index_id);
    if (!digests) return Fail(digests.error());
    Result<StoreCheck> check = CheckCopy(partial, index_id, *digests, progress);
    if (!check) return check;
    const Status moved = MoveInPlace(partial, to);
    if (!moved) return Fail(moved.error());
    return check;
  };
  Result<StoreCheck> check = copy();
  if (!check) std::filesystem::remove_all(partial, error);
  return check;
}

}  // namespace lawtrace::store
