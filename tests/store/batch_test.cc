// What one append of several transactions leaves, and what a backup takes along.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store/agenda.h"
#include "store/backup.h"
#include "store/deliveries.h"
#include "store/event_log.h"
#include "store/sha256.h"
#include "store/store_check.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;

TEST(BatchTest, EveryTransactionOfABatchIsInTheOutbox) {
  const TempDir temp;
  EventLog log = OpenOrDie(temp / "store", Access::kCreate);
  AppendSmall(log, 1);
  std::vector<Transaction> batch;
  for (int i = 1; i < 4; ++i) batch.push_back(SmallTransaction(i));
  const auto appended = log.AppendAll(std::move(batch), log.last());
  ASSERT_TRUE(appended) << appended.error().Message();
  const auto undecided = Agenda(log.records()).Undecided();
  ASSERT_TRUE(undecided);
  EXPECT_THAT(*undecided, ElementsAre(Sequence{1}, appended->at(0).first, appended->at(1).first,
                                      appended->at(2).first));
}

TEST(BatchTest, ABackupHasWhatStandsBesideTheLog) {
  const TempDir temp;
  const Delivery delivery{.subscription = {1},
                          .occasion = {.trigger = Trigger::kAmendment, .event = Sequence{1}},
                          .known = Sequence{1},
                          .matched = {"everything"},
                          .message = "msg_1"};
  const Envelope envelope{.id = "msg_1", .subscriptions = {{1}}, .deliveries = {KeyOf(delivery)}};
  {
    EventLog log = OpenOrDie(temp / "store", Access::kCreate);
    AppendSmall(log, 2);
    std::vector<RecordChange> changes;
    ASSERT_TRUE(Deliveries::AddChanges(std::nullopt, delivery, changes));
    ASSERT_TRUE(Deliveries::AddChanges(std::nullopt, envelope, changes));
    ASSERT_TRUE(log.records().Write(changes));
  }
  ASSERT_TRUE(CopyStore(temp / "store", temp / "copy", kIndex));
  const EventLog copy = OpenOrDie(temp / "copy", Access::kRead);
  const Deliveries deliveries(copy.records());
  EXPECT_EQ(deliveries.Find(KeyOf(delivery)).value(), delivery);
  EXPECT_EQ(deliveries.FindEnvelope("msg_1").value(), envelope);
  EXPECT_THAT(Agenda(copy.records()).Undecided().value(), testing::SizeIs(2));
}

// A digit of a text is changed to another one: the row still reads, and only its block's checksum
// tells.
TEST(BatchTest, CheckReadsTheChecksumOfEveryBlock) {
  const TempDir temp;
  const std::string marker = Hex(Sha256Of("marker"));
  {
    EventLog log = OpenOrDie(temp / "store", Access::kCreate);
    AppendSmall(log, 1);
    std::vector<RecordChange> changes;
    const Delivery delivery{.subscription = {1},
                            .occasion = {.trigger = Trigger::kAmendment, .event = Sequence{1}},
                            .state = DeliveryState::kFailed,
                            .reason = marker};
    ASSERT_TRUE(Deliveries::AddChanges(std::nullopt, delivery, changes));
    ASSERT_TRUE(log.records().Write(changes));
  }
  {
    const RawDatabase tables(temp / "store");
  }  // Opening it writes what was logged into tables.
  ASSERT_TRUE(CheckStore(temp / "store", kIndex).value().faults.empty());
  int changed = 0;
  for (const auto& file : std::filesystem::directory_iterator(temp / "store")) {
    if (file.path().extension() != ".sst") continue;
    std::fstream table(file.path(), std::ios::binary | std::ios::in | std::ios::out);
    const std::string bytes{std::istreambuf_iterator(table), {}};
    const std::size_t at = bytes.find(marker.substr(0, 32));
    if (at == std::string::npos) continue;
    table.seekp(static_cast<std::streamoff>(at) + 8);
    table.put(bytes[at + 8] == '0' ? '1' : '0');
    ++changed;
  }
  ASSERT_EQ(changed, 1);
  EXPECT_FALSE(CheckStore(temp / "store", kIndex).value().faults.empty());
}

}  // namespace
}  // namespace lawtrace::store
