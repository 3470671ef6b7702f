// Submission: statements that a person wants to enter the log, and what became of that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"

namespace lawtrace {

// Stored beside the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class SubmissionState : std::uint8_t {
  kSubmitted = 1,  // Waits for another person.
  kApproved = 2,   // Waits for the end of its embargo.
  kPublished = 3,  // Its statements are in the log.
  kRejected = 4,
  kWithdrawn = 5,  // By its author.
  kObsolete = 6,   // Could not enter the log when its embargo ended; `remark` says why.
};

// "submitted", "approved", "published", "rejected", "withdrawn", "obsolete".
std::string_view Name(SubmissionState state);
[[nodiscard]] Result<SubmissionState> ParseSubmissionState(std::string_view text);

// Records of the exchange format (docs/exchange.md) as they were handed in: they are held against
// the log both when they are submitted and when they enter it.
struct StatedRows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // Each parallel to `columns`; empty: not given.

  friend bool operator==(const StatedRows&, const StatedRows&) = default;
};

struct Submission {
  std::uint64_t number = 0;  // From 1, in the order of submission.
  SubmissionState state = SubmissionState::kSubmitted;
  std::string author;     // The person; the log names it as the author.
  std::string author_id;  // As AccessToken::person_id.
  Instant submitted_at{0};
  std::string note;                      // The author's, for whoever approves.
  std::optional<Instant> embargo_until;  // Enters the log not before then.
  StatedRows events;
  StatedRows laws;

  std::string decided_by;  // Who approved, rejected or withdrew it; empty before.
  std::optional<Instant> decided_at;
  std::string remark;  // The decider's reason, or why it is obsolete.
  // The items of the log that it became; none if the log said all of it already.
  std::optional<Sequence> first;
  std::optional<Sequence> last;
  std::optional<Instant> recorded_at;  // Of these items; of versions without it, absent.

  friend bool operator==(const Submission&, const Submission&) = default;
};

}  // namespace lawtrace
