// What a store is worth after a crash, on a damaged disk and on a full one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>  // kill
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "store/internal/opener.h"
#include "tests/store/failing_disk.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::AnyOf;
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

TEST_F(DurabilityTest, TornTailLosesNoEarlierTransaction) {
  constexpr int kCount = 6;
  std::vector<std::size_t> ends;  // Size of the write-ahead log behind each transaction.
  std::filesystem::path wal;
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    for (int i = 0; i < kCount; ++i) {
      ASSERT_TRUE(log.Append(SmallTransaction(i), log.last()).has_value());
      wal = LargestFile(directory_, ".log");
      ends.push_back(std::filesystem::file_size(wal));
    }
  }
  const std::string bytes = ReadFile(wal);
  ASSERT_EQ(bytes.size(), ends.back()) << "closing must not move the log elsewhere";
  for (std::size_t size = ends[2]; size < bytes.size(); ++size) {
    const Result<int> count = CountWith(wal, bytes.substr(0, size));
    ASSERT_TRUE(count.has_value()) << size << ": " << count.error().message;
    EXPECT_EQ(*count, std::ranges::upper_bound(ends, size) - ends.begin()) << size;
  }
}

TEST_F(DurabilityTest, AppendsAfterATornTail) {
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(log, 5);
  }
  const std::filesystem::path wal = LargestFile(directory_, ".log");
  std::filesystem::resize_file(wal, std::filesystem::file_size(wal) - 1);
  {
    EventLog log = OpenOrDie(directory_, Access::kWrite);
    EXPECT_EQ(log.last(), Sequence{7});
    ASSERT_TRUE(log.Append(SmallTransaction(4), Sequence{7}).has_value());
  }
  EXPECT_EQ(*CountSmall(directory_, Access::kWrite), 5);
  EXPECT_EQ(*CountSmall(directory_, Access::kRead), 5);
}

TEST_F(DurabilityTest, FlippedByteInTheWriteAheadLogNeverGivesAWrongState) {
  constexpr int kCount = 12;
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
  int refusals = 0;
  int prefixes = 0;
  for (std::size_t at = ends[3]; at < ends[6]; ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const Result<int> count = CountWith(wal, damaged);  // Expects a prefix of the transactions.
    if (!count) {
      EXPECT_EQ(count.error().code, ErrorCode::kCorruption) << count.error().message;
      EXPECT_THAT(count.error().message, HasSubstr("restore it from a backup"));
      ++refusals;
      continue;
    }
    // Only a length that points behind the end of the file looks like a torn tail.
    const auto record = std::ranges::upper_bound(ends, at) - ends.begin();
    EXPECT_EQ(*count, record) << at;
    const std::size_t place = at - ends[static_cast<std::size_t>(record) - 1];
    EXPECT_THAT(place, AnyOf(4U, 5U)) << "the length stands in bytes 4 and 5 of a record";
    ++prefixes;
  }
  EXPECT_GT(refusals, 100);
  EXPECT_LE(prefixes, 6);
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
    EXPECT_EQ(count.error().code, ErrorCode::kCorruption) << at << ": " << count.error().message;
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
    ASSERT_TRUE(log.has_value()) << log.error().message;
    AppendSmall(*log, 3);
    disk.Fail(DiskFault::kNoSpace);
    for (int attempt = 0; attempt < 2; ++attempt) {
      const Result<Transaction> appended = log->Append(SmallTransaction(3), Sequence{6});
      ASSERT_FALSE(appended.has_value());
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable);
      EXPECT_EQ(
          appended.error().message,
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
  EXPECT_EQ(log.error().message, "store " + directory_.string() +
                                     ": no space left on its disk; free some and try again");
}

TEST_F(DurabilityTest, FailingDiskLeavesWholeTransactions) {
  for (const DiskFault fault : {DiskFault::kWriteFails, DiskFault::kSyncFails}) {
    std::filesystem::remove_all(directory_);
    FailingDisk disk;
    {
      Result<EventLog> log = EventLogOpener::Open(directory_, kIndex, Access::kCreate, disk.env());
      ASSERT_TRUE(log.has_value()) << log.error().message;
      AppendSmall(*log, 3);
      disk.Fail(fault);
      const Result<Transaction> appended = log->Append(SmallTransaction(3), Sequence{6});
      ASSERT_FALSE(appended.has_value());
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable);
      EXPECT_THAT(appended.error().message, HasSubstr("Input/output error"));
      EXPECT_EQ(log->last(), Sequence{6});
      disk.Fail(DiskFault::kNone);
      EXPECT_FALSE(log->Append(SmallTransaction(3), Sequence{6}).has_value())
          << "what the disk holds is unknown until the log is opened again";
    }
    const Result<int> count = CountSmall(directory_, Access::kWrite);
    ASSERT_TRUE(count.has_value()) << count.error().message;
    EXPECT_EQ(*count, fault == DiskFault::kWriteFails ? 3 : 4);
  }
}

// append_forever in a process of its own.
class Writer {
 public:
  explicit Writer(const std::filesystem::path& directory) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string program = LAWTRACE_APPEND_FOREVER;
    std::string argument = directory.string();
    const std::array<char*, 3> arguments = {program.data(), argument.data(), nullptr};
    EXPECT_EQ(posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    acknowledgements_ = ends[0];
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    Kill();
    close(acknowledgements_);
  }

  // Waits until `count` more transactions have been accepted.
  void Await(int count) {
    char acknowledgement = 0;
    for (int i = 0; i < count; ++i)
      ASSERT_EQ(read(acknowledgements_, &acknowledgement, 1), 1) << "the writer has ended";
    accepted_ += count;
  }

  // Kills it in the midst of whatever it does and returns how many transactions were accepted.
  int Kill() {
    if (process_ == 0) return accepted_;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
    char acknowledgement = 0;
    while (read(acknowledgements_, &acknowledgement, 1) == 1) ++accepted_;
    return accepted_;
  }

 private:
  pid_t process_ = 0;
  int acknowledgements_ = -1;
  int accepted_ = 0;
};

TEST_F(DurabilityTest, KilledWriterLeavesAllThatItAccepted) {
  for (const int wanted : {1, 2, 10, 40, 90}) {
    std::filesystem::remove_all(directory_);
    Writer writer(directory_);
    writer.Await(wanted);
    const int accepted = writer.Kill();
    EXPECT_GE(accepted, wanted);
    for (const Access access : {Access::kRead, Access::kWrite, Access::kRead}) {
      const Result<int> count = CountSmall(directory_, access);  // Whole transactions only.
      ASSERT_TRUE(count.has_value()) << count.error().message;
      EXPECT_GE(*count, accepted);
      EXPECT_LE(*count, accepted + 1) << "one may have been written but not acknowledged";
    }
  }
}

TEST_F(DurabilityTest, WriterInAnotherProcessExcludesWritersButNotReaders) {
  Writer writer(directory_);
  writer.Await(3);
  const Result<EventLog> second = EventLog::Open(directory_, kIndex, Access::kWrite);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(second.error().message,
            "store " + directory_.string() +
                ": another process is writing to it; wait until it has finished, or write through "
                "'lawtrace serve' with --server URL");
  int before = 0;
  for (int i = 0; i < 20; ++i) {
    const Result<int> count = CountSmall(directory_, Access::kRead);
    ASSERT_TRUE(count.has_value()) << count.error().message;
    EXPECT_GE(*count, std::max(3, before));
    before = *count;
  }
}

}  // namespace
}  // namespace lawtrace::store
