// Plans the import of the project's own format: which rows are new, and as which transactions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ingest/ledger.h"
#include "ingest/record_reader.h"
#include "model/day.h"
#include "model/index.h"
#include "model/result.h"
#include "model/sequence.h"
#include "model/transaction.h"

namespace lawtrace::ingest {

struct RecordDefaults {
  Instant now;          // The clock against which dates are checked.
  Instant recorded_at;  // For rows that do not say it themselves, like the author.
  std::string author;
  // What coders saw later, and an event contradicts, was wrong, too: it is corrected with that, or
  // retracted where nothing is left in force.  Otherwise such an event is a fault.
  bool corrects_observations = false;
};

struct RecordPlan {
  std::vector<Transaction> transactions;  // In log order, with the sequences they will have.
  std::size_t already_recorded = 0;       // Rows that the log holds as they are.
  std::vector<Sequence> superseded;       // Of their events, those that no longer stand.
};

// `events` and `laws` are files with the columns of event_format.h; either may be absent.
//
// Rows without a sequence are new statements.  They enter by recorded_at, laws before events, else
// in the order of the file; a new transaction begins where recorded_at, author or source changes.
// Laws that do not say when they were recorded come with the first of the new events.
// A row that the log holds but for its comment is new evidence: a correction of what the log holds.
// A correction of a confirmation counts as an amendment unless the answer is in force anyway.
// Rows with sequences are an export: they must continue the log without a gap and rebuild the
// transactions as they were.
//
// kInvalidInput with all faults of both files; then nothing may be appended.  One is that after a
// transaction the log would contradict what a coder saw, and did not before.
[[nodiscard]] Result<RecordPlan> PlanRecords(const std::optional<RecordFile>& events,
                                             const std::optional<RecordFile>& laws,
                                             const Index& index, const Ledger& ledger,
                                             const RecordDefaults& defaults);

}  // namespace lawtrace::ingest
