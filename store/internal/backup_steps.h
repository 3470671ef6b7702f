// The two halves of CopyStore (store/backup.h), so that tests can stand between them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/result.h"
#include "store/store_check.h"

namespace lawtrace::store {

// The digest of each family's rows, without those that are a copy's own.
using FamilyDigests = std::vector<std::string>;

// Copies what one reader of `from` sees into a new store and puts it on disk.  Returns what was
// read.
[[nodiscard]] Result<FamilyDigests> CopyInto(const std::filesystem::path& to,
                                             const std::filesystem::path& from,
                                             const std::string& index_id);

// Reads the copy whole.  kCorruption: it holds something else than `copied`, or has faults.
[[nodiscard]] Result<StoreCheck> CheckCopy(const std::filesystem::path& copy,
                                           const std::string& index_id, const FamilyDigests& copied,
                                           const ItemProgress& progress);

}  // namespace lawtrace::store
