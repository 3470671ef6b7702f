// What a store is worth after a crash, on a damaged disk and on a full one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "store/internal/opener.h"
#include "tests/store/failing_disk.h"
#include "tests/store/store_fixture.h"
#include "tests/store/writer_process.h"

namespace lawtrace::store {
namespace {

using ::testing::HasSubstr;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// The largest file with this extension: RocksDB keeps its write-ahead log in the only *.log that
// is not empty and its tables in *.sst.
std::filesystem::path LargestFile(const std::filesystem::path& directory,
                                  const std::string& extension) {
  std::filesystem::path largest;
  std::uintmax_t size = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() != extension || entry.file_size() <= size) continue;
    largest = entry.path();
    size = entry.file_size();
  }
  EXPECT_FALSE(largest.empty()) << "no " << extension << " in " << directory;
  return largest;
}

class DurabilityTest : public ::testing::Test {
 protected:
  DurabilityTest() : directory_(temp_ / "store") {}

  // What opening and reading the store gives after `bytes` have become those of `file`.
  Result<int> CountWith(const std::filesystem::path& file, const std::string& bytes) const {
    const std::filesystem::path copy = temp_ / "copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(directory_, copy);
    WriteFile(copy / file.filename(), bytes);
    return CountSmall(copy, Access::kRead);
  }

  TempDir temp_;
  std::filesystem::path directory_;
};

// Cut at any byte, as a machine leaves it that stops in the midst of a write.
TEST_F(DurabilityTest, TornTailLosesNoEarlierTransaction) {
  constexpr int kCount = 6;
  std::vector<std::size_t> ends;   // Size of the write-ahead log behind each transaction.
  std::vector<std::string> heads;  // What the head said then.
  std::filesystem::path wal;
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    for (int i = 0; i < kCount; ++i) {
      ASSERT_TRUE(log.Append(SmallTransaction(i), log.last()).has_value());
      wal = LargestFile(directory_, ".log");
      ends.push_back(std::filesystem::file_size(wal));
      heads.push_back(ReadFile(directory_ / "HEAD"));
    }
  }
  const std::string bytes = ReadFile(wal);
  ASSERT_EQ(bytes.size(), ends.back()) << "closing must not move the log elsewhere";
  for (std::size_t size = ends[2]; size < bytes.size(); size += 3) {
    const auto whole = std::ranges::upper_bound(ends, size) - ends.begin();
    WriteFile(directory_ / "HEAD", heads[static_cast<std::size_t>(whole) - 1]);
    const Result<int> count = CountWith(wal, bytes.substr(0, size));
    ASSERT_TRUE(count.has_value()) << size << ": " << count.error().Message();
    EXPECT_EQ(*count, whole) << size;
  }
}

TEST_F(DurabilityTest, AppendsAfterATornTail) {
  std::string head;
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(log, 4);
    head = ReadFile(directory_ / "HEAD");
    ASSERT_TRUE(log.Append(SmallTransaction(4), log.last()).has_value());
  }
  const std::filesystem::path wal = LargestFile(directory_, ".log");
  std::filesystem::resize_file(wal, std::filesystem::file_size(wal) - 1);
  WriteFile(directory_ / "HEAD", head);
  {
    EventLog log = OpenOrDie(directory_, Access::kWrite);
    EXPECT_EQ(log.last(), Sequence{7});
    ASSERT_TRUE(log.Append(SmallTransaction(4), Sequence{7}).has_value());
  }
  EXPECT_EQ(*CountSmall(directory_, Access::kWrite), 5);
  EXPECT_EQ(*CountSmall(directory_, Access::kRead), 5);
}

TEST_F(DurabilityTest, FlippedByteInTheWriteAheadLogNeverGivesAWrongState) {
  constexpr int kCount = 12;  // Items 1 to 24.
  std::vector<std::size_t> ends;
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    for (int i = 0; i < kCount; ++i) {
      ASSERT_TRUE(log.Append(SmallTransaction(i), log.last()).has_value());
      ends.push_back(std::filesystem::file_size(LargestFile(directory_, ".log")));
    }
  }
  const std::filesystem::path wal = LargestFile(directory_, ".log");
  const std::string bytes = ReadFile(wal);
  for (std::size_t at = ends[3]; at < ends[6]; ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const Result<int> count = CountWith(wal, damaged);
    ASSERT_FALSE(count.has_value()) << at;
    EXPECT_EQ(count.error().code, ErrorCode::kCorruption) << count.error().Message();
    EXPECT_THAT(count.error().Message(), HasSubstr("to 24 are gone")) << at;
  }
}

TEST_F(DurabilityTest, FlippedByteInATableIsCorruption) {
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(log, 30);
  }
  {
    const EventLog moves_log_to_table = OpenOrDie(directory_, Access::kWrite);
  }
  const std::filesystem::path table = LargestFile(directory_, ".sst");
  const std::string bytes = ReadFile(table);
  int refusals = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x04);
    const Result<int> count = CountWith(table, damaged);
    if (count) {
      EXPECT_EQ(*count, 30) << at;  // A byte that nobody reads, e.g. in the properties.
      continue;
    }
    EXPECT_EQ(count.error().code, ErrorCode::kCorruption) << at << ": " << count.error().Message();
    ++refusals;
  }
  EXPECT_GT(refusals, 20);
}

TEST_F(DurabilityTest, MissingTableIsAnError) {
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(log, 3);
  }
  {
    const EventLog moves_log_to_table = OpenOrDie(directory_, Access::kWrite);
  }
  std::filesystem::remove(LargestFile(directory_, ".sst"));
  EXPECT_EQ(CountSmall(directory_, Access::kRead).error().code, ErrorCode::kCorruption);
}

TEST_F(DurabilityTest, FullDiskRefusesAndKeepsTheLog) {
  FailingDisk disk;
  {
    Result<EventLog> log = EventLogOpener::Open(directory_, kIndex, Access::kCreate, disk.env());
    ASSERT_TRUE(log.has_value()) << log.error().Message();
    AppendSmall(*log, 3);
    disk.Fail(DiskFault::kNoSpace);
    for (int attempt = 0; attempt < 2; ++attempt) {
      const Result<Transaction> appended = log->Append(SmallTransaction(3), Sequence{6});
      ASSERT_FALSE(appended.has_value());
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable);
      EXPECT_EQ(
          appended.error().Message(),
          "store " + directory_.string() + ": no space left on its disk; free some and try again");
    }
    EXPECT_EQ(log->last(), Sequence{6});
    EXPECT_EQ(ReadAll(*log)->size(), 3U) << "reading goes on";
  }
  EXPECT_EQ(*CountSmall(directory_, Access::kRead), 3);
  disk.Fail(DiskFault::kNone);
  EventLog log = OpenOrDie(directory_, Access::kWrite);
  ASSERT_TRUE(log.Append(SmallTransaction(3), Sequence{6}).has_value());
}

TEST_F(DurabilityTest, FullDiskRefusesToMakeAStore) {
  FailingDisk disk;
  disk.Fail(DiskFault::kNoSpace);
  const Result<EventLog> log =
      EventLogOpener::Open(directory_, kIndex, Access::kCreate, disk.env());
  ASSERT_FALSE(log.has_value());
  EXPECT_EQ(log.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(log.error().Message(), "store " + directory_.string() +
                                       ": no space left on its disk; free some and try again");
}

TEST_F(DurabilityTest, FailingDiskLeavesWholeTransactions) {
  for (const DiskFault fault : {DiskFault::kWriteFails, DiskFault::kSyncFails}) {
    std::filesystem::remove_all(directory_);
    FailingDisk disk;
    {
      Result<EventLog> log = EventLogOpener::Open(directory_, kIndex, Access::kCreate, disk.env());
      ASSERT_TRUE(log.has_value()) << log.error().Message();
      AppendSmall(*log, 3);
      disk.Fail(fault);
      const Result<Transaction> appended = log->Append(SmallTransaction(3), Sequence{6});
      ASSERT_FALSE(appended.has_value());
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable);
      EXPECT_THAT(appended.error().Message(), HasSubstr("Input/output error"));
      EXPECT_EQ(log->last(), Sequence{6});
      disk.Fail(DiskFault::kNone);
      EXPECT_FALSE(log->Append(SmallTransaction(3), Sequence{6}).has_value())
          << "what the disk holds is unknown until the log is opened again";
      EXPECT_EQ(log->trouble()->Message(), appended.error().Message());
      EXPECT_EQ(log->records()
                    .Write(std::vector<RecordChange>{{Family::kAccess, "a", "1"}})
                    .error()
                    .Message(),
                log->trouble()->Message());
      EXPECT_EQ(ReadAll(*log)->size(), 3U) << "reading goes on";
    }
    const Result<int> count = CountSmall(directory_, Access::kWrite);
    ASSERT_TRUE(count.has_value()) << count.error().Message();
    EXPECT_EQ(*count, fault == DiskFault::kWriteFails ? 3 : 4);
  }
}

TEST_F(DurabilityTest, WritingGoesOnWhenTheDiskDoes) {
  for (const DiskFault fault :
       {DiskFault::kNoSpace, DiskFault::kWriteFails, DiskFault::kSyncFails}) {
    std::filesystem::remove_all(directory_);
    FailingDisk disk;
    Result<EventLog> log = EventLogOpener::Open(directory_, kIndex, Access::kCreate, disk.env());
    ASSERT_TRUE(log.has_value()) << log.error().Message();
    AppendSmall(*log, 3);
    disk.Fail(fault);
    ASSERT_FALSE(log->Append(SmallTransaction(3), Sequence{6}).has_value());
    for (int attempt = 0; attempt < 3; ++attempt) {
      EXPECT_FALSE(log->Recover().has_value());
      EXPECT_TRUE(log->trouble().has_value());
      EXPECT_GE(ReadAll(*log)->size(), 3U);
    }
    disk.Fail(DiskFault::kNone);
    const Status recovered = log->Recover();
    ASSERT_TRUE(recovered.has_value()) << recovered.error().Message();
    EXPECT_FALSE(log->trouble().has_value());
    const int there = fault == DiskFault::kSyncFails ? 4 : 3;
    EXPECT_EQ(log->last(), Sequence{there == 4 ? 7U : 6U});
    for (int i = there; i < 8; ++i)
      ASSERT_TRUE(log->Append(SmallTransaction(i), log->last()).has_value());
    EXPECT_EQ(*CountSmall(directory_, Access::kRead), 8);
  }
}

TEST_F(DurabilityTest, AStoreOnAFullDiskIsServedForReading) {
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(log, 3);
  }
  FailingDisk disk;
  disk.Fail(DiskFault::kNoSpace);
  EXPECT_EQ(EventLogOpener::Open(directory_, kIndex, Access::kWrite, disk.env()).error().code,
            ErrorCode::kUnavailable);
  Result<EventLog> log = EventLogOpener::Open(directory_, kIndex, Access::kServe, disk.env());
  ASSERT_TRUE(log.has_value()) << log.error().Message();
  EXPECT_EQ(ReadAll(*log)->size(), 3U);
  EXPECT_THAT(log->trouble()->Message(), HasSubstr("no space left on its disk"));
  EXPECT_EQ(log->Append(SmallTransaction(3), Sequence{6}).error().Message(),
            log->trouble()->Message());
  disk.Fail(DiskFault::kNone);
  const Status recovered = log->Recover();
  ASSERT_TRUE(recovered.has_value()) << recovered.error().Message();
  EXPECT_TRUE(log->Append(SmallTransaction(3), Sequence{6}).has_value());
}

TEST_F(DurabilityTest, KilledWriterLeavesAllThatItAccepted) {
  for (const int wanted : {1, 2, 10, 40, 90}) {
    std::filesystem::remove_all(directory_);
    WriterProcess writer(LAWTRACE_APPEND_FOREVER, directory_);
    writer.Await(wanted);
    const int accepted = writer.Kill();
    EXPECT_GE(accepted, wanted);
    for (const Access access : {Access::kRead, Access::kWrite, Access::kRead}) {
      const Result<int> count = CountSmall(directory_, access);  // Whole transactions only.
      ASSERT_TRUE(count.has_value()) << count.error().Message();
      EXPECT_GE(*count, accepted);
      EXPECT_LE(*count, accepted + 1) << "one may have been written but not acknowledged";
    }
  }
}

TEST_F(DurabilityTest, WriterInAnotherProcessExcludesWritersButNotReaders) {
  WriterProcess writer(LAWTRACE_APPEND_FOREVER, directory_);
  writer.Await(3);
  const Result<EventLog> second = EventLog::Open(directory_, kIndex, Access::kWrite);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(second.error().Message(),
            "store " + directory_.string() +
                ": another process is writing to it; wait until it has finished, or write through "
                "'lawtrace serve' with --server URL");
  int before = 0;
  for (int i = 0; i < 20; ++i) {
    const Result<int> count = CountSmall(directory_, Access::kRead);
    ASSERT_TRUE(count.has_value()) << count.error().Message();
    EXPECT_GE(*count, std::max(3, before));
    before = *count;
  }
}

}  // namespace
}  // namespace lawtrace::store
