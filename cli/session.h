// Session: the index and the open store behind one command.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "cli/options.h"
#include "model/index.h"
#include "model/result.h"
#include "report/score_tables.h"
#include "report/table.h"
#include "store/event_log.h"

namespace lawtrace::cli {

class Session {
 public:
  [[nodiscard]] static Result<Session> Open(const CommonOptions& options, store::Access access);

  const Index& index() const { return *index_; }
  store::EventLog& log() { return log_; }
  const store::EventLog& log() const { return log_; }

  // Reads the log, whole or as far as it was recorded by the end of `known_at`.
  // REQUIRES: the session outlives the archive.
  [[nodiscard]] Result<analysis::Archive> ReadArchive(
      const Methodology& methodology, std::optional<Day> known_at = std::nullopt) const;

 private:
  Session(std::unique_ptr<const Index> index, store::EventLog log)
      : index_(std::move(index)), log_(std::move(log)) {}

  std::unique_ptr<const Index> index_;  // At one address: archives point into it.
  store::EventLog log_;
};

// The index in `directory`, or the bundled one if that is empty.
[[nodiscard]] Result<Index> OpenIndex(const std::string& directory);

// A point in time as people write it: YYYY-MM-DD, YYYY (its 31 December), an edition's id or alias
// (its reference date), or "today".
[[nodiscard]] Result<Day> ParsePoint(std::string_view text, const Index& index, Day today);

// A point with the date by which it was known, as people write it: "2019@2021-01-01", both sides as
// ParsePoint; "@2021" is today as known then; without @ all that is recorded is known.
[[nodiscard]] Result<report::Moment> ParseMoment(std::string_view text, const Index& index,
                                                 const analysis::Archive& archive, Day today);

// The sequence of an event as people write it.
[[nodiscard]] Result<Sequence> ParseEventNumber(std::string_view text);

// A question in the terms of one archive.
struct Question {
  Session session;
  analysis::Archive archive;
  std::vector<analysis::CountryId> countries;  // Of the lists and groups; all if none is named.
  std::vector<const Group*> groups;
  std::vector<analysis::NodeId> nodes;  // The headline if neither node nor indicator is named.
  std::vector<analysis::IndicatorId> indicators;  // Those among the named nodes.
  report::Moment moment;
  report::Format format;
};

// How much of the log the archive of a question holds.
enum class Extent : std::uint8_t {
  kWhole,
  kAsKnown,  // Nothing that was recorded after --known-at.
};

// Opens the store for reading and resolves every name.  All unknown names are one error.
[[nodiscard]] Result<Question> Ask(const QuestionOptions& options, Extent extent = Extent::kWhole);
// The same for verbs that speak of scores: an indicator among the nodes is an error, too.
[[nodiscard]] Result<Question> AskOfNodes(const QuestionOptions& options,
                                          Extent extent = Extent::kWhole);

// The countries that the options name and the members on `day` of the groups that they name; all
// if they name none.  Ascending, each once.
// REQUIRES: `question` is what Ask made of `options`.
std::vector<analysis::CountryId> CountriesOn(const QuestionOptions& options,
                                             const Question& question, Day day);

// The group's members on `day` that the log speaks of.
std::vector<analysis::CountryId> MembersOn(const Group& group, const analysis::Archive& archive,
                                           Day day);

}  // namespace lawtrace::cli
