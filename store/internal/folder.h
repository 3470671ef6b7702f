// The folder of a store as files: what it holds, and whether a writer has changed the list of its
// tables since it was looked at.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/result.h"

namespace lawtrace::store {

enum class FolderContent : std::uint8_t {
  kNothing,   // There is no folder, or an empty one.
  kCutShort,  // What is left of making a store that was stopped before it could hold anything.
  kStore,
  kOther,  // What is no store.
};

// kInvalidInput: `directory` is a file.  kCorruption: there are data, but not the file that names
// them.  kUnavailable: it cannot be read.
[[nodiscard]] Result<FolderContent> ContentOf(const std::filesystem::path& directory);

// Makes the folder, or restricts an empty one, for its owner alone.
[[nodiscard]] Status MakeFolder(const std::filesystem::path& directory);

// What names the tables of a store, and how long that list is.  It grows, or another takes its
// place, before a file goes that it named; so between two equal ones no file went that was in use.
struct TableList {
  std::string name;         // As in the file CURRENT; empty if that cannot be read.
  std::uintmax_t size = 0;  // Bytes; 0 if there is no such file.

  static TableList Of(const std::filesystem::path& directory);
  friend bool operator==(const TableList&, const TableList&) = default;
};

}  // namespace lawtrace::store
