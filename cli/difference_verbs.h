// lawtrace diff, revisions.
#pragma once

#include <string>

#include "cli/options.h"
#include "model/result.h"
#include "report/question/difference_answers.h"

namespace lawtrace::cli {

struct DifferenceOptions {
  QuestionOptions question;
  std::string from;  // As report::ParseMoment.
  std::string to;
};

struct RevisionOptions : report::RevisionWords {
  QuestionOptions question;
};

[[nodiscard]] Result<int> RunDifference(const DifferenceOptions& options);
[[nodiscard]] Result<int> RunRevisions(const RevisionOptions& options);

}  // namespace lawtrace::cli
