// The answer to which law moved a score between two points.
#pragma once

#include <string>
#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

// What the question says of both ends: its moment is the later one, `words.from` the earlier day;
// `words.known_at` and `words.methodology` hold for both.
struct AttributionWords {
  std::string from_known_at;  // Empty: as `words.known_at`; so the next one.
  std::string to_known_at;
  std::string from_methodology;   // Empty: as `words.methodology`.
  std::string fixed_composition;  // Day whose members of a group count at both ends; empty: each
                                  // day its own.
  bool with_members = false;      // Each member of a group instead of the group's mean.
};

// `archive_of` is asked for the archive of `from_methodology` if that is another one.
[[nodiscard]] Result<Answer> AnswerAttribution(const Question& question,
                                               const AttributionWords& words,
                                               const ArchiveOf& archive_of, Format format);

// attribute.
std::vector<QuestionEntry> AttributionQuestions();

}  // namespace lawtrace::report
