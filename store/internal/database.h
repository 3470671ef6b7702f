// The RocksDB database behind a store: its column families, how it is opened, and how RocksDB's
// failures read as errors.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "model/result.h"
#include "store/event_log.h"
#include "store/records.h"

namespace lawtrace::store {

// What a record is taken for that was written in part at the end of the write-ahead log.
enum class TornTail : std::uint8_t {
  kDropped,   // An append that was never acknowledged.
  kIsAFault,  // Damage.
};

struct Database {
  std::filesystem::path directory;
  bool is_writable = false;
  std::unique_ptr<rocksdb::DB> db;
  // Owned by `db`: default, log, then one per Family.  Null where a store of format 1, open for
  // reading, lacks the family.
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  std::mutex updating;  // Held from what Records::Update reads to what it has written.
  std::array<std::atomic<std::uint64_t>, kFamilyCount> generations{};  // By Family.

  // As EventLog::Open.  `env` outlives the database; null means the machine's own file system.
  [[nodiscard]] static Result<std::shared_ptr<Database>> Open(
      const std::filesystem::path& directory, const std::string& index_id, Access access,
      rocksdb::Env* env, TornTail torn_tail = TornTail::kDropped);

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  rocksdb::ColumnFamilyHandle* log() const { return families[1]; }
  // Null: see `families`.
  rocksdb::ColumnFamilyHandle* Of(Family family) const {
    return families[2 + static_cast<std::size_t>(family)];
  }

  // Adds the changes to the batch.
  [[nodiscard]] Status Add(std::span<const RecordChange> changes, rocksdb::WriteBatch& batch) const;
  // Synced to disk before it returns.
  [[nodiscard]] Status Write(rocksdb::WriteBatch& batch);
  // Raises the generation of each family of the changes.  To be called after their write.
  void Count(std::span<const RecordChange> changes);

  Error ToError(const rocksdb::Status& status) const;
  Error Corrupt(const std::string& what) const;

 private:
  [[nodiscard]] Status CheckIdentity(const std::string& index_id, Access access);
  [[nodiscard]] Status WriteIdentity(const std::string& index_id);
};

}  // namespace lawtrace::store
