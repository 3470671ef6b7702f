#include "service/channels/file/file_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class FileSenderTest : public testing::Test {
 protected:
  ingest::TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "alerts.jsonl";
};

TEST_F(FileSenderTest, AppendsWholeLines) {
  EXPECT_EQ(AppendLine(file_, "{\"a\":1}").verdict, DeliveryVerdict::kDelivered);
  EXPECT_EQ(AppendLine(file_, "{\"a\":2}").verdict, DeliveryVerdict::kDelivered);
  EXPECT_EQ(TextOf(file_), "{\"a\":1}\n{\"a\":2}\n");
}

TEST_F(FileSenderTest, LinesOfSeveralWritersDoNotMix) {
  {
    std::vector<std::jthread> writers;
    for (const char c : {'a', 'b', 'c', 'd'})
      writers.emplace_back([this, c] {
        for (int i = 0; i < 20; ++i) AppendLine(file_, std::string(10'000, c));
      });
  }
  std::ifstream in(file_);
  int lines = 0;
  for (std::string line; std::getline(in, line); ++lines)
    ASSERT_EQ(line, std::string(10'000, line.front()));
  EXPECT_EQ(lines, 80);
}

TEST_F(FileSenderTest, TheHalfLineOfACrashDoesNotSpoilTheNext) {
  std::ofstream(file_) << "{\"a\":1}\n{\"a\":";
  AppendLine(file_, "{\"a\":3}");
  EXPECT_EQ(TextOf(file_), "{\"a\":1}\n{\"a\":\n{\"a\":3}\n");
}

TEST_F(FileSenderTest, WithoutSpaceNothingIsWrittenAndItIsTriedAgain) {
  AppendLine(file_, "{\"a\":1}");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit limit = before;
  limit.rlim_cur = 5000;
  setrlimit(RLIMIT_FSIZE, &limit);
  const DeliveryOutcome outcome = AppendLine(file_, std::string(10'000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(outcome.reason, HasSubstr("File too large"));
  EXPECT_EQ(TextOf(file_), "{\"a\":1}\n");
  EXPECT_EQ(AppendLine(file_, "{\"a\":2}").verdict, DeliveryVerdict::kDelivered);
  EXPECT_EQ(AppendLine("/dev/full", "{}").verdict, DeliveryVerdict::kRetry);
}

TEST_F(FileSenderTest, AFolderThatIsMissingIsTriedAgainAndABrokenLineIsNot) {
  const DeliveryOutcome outcome = AppendLine(directory_ / "none" / "a.jsonl", "{}");
  EXPECT_EQ(outcome.verdict, DeliveryVerdict::kRetry);
  EXPECT_THAT(outcome.reason, HasSubstr("No such file"));
  EXPECT_EQ(AppendLine(file_, "{}\n{}").verdict, DeliveryVerdict::kRejected);
}

TEST_F(FileSenderTest, ALinkIsNotFollowedAndAFileIsItsOwnersAlone) {
  const ingest::TemporaryDirectory directory;
  const std::filesystem::path target = directory / "target.jsonl";
  std::filesystem::create_symlink(target, directory / "link.jsonl");
  const DeliveryOutcome refused = AppendLine(directory / "link.jsonl", "{}");
  EXPECT_EQ(refused.verdict, DeliveryVerdict::kRejected);
  EXPECT_THAT(refused.reason, testing::HasSubstr("is a link"));
  EXPECT_FALSE(std::filesystem::exists(target));
  const mode_t before = umask(0);
  AppendLine(target, "{}");
  umask(before);
  EXPECT_EQ(std::filesystem::status(target).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace lawtrace::service
