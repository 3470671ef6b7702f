// What verbs that write to the log have in common.
#pragma once

#include <string>

#include "cli/options.h"
#include "cli/session.h"
#include "ingest/ledger.h"
#include "ingest/record_import.h"
#include "model/result.h"

namespace lawtrace::cli {

// Who records and when it became known, from --author and --recorded-at; an empty `recorded_at`
// is now.  kInvalidInput if the author is not UTF-8, or the date is none or lies in the future.
[[nodiscard]] Result<ingest::RecordDefaults> DefaultsOf(const std::string& author,
                                                        const std::string& recorded_at,
                                                        Instant now);

// What is recorded without --recorded-at follows the log's last record even if the clock stands
// before it, as after it was set back; a line on standard error says so.
void FollowLog(const ingest::Ledger& ledger, const std::string& recorded_at,
               ingest::RecordDefaults& defaults);

// A store that exists, and what its log states.
struct Recording {
  Session session;
  ingest::Ledger ledger;
};

// Opens the store for writing; for a dry run, only for reading.
[[nodiscard]] Result<Recording> OpenRecording(const CommonOptions& options, bool is_dry_run);

}  // namespace lawtrace::cli
