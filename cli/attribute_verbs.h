// lawtrace attribute: which law moved a score, by how many points.
#pragma once

#include <string>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct AttributeOptions {
  QuestionOptions question;   // `known_at` and `methodology` hold for both ends.
  std::string from_known_at;  // Empty: as `question.known_at`; so the next one.
  std::string to_known_at;
  std::string from_methodology;   // Empty: as `question.methodology`.
  std::string fixed_composition;  // Day whose members of a group count at both ends; empty: each
                                  // day its own.
  bool with_members = false;      // Each member of a group instead of the group's mean.
};

[[nodiscard]] Result<int> RunAttribute(const AttributeOptions& options);

}  // namespace lawtrace::cli
