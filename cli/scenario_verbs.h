// lawtrace scenario run, save, suggest.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct ScenarioOptions {
  QuestionOptions question;            // Its group is the one that ranks are within.
  std::vector<std::string> files;      // Of changes, or one saved scenario; "-": standard input.
  std::vector<std::string> proposals;  // "4711" or "4711@2027-01-01"; they lie above the files.
  std::vector<std::string> against;    // Files of another scenario to compare with.
  std::string on_conflict;             // Empty: refuse.
  std::string part;                    // Of `run`: one table only; empty: all that a format holds.
  std::string output;                  // Of `save` and of a report: the file.
};

struct SuggestOptions {
  QuestionOptions question;
  std::string target;  // Exactly one of these three is given.
  std::string rank;
  std::string band;
  std::vector<std::string> excluded;  // Indicators, or nodes with all indicators below.
  std::string max_changes;            // Empty: any number.
  bool may_fill_missing = false;
};

[[nodiscard]] Result<int> RunScenario(const ScenarioOptions& options);
[[nodiscard]] Result<int> SaveScenario(const ScenarioOptions& options);
[[nodiscard]] Result<int> SuggestChanges(const SuggestOptions& options);

}  // namespace lawtrace::cli
