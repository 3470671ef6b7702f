// Plans the import of observations, from a published workbook or a file of answers: what they add
// to the log.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "ingest/ledger.h"
#include "ingest/observation.h"
#include "model/day.h"
#include "model/result.h"
#include "model/transaction.h"

namespace lawtrace::ingest {

// Counts of observations by what they become.
struct ObservationPlan {
  Transaction transaction;  // Without sequences; empty if the source adds nothing.
  std::size_t codings = 0;
  std::size_t confirmations = 0;
  std::size_t amendments = 0;
  std::size_t recodings = 0;
  std::size_t already_recorded = 0;
  std::size_t unlisted = 0;  // Among the new ones.
};

struct ObservationSource {
  std::string document;  // File name without folders, e.g. "core-2007-2019.xlsx".
  std::string kind;      // "workbook" or "answers".
  Instant recorded_at;
  std::string author;
};

// kInvalidInput, with one fault per country and reference day, if a day lies outside the bounds of
// admission.h: "file:place: ...".
[[nodiscard]] Status CheckReferences(std::string_view file,
                                     std::span<const Observation> observations, Day today);

// Compares each answer with the one before it:
//   the answer in force by the log    becomes a confirmation, if there is one and it is the same;
//   the first of its kind             becomes a coding;
//   another than the workbook's own answer of the year before   becomes an amendment;
//   another than the log's, without such a change inside the workbook   becomes a recoding.
// All are effective in the coded year, by convention.  An observation that the log holds,
// superseded or not, is passed over.  Events come by reference day, then in the workbook's order.
ObservationPlan PlanObservations(std::span<const Observation> observations, const Ledger& ledger,
                                 const ObservationSource& source);

}  // namespace lawtrace::ingest
