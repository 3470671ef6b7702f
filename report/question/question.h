// Question: whom, what and when a reader asks about, from words to the terms of one archive.
//
// Every edge of the program resolves the same words here, so all name the same faults.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "model/index.h"
#include "model/result.h"
#include "report/question/score_tables.h"

namespace lawtrace::report {

// Empty lists mean all; empty dates mean today and all that is recorded.
struct QuestionWords {
  std::vector<std::string> countries;
  std::vector<std::string> groups;
  std::vector<std::string> nodes;
  std::string at;
  std::string known_at;
  std::string from;           // The day after which changes count.
  std::string methodology;    // Empty: the index's default.
  bool with_codings = false;  // First answers count as changes, too.
};

// A question in the terms of one archive.
struct Question {
  const Index& index;
  const analysis::Archive& archive;
  QuestionWords words;
  Day today;
  std::vector<analysis::CountryId> countries;  // Of the lists and groups; all if none is named.
  std::vector<const Group*> groups;
  std::vector<analysis::NodeId> nodes;  // The headline if neither node nor indicator is named.
  std::vector<analysis::IndicatorId> indicators;  // Those among the named nodes.
  Moment moment;
};

// Finds the archive of another methodology of the same index, over the same log.
using ArchiveOf = std::function<Result<const analysis::Archive*>(const Methodology&)>;

// A point in time as people write it: YYYY-MM-DD, YYYY (its 31 December), an edition's id or alias
// (its reference date), "today", or a moment as RFC 3339 writes it (its day in UTC).
[[nodiscard]] Result<Day> ParsePoint(std::string_view text, const Index& index, Day today);

// A point with the date by which it was known, as people write it: "2019@2021-01-01", both sides as
// ParsePoint; "@2021" is today as known then; without @ all that is recorded is known.
[[nodiscard]] Result<Moment> ParseMoment(std::string_view text, const Index& index,
                                         const analysis::Archive& archive, Day today);

// The sequence of an event as people write it.
[[nodiscard]] Result<Sequence> ParseEventNumber(std::string_view text);

// The methodology of that id; the index's default if it is empty.
[[nodiscard]] Result<const Methodology*> ChooseMethodology(const Index& index,
                                                           const std::string& id);

// The day of `words.known_at`, if it is given.
[[nodiscard]] Result<std::optional<Day>> ParseKnownAt(const QuestionWords& words,
                                                      const Index& index, Day today);

// Resolves every word.  All that mean nothing are one error, a line each.
// REQUIRES: `archive` is of the methodology that the words name; it and `index` outlive the
// question.
[[nodiscard]] Result<Question> Resolve(QuestionWords words, const Index& index,
                                       const analysis::Archive& archive, Day today);

// An error if an indicator is among the nodes of a question that speaks of scores.
[[nodiscard]] Status RequireNodes(const Question& question);
// The same, and if `asker` looks at one node but several are named.
[[nodiscard]] Status RequireOneNode(const Question& question, std::string_view asker);

// The countries that the words name and the members on `day` of the groups that they name; all
// if they name none.  Ascending, each once.
std::vector<analysis::CountryId> CountriesOn(const Question& question, Day day);
// The countries that the words name one by one, ascending, each once.
std::vector<analysis::CountryId> NamedCountries(const Question& question);

// The group's members on `day` that the log speaks of.
std::vector<analysis::CountryId> MembersOn(const Group& group, const analysis::Archive& archive,
                                           Day day);

}  // namespace lawtrace::report
