// Answers to what differs between two moments, and what became known between two recorded dates.
#pragma once

#include <string>
#include <vector>

#include "report/question/ask.h"

namespace lawtrace::report {

// Of one node, between two moments in words (ParseMoment).
[[nodiscard]] Result<Answer> AnswerDifference(const Question& question,
                                              const std::string& from_words,
                                              const std::string& to_words, Format format);

struct RevisionWords {
  std::string after;  // Two recorded dates.
  std::string until;
  bool with_confirmations = false;  // List them, too.
};

// Of one node; `words.at` is the day of the score, by default the range's end.
[[nodiscard]] Result<Answer> AnswerRevisions(const Question& question, const RevisionWords& words,
                                             Format format);

// diff, revisions.
std::vector<QuestionEntry> DifferenceQuestions();

}  // namespace lawtrace::report
