// What is gone from a store is named, and what was never acknowledged is no loss.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "proto/log_codec.h"
#include "store/agenda.h"
#include "store/backup.h"
#include "store/store_check.h"
#include "store/subscriptions.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::vector<std::filesystem::path> FilesWith(const std::filesystem::path& directory,
                                             const std::string& extension) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == extension && entry.file_size() > 0)
      files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

class LossTest : public ::testing::Test {
 protected:
  LossTest() : directory_(temp_ / "store") {}

  // Four transactions in tables, items 1 to 7; two in the write-ahead log, items 8 to 12.
  void MakeStore() const {
    {
      EventLog log = OpenOrDie(directory_, Access::kCreate);
      AppendSmall(log, 4);
    }
    EventLog log = OpenOrDie(directory_, Access::kWrite);
    for (int i = 4; i < 6; ++i)
      ASSERT_TRUE(log.Append(SmallTransaction(i), log.last()).has_value());
  }

  // The only file of the write-ahead log.
  std::filesystem::path Wal() const {
    const auto files = FilesWith(directory_, ".log");
    EXPECT_EQ(files.size(), 1U);
    return files.front();
  }

  Error Refusal(Access access) const {
    const Result<EventLog> log = EventLog::Open(directory_, kIndex, access);
    if (log) return {ErrorCode::kConflict, "opened"};
    return log.error();
  }

  StoreCheck Check() const {
    const Result<StoreCheck> check = CheckStore(directory_, kIndex);
    EXPECT_TRUE(check.has_value()) << check.error().Message();
    return check.value_or(StoreCheck{});
  }

  void ExpectLost(const std::string& items) const {
    for (const Access access : {Access::kRead, Access::kWrite, Access::kCreate, Access::kServe}) {
      const Error refusal = Refusal(access);
      EXPECT_EQ(refusal.code, ErrorCode::kCorruption);
      EXPECT_THAT(refusal.Message(), HasSubstr(items));
      EXPECT_THAT(refusal.Message(), HasSubstr("--accept-loss"));
    }
    EXPECT_THAT(Check().faults, ElementsAre(HasSubstr(items)));
    EXPECT_FALSE(CopyStore(directory_, temp_ / "copy", kIndex).has_value());
  }

  TempDir temp_;
  std::filesystem::path directory_;
};

TEST_F(LossTest, ADeletedWriteAheadFileIsNamedByItsItems) {
  MakeStore();
  std::filesystem::remove(Wal());
  ExpectLost("items 8 to 12 are gone with the last 2 writes");
}

TEST_F(LossTest, AWriteAheadFileThatIsCutAnywhereIsNamedByItsItems) {
  MakeStore();
  const std::filesystem::path wal = Wal();
  const std::string bytes = ReadFile(wal);
  for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 9) {
    WriteFile(wal, bytes.substr(0, size));
    EXPECT_THAT(Refusal(Access::kRead).Message(), HasSubstr("to 12 are gone with the last"))
        << size;
  }
}

TEST_F(LossTest, AStoreOfWhichNothingIsLeftButItsHeadSaysSo) {
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    AppendSmall(log, 2);
  }
  std::filesystem::remove(Wal());
  ExpectLost("items 1 to 3 are gone");
}

TEST_F(LossTest, RowsBesideTheLogAreMissed) {
  MakeStore();
  {
    EventLog log = OpenOrDie(directory_, Access::kWrite);
    const std::vector<RecordChange> rows = {{Family::kAccess, "token/a", "1"}};
    ASSERT_TRUE(log.records().Write(rows).has_value());
  }
  std::filesystem::remove(Wal());
  ExpectLost("the last write of rows beside the log are gone");
}

TEST_F(LossTest, ALossThatIsAcceptedIsNotedForEver) {
  MakeStore();
  std::filesystem::remove(Wal());
  {
    const Result<EventLog> log =
        EventLog::Open(directory_, kIndex, Access::kWrite, OnLoss::kAccept);
    ASSERT_TRUE(log.has_value()) << log.error().Message();
    EXPECT_EQ(log->last(), Sequence{7});
  }
  {
    EventLog log = OpenOrDie(directory_, Access::kWrite);
    ASSERT_TRUE(log.Append(SmallTransaction(4), log.last()).has_value());
  }
  EXPECT_EQ(CountSmall(directory_, Access::kRead), 5);
  ASSERT_TRUE(CopyStore(directory_, temp_ / "copy", kIndex).has_value());
  for (const auto& folder : {directory_, temp_ / "copy"}) {
    const StoreCheck check = CheckStore(folder, kIndex).value();
    EXPECT_THAT(check.faults, IsEmpty());
    EXPECT_THAT(check.losses, ElementsAre(StartsWith("items 8 to 12 are gone")));
  }
}

TEST_F(LossTest, ReadingWhatIsThereChangesNothing) {
  MakeStore();
  std::filesystem::remove(Wal());
  {
    const Result<EventLog> log = EventLog::Open(directory_, kIndex, Access::kRead, OnLoss::kAccept);
    ASSERT_TRUE(log.has_value()) << log.error().Message();
    EXPECT_EQ(ReadAll(*log)->size(), 4U);
  }
  ExpectLost("items 8 to 12 are gone");
}

TEST_F(LossTest, AHeadThatIsMissingOrDamagedProvesNothing) {
  MakeStore();
  const std::string bytes = ReadFile(directory_ / "HEAD");
  WriteFile(directory_ / "HEAD", std::string(bytes.size(), 'x'));
  EXPECT_THAT(Refusal(Access::kRead).Message(), HasSubstr("HEAD: is damaged"));
  std::filesystem::remove(directory_ / "HEAD");
  for (const Access access : {Access::kRead, Access::kWrite})
    EXPECT_THAT(Refusal(access).Message(), HasSubstr("its file HEAD is missing"));
  ASSERT_TRUE(EventLog::Open(directory_, kIndex, Access::kWrite, OnLoss::kAccept).has_value());
  EXPECT_EQ(CountSmall(directory_, Access::kRead), 6);
}

TEST_F(LossTest, OfTwoPlacesInTheHeadOneIsEnough) {
  MakeStore();
  const std::string bytes = ReadFile(directory_ / "HEAD");
  for (const std::size_t place : {std::size_t{0}, std::size_t{4096}}) {
    std::string damaged = bytes;
    damaged[place + 20] = static_cast<char>(damaged[place + 20] ^ 1);
    WriteFile(directory_ / "HEAD", damaged);
    EXPECT_EQ(CountSmall(directory_, Access::kRead), 6) << place;
  }
}

// What a writer leaves that is killed at some moment: no fault, no refusal, gone after the next.
class LeftoverTest : public LossTest {
 protected:
  void ExpectLeftOver(const std::string& what, int transactions) const {
    const StoreCheck check = Check();
    EXPECT_THAT(check.faults, IsEmpty());
    EXPECT_THAT(check.leftovers, ElementsAre(HasSubstr(what)));
    EXPECT_EQ(CountSmall(directory_, Access::kRead), transactions);
    EXPECT_TRUE(CopyStore(directory_, temp_ / "copy", kIndex).has_value());
    std::filesystem::remove_all(temp_ / "copy");
    EXPECT_EQ(CountSmall(directory_, Access::kWrite), transactions);
    EXPECT_THAT(Check().leftovers, IsEmpty());
  }
};

TEST_F(LeftoverTest, APartOfAWriteThatWasNotAcknowledged) {
  MakeStore();
  const std::filesystem::path wal = Wal();
  const std::string before = ReadFile(wal);
  const std::string head = ReadFile(directory_ / "HEAD");
  // The bytes of one more write, as they would stand behind the others.
  std::filesystem::copy(directory_, temp_ / "later");
  std::string longer;
  {
    EventLog log = OpenOrDie(temp_ / "later", Access::kWrite);
    ASSERT_TRUE(log.Append(SmallTransaction(6), log.last()).has_value());
  }
  longer = ReadFile(FilesWith(temp_ / "later", ".log").front());
  std::filesystem::copy(directory_, temp_ / "sound");
  for (std::size_t size = 8; size < longer.size(); size += 1 + longer.size() / 7) {
    std::filesystem::remove_all(directory_);
    std::filesystem::copy(temp_ / "sound", directory_);
    WriteFile(wal, before + longer.substr(0, size));
    ExpectLeftOver("ends in a part of a write", 6);
  }
}

TEST_F(LeftoverTest, FilesThatNothingNames) {
  MakeStore();
  const std::string table = ReadFile(FilesWith(directory_, ".sst").front());
  WriteFile(directory_ / "000999.sst", table);
  ExpectLeftOver("table 000999.sst", 6);
  WriteFile(directory_ / "000998.dbtmp", "x");
  ExpectLeftOver("file 000998.dbtmp", 6);
  WriteFile(directory_ / "MANIFEST-000001", "x");
  ExpectLeftOver("file MANIFEST-000001", 6);
  WriteFile(directory_ / "000002.log", "x");
  ExpectLeftOver("write-ahead file 000002.log", 6);
}

// Rows beside the log are those that were written, or the store says that they are not.
class RowsTest : public LossTest {
 protected:
  static constexpr int kTransactions = 8;

  void MakeTables() const {
    {
      EventLog log = OpenOrDie(directory_, Access::kCreate);
      AppendSmall(log, kTransactions);
    }
    const EventLog moves_rows_to_tables = OpenOrDie(directory_, Access::kWrite);
  }
};

TEST_F(RowsTest, AFlippedByteInATableNeverLosesARowOfTheOutbox) {
  MakeTables();
  std::mt19937 random(20260301);
  int found = 0;
  for (const std::filesystem::path& table : FilesWith(directory_, ".sst")) {
    const std::string bytes = ReadFile(table);
    for (std::size_t at = random() % 11; at < bytes.size(); at += 11) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << random() % 7));
      WriteFile(table, damaged);
      const Result<EventLog> log = EventLog::Open(directory_, kIndex, Access::kRead);
      const Result<std::vector<Sequence>> rows =
          log ? Agenda(log->records()).Undecided() : Fail(log.error());
      if (rows)
        EXPECT_EQ(rows->size(), std::size_t{kTransactions}) << table << " byte " << at;
      else
        ++found;
    }
    WriteFile(table, bytes);
  }
  EXPECT_GT(found, 100);
}

TEST_F(RowsTest, ARowThatIsMissingOrChangedIsNoticedInAWholeScanAndInACheck) {
  MakeTables();
  RawDatabase(directory_).Delete(2, NumberKey(2));
  {
    const EventLog log = OpenOrDie(directory_, Access::kRead);
    const Result<std::vector<Sequence>> rows = Agenda(log.records()).Undecided();
    ASSERT_FALSE(rows.has_value());
    EXPECT_EQ(rows.error().code, ErrorCode::kCorruption);
    EXPECT_THAT(rows.error().Message(), HasSubstr("rows of outbox: there are 7 of 8"));
  }
  EXPECT_THAT(Check().faults, ElementsAre("rows of outbox: there are 7, but 8 were written"));
  RawDatabase(directory_).Put(2, NumberKey(2), "changed");
  EXPECT_THAT(Check().faults,
              ElementsAre("rows of outbox: are not those that were written; their digest differs"));
  RawDatabase(directory_).Put(2, NumberKey(2), "");
  EXPECT_THAT(Check().faults, IsEmpty());
}

TEST_F(RowsTest, ASubscriptionThatIsMissingIsNoticedByWhoeverReadsThemAll) {
  {
    EventLog log = OpenOrDie(directory_, Access::kCreate);
    Subscription subscription;
    for (std::uint64_t id = 1; id < 4; ++id) {
      subscription.id = {id};
      subscription.token = "token" + std::to_string(id);
      const auto changes = Subscriptions::ChangesTo(std::nullopt, subscription);
      ASSERT_TRUE(changes.has_value()) << changes.error().Message();
      ASSERT_TRUE(log.records().Write(*changes).has_value());
    }
  }
  const auto count = [&]() -> Result<int> {
    const EventLog log = OpenOrDie(directory_, Access::kRead);
    int seen = 0;
    const Status visited = Subscriptions(log.records()).Visit([&](const Subscription&) -> Status {
      ++seen;
      return {};
    });
    if (!visited) return Fail(visited.error());
    return seen;
  };
  EXPECT_EQ(count(), 3);
  RawDatabase(directory_).Delete(4, "s" + NumberKey(2));
  EXPECT_EQ(count().error().code, ErrorCode::kCorruption);
}

TEST_F(RowsTest, RowsAreCountedThroughEveryKindOfChange) {
  EventLog log = OpenOrDie(directory_, Access::kCreate);
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    std::vector<RecordChange> changes;
    for (unsigned i = random() % 4; i < 5; ++i)
      changes.push_back({.family = static_cast<Family>(random() % kFamilyCount),
                         .key = "key" + std::to_string(random() % 6),
                         .value = random() % 3 == 0 ? std::optional<std::string>()
                                                    : std::to_string(random() % 4)});
    ASSERT_TRUE(log.records().Write(changes).has_value());
    for (std::size_t i = 0; i < kFamilyCount; ++i) {
      const Status scanned = log.records().Scan(static_cast<Family>(i), {},
                                                [](auto, auto) -> Result<bool> { return true; });
      ASSERT_TRUE(scanned.has_value()) << scanned.error().Message();
    }
  }
}

TEST_F(RowsTest, ALogThatWasExchangedIsNotTheOneThatWasWritten) {
  MakeTables();
  Transaction other = SmallTransaction(0);
  other.author = "eve";
  RawDatabase(directory_).Put(1, NumberKey(1), proto::EncodeTransaction(other).value());
  EXPECT_THAT(
      Check().faults,
      ElementsAre("the records of the log are not those that were written; their digest differs"));
}

}  // namespace
}  // namespace lawtrace::store
