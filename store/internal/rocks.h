// Rocks: one opening of the RocksDB database behind a store, and how RocksDB's failures read as
// errors.
//
// Thread safety: every method may run concurrently.
#pragma once

#include <rocksdb/db.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/result.h"
#include "store/event_log.h"
#include "store/internal/head.h"
#include "store/records.h"

namespace lawtrace::store {

// What is taken for an append that was never acknowledged and is passed over.
enum class TornTail : std::uint8_t {
  kAnyDamage,   // And all behind it.  For those who know how far the store must reach.
  kLastRecord,  // One that was written in part; damage before it is an error.
  kNothing,
};

struct RocksOpening {
  Access access = Access::kRead;
  TornTail torn_tail = TornTail::kLastRecord;
  rocksdb::Env* env = nullptr;  // Outlives what is opened.  Null: the machine's own file system.
};

struct Rocks {
  std::filesystem::path directory;
  std::unique_ptr<rocksdb::Env> env;
  bool is_writable = false;
  std::unique_ptr<rocksdb::DB> db;
  // Owned by `db`: default, log, then one per Family.  Null where a store of format 1, open for
  // reading, lacks the family.
  std::vector<rocksdb::ColumnFamilyHandle*> families;

  // kInvalidInput: a database of another program, which is left alone.  Else as EventLog::Open.
  // REQUIRES: there is a database, or it is to be created.
  [[nodiscard]] static Result<std::shared_ptr<const Rocks>> Open(
      const std::filesystem::path& directory, const RocksOpening& opening);
  // Whether the database has a log; one without was not made to the end.  Fails as Open.
  [[nodiscard]] static Result<bool> HasLog(const std::filesystem::path& directory,
                                           const RocksOpening& opening);

  Rocks() = default;
  Rocks(const Rocks&) = delete;
  Rocks& operator=(const Rocks&) = delete;
  ~Rocks();

  rocksdb::ColumnFamilyHandle* log() const { return families[1]; }
  // Null: see `families`.
  rocksdb::ColumnFamilyHandle* Of(Family family) const {
    return families[2 + static_cast<std::size_t>(family)];
  }

  // A value of the family `default`; absent if there is none.
  [[nodiscard]] Result<std::optional<std::string>> Get(
      std::string_view key, const rocksdb::ReadOptions& options = {}) const;
  // What the database says of itself; absent in a store of a format before 3.
  [[nodiscard]] Result<std::optional<Head>> ReadHead(
      const rocksdb::ReadOptions& options = {}) const;
  // A head of what the database holds, read whole, with the write count 0.
  [[nodiscard]] Result<Head> Recount() const;
  // Merges small tables, so that any number of short sessions leaves few.
  // REQUIRES: open for writing.
  [[nodiscard]] Status MergeSmallTables() const;

  Error ToError(const rocksdb::Status& status) const;
  Error Corrupt(const std::string& what) const;
};

// A walk over a family, which keeps the database open.
struct Cursor {
  std::shared_ptr<const Rocks> rocks;
  std::unique_ptr<rocksdb::Iterator> it;

  Cursor(std::shared_ptr<const Rocks> opened, rocksdb::ColumnFamilyHandle* family,
         const rocksdb::ReadOptions& options = {})
      : rocks(std::move(opened)), it(rocks->db->NewIterator(options, family)) {}
};

}  // namespace lawtrace::store
