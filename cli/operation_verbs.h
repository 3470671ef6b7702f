// lawtrace backup, restore, check: the care of a store.
#pragma once

#include <string>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct CopyOptions {
  CommonOptions common;  // `store` is what `backup` reads and `restore` makes.
  std::string folder;    // What `backup` makes and `restore` reads.
};

[[nodiscard]] Result<int> RunBackup(const CopyOptions& options);
[[nodiscard]] Result<int> RunRestore(const CopyOptions& options);
// Exit status 1 if the store has faults.
[[nodiscard]] Result<int> RunCheck(const CommonOptions& options);

}  // namespace lawtrace::cli
