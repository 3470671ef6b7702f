// Fixture: what all benchmarks of one run share.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "bench/limit_side.h"
#include "bench/questions.h"
#include "bench/sqlite_peer.h"
#include "bench/workload.h"
#include "model/check.h"

namespace lawtrace::bench {

// A folder of its own under the system's temporary directory (TMPDIR), removed at the end.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lawtrace-bench-XXXXXX");
    Check(mkdtemp(pattern.data()) != nullptr, "cannot make a temporary folder");
    path_ = pattern;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline analysis::Archive BuildArchive(const Workload& workload) {
  analysis::ArchiveBuilder builder(workload.methodology);
  for (const Transaction& transaction : workload.transactions) builder.Add(transaction);
  return std::move(builder).Build();
}

struct Fixture {
  ScratchFolder folder;
  Workload workload = MakeWorkload();
  analysis::Archive archive = BuildArchive(workload);
  LimitSide limit{workload};
  SqlitePeer sqlite{workload, folder.path() / "peer.db"};
  std::vector<Question> questions = DrawQuestions({}, archive.last(), 4096);
};

}  // namespace lawtrace::bench
