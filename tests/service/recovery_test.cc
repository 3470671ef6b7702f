// A service whose disk fills up goes on reading, and writes again when there is room.
#include "service/desk/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <string>

#include "service/desk/writer.h"
#include "store/internal/opener.h"
#include "tests/store/failing_disk.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;

class RecoveryTest : public ::testing::Test {
 protected:
  RecoveryTest()
      : log_(Open()), writer_(log_, [this]() -> Status {
          ++published_;
          return {};
        }) {}

  store::EventLog Open() {
    Result<store::EventLog> log = store::EventLogOpener::Open(temp_ / "store", store::kIndex,
                                                              store::Access::kServe, disk_.env());
    EXPECT_TRUE(log.has_value()) << log.error().Message();
    return *std::move(log);
  }

  Status Record(int number) {
    const auto appended = writer_.Append([&](const store::EventLog&) -> Result<Batch> {
      return Batch{.transactions = {store::SmallTransaction(number)}};
    });
    if (!appended) return Fail(appended.error());
    return {};
  }

  store::TempDir temp_;
  store::FailingDisk disk_;
  store::EventLog log_;
  int published_ = 0;
  Writer writer_;
};

TEST_F(RecoveryTest, WritesAgainByItselfWhenThereIsRoom) {
  ASSERT_TRUE(Record(0).has_value());
  disk_.Fail(store::DiskFault::kNoSpace);
  const Status refused = Record(1);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(writer_.trouble()->Message(), refused.error().Message());
  std::promise<std::string> told;
  std::promise<void> over;
  const Recovery recovery(
      writer_,
      [&](const std::optional<Error>& trouble) {
        if (trouble)
          told.set_value(trouble->Message());
        else
          over.set_value();
      },
      std::chrono::milliseconds(1), std::chrono::milliseconds(5));
  EXPECT_THAT(told.get_future().get(), HasSubstr("no space left"));
  EXPECT_EQ(store::ReadAll(log_)->size(), 1U) << "reading goes on";
  disk_.Fail(store::DiskFault::kNone);
  over.get_future().get();
  EXPECT_FALSE(writer_.trouble().has_value());
  EXPECT_EQ(published_, 2) << "after the append and after the recovery";
  ASSERT_TRUE(Record(1).has_value());
  EXPECT_EQ(store::CountSmall(temp_ / "store", store::Access::kRead), 2);
}

TEST_F(RecoveryTest, ShowsAnAppendThatReachedTheDiskAfterAll) {
  ASSERT_TRUE(Record(0).has_value());
  disk_.Fail(store::DiskFault::kSyncFails);
  ASSERT_FALSE(Record(1).has_value());
  EXPECT_EQ(log_.last(), Sequence{1});
  disk_.Fail(store::DiskFault::kNone);
  ASSERT_TRUE(writer_.Recover().has_value());
  EXPECT_EQ(log_.last(), Sequence{3});
  EXPECT_EQ(published_, 2);
}

}  // namespace
}  // namespace lawtrace::service
