#include "store/internal/private_files.h"

#include <rocksdb/file_system.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace lawtrace::store {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
constexpr std::uint64_t kMaxTableInMemory = 64U << 10U;

class FileInMemory : public rocksdb::FSRandomAccessFile {
 public:
  explicit FileInMemory(std::string bytes) : bytes_(std::move(bytes)) {}

  IOStatus Read(std::uint64_t offset, std::size_t size, const IOOptions& /*options*/, Slice* result,
                char* scratch, IODebugContext* /*debug*/) const override {
    const std::size_t begin = std::min<std::size_t>(offset, bytes_.size());
    const std::string_view part = std::string_view(bytes_).substr(begin, size);
    std::memcpy(scratch, part.data(), part.size());
    *result = Slice(scratch, part.size());
    return IOStatus::OK();
  }

 private:
  std::string bytes_;
};

class Files : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;

  const char* Name() const override { return "PrivateFiles"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override {
    return Restrict(path, FileSystemWrapper::NewWritableFile(path, options, file, debug));
  }

  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* file,
                              IODebugContext* debug) override {
    return Restrict(path, FileSystemWrapper::ReopenWritableFile(path, options, file, debug));
  }

  IOStatus LockFile(const std::string& path, const IOOptions& options, rocksdb::FileLock** lock,
                    IODebugContext* debug) override {
    return Restrict(path, FileSystemWrapper::LockFile(path, options, lock, debug));
  }

  IOStatus NewRandomAccessFile(const std::string& path, const FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                               IODebugContext* debug) override {
    IOStatus status = FileSystemWrapper::NewRandomAccessFile(path, options, file, debug);
    std::uint64_t size = 0;
    if (!status.ok() || !path.ends_with(".sst")) return status;
    status = GetFileSize(path, options.io_options, &size, debug);
    if (!status.ok() || size > kMaxTableInMemory) return status;
    std::string bytes(size, '\0');
    Slice read;
    status = (*file)->Read(0, size, options.io_options, &read, bytes.data(), debug);
    if (!status.ok()) return status;
    *file = std::make_unique<FileInMemory>(read.ToString());
    return status;
  }

 private:
  // A file system that knows no owners is no reason to do without the store.
  static IOStatus Restrict(const std::string& path, IOStatus status) {
    if (status.ok() && chmod(path.c_str(), kOwnerOnly) != 0) return status;
    return status;
  }
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewPrivateFiles(rocksdb::Env& base) {
  return rocksdb::NewCompositeEnv(std::make_shared<Files>(base.GetFileSystem()));
}

}  // namespace lawtrace::store
