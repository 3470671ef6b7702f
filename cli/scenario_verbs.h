// lawtrace scenario run, save.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "model/result.h"
#include "report/question/suggestion_answer.h"

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

[[nodiscard]] Result<int> RunScenario(const ScenarioOptions& options);
[[nodiscard]] Result<int> SaveScenario(const ScenarioOptions& options);

}  // namespace lawtrace::cli
