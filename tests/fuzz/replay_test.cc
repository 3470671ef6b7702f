// Replays the inputs that fuzzing began with or once failed on.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/targets.h"

namespace lawtrace::fuzz {
namespace {

std::filesystem::path CorpusOf(const Target& target) {
  return std::filesystem::path(LAWTRACE_SOURCE_DIR) / "tests/fixtures/fuzz" / target.name;
}

std::string BytesOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ReplayTest, EveryTargetTakesEveryInputOfItsCorpus) {
  for (const Target& target : Targets()) {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(CorpusOf(target))) {
      SCOPED_TRACE(file.path());
      const std::string bytes = BytesOf(file.path());
      target.run(bytes);
      for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 16)
        target.run(std::string_view(bytes).substr(0, size));
      ++count;
    }
    EXPECT_GT(count, 0U) << target.name << " has no inputs";
  }
}

TEST(ReplayTest, EveryTargetTakesNothingAndAnyByte) {
  for (const Target& target : Targets()) {
    target.run("");
    for (int byte = 0; byte < 256; ++byte) target.run(std::string(1, static_cast<char>(byte)));
  }
}

TEST(ReplayTest, EveryCorpusBelongsToATarget) {
  const std::filesystem::path root =
      std::filesystem::path(LAWTRACE_SOURCE_DIR) / "tests/fixtures/fuzz";
  for (const auto& folder : std::filesystem::directory_iterator(root))
    EXPECT_TRUE(std::ranges::any_of(Targets(), [&](const Target& target) {
      return target.name == folder.path().filename().string();
    })) << folder.path();
}

}  // namespace
}  // namespace lawtrace::fuzz
