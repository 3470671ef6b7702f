#include "tests/store/sync_watch.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>
#include <mutex>
#include <system_error>

namespace lawtrace::store {
namespace {

std::mutex mutex;
bool is_watching = false;
std::vector<Sync> noted;

void Note(int file) {
  struct stat status{};
  std::error_code error;
  const std::filesystem::path path =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file), error);
  if (error || fstat(file, &status) != 0) return;
  std::string bytes(512, '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  const std::scoped_lock lock(mutex);
  if (is_watching)
    noted.push_back(
        {.path = path, .file = status.st_ino, .size = status.st_size, .first_bytes = bytes});
}

int SyncBy(long call, int file) {
  const auto result = static_cast<int>(syscall(call, file));
  if (result == 0) Note(file);
  return result;
}

}  // namespace

SyncWatch::SyncWatch() {
  const std::scoped_lock lock(mutex);
  noted.clear();
  is_watching = true;
}

SyncWatch::~SyncWatch() {
  const std::scoped_lock lock(mutex);
  is_watching = false;
}

std::vector<Sync> SyncWatch::syncs() const {
  const std::scoped_lock lock(mutex);
  return noted;
}

}  // namespace lawtrace::store

// In the place of the C library's, also for the libraries of this process.
extern "C" int fsync(int file) {
  return lawtrace::store::SyncBy(SYS_fsync, file);
}
extern "C" int fdatasync(int file) {
  return lawtrace::store::SyncBy(SYS_fdatasync, file);
}
