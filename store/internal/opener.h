// Opens a log on a given RocksDB environment, so that tests can make the disk fail.
#pragma once

#include <filesystem>
#include <string>

#include "store/event_log.h"

namespace rocksdb {
class Env;
}

namespace lawtrace::store {

struct EventLogOpener {
  // As EventLog::Open.  `env` outlives the log; null means the machine's own file system.
  [[nodiscard]] static Result<EventLog> Open(const std::filesystem::path& directory,
                                             const std::string& index_id, Access access,
                                             rocksdb::Env* env, OnLoss on_loss = OnLoss::kRefuse);
};

}  // namespace lawtrace::store
