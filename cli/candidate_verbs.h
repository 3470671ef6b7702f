// lawtrace law candidates.
#pragma once

#include <string>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct CandidatesOptions {
  QuestionOptions question;
  std::string styles;  // Folder of citation styles; empty: the bundled ones.
};

[[nodiscard]] Result<int> RunLawCandidates(const CandidatesOptions& options);

}  // namespace lawtrace::cli
