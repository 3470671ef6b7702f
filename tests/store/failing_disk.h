// FailingDisk: the machine's file system until it is told to fail.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>
#include <string>

namespace lawtrace::store {

enum class DiskFault : std::uint8_t {
  kNone,
  kNoSpace,     // Takes half of the bytes of a write, then has no room.
  kSyncFails,   // Takes the bytes but cannot say that they are safe.
  kWriteFails,  // Takes nothing.
};

class FailingDisk {
 public:
  FailingDisk()
      : fault_(std::make_shared<std::atomic<DiskFault>>(DiskFault::kNone)),
        env_(rocksdb::NewCompositeEnv(
            std::make_shared<Files>(rocksdb::FileSystem::Default(), fault_))) {}

  rocksdb::Env* env() { return env_.get(); }
  void Fail(DiskFault fault) { *fault_ = fault; }

 private:
  using Fault = std::shared_ptr<std::atomic<DiskFault>>;

  class File : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file, Fault fault)
        : FSWritableFileOwnerWrapper(std::move(file)), fault_(std::move(fault)) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
      switch (*fault_) {
        case DiskFault::kNoSpace: {
          const rocksdb::Slice half(bytes.data(), bytes.size() / 2);
          FSWritableFileOwnerWrapper::Append(half, options, debug).PermitUncheckedError();
          return rocksdb::IOStatus::NoSpace("No space left on device");
        }
        case DiskFault::kWriteFails:
          return rocksdb::IOStatus::IOError("Input/output error");
        case DiskFault::kSyncFails:
        case DiskFault::kNone:
          break;
      }
      return FSWritableFileOwnerWrapper::Append(bytes, options, debug);
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo& /*checksum*/,
                             rocksdb::IODebugContext* debug) override {
      return Append(bytes, options, debug);
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
      if (*fault_ != DiskFault::kNone) return rocksdb::IOStatus::IOError("Input/output error");
      return FSWritableFileOwnerWrapper::Sync(options, debug);
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* debug) override {
      if (*fault_ != DiskFault::kNone) return rocksdb::IOStatus::IOError("Input/output error");
      return FSWritableFileOwnerWrapper::Fsync(options, debug);
    }

   private:
    Fault fault_;
  };

  class Files : public rocksdb::FileSystemWrapper {
   public:
    Files(const std::shared_ptr<rocksdb::FileSystem>& target, Fault fault)
        : FileSystemWrapper(target), fault_(std::move(fault)) {}

    const char* Name() const override { return "FailingDisk"; }

    rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* debug) override {
      rocksdb::IOStatus status = FileSystemWrapper::NewWritableFile(path, options, result, debug);
      if (status.ok()) *result = std::make_unique<File>(std::move(*result), fault_);
      return status;
    }

   private:
    Fault fault_;
  };

  Fault fault_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace lawtrace::store
