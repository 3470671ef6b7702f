// CheckStore: reads every byte of a store and says what is wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "model/result.h"
#include "model/sequence.h"

namespace lawtrace::store {

// Called with items of the log read so far and their number in all.
using ItemProgress = std::function<void(std::size_t done, std::size_t total)>;

struct StoreCheck {
  std::size_t transaction_count = 0;
  std::size_t row_count = 0;  // Beside the log.
  Sequence last;              // Of the log.
  // SHA-256 over the records of the log, in hexadecimal: two logs with one digest are one log.
  std::string log_digest;
  // The log as it was when the store was backed up; empty and 0 if it never came from a backup.
  std::string backup_digest;
  Sequence backup_last;
  // One line each; names the item of the log or the file.  Empty: the store is sound.
  std::vector<std::string> faults;
  // One line each; what a writer left that was stopped: nothing of it was acknowledged, and the
  // next open for writing removes it.
  std::vector<std::string> leftovers;
  // One line each; what was lost once and went with OnLoss::kAccept.
  std::vector<std::string> losses;
};

// Checks of the files: every block agrees with its checksum.  Of the whole: the store reaches as
// far as was acknowledged, and log and rows are those that were written.  Of the log: every record
// decodes, sequences have no hole, recorded_at never decreases, what an event supersedes is an
// event before it, laws that events and links name are in the register, and the log begins as it
// was backed up.
//
// A store that cannot be opened because its files are damaged has that as its only fault.
// kNotFound, kInvalidInput, kUnavailable: as EventLog::Open.
[[nodiscard]] Result<StoreCheck> CheckStore(const std::filesystem::path& directory,
                                            const std::string& index_id,
                                            const ItemProgress& progress = {});

}  // namespace lawtrace::store
