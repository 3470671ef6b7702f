#include "store/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "store/internal/key.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class EventLogTest : public ::testing::Test {
 protected:
  EventLogTest() : directory_(temp_ / "store") {}

  std::string Where() const { return "store " + directory_.string(); }
  EventLog Create() const { return OpenOrDie(directory_, Access::kCreate); }

  // The error of opening the folder.
  Error Refusal(Access access, const std::string& index = kIndex) const {
    const Result<EventLog> log = EventLog::Open(directory_, index, access);
    if (log) return {ErrorCode::kConflict, "opened"};
    return log.error();
  }

  void CreateWith(int transactions) const {
    EventLog log = Create();
    AppendSmall(log, transactions);
  }

  TempDir temp_;
  std::filesystem::path directory_;
};

void ExpectError(const Error& error, ErrorCode code, const std::string& message) {
  EXPECT_EQ(error.code, code) << error.Message();
  EXPECT_EQ(error.Message(), message);
}

TEST_F(EventLogTest, ReturnsEveryFieldOfWhatWasAppended) {
  const Transaction full = FullTransaction();
  EventLog log = Create();
  const Result<Transaction> appended = log.Append(full, Sequence{});
  ASSERT_TRUE(appended.has_value()) << appended.error().Message();
  EXPECT_EQ(*appended, Numbered(full, Sequence{}));
  const Result<std::vector<Transaction>> all = ReadAll(log);
  ASSERT_TRUE(all.has_value()) << all.error().Message();
  EXPECT_THAT(*all, ElementsAre(Numbered(full, Sequence{})));
}

TEST_F(EventLogTest, NumbersLawsBeforeEventsAndTransactionsWithoutGaps) {
  EventLog log = Create();
  EXPECT_EQ(log.last(), Sequence{});
  EXPECT_EQ(log.last_recorded_at(), std::nullopt);
  const Transaction full = FullTransaction();
  const Result<Transaction> first = log.Append(full, Sequence{});
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->first, Sequence{1});
  EXPECT_EQ(first->events.front().sequence, Sequence{3});  // Behind two laws.
  EXPECT_EQ(log.last(), Sequence{7});
  EXPECT_EQ(log.last_recorded_at(), full.recorded_at);
  const Result<Transaction> second = log.Append(full, Sequence{7});
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->first, Sequence{8});
  EXPECT_EQ(second->events.back().sequence, Sequence{14});
}

TEST_F(EventLogTest, KeepsTransactionsOfLawsOnly) {
  Transaction laws = FullTransaction();
  laws.events.clear();
  EventLog log = Create();
  ASSERT_TRUE(log.Append(laws, Sequence{}).has_value());
  EXPECT_EQ(log.last(), Sequence{2});
  EXPECT_THAT(*ReadAll(log), ElementsAre(Numbered(laws, Sequence{})));
}

TEST_F(EventLogTest, HoldsTheSameLogWhenOpenedAgain) {
  CreateWith(5);
  for (const Access access : {Access::kRead, Access::kWrite, Access::kCreate}) {
    const Result<int> count = CountSmall(directory_, access);
    ASSERT_TRUE(count.has_value()) << count.error().Message();
    EXPECT_EQ(*count, 5);
  }
  EventLog log = OpenOrDie(directory_, Access::kWrite);
  EXPECT_EQ(log.last(), Sequence{9});
  EXPECT_EQ(log.last_recorded_at(), SmallTransaction(4).recorded_at);
  ASSERT_TRUE(log.Append(SmallTransaction(5), Sequence{9}).has_value());
  EXPECT_EQ(log.last(), Sequence{12});
}

TEST_F(EventLogTest, RefusesToAppendBehindALogThatMovedOn) {
  EventLog log = Create();
  AppendSmall(log, 1);
  const Result<Transaction> appended = log.Append(SmallTransaction(1), Sequence{});
  ASSERT_FALSE(appended.has_value());
  ExpectError(appended.error(), ErrorCode::kConflict,
              Where() + ": the log has moved on from 0 to 1; read it again and retry");
  ASSERT_FALSE(log.Append(SmallTransaction(1), Sequence{2}).has_value());
  EXPECT_EQ(log.last(), Sequence{1});
  EXPECT_TRUE(log.Append(SmallTransaction(1), Sequence{1}).has_value());
}

TEST_F(EventLogTest, RefusesToRecordBeforeTheLastRecord) {
  EventLog log = Create();
  Transaction transaction = SmallTransaction(0);
  transaction.recorded_at = Instant::Parse("2024-01-02").value();
  ASSERT_TRUE(log.Append(transaction, Sequence{}).has_value());
  ASSERT_TRUE(log.Append(transaction, Sequence{1}).has_value()) << "the same moment is allowed";
  transaction.recorded_at = Instant::Parse("2024-01-01T23:59:59Z").value();
  const Result<Transaction> appended = log.Append(transaction, Sequence{2});
  ASSERT_FALSE(appended.has_value());
  ExpectError(appended.error(), ErrorCode::kInvalidInput,
              Where() +
                  ": cannot record at 2024-01-01T23:59:59Z, before the last record of "
                  "2024-01-02T00:00:00Z; give a later recorded_at or leave it out");
  EXPECT_EQ(log.last(), Sequence{2});
}

TEST_F(EventLogTest, RefusesTextsThatCouldNotBeReadBack) {
  EventLog log = Create();
  Transaction transaction = SmallTransaction(0);
  transaction.events[0].evidence.comment = "Espa\xF1ol";  // Latin-1.
  const Result<Transaction> appended = log.Append(transaction, Sequence{});
  ASSERT_FALSE(appended.has_value());
  ExpectError(appended.error(), ErrorCode::kInvalidInput,
              Where() + ": event 1: the comment is not UTF-8 text; convert the source to UTF-8");
  EXPECT_EQ(log.last(), Sequence{});
  EXPECT_THAT(*ReadAll(log), IsEmpty());
}

TEST_F(EventLogTest, IsReadBesideAWriterAsItWasWhenOpened) {
  EventLog writer = Create();
  AppendSmall(writer, 2);
  const EventLog reader = OpenOrDie(directory_, Access::kRead);
  ASSERT_TRUE(writer.Append(SmallTransaction(2), writer.last()).has_value());
  EXPECT_EQ(reader.last(), Sequence{3});
  EXPECT_EQ(ReadAll(reader)->size(), 2U);
  EXPECT_EQ(*CountSmall(directory_, Access::kRead), 3);
}

TEST_F(EventLogTest, RefusesASecondWriter) {
  const EventLog writer = Create();
  for (const Access access : {Access::kWrite, Access::kCreate})
    ExpectError(Refusal(access), ErrorCode::kUnavailable,
                Where() +
                    ": another process is writing to it; wait until it has finished, or write "
                    "through 'lawtrace serve' with --server URL");
}

TEST_F(EventLogTest, BlamesNoOtherWriterForAFaultInAFolderNamedLock) {
  directory_ = temp_ / "lock file";
  CreateWith(1);
  std::filesystem::remove(directory_ / "CURRENT");
  std::filesystem::create_directory(directory_ / "CURRENT");
  const Error refusal = Refusal(Access::kWrite);
  EXPECT_THAT(refusal.Message(), Not(HasSubstr("another process")));
}

TEST_F(EventLogTest, SaysThatThereIsNoStore) {
  const std::string message =
      Where() + ": there is none; make one with 'lawtrace import' or name another with store";
  ExpectError(Refusal(Access::kRead), ErrorCode::kNotFound, message);
  ExpectError(Refusal(Access::kWrite), ErrorCode::kNotFound, message);
  EXPECT_FALSE(std::filesystem::exists(directory_)) << "refusing must not create anything";
  std::filesystem::create_directories(directory_);
  ExpectError(Refusal(Access::kRead), ErrorCode::kNotFound, message);
}

TEST_F(EventLogTest, MakesAStoreInAnEmptyFolderAndBelowAbsentOnes) {
  std::filesystem::create_directories(directory_);
  EXPECT_EQ(Create().last(), Sequence{});
  directory_ = temp_ / "a" / "b";
  EXPECT_EQ(Create().last(), Sequence{});
}

TEST_F(EventLogTest, RefusesAFolderWithOtherFiles) {
  std::filesystem::create_directories(directory_);
  std::ofstream(directory_ / "thesis.txt") << "words";
  ExpectError(
      Refusal(Access::kCreate), ErrorCode::kInvalidInput,
      Where() + ": the folder is not empty and holds no store; name a new folder with store");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_), {}), 1);
}

TEST_F(EventLogTest, RefusesAFile) {
  std::ofstream(directory_) << "words";
  for (const Access access : {Access::kRead, Access::kWrite, Access::kCreate})
    ExpectError(Refusal(access), ErrorCode::kInvalidInput,
                Where() + ": is a file; name a folder with store");
}

TEST_F(EventLogTest, RefusesAnotherIndex) {
  CreateWith(1);
  ExpectError(Refusal(Access::kRead, "gender-equality"), ErrorCode::kInvalidInput,
              Where() +
                  ": holds events of the index 'mipex', not of 'gender-equality'; name the right "
                  "folder with index");
}

TEST_F(EventLogTest, RefusesANewerFormat) {
  CreateWith(1);
  RawDatabase(directory_).Put(0, "format", "4");
  ExpectError(
      Refusal(Access::kRead), ErrorCode::kInvalidInput,
      Where() + ": written in format 4; this program reads up to format 3; use a newer lawtrace");
}

TEST_F(EventLogTest, TakesAnUnreadableFormatForDamage) {
  CreateWith(1);
  for (const std::string format : {"", "0", "1x", "one", "-1"}) {
    RawDatabase(directory_).Put(0, "format", format);
    ExpectError(Refusal(Access::kRead), ErrorCode::kCorruption,
                Where() + ": unknown format '" + format + "'");
  }
  RawDatabase(directory_).Put(0, "format", "1");
  RawDatabase(directory_).Delete(0, "index");
  ExpectError(Refusal(Access::kRead), ErrorCode::kCorruption,
              Where() + ": does not say which index it holds");
}

TEST_F(EventLogTest, RefusesADatabaseOfAnotherProgramAndLeavesItAlone) {
  RawDatabase(directory_).Put(0, "user:1", "ann");
  for (const Access access : {Access::kRead, Access::kWrite, Access::kCreate})
    ExpectError(
        Refusal(access), ErrorCode::kInvalidInput,
        Where() + ": a RocksDB database, but not of Lawtrace; name another folder with store");
  RawDatabase raw(directory_);
  EXPECT_EQ(raw.family_count(), 1U) << "no family may be added";
  EXPECT_EQ(raw.Get(0, "user:1"), "ann");
}

TEST_F(EventLogTest, CompletesACreationThatWasCutShort) {
  {
    const RawDatabase raw(directory_);
  }  // The database is there, the log family is not yet.
  EXPECT_EQ(Refusal(Access::kWrite).code, ErrorCode::kInvalidInput);
  CreateWith(1);
  EXPECT_EQ(*CountSmall(directory_, Access::kRead), 1);
  for (const std::size_t family : {1U, 2U})  // The log, the outbox.
    RawDatabase(directory_).Delete(family, EncodeLogKey(Sequence{1}));
  RawDatabase(directory_).Delete(0, "format");
  RawDatabase(directory_).Delete(0, "index");
  RawDatabase(directory_).Delete(0, "head");
  std::filesystem::remove(directory_ / "HEAD");
  EXPECT_EQ(Refusal(Access::kWrite).code, ErrorCode::kInvalidInput);
  EXPECT_EQ(Create().last(), Sequence{}) << "the family is there, the identity was not yet";
}

TEST_F(EventLogTest, VisitsFromTheTransactionThatHoldsASequence) {
  CreateWith(5);  // Items 1 | 2 3 | 4 5 6 | 7 | 8 9.
  const EventLog log = OpenOrDie(directory_, Access::kRead);
  const auto firsts = [&](std::uint64_t from) {
    std::vector<std::uint64_t> values;
    const Result<std::vector<Transaction>> all = ReadAll(log, Sequence{from});
    for (const Transaction& transaction : *all) values.push_back(transaction.first.value);
    return values;
  };
  EXPECT_THAT(firsts(0), ElementsAre(1, 2, 4, 7, 8));
  EXPECT_THAT(firsts(1), ElementsAre(1, 2, 4, 7, 8));
  EXPECT_THAT(firsts(2), ElementsAre(2, 4, 7, 8));
  EXPECT_THAT(firsts(3), ElementsAre(2, 4, 7, 8));
  EXPECT_THAT(firsts(6), ElementsAre(4, 7, 8));
  EXPECT_THAT(firsts(9), ElementsAre(8));
  EXPECT_THAT(firsts(10), IsEmpty());
  EXPECT_THAT(firsts(kLatest.value), IsEmpty());
}

TEST_F(EventLogTest, StopsVisitingAtTheFirstFailure) {
  CreateWith(3);
  int visits = 0;
  const Status status = OpenOrDie(directory_, Access::kRead).Visit([&](const Transaction&) {
    return ++visits == 2 ? Status(Fail(ErrorCode::kNotFound, "enough")) : Status();
  });
  ASSERT_FALSE(status.has_value());
  ExpectError(status.error(), ErrorCode::kNotFound, "enough");
  EXPECT_EQ(visits, 2);
}

TEST_F(EventLogTest, ReadsTheTransactionAroundASequence) {
  CreateWith(5);
  const EventLog log = OpenOrDie(directory_, Access::kRead);
  for (const std::uint64_t sequence : {4U, 5U, 6U})
    EXPECT_EQ(log.Read(Sequence{sequence})->first, Sequence{4});
  EXPECT_EQ(log.Read(Sequence{1})->first, Sequence{1});
  EXPECT_EQ(log.Read(Sequence{9})->first, Sequence{8});
  ExpectError(log.Read(Sequence{10}).error(), ErrorCode::kNotFound,
              "the log holds no item 10; its last is 9");
  ExpectError(log.Read(Sequence{0}).error(), ErrorCode::kNotFound,
              "the log holds no item 0; its last is 9");
}

TEST_F(EventLogTest, NoticesAMissingRecord) {
  CreateWith(5);  // Items 1 | 2 3 | 4 5 6 | 7 | 8 9.
  const std::string first_record = RawDatabase(directory_).Get(1, EncodeLogKey(Sequence{1}));
  for (const std::size_t family : {1U, 2U})  // The log, the outbox.
    RawDatabase(directory_).Delete(family, EncodeLogKey(Sequence{1}));
  {
    const EventLog log = OpenOrDie(directory_, Access::kRead);
    const std::string message = Where() + ": a log record is missing before item 2";
    ExpectError(ReadAll(log).error(), ErrorCode::kCorruption, message);
    ExpectError(ReadAll(log, Sequence{0}).error(), ErrorCode::kCorruption, message);
    EXPECT_TRUE(ReadAll(log, Sequence{3}).has_value());
    ExpectError(log.Read(Sequence{1}).error(), ErrorCode::kCorruption,
                Where() + ": the log record of item 1 is missing");
  }
  RawDatabase(directory_).Put(1, EncodeLogKey(Sequence{1}), first_record);
  RawDatabase(directory_).Delete(1, EncodeLogKey(Sequence{4}));
  const EventLog log = OpenOrDie(directory_, Access::kRead);
  ExpectError(ReadAll(log).error(), ErrorCode::kCorruption,
              Where() + ": a log record is missing before item 7");
  ExpectError(ReadAll(log, Sequence{5}).error(), ErrorCode::kCorruption,
              Where() + ": a log record is missing before item 7");
  ExpectError(log.Read(Sequence{5}).error(), ErrorCode::kCorruption,
              Where() + ": the log record of item 5 is missing");
}

TEST_F(EventLogTest, NoticesAnOverlappingRecordAndABadKey) {
  CreateWith(3);  // Items 1 | 2 3 | 4 5 6.
  const std::string record = RawDatabase(directory_).Get(1, EncodeLogKey(Sequence{2}));
  RawDatabase(directory_).Put(1, EncodeLogKey(Sequence{3}), record);
  ExpectError(ReadAll(OpenOrDie(directory_, Access::kRead)).error(), ErrorCode::kCorruption,
              Where() + ": a log record is missing before item 3");
  RawDatabase(directory_).Put(1, "short", record);
  ExpectError(Refusal(Access::kRead), ErrorCode::kCorruption,
              Where() + ": a log record has a bad key");
}

TEST_F(EventLogTest, NoticesARecordThatDoesNotDecode) {
  CreateWith(3);
  RawDatabase(directory_).Put(1, EncodeLogKey(Sequence{2}), "\x01nonsense");
  const EventLog log = OpenOrDie(directory_, Access::kRead);
  const std::string message = Where() + ": log record 2: does not parse";
  ExpectError(ReadAll(log).error(), ErrorCode::kCorruption, message);
  ExpectError(log.Read(Sequence{3}).error(), ErrorCode::kCorruption, message);
  RawDatabase(directory_).Put(1, EncodeLogKey(Sequence{4}), "");
  ExpectError(Refusal(Access::kRead), ErrorCode::kCorruption,
              Where() + ": log record 4: unknown record version");
}

using EventLogDeathTest = EventLogTest;

TEST_F(EventLogDeathTest, AppendIsForWritersAndForSomething) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  CreateWith(1);
  EXPECT_DEATH(
      {
        EventLog log = OpenOrDie(directory_, Access::kRead);
        (void)log.Append(SmallTransaction(1), log.last());
      },
      "opened for reading");
  EXPECT_DEATH(
      {
        EventLog log = OpenOrDie(directory_, Access::kWrite);
        (void)log.Append(Transaction{}, log.last());
      },
      "empty transaction");
}

}  // namespace
}  // namespace lawtrace::store
