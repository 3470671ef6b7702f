#include "store/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "proto/log_codec.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string BytesOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void Overwrite(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

// The files that hold the store; the rest are RocksDB's notes for people, its lock and the options
// that it was last opened with.
std::vector<std::filesystem::path> DataFiles(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".sst") || name.ends_with(".log") || name.starts_with("MANIFEST") ||
        name == "CURRENT")
      files.push_back(entry.path());
  }
  return files;
}

class BackupTest : public ::testing::Test {
 protected:
  std::filesystem::path store() const { return temp_ / "store"; }
  std::filesystem::path copy() const { return temp_ / "copy"; }

  // A store whose log lies in the write-ahead log, or after two openings partly in a table.
  void MakeStore(int transactions) const {
    EventLog log = OpenOrDie(store(), Access::kCreate);
    AppendSmall(log, transactions);
    Records records = log.records();
    const std::vector<RecordChange> rows = {{Family::kAccess, "a", "1"},
                                            {Family::kAudit, "b", "2"}};
    ASSERT_TRUE(records.Write(rows).has_value());
  }

  static StoreCheck Check(const std::filesystem::path& directory) {
    const Result<StoreCheck> check = CheckStore(directory, kIndex);
    EXPECT_TRUE(check.has_value()) << check.error().Message();
    return check.value_or(StoreCheck{});
  }

  TempDir temp_;
};

TEST_F(BackupTest, ACopyHoldsTheLogAndTheRowsBesideIt) {
  MakeStore(10);
  const Result<StoreCheck> copied = CopyStore(store(), copy(), kIndex);
  ASSERT_TRUE(copied.has_value()) << copied.error().Message();
  EXPECT_EQ(copied->transaction_count, 10U);
  EXPECT_EQ(copied->row_count, Check(store()).row_count);
  EXPECT_EQ(copied->log_digest, Check(store()).log_digest);
  EXPECT_EQ(copied->backup_digest, copied->log_digest);
  EXPECT_EQ(copied->backup_last, copied->last);
  EXPECT_EQ(CountSmall(copy(), Access::kWrite), 10);
  EXPECT_EQ(OpenOrDie(copy(), Access::kRead).records().Get(Family::kAudit, "b"), "2");
  EXPECT_FALSE(std::filesystem::exists(temp_ / "copy.partial"));
}

TEST_F(BackupTest, ACopyOfAnEmptyLogIsAnEmptyLog) {
  MakeStore(0);
  ASSERT_TRUE(CopyStore(store(), copy(), kIndex).has_value());
  EXPECT_EQ(CountSmall(copy(), Access::kWrite), 0);
  EXPECT_THAT(Check(copy()).faults, IsEmpty());
}

TEST_F(BackupTest, WhatIsThereAlreadyIsNeverOverwritten) {
  MakeStore(3);
  std::filesystem::create_directory(copy());
  Overwrite(copy() / "letter", "dear");
  const Result<StoreCheck> copied = CopyStore(store(), copy(), kIndex);
  ASSERT_FALSE(copied.has_value());
  EXPECT_EQ(copied.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(copied.error().Message(),
            copy().string() + ": there is something already; name a folder that does not exist");
  EXPECT_EQ(BytesOf(copy() / "letter"), "dear");
  EXPECT_FALSE(CopyStore(store(), store(), kIndex).has_value());
}

TEST_F(BackupTest, AnEmptyFolderAndTheRestOfAnInterruptedCopyAreNotInTheWay) {
  MakeStore(3);
  std::filesystem::create_directory(copy());
  std::filesystem::create_directory(temp_ / "copy.partial");
  Overwrite(temp_ / "copy.partial" / "CURRENT", "half");
  ASSERT_TRUE(CopyStore(store(), copy(), kIndex).has_value());
  EXPECT_EQ(CountSmall(copy(), Access::kRead), 3);
  EXPECT_FALSE(std::filesystem::exists(temp_ / "copy.partial"));
}

TEST_F(BackupTest, ACopyIsMadeWhileAnotherProcessWrites) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t writer = fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    execl(LAWTRACE_APPEND_FOREVER, "append_forever", store().c_str(), nullptr);
    _exit(127);
  }
  close(pipe_ends[1]);
  char byte = 0;
  int accepted = 0;
  while (accepted < 200 && read(pipe_ends[0], &byte, 1) == 1) ++accepted;
  for (int i = 0; i < 5; ++i) {
    const std::filesystem::path to = temp_ / ("copy" + std::to_string(i));
    const Result<StoreCheck> copied = CopyStore(store(), to, kIndex);
    EXPECT_TRUE(copied.has_value()) << copied.error().Message();
    EXPECT_GE(CountSmall(to, Access::kRead).value_or(0), accepted);
  }
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  close(pipe_ends[0]);
}

TEST_F(BackupTest, TheLogOfARestoredStoreMayGrowButNotChange) {
  MakeStore(4);
  ASSERT_TRUE(CopyStore(store(), copy(), kIndex).has_value());
  {
    EventLog log = OpenOrDie(copy(), Access::kWrite);
    ASSERT_TRUE(log.Append(SmallTransaction(4), log.last()).has_value());
  }
  EXPECT_THAT(Check(copy()).faults, IsEmpty());
  Transaction forged = SmallTransaction(1);
  forged.events[0].country = "ES";
  RawDatabase(copy()).Put(1, NumberKey(2), proto::EncodeTransaction(forged).value());
  EXPECT_THAT(Check(copy()).faults,
              ElementsAre(HasSubstr("are not those that were backed up; their digest differs")));
}

TEST_F(BackupTest, ADamagedStoreIsNotBackedUpAndLeavesNothingBehind) {
  MakeStore(4);
  RawDatabase(store()).Put(1, NumberKey(2), "garbage");
  const Result<StoreCheck> copied = CopyStore(store(), copy(), kIndex);
  ASSERT_FALSE(copied.has_value());
  EXPECT_EQ(copied.error().code, ErrorCode::kCorruption);
  EXPECT_THAT(copied.error().Message(), HasSubstr("item 2: log record 2: unknown record version"));
  EXPECT_FALSE(std::filesystem::exists(copy()));
  EXPECT_FALSE(std::filesystem::exists(temp_ / "copy.partial"));
}

class StoreCheckTest : public BackupTest {
 protected:
  void Put(Sequence first, const Transaction& transaction) const {
    RawDatabase(store()).Put(1, NumberKey(first.value),
                             proto::EncodeTransaction(transaction).value());
  }
};

TEST_F(StoreCheckTest, ASoundStoreHasNoFaults) {
  MakeStore(10);
  const StoreCheck check = Check(store());
  EXPECT_THAT(check.faults, IsEmpty());
  EXPECT_EQ(check.transaction_count, 10U);
  EXPECT_EQ(check.last, OpenOrDie(store(), Access::kRead).last());
  EXPECT_EQ(check.log_digest.size(), 64U);
}

TEST_F(StoreCheckTest, NamesAMissingRecord) {
  MakeStore(4);
  RawDatabase(store()).Delete(1, NumberKey(2));
  EXPECT_THAT(Check(store()).faults,
              ElementsAre("item 2: its record is missing; the next is of 4"));
}

TEST_F(StoreCheckTest, NamesARecordOutOfTime) {
  MakeStore(2);
  Transaction early = SmallTransaction(0);
  early.recorded_at = Instant(1'600'000'000);
  const Sequence next = Check(store()).last.plus(1);
  Put(next, early);
  EXPECT_THAT(Check(store()).faults,
              ElementsAre("item " + next.ToString() +
                          ": recorded at 2020-09-13T12:26:40Z, before the one before it"));
}

TEST_F(StoreCheckTest, NamesReferencesThatLeadNowhere) {
  MakeStore(1);
  Transaction astray = SmallTransaction(5);
  astray.events.resize(1);
  astray.events[0].supersedes = Sequence{77};
  astray.events[0].laws = {{.law = "pt-lost"}};
  astray.laws = {{.id = "pt-known", .links = {{.kind = LawLinkKind::kAmends, .law = "pt-away"}}}};
  Put(Sequence{2}, astray);
  EXPECT_THAT(Check(store()).faults,
              ElementsAre("item 3: supersedes item 77, which is no event before it",
                          "item 2: names the law 'pt-away', which is not in the log",
                          "item 3: names the law 'pt-lost', which is not in the log"));
}

TEST_F(StoreCheckTest, NamesEveryFaultNotOnlyTheFirst) {
  MakeStore(6);
  RawDatabase raw(store());
  raw.Put(1, NumberKey(2), "garbage");
  raw.Put(1, "no number", "x");
  EXPECT_THAT(
      Check(store()).faults,
      ElementsAre(HasSubstr("item 2: log record 2: unknown record version"),
                  HasSubstr("item 3: its record is missing"), "a log record has a bad key"));
}

// Damage to one file: every fault is named, or nothing of the log is different.
class DamageTest : public StoreCheckTest {
 protected:
  // Two transactions in tables, one in the write-ahead log.
  void MakeStoreOfAllKinds() {
    MakeStore(2);
    EventLog log = OpenOrDie(store(), Access::kWrite);
    ASSERT_TRUE(log.Append(SmallTransaction(2), log.last()).has_value());
  }
};

// The only bytes that say nothing are those that fill up the end of a table and the lengths of
// the last, empty edits of the list of tables.  Every byte takes
// minutes, so each run looks at some of them: LAWTRACE_EVERY_BYTE=1 makes it all of them.
TEST_F(DamageTest, EveryFlippedByteIsFoundUnlessItIsFiller) {
  MakeStoreOfAllKinds();
  const StoreCheck sound = Check(store());
  ASSERT_THAT(sound.faults, IsEmpty());
  constexpr std::size_t kFillerBytes = 40;
  const std::size_t step = std::getenv("LAWTRACE_EVERY_BYTE") == nullptr ? 37 : 1;
  std::size_t found = 0;
  for (const std::filesystem::path& file : DataFiles(store())) {
    const std::string bytes = BytesOf(file);
    std::size_t missed = 0;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
      Overwrite(file, damaged);
      const Result<StoreCheck> check = CheckStore(store(), kIndex);
      if (!check || !check->faults.empty()) {
        ++found;
        continue;
      }
      ++missed;
      EXPECT_EQ(check->log_digest, sound.log_digest) << file << " byte " << i;
      EXPECT_EQ(check->row_count, sound.row_count) << file << " byte " << i;
    }
    Overwrite(file, bytes);
    EXPECT_LE(missed, kFillerBytes) << file;
  }
  EXPECT_GT(found, 100U);
}

// A file that is cut exactly where an append ended looks as it did at that moment.
TEST_F(DamageTest, AFileThatIsCutIsFoundOrReadsAsItOnceWas) {
  MakeStoreOfAllKinds();
  const StoreCheck sound = Check(store());
  for (const std::filesystem::path& file : DataFiles(store())) {
    const std::string bytes = BytesOf(file);
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 12) {
      Overwrite(file, bytes.substr(0, size));
      const Result<StoreCheck> check = CheckStore(store(), kIndex);
      if (!check || !check->faults.empty()) continue;
      EXPECT_LE(check->last, sound.last) << file << " cut to " << size;
      if (check->last < sound.last) continue;
      EXPECT_EQ(check->log_digest, sound.log_digest) << file << " cut to " << size;
      EXPECT_EQ(check->row_count, sound.row_count) << file << " cut to " << size;
    }
    Overwrite(file, bytes);
  }
  EXPECT_EQ(Check(store()).log_digest, sound.log_digest);
}

TEST_F(DamageTest, ALostTailIsFoundInWhatWasBackedUp) {
  MakeStore(3);
  ASSERT_TRUE(CopyStore(store(), copy(), kIndex).has_value());
  RawDatabase(copy()).Delete(1, NumberKey(4));
  EXPECT_THAT(Check(copy()).faults, ElementsAre("items 4 to 6: are missing; they were backed up"));
}

}  // namespace
}  // namespace lawtrace::store
