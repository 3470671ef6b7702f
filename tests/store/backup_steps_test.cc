// What a backup does that its result does not show: it is on disk, and it was compared.
#include "store/internal/backup_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <vector>

#include "store/backup.h"
#include "tests/store/store_fixture.h"
#include "tests/store/sync_watch.h"

namespace lawtrace::store {
namespace {

using ::testing::HasSubstr;

class BackupStepsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    EventLog log = OpenOrDie(store(), Access::kCreate);
    AppendSmall(log, 5);
    const std::vector<RecordChange> rows = {{Family::kAccess, "a", "1"}};
    ASSERT_TRUE(log.records().Write(rows).has_value());
  }
  std::filesystem::path store() const { return temp_ / "store"; }
  std::filesystem::path copy() const { return temp_ / "copy"; }

  // The copy's files; RocksDB's notes for people and its lock may be lost.
  std::vector<std::filesystem::path> Files() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(copy()))
      if (const std::string name = entry.path().filename();
          !name.starts_with("LOG") && name != "LOCK")
        files.push_back(entry.path());
    return files;
  }

  static struct stat StatusOf(const std::filesystem::path& path) {
    struct stat status{};
    EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
    return status;
  }

  TempDir temp_;
};

TEST_F(BackupStepsTest, EveryFileOfACopyIsOnDiskAndThenItsName) {
  std::vector<Sync> syncs;
  {
    const SyncWatch watch;
    ASSERT_TRUE(CopyStore(store(), copy(), kIndex).has_value());
    syncs = watch.syncs();
  }
  ASSERT_FALSE(syncs.empty());
  for (const std::filesystem::path& file : Files()) {
    const struct stat status = StatusOf(file);
    if (status.st_size == 0) continue;
    EXPECT_TRUE(std::ranges::any_of(syncs,
                                    [&](const Sync& sync) {
                                      return sync.file == status.st_ino &&
                                             sync.size >= status.st_size;
                                    }))
        << file << ", " << status.st_size << " bytes";
  }
  // The folder of the copy keeps the names of its files, the one above that of the copy.
  const auto is_of = [](ino_t file) { return [=](const Sync& sync) { return sync.file == file; }; };
  EXPECT_TRUE(std::ranges::any_of(syncs, is_of(StatusOf(copy()).st_ino)));
  EXPECT_EQ(syncs.back().file, StatusOf(temp_.path()).st_ino) << "after all else";
}

// Else a loss of power would leave a copy that says it holds what it lacks.
TEST_F(BackupStepsTest, TheRowsOfACopyAreOnDiskBeforeItsHeadSaysSo) {
  std::vector<Sync> syncs;
  {
    const SyncWatch watch;
    ASSERT_TRUE(CopyInto(copy(), store(), kIndex).has_value());
    syncs = watch.syncs();
  }
  const auto is_table = [](const Sync& sync) { return sync.path.extension() == ".sst"; };
  const auto is_head = [](const Sync& sync) { return sync.path.filename() == "HEAD"; };
  const auto table = std::ranges::find_if(syncs, is_table);
  const auto last = std::ranges::find_if(syncs.rbegin(), syncs.rend(), is_head);
  ASSERT_NE(table, syncs.end());
  ASSERT_NE(last, syncs.rend());
  const auto head = std::ranges::find_if(syncs, [&](const Sync& sync) {
    return is_head(sync) && sync.first_bytes == last->first_bytes;
  });
  EXPECT_LT(table - syncs.begin(), head - syncs.begin());
}

TEST_F(BackupStepsTest, ACopyThatIsNotWhatWasReadIsRefused) {
  const auto copied = CopyInto(copy(), store(), kIndex);
  ASSERT_TRUE(copied.has_value());
  EXPECT_TRUE(CheckCopy(copy(), kIndex, *copied, {}).has_value());
  const auto refusal = [&] {
    const Result<StoreCheck> check = CheckCopy(copy(), kIndex, *copied, {});
    return check ? "it was taken" : check.error().Message();
  };
  // Sound stores, but not copies.
  {
    const EventLog log = OpenOrDie(copy(), Access::kWrite);
    const std::vector<RecordChange> row = {{Family::kAccess, "a", "2"}};
    ASSERT_TRUE(log.records().Write(row).has_value());
  }
  EXPECT_THAT(refusal(), HasSubstr("the copy differs from what was copied"));
  {
    EventLog log = OpenOrDie(copy(), Access::kWrite);
    const std::vector<RecordChange> row = {{Family::kAccess, "a", "1"}};
    ASSERT_TRUE(log.records().Write(row).has_value());
    ASSERT_TRUE(CheckCopy(copy(), kIndex, *copied, {}).has_value()) << "as it was";
    ASSERT_TRUE(log.Append(SmallTransaction(5), log.last()).has_value());
  }
  EXPECT_THAT(refusal(), HasSubstr("the copy differs from what was copied"));
}

TEST_F(BackupStepsTest, EveryItemOfACopyIsRead) {
  std::size_t read = 0;
  const auto copied =
      CopyStore(store(), copy(), kIndex, [&](std::size_t done, std::size_t) { read = done; });
  ASSERT_TRUE(copied.has_value());
  EXPECT_EQ(read, copied->last.value);
}

}  // namespace
}  // namespace lawtrace::store
