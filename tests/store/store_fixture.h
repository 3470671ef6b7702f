// What the tests of the store share: a folder of their own, shorthands, and RocksDB without the
// store around it.
#pragma once

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <stdlib.h>  // mkdtemp

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/event_log.h"
#include "tests/store/sample_transactions.h"

namespace lawtrace::store {

// A folder that goes away with the object.
class TempDir {
 public:
  TempDir() {
    std::string path = (std::filesystem::temp_directory_path() / "lawtrace-XXXXXX").string();
    EXPECT_NE(::mkdtemp(path.data()), nullptr) << path;
    path_ = path;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline constexpr const char* kIndex = "mipex";

inline EventLog OpenOrDie(const std::filesystem::path& directory, Access access) {
  Result<EventLog> log = EventLog::Open(directory, kIndex, access);
  if (!log) {
    ADD_FAILURE() << log.error().Message();
    std::abort();
  }
  return std::move(*log);
}

// Appends transactions 0 ... count - 1.
inline void AppendSmall(EventLog& log, int count) {
  for (int i = 0; i < count; ++i) {
    const Result<Transaction> appended = log.Append(SmallTransaction(i), log.last());
    ASSERT_TRUE(appended.has_value()) << appended.error().Message();
  }
}

inline Result<std::vector<Transaction>> ReadAll(const EventLog& log, Sequence from = Sequence{1}) {
  std::vector<Transaction> all;
  const Status status = log.Visit(
      [&](const Transaction& transaction) -> Status {
        all.push_back(transaction);
        return {};
      },
      from);
  if (!status) return Fail(status.error());
  return all;
}

// How many of SmallTransaction(0), (1), ... the store holds; an error if it cannot be read, and a
// failed expectation if it holds anything else.
inline Result<int> CountSmall(const std::filesystem::path& directory, Access access) {
  const Result<EventLog> log = EventLog::Open(directory, kIndex, access);
  if (!log) return Fail(log.error());
  const Result<std::vector<Transaction>> all = ReadAll(*log);
  if (!all) return Fail(all.error());
  Sequence last{};
  int count = 0;
  for (const Transaction& transaction : *all) {
    EXPECT_EQ(transaction, Numbered(SmallTransaction(count), last)) << "transaction " << count;
    last = transaction.last();
    ++count;
  }
  EXPECT_EQ(log->last(), last);
  return count;
}

// The database of a store, past the store.
class RawDatabase {
 public:
  explicit RawDatabase(const std::filesystem::path& directory, rocksdb::Options options = {}) {
    options.create_if_missing = true;
    std::vector<std::string> names;
    if (!rocksdb::DB::ListColumnFamilies(options, directory.string(), &names).ok())
      names = {rocksdb::kDefaultColumnFamilyName};
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions(options));
    rocksdb::DB* db = nullptr;
    const rocksdb::Status status =
        rocksdb::DB::Open(options, directory.string(), families, &families_, &db);
    EXPECT_TRUE(status.ok()) << status.ToString();
    db_.reset(db);
  }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;
  ~RawDatabase() {
    for (rocksdb::ColumnFamilyHandle* family : families_)
      EXPECT_TRUE(db_->DestroyColumnFamilyHandle(family).ok());
  }

  // `family`: 0 default, 1 log, then by Family.
  void Put(std::size_t family, const std::string& key, const std::string& value) {
    EXPECT_TRUE(db_->Put({}, families_.at(family), key, value).ok());
  }
  void Delete(std::size_t family, const std::string& key) {
    EXPECT_TRUE(db_->Delete({}, families_.at(family), key).ok());
  }
  std::string Get(std::size_t family, const std::string& key) {
    std::string value;
    EXPECT_TRUE(db_->Get({}, families_.at(family), key, &value).ok()) << key;
    return value;
  }
  void Flush(std::size_t family) {
    EXPECT_TRUE(db_->Flush(rocksdb::FlushOptions(), families_.at(family)).ok());
  }
  std::size_t family_count() const { return families_.size(); }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

}  // namespace lawtrace::store
