// Runs the real program and catches all that it says.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::cli {

// Words of a command line.
using Words = std::vector<std::string>;
Words With(Words words, const Words& more);

struct Outcome {
  int status = -1;  // -1: it was killed.
  std::string out;
  std::string err;
};

enum class Streams { kCaught, kOutputClosed, kOutputFull };

std::string ReadFile(const std::filesystem::path& file);
void WriteFile(const std::filesystem::path& file, std::string_view text);

// A folder with a store that does not exist yet, and the index that the program is told to use.
class ProgramTest : public testing::Test {
 protected:
  // `index` is a folder below the source tree.
  explicit ProgramTest(const std::string& index = "data/mipex");

  // Runs the program with `arguments`; --store and --index come from the environment.
  Outcome Run(const Words& arguments, Streams streams = Streams::kCaught,
              std::string_view input = {}) const;
  // The same; it must exit with 0 and say nothing on standard error.  Returns what it printed.
  std::string Do(const Words& arguments) const;
  // The same with --format json.
  nlohmann::json Ask(const Words& arguments) const;
  // It must exit with 2, print nothing, and say exactly `message` on standard error.
  void ExpectError(const Words& arguments, const std::string& message) const;

  // Writes a file into the folder and returns its path.
  std::string Write(const std::string& name, std::string_view text) const;
  std::string Path(const std::string& name) const { return (directory_ / name).string(); }
  void UseStore(const std::string& name) { store_ = Path(name); }
  const std::string& store() const { return store_; }
  // Everything that the log holds; empty if there is no store.
  std::string Log() const;

 private:
  ingest::TemporaryDirectory directory_;
  std::string index_;
  std::string store_;
};

}  // namespace lawtrace::cli
