// A store in ordinary use: many short sessions, readers and other writers beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/options.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "store/backup.h"
#include "store/store_check.h"
#include "tests/store/store_fixture.h"
#include "tests/store/writer_process.h"

namespace lawtrace::store {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> FilesIn(const std::filesystem::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    names.push_back(entry.path().filename().string());
  return names;
}

class SessionsTest : public ::testing::Test {
 protected:
  SessionsTest() : directory_(temp_ / "store") {}

  void AppendInSessions(int from, int to) const {
    for (int i = from; i < to; ++i) {
      EventLog log = OpenOrDie(directory_, Access::kCreate);
      const Result<Transaction> appended = log.Append(SmallTransaction(i), log.last());
      ASSERT_TRUE(appended.has_value()) << appended.error().Message();
    }
  }

  TempDir temp_;
  std::filesystem::path directory_;
};

TEST_F(SessionsTest, ReadersMissNothingThatWasAcceptedBeforeTheyBegan) {
  WriterProcess writer(LAWTRACE_APPEND_SESSIONS, directory_);
  writer.Await(1);
  int before = 0;
  for (int i = 0; i < 150; ++i) {
    const int accepted = writer.Accepted();
    const Result<int> count = CountSmall(directory_, Access::kRead);
    ASSERT_TRUE(count.has_value()) << count.error().Message();
    EXPECT_GE(*count, accepted);
    EXPECT_GE(*count, before) << "the log never becomes shorter";
    before = *count;
  }
  EXPECT_GT(before, 3) << "the writer went on meanwhile";
}

TEST_F(SessionsTest, BackupsMissNothingThatWasAcceptedBeforeTheyBegan) {
  WriterProcess writer(LAWTRACE_APPEND_SESSIONS, directory_);
  writer.Await(5);
  for (int i = 0; i < 10; ++i) {
    const std::filesystem::path to = temp_ / ("copy" + std::to_string(i));
    const int accepted = writer.Accepted();
    const Result<StoreCheck> copied = CopyStore(directory_, to, kIndex);
    ASSERT_TRUE(copied.has_value()) << copied.error().Message();
    EXPECT_GE(copied->transaction_count, static_cast<std::size_t>(accepted));
  }
}

// LAWTRACE_SESSIONS=10000 makes as many as a store sees in years.
TEST_F(SessionsTest, ManySessionsLeaveFewFiles) {
  const char* wanted = std::getenv("LAWTRACE_SESSIONS");
  const int count = wanted == nullptr ? 120 : std::atoi(wanted);
  AppendInSessions(0, count);
  EXPECT_LT(FilesIn(directory_).size(), 50U);
  EXPECT_EQ(CountSmall(directory_, Access::kRead), count);
  EXPECT_THAT(CheckStore(directory_, kIndex)->faults, IsEmpty());
}

// As programs left it that never merged: every session adds tables to each family it writes to.
TEST_F(SessionsTest, AStoreOfManyTablesOpensWithFewDescriptorsAndMendsItself) {
  constexpr int kTables = 150;
  AppendInSessions(0, 1);
  {
    rocksdb::Options options;
    options.disable_auto_compactions = true;
    RawDatabase raw(directory_, options);
    for (int i = 0; i < kTables; ++i) {
      raw.Put(0, "unknown/" + std::to_string(i), "value");
      raw.Flush(0);
    }
  }
  ASSERT_GT(FilesIn(directory_).size(), std::size_t{kTables});
  struct rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  struct rlimit few = before;
  few.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_EQ(CountSmall(directory_, Access::kRead), 1);
  EXPECT_TRUE(CopyStore(directory_, temp_ / "copy", kIndex).has_value());
  AppendInSessions(1, 3);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_LT(FilesIn(directory_).size(), 50U);
  EXPECT_EQ(CountSmall(directory_, Access::kRead), 3);
}

TEST_F(SessionsTest, AWriterWhoseLockFileIsRemovedStillExcludesAnother) {
  EventLog writer = OpenOrDie(directory_, Access::kCreate);
  AppendSmall(writer, 2);
  std::filesystem::remove(directory_ / "LOCK");
  const Result<EventLog> second = EventLog::Open(directory_, kIndex, Access::kWrite);
  ASSERT_FALSE(second.has_value());
  EXPECT_THAT(second.error().Message(), HasSubstr("another process is writing to it"));
  ASSERT_TRUE(writer.Append(SmallTransaction(2), writer.last()).has_value());
  EXPECT_EQ(CountSmall(directory_, Access::kRead), 3);
}

// As a service and commands beside it, whoever of them comes first and however often.
TEST_F(SessionsTest, NoProcessBecomesTheSecondWriterWhenTheLockFileIsRemoved) {
  WriterProcess first(LAWTRACE_APPEND_FOREVER, directory_);
  for (const char* const second : {LAWTRACE_APPEND_FOREVER, LAWTRACE_APPEND_SESSIONS}) {
    first.Await(20);
    std::filesystem::remove(directory_ / "LOCK");
    WriterProcess refused(second, directory_);
    EXPECT_EQ(refused.AwaitEnd(), 1) << second;
    EXPECT_EQ(refused.Accepted(), 0) << second;
    first.Await(20);  // It goes on.
  }
  const int accepted = first.Kill();
  const Result<int> count = CountSmall(directory_, Access::kWrite);
  ASSERT_TRUE(count.has_value()) << count.error().Message();
  EXPECT_GE(*count, accepted);
  EXPECT_THAT(CheckStore(directory_, kIndex).value().faults, IsEmpty());
}

TEST_F(SessionsTest, AWriterStopsWhenAnotherHasTakenItsPlace) {
  {
    EventLog writer = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(writer, 2);
    std::filesystem::rename(directory_ / "HEAD", temp_ / "HEAD");
    std::filesystem::copy(temp_ / "HEAD", directory_ / "HEAD");
    const Result<Transaction> appended = writer.Append(SmallTransaction(2), writer.last());
    ASSERT_FALSE(appended.has_value());
    EXPECT_THAT(appended.error().Message(), HasSubstr("another one writes to the store"));
  }
  EXPECT_EQ(CountSmall(directory_, Access::kWrite), 2);
}

TEST_F(SessionsTest, AStoreThatWasNotFinishedIsMadeByTheNextWriter) {
  // What RocksDB leaves behind, step by step, when it is stopped while it makes a database.
  const std::vector<std::string> steps = {"LOCK", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"};
  for (std::size_t step = 1; step <= steps.size(); ++step) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    for (std::size_t i = 0; i < step; ++i) std::ofstream(directory_ / steps[i]) << "x";
    std::ofstream(directory_ / "HEAD");
    EXPECT_EQ(CountSmall(directory_, Access::kRead).error().code, ErrorCode::kNotFound);
    AppendInSessions(0, 1);
    EXPECT_EQ(CountSmall(directory_, Access::kRead), 1) << steps[step - 1];
  }
}

// At whatever moment the first session is killed, the next one goes on.
TEST_F(SessionsTest, AFirstSessionThatIsKilledLeavesAFolderForTheNext) {
  for (int delay_us = 0; delay_us < 60'000; delay_us += 3'000) {
    std::filesystem::remove_all(directory_);
    int accepted = 0;
    {
      WriterProcess writer(LAWTRACE_APPEND_SESSIONS, directory_);
      usleep(static_cast<useconds_t>(delay_us));
      accepted = writer.Kill();
    }
    const Result<int> count = CountSmall(directory_, Access::kCreate);
    ASSERT_TRUE(count.has_value()) << delay_us << ": " << count.error().Message();
    EXPECT_GE(*count, accepted);
    AppendInSessions(*count, *count + 1);
    EXPECT_THAT(CheckStore(directory_, kIndex)->faults, IsEmpty());
  }
}

TEST_F(SessionsTest, AMissingListOfTablesIsDamage) {
  AppendInSessions(0, 2);
  std::filesystem::remove(directory_ / "CURRENT");
  for (const Access access : {Access::kRead, Access::kWrite, Access::kCreate, Access::kServe}) {
    const Result<EventLog> log = EventLog::Open(directory_, kIndex, access);
    ASSERT_FALSE(log.has_value());
    EXPECT_EQ(log.error().code, ErrorCode::kCorruption);
    EXPECT_THAT(log.error().Message(), HasSubstr("its file CURRENT is missing"));
  }
}

TEST_F(SessionsTest, NobodyElseMayReadAStoreOrItsBackup) {
  const mode_t before = umask(0);
  AppendInSessions(0, 10);
  EXPECT_TRUE(CopyStore(directory_, temp_ / "copy", kIndex).has_value());
  umask(before);
  for (const std::filesystem::path& folder : {directory_, temp_ / "copy"}) {
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder).permissions(), perms::owner_all);
    for (const auto& file : std::filesystem::directory_iterator(folder))
      EXPECT_EQ(file.status().permissions(), perms::owner_read | perms::owner_write) << file;
  }
}

}  // namespace
}  // namespace lawtrace::store
