// Plans the import of observations, from a published workbook or a file of answers: what they add
// to the log.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/ledger.h"
#include "ingest/observation.h"
#include "ingest/recognition.h"
#include "model/day.h"
#include "model/result.h"
#include "model/transaction.h"

namespace lawtrace::ingest {

// An answer that the source stated before and leaves blank now.
struct WithdrawnAnswer {
  std::string country;
  std::string indicator;
  Day reference{0};
  Answer answer;
  Sequence event;  // What states it.
};

// What becomes of the observations.
struct ObservationPlan {
  Transaction transaction;           // Without sequences; empty if the source adds nothing.
  std::vector<EventMargin> margins;  // Parallel to its events.
  // Events, by what they are.
  std::size_t codings = 0;
  std::size_t confirmations = 0;
  std::size_t amendments = 0;
  std::size_t recodings = 0;
  std::size_t corrections = 0;   // The source contradicts itself.
  std::size_t new_evidence = 0;  // It states the same answer with another comment.
  std::size_t kept = 0;          // Later sightings that hold although an earlier one was corrected.
  std::size_t already_recorded = 0;        // Observations that add nothing.
  std::size_t unlisted = 0;                // Among the new ones.
  std::vector<WithdrawnAnswer> withdrawn;  // By country, indicator and reference day.
};

struct ObservationSource {
  std::string document;  // File name without folders, e.g. "core-2007-2019.xlsx".
  std::string kind;      // "workbook" or "answers".
  Instant recorded_at{0};
  std::string author;
  // Countries and reference days for which the document has room beside its observations.
  std::vector<std::pair<std::string, Day>> blanks = {};
  bool withdraws = false;  // What it leaves blank becomes `not assessed`.
};

// kInvalidInput, with one fault per country and reference day, if a day lies outside the bounds of
// admission.h: "file:place: ...".
[[nodiscard]] Status CheckReferences(std::string_view file,
                                     std::span<const Observation> observations, Day today);

// What makes the log answer as the source does on every reference day that it states, and as before
// on those that others state.  docs/method.md, "Sources", has the rules; in short, an answer
//   in force by the log               becomes a confirmation, or nothing if it adds nothing;
//   of which none is in force         becomes a coding;
//   other than the source's own       becomes a correction of what it said of that day;
//   other than the log's otherwise    becomes an amendment if it is another than the answer before
//                                     it in the same document, else a recoding.
// All are effective in the coded year, by convention.  Events come by reference day, then in the
// order of the source.
ObservationPlan PlanObservations(std::span<const Observation> observations, const Ledger& ledger,
                                 const ObservationSource& source);

// kCorruption, naming the first, if the log does not answer one of the observations as stated.
[[nodiscard]] Status CheckAnswers(std::span<const Observation> observations, const Ledger& ledger);

}  // namespace lawtrace::ingest
