#include "store/records.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <utility>

#include "model/check.h"
#include "store/internal/database.h"

namespace lawtrace::store {

KeyRange KeysWith(std::string_view prefix) {
  KeyRange range{.from = std::string(prefix), .to = std::string(prefix)};
  while (!range.to.empty() && range.to.back() == '\xFF') range.to.pop_back();
  Check(prefix.empty() || !range.to.empty(), "KeysWith: nothing follows the prefix");
  if (!range.to.empty()) ++range.to.back();
  return range;
}

std::string NumberKey(std::uint64_t number) {
  std::string key(sizeof number, '\0');
  for (auto byte = key.rbegin(); byte != key.rend(); ++byte, number >>= 8U)
    *byte = static_cast<char>(number & 0xFFU);
  return key;
}

std::optional<std::uint64_t> NumberOfKey(std::string_view bytes) {
  if (bytes.size() != sizeof(std::uint64_t)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

Records::Records(std::shared_ptr<Database> database) : database_(std::move(database)) {}

Result<std::optional<std::string>> Records::Get(Family family, std::string_view key) const {
  rocksdb::ColumnFamilyHandle* const handle = database_->Of(family);
  if (handle == nullptr) return std::nullopt;
  std::string value;
  const rocksdb::Status status = database_->db->Get(rocksdb::ReadOptions(), handle,
                                                    rocksdb::Slice(key.data(), key.size()), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return Fail(database_->ToError(status));
  return value;
}

Status Records::Scan(
    Family family, const KeyRange& range,
    const std::function<Result<bool>(std::string_view, std::string_view)>& visit) const {
  rocksdb::ColumnFamilyHandle* const handle = database_->Of(family);
  if (handle == nullptr) return {};
  const std::unique_ptr<rocksdb::Iterator> it(
      database_->db->NewIterator(rocksdb::ReadOptions(), handle));
  for (it->Seek(range.from); it->Valid(); it->Next()) {
    const std::string_view key = it->key().ToStringView();
    if (!range.to.empty() && key >= range.to) break;
    const Result<bool> wants_more = visit(key, it->value().ToStringView());
    if (!wants_more) return Fail(wants_more.error());
    if (!*wants_more) break;
  }
  if (!it->status().ok()) return Fail(database_->ToError(it->status()));
  return {};
}

Status Records::Write(std::span<const RecordChange> changes) {
  Check(database_->is_writable, "Records::Write: opened for reading");
  rocksdb::WriteBatch batch;
  Status added = database_->Add(changes, batch);
  if (!added) return added;
  Status written = database_->Write(batch);
  if (written) database_->Count(changes);
  return written;
}

Status Records::Update(const std::function<Result<std::vector<RecordChange>>()>& prepare) {
  const std::lock_guard lock(database_->updating);
  const Result<std::vector<RecordChange>> changes = prepare();
  if (!changes) return Fail(changes.error());
  if (changes->empty()) return {};
  return Write(*changes);
}

std::uint64_t Records::Generation(Family family) const {
  return database_->generations[static_cast<std::size_t>(family)];
}

}  // namespace lawtrace::store
