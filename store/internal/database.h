// Database: the one holder of a store's database in this process.  It proves what it reads by the
// head (store/internal/head.h), stops writing at the first failure and opens anew when asked.
//
// Thread safety: every method may run concurrently; writes take turns.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/result.h"
#include "store/event_log.h"
#include "store/internal/head.h"
#include "store/internal/head_file.h"
#include "store/internal/rocks.h"
#include "store/records.h"

namespace lawtrace::store {

struct DatabaseOpening {
  Access access = Access::kRead;
  OnLoss on_loss = OnLoss::kRefuse;  // For reading, kAccept reads what is there.
  rocksdb::Env* env = nullptr;       // As RocksOpening::env.
};

// One write: records of the log, in order, and rows beside it.
struct Change {
  struct LogRecord {
    Sequence first;
    Sequence last;
    std::string bytes;
  };
  std::vector<LogRecord> records;
  std::vector<RecordChange> rows;
};

class Database {
 public:
  // As EventLog::Open.
  [[nodiscard]] static Result<std::shared_ptr<Database>> Open(
      const std::filesystem::path& directory, const std::string& index_id,
      const DatabaseOpening& opening);

  const std::filesystem::path& directory() const { return directory_; }
  bool is_for_writing() const { return opening_.access != Access::kRead; }
  std::shared_ptr<const Rocks> rocks() const;

  // Writes all of it or nothing, synced to disk before it returns.  kUnavailable: see trouble().
  [[nodiscard]] Status Write(const Change& change);
  // Why nothing can be written; absent: it can.
  std::optional<Error> trouble() const;
  // Ends the trouble, if writing works again: opens the database anew.
  [[nodiscard]] Status Recover();

  // Takes what was written past Write for the content of the store; see store/backup.h.
  [[nodiscard]] Status Adopt();

  std::mutex& updating() { return updating_; }  // Held while Records::Update reads and writes.
  std::uint64_t generation(Family family) const {
    return generations_[static_cast<std::size_t>(family)];
  }

 private:
  Database(std::filesystem::path directory, std::string index_id, DatabaseOpening opening)
      : directory_(std::move(directory)), index_id_(std::move(index_id)), opening_(opening) {}

  [[nodiscard]] Status OpenForReading();
  // REQUIRES: `writing_` is held, or nobody else knows of the database yet.  The next four, too.
  [[nodiscard]] Status OpenForWriting();
  [[nodiscard]] Status Hold();
  // Sees to it that what was opened is of this format and has a head, and that the file says so.
  [[nodiscard]] Status Settle(const Rocks& rocks, const std::optional<Head>& said);
  [[nodiscard]] Status Stamp(const Rocks& rocks, const std::optional<Head>& said, int version);
  // Makes it the trouble and returns it.
  [[nodiscard]] Status Stop(const Error& error);

  // The database as it is, once it is proven that it holds all that was acknowledged before.
  [[nodiscard]] Result<std::shared_ptr<const Rocks>> OpenProven() const;
  [[nodiscard]] Status Prove(const Rocks& rocks, const Result<std::optional<Head>>& said) const;
  TornTail torn_tail(const Result<std::optional<Head>>& said) const;
  // The format version of the store; 0 for one that holds nothing.  Fails as Open.
  [[nodiscard]] Result<int> VersionOf(const Rocks& rocks) const;
  void Show(std::shared_ptr<const Rocks> rocks);

  const std::filesystem::path directory_;
  const std::string index_id_;
  const DatabaseOpening opening_;
  std::mutex updating_;
  std::mutex writing_;  // Held by whatever writes; guards the next three.
  std::optional<HeadFile> head_file_;
  Head head_;
  std::weak_ptr<const Rocks> stopped_;  // The opening that met trouble, while somebody reads it.
  mutable std::mutex state_;            // Guards the next two.
  std::shared_ptr<const Rocks> rocks_;
  std::optional<Error> trouble_;
  std::array<std::atomic<std::uint64_t>, kFamilyCount> generations_{};  // By Family.
};

}  // namespace lawtrace::store
