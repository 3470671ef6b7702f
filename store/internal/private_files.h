// PrivateFiles: the files of a store as RocksDB sees them.
#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace lawtrace::store {

// The files of `base`, but those that are made are for their owner alone, whatever the process
// would make them, and small tables are read whole and kept: they hold no descriptor, so any number
// of them can be open, and a writer may remove them meanwhile.  `base` outlives what is returned.
std::unique_ptr<rocksdb::Env> NewPrivateFiles(rocksdb::Env& base);

}  // namespace lawtrace::store
