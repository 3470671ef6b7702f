// Suggestion: the fewest changes of answers that bring a score to a goal.  docs/method.md,
// "Suggestions", has the proof that none is fewer.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "analysis/archive.h"
#include "model/result.h"

namespace lawtrace::analysis {

struct SuggestionTask {
  CountryId country;
  NodeId node;
  AsOf as_of;
  std::vector<IndicatorId> excluded;  // Whose answers stay.
  std::size_t max_changes = std::numeric_limits<std::size_t>::max();
  // Whether an indicator whose answer does not count may get one; law may be as good already.
  bool may_fill_missing = false;
};

struct SuggestedChange {
  IndicatorId indicator;
  std::optional<Answer> old_answer;  // Absent: none.
  Answer new_answer = Answer::NotAssessed();
};

struct Suggestion {
  std::optional<double> now;  // The node's score as it is.
  bool is_within_reach = false;
  // With the changes: the highest score that so few changes reach.  Out of reach: the best score
  // that can be reached.  Absent if the node has none under any answers.
  std::optional<double> score;
  // In codebook order; empty if `now` meets the goal.  Of equally few with equal scores (within
  // kScoreTolerance), those that come first in the codebook, by indicator, then option.
  std::vector<SuggestedChange> changes;
};

// Searches all sets of changes to options that score; a numeric indicator may become the highest
// number of its scale, if there is one.
//
// `meets_goal` says whether a score is good enough.
// REQUIRES: what it says of a score it says of every higher one.
// kInvalidInput: parts of the node share so many indicators, or a table looks up so many answers,
// that not every set can be tried.
// Complexity: for a tree, polynomial in the indicators and linear in the combinations of answers of
// each table; multiplied by the combinations of answers of indicators that stand twice below the
// node.
[[nodiscard]] Result<Suggestion> Suggest(const Archive& archive, const SuggestionTask& task,
                                         const std::function<bool(double)>& meets_goal);

// Countries with that answer on that day, by code: they show that it can be law.
std::vector<CountryId> CountriesWith(const Archive& archive, IndicatorId indicator,
                                     const Answer& answer, AsOf as_of);

}  // namespace lawtrace::analysis
