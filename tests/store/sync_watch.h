// SyncWatch: what this process puts on disk, whoever in it does so.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace lawtrace::store {

// One call of fsync or fdatasync that went well.
struct Sync {
  std::filesystem::path path;  // As the file was called then.
  ino_t file = 0;
  off_t size = 0;           // So many bytes of it are safe.
  std::string first_bytes;  // 512 at most.
};

// Notes every call while it exists.
//
// Thread safety: calls of any thread are noted; one watch at a time.
class SyncWatch {
 public:
  SyncWatch();
  ~SyncWatch();
  SyncWatch(const SyncWatch&) = delete;
  SyncWatch& operator=(const SyncWatch&) = delete;

  // In the order in which they ended.
  std::vector<Sync> syncs() const;
};

}  // namespace lawtrace::store
