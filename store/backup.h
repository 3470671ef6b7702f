// Backup: a copy of a store, made while others write to it.  A backup is a store: it can be read,
// checked and restored by copying it again.
#pragma once

#include <filesystem>
#include <string>

#include "model/result.h"
#include "store/store_check.h"

namespace lawtrace::store {

// Copies the store in `from`, as it is at this moment, into the folder `to`, reads the copy again
// whole and compares it with what was read.  The copy notes how far its log went and its digest
// (StoreCheck::backup_digest).  Until all is done the copy is called `to` + ".partial", so a folder
// `to` is a whole one; an earlier partial copy is removed.  Returns the check of the copy.
//
// kInvalidInput: `to` exists and is not an empty folder.  kCorruption: `from` has faults, all of
// which are named; nothing is left behind.  Else as EventLog::Open and as AppendAll.
[[nodiscard]] Result<StoreCheck> CopyStore(const std::filesystem::path& from,
                                           const std::filesystem::path& to,
                                           const std::string& index_id,
                                           const ItemProgress& progress = {});

}  // namespace lawtrace::store
