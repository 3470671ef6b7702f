#include "store/records.h"

#include <rocksdb/db.h>
#include <rocksdb/snapshot.h>

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
  const std::shared_ptr<const Rocks> rocks = database_->rocks();
  rocksdb::ColumnFamilyHandle* const handle = rocks->Of(family);
  if (handle == nullptr) return std::nullopt;
  std::string value;
  const rocksdb::Status status = rocks->db->Get(rocksdb::ReadOptions(), handle,
                                                rocksdb::Slice(key.data(), key.size()), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return Fail(rocks->ToError(status));
  return value;
}

Status Records::Scan(
    Family family, const KeyRange& range,
    const std::function<Result<bool>(std::string_view, std::string_view)>& visit) const {
  const std::shared_ptr<const Rocks> rocks = database_->rocks();
  rocksdb::ColumnFamilyHandle* const handle = rocks->Of(family);
  if (handle == nullptr) return {};
  // What is open for reading stays as it is.
  std::optional<rocksdb::ManagedSnapshot> snapshot;
  rocksdb::ReadOptions options;
  if (rocks->is_writable) options.snapshot = snapshot.emplace(rocks->db.get()).snapshot();
  const bool is_whole = range.from.empty() && range.to.empty();
  RowSum sum;
  const Cursor cursor(rocks, handle, options);
  rocksdb::Iterator& it = *cursor.it;
  for (it.Seek(range.from); it.Valid(); it.Next()) {
    const std::string_view key = it.key().ToStringView();
    if (!range.to.empty() && key >= range.to) break;
    const std::string_view value = it.value().ToStringView();
    if (is_whole) sum.Add(key, value);
    const Result<bool> wants_more = visit(key, value);
    if (!wants_more) return Fail(wants_more.error());
    if (!*wants_more) return {};
  }
  if (!it.status().ok()) return Fail(rocks->ToError(it.status()));
  if (!is_whole) return {};
  const Result<std::optional<Head>> head = rocks->ReadHead(options);
  if (!head) return Fail(head.error());
  if (!*head || (*head)->rows.at(static_cast<std::size_t>(family)) == sum) return {};
  return Fail(rocks->Corrupt(
      "rows of " + handle->GetName() + ": there are " + std::to_string(sum.count) + " of " +
      std::to_string((*head)->rows.at(static_cast<std::size_t>(family)).count) +
      ", or others than were written; restore it from a backup"));
}

Status Records::Write(std::span<const RecordChange> changes) {
  Check(database_->is_for_writing(), "Records::Write: opened for reading");
  return database_->Write({.rows = {changes.begin(), changes.end()}});
}

Status Records::Update(const std::function<Result<std::vector<RecordChange>>()>& prepare) {
  const std::lock_guard lock(database_->updating());
  const Result<std::vector<RecordChange>> changes = prepare();
  if (!changes) return Fail(changes.error());
  if (changes->empty()) return {};
  return Write(*changes);
}

std::uint64_t Records::Generation(Family family) const {
  return database_->generation(family);
}

}  // namespace lawtrace::store
