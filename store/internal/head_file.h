// HeadFile: the file HEAD of a store, which says how far it was written, and whose lock makes one
// process the writer.  Two places take turns, so a place that is written in part leaves the other.
//
// Thread safety: none; a writer's calls take turns.
#pragma once

#include <filesystem>
#include <optional>

#include "model/result.h"
#include "store/internal/head.h"

namespace lawtrace::store {

// That another process has the store in `directory` open for writing.
Error AnotherWriter(const std::filesystem::path& directory);

class HeadFile {
 public:
  // What the file in `directory` says; absent if there is none, or a blank one.  kCorruption: it
  // says nothing that can be read.
  // kUnavailable: it cannot be read.
  [[nodiscard]] static Result<std::optional<Head>> Read(const std::filesystem::path& directory);

  // Whether some process, this one included, holds the file for writing.
  static bool HasWriter(const std::filesystem::path& directory);

  // Holds the file for writing and makes it if there is none.  kUnavailable: another holds it, or
  // the disk fails.
  [[nodiscard]] static Result<HeadFile> Hold(const std::filesystem::path& directory);

  HeadFile(HeadFile&& other) noexcept;
  HeadFile& operator=(HeadFile&& other) noexcept;
  ~HeadFile();  // Puts the file on disk and lets go of it.

  // Fails if the file in the folder is another one, or says something else than `expected`: then
  // another process has become the writer.
  [[nodiscard]] Status CheckSays(const Head& expected) const;

  // Visible to every process when it returns; on disk when the file is let go of, or after Sync.
  [[nodiscard]] Status Write(const Head& head);
  [[nodiscard]] Status Sync();

 private:
  HeadFile(std::filesystem::path directory, int file);
  std::filesystem::path directory_;
  int file_ = -1;
};

}  // namespace lawtrace::store
