// lawtrace diff and revisions: what they were asked, and their work.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct DifferenceOptions {
  QuestionOptions question;
  std::string from;  // As ParseMoment.
  std::string to;
};

struct RevisionOptions {
  QuestionOptions question;          // `at`: the day of the score; empty: the range's end.
  std::vector<std::string> between;  // Two recorded dates.
  bool with_confirmations = false;   // List them, too.
};

[[nodiscard]] Result<int> RunDifference(const DifferenceOptions& options);
[[nodiscard]] Result<int> RunRevisions(const RevisionOptions& options);

}  // namespace lawtrace::cli
