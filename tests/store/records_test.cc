#include "store/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows RowsOf(const Records& records, Family family, const KeyRange& range = {},
            std::size_t most = 100) {
  Rows rows;
  const Status scanned = records.Scan(family, range, [&](auto key, auto value) -> Result<bool> {
    rows.emplace_back(key, value);
    return rows.size() < most;
  });
  EXPECT_TRUE(scanned.has_value());
  return rows;
}

class RecordsTest : public ::testing::Test {
 protected:
  EventLog Open(Access access = Access::kCreate) const {
    return OpenOrDie(temp_ / "store", access);
  }

  TempDir temp_;
};

TEST(RecordKeyTest, NumbersSortAsTheyCount) {
  EXPECT_LT(NumberKey(255), NumberKey(256));
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}})
    EXPECT_EQ(NumberOfKey(NumberKey(number)), number);
  EXPECT_EQ(NumberOfKey("short"), std::nullopt);
}

TEST(RecordKeyTest, APrefixCoversWhatBeginsWithIt) {
  const KeyRange range = KeysWith("a\xFF");
  EXPECT_EQ(range.from, "a\xFF");
  EXPECT_EQ(range.to, "b");
  EXPECT_EQ(KeysWith("").to, "");
}

TEST_F(RecordsTest, ReadsWhatWasWrittenInKeyOrderByFamily) {
  {
    EventLog log = Open();
    Records records = log.records();
    const std::vector<RecordChange> changes = {{Family::kSubscriptions, "b", "2"},
                                               {Family::kSubscriptions, "a", "1"},
                                               {Family::kSubscriptions, "c", "3"},
                                               {Family::kAudit, "a", "other"}};
    ASSERT_TRUE(records.Write(changes).has_value());
  }
  const EventLog log = Open(Access::kRead);
  const Records records = log.records();
  EXPECT_THAT(RowsOf(records, Family::kSubscriptions),
              ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("c", "3")));
  EXPECT_THAT(RowsOf(records, Family::kSubscriptions, {"b", "c"}), ElementsAre(Pair("b", "2")));
  EXPECT_THAT(RowsOf(records, Family::kSubscriptions, {}, 1), ElementsAre(Pair("a", "1")));
  EXPECT_EQ(records.Get(Family::kAudit, "a").value(), "other");
  EXPECT_EQ(records.Get(Family::kAudit, "b").value(), std::nullopt);
}

TEST_F(RecordsTest, RemovesWhatAChangeLeavesWithoutValue) {
  EventLog log = Open();
  Records records = log.records();
  ASSERT_TRUE(records.Write(std::vector<RecordChange>{{Family::kAccess, "a", "1"}}).has_value());
  ASSERT_TRUE(
      records.Write(std::vector<RecordChange>{{Family::kAccess, "a", std::nullopt}}).has_value());
  EXPECT_THAT(RowsOf(records, Family::kAccess), IsEmpty());
}

TEST_F(RecordsTest, AScanPassesOnTheFailureOfItsVisitor) {
  EventLog log = Open();
  Records records = log.records();
  ASSERT_TRUE(records.Write(std::vector<RecordChange>{{Family::kAccess, "a", "1"}}).has_value());
  const Status scanned = records.Scan(Family::kAccess, {}, [](auto, auto) -> Result<bool> {
    return Fail(ErrorCode::kCorruption, "unreadable");
  });
  ASSERT_FALSE(scanned.has_value());
  EXPECT_EQ(scanned.error().Message(), "unreadable");
}

TEST_F(RecordsTest, EveryAppendedTransactionIsInTheOutbox) {
  EventLog log = Open();
  AppendSmall(log, 3);
  std::vector<std::string> firsts;
  ASSERT_TRUE(log.Visit([&](const Transaction& transaction) -> Status {
                   firsts.push_back(NumberKey(transaction.first.value));
                   return {};
                 })
                  .has_value());
  Rows expected;
  for (const std::string& first : firsts) expected.emplace_back(first, "");
  EXPECT_EQ(RowsOf(log.records(), Family::kOutbox), expected);
}

TEST_F(RecordsTest, AppendWritesItsChangesWithTheTransactionOrNotAtAll) {
  EventLog log = Open();
  const std::vector<RecordChange> beside = {{Family::kSubmissions, "s", "approved"}};
  EXPECT_FALSE(log.Append(FullTransaction(), Sequence{7}, beside).has_value()) << "a conflict";
  EXPECT_THAT(RowsOf(log.records(), Family::kSubmissions), IsEmpty());
  EXPECT_THAT(RowsOf(log.records(), Family::kOutbox), IsEmpty());
  ASSERT_TRUE(log.Append(FullTransaction(), Sequence{}, beside).has_value());
  EXPECT_THAT(RowsOf(log.records(), Family::kSubmissions), ElementsAre(Pair("s", "approved")));
}

TEST_F(RecordsTest, NoUpdateReplacesWhatAnotherHasWrittenInBetween) {
  EventLog log = Open();
  constexpr int kEach = 50;
  const auto count_up = [&] {
    for (int i = 0; i < kEach; ++i)
      EXPECT_TRUE(log.records().Update([&]() -> Result<std::vector<RecordChange>> {
        const auto now = log.records().Get(Family::kAccess, "count");
        if (!now) return Fail(now.error());
        const int count = *now ? std::stoi(**now) : 0;
        return std::vector<RecordChange>{{Family::kAccess, "count", std::to_string(count + 1)}};
      }));
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(count_up);
  threads.clear();
  EXPECT_EQ(log.records().Get(Family::kAccess, "count").value(), std::to_string(4 * kEach));
  const Status refused = log.records().Update(
      []() -> Result<std::vector<RecordChange>> { return Fail(ErrorCode::kInvalidInput, "no"); });
  EXPECT_EQ(refused.error().Message(), "no");
}

TEST_F(RecordsTest, AGenerationTellsWhetherAFamilyWasWrittenTo) {
  EventLog log = Open();
  const std::uint64_t before = log.records().Generation(Family::kSubscriptions);
  ASSERT_TRUE(log.records().Write(std::vector<RecordChange>{{Family::kAccess, "a", "1"}}));
  EXPECT_EQ(log.records().Generation(Family::kSubscriptions), before);
  ASSERT_TRUE(log.records().Write(std::vector<RecordChange>{{Family::kSubscriptions, "a", "1"}}));
  const std::uint64_t written = log.records().Generation(Family::kSubscriptions);
  EXPECT_NE(written, before);
  const std::vector<RecordChange> beside = {{Family::kSubscriptions, "a", std::nullopt}};
  ASSERT_TRUE(log.Append(FullTransaction(), Sequence{}, beside));
  EXPECT_NE(log.records().Generation(Family::kSubscriptions), written);
}

TEST_F(RecordsTest, AStoreOfFormat1GainsItsFamiliesOnTheFirstOpenForWriting) {
  std::filesystem::copy(LAWTRACE_SOURCE_DIR "/tests/fixtures/store-v1", temp_ / "store",
                        std::filesystem::copy_options::recursive);
  {
    const EventLog log = Open(Access::kRead);
    EXPECT_THAT(RowsOf(log.records(), Family::kOutbox), IsEmpty());
    EXPECT_EQ(log.records().Get(Family::kAccess, "a").value(), std::nullopt);
  }
  {
    EventLog log = Open(Access::kWrite);
    ASSERT_TRUE(
        log.records().Write(std::vector<RecordChange>{{Family::kAccess, "a", "1"}}).has_value());
  }
  EXPECT_EQ(Open(Access::kRead).records().Get(Family::kAccess, "a").value(), "1");
}

}  // namespace
}  // namespace lawtrace::store
