// Submissions: statements on their way into the log, past a second person's eyes and an embargo.
// Nothing of one is in the log, and so in any answer, before its state is published.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ingest/submission_format.h"
#include "model/day.h"
#include "model/index.h"
#include "model/result.h"
#include "model/submission.h"
#include "model/transaction.h"
#include "service/desk/access.h"
#include "service/desk/writer.h"
#include "store/records.h"

namespace lawtrace::service {

// What all of the following work on.  REQUIRES: both outlive it.
struct EditorialDesk {
  const Index* index = nullptr;
  Writer* writer = nullptr;
  // An editor's statements enter the log without a second person.
  bool editors_write_alone = false;
};

// Asked within the writer's turn, so that what is written later is never recorded earlier.
using Moments = std::function<Instant()>;

// Rows that are to be written together with the submission.
using RowsBeside =
    std::function<Result<std::vector<store::RecordChange>>(const Submission&, Instant now)>;

// Holds the statements against the index, the register and the log (ingest/admission.h) and keeps
// them as submitted; or, of an editor who may write alone, puts them into the log or under their
// embargo.
//
// A clock that stands before the log's last transaction, as after it was set back, refuses nothing:
// the statements are recorded with that transaction's moment, and Submission::recorded_at says so.
//
// kInvalidInput: every fault of the statements, or they say nothing new.  kConflict: the log's last
// item is not draft.expected_last.  Else as Writer::Append.
[[nodiscard]] Result<Submission> Submit(const EditorialDesk& desk, const Actor& actor,
                                        const ingest::Draft& draft, const Moments& clock,
                                        const RowsBeside& beside = {});

// The transactions that the draft would become if it entered the log now, numbered behind its last
// item.  Nothing is kept.  Errors as Submit.
[[nodiscard]] Result<std::vector<Transaction>> Rehearse(const EditorialDesk& desk,
                                                        const store::EventLog& log,
                                                        const std::string& author,
                                                        const ingest::Draft& draft, Instant now);

enum class Decision : std::uint8_t {
  kApprove,   // Another person than the author, reviewer or above.
  kReject,    // The same; also of one that is approved and waits for the end of its embargo.
  kWithdraw,  // The author alone, under the same conditions.
};

// Why the person may not decide so on this submission, whatever its state: kInvalidInput.
[[nodiscard]] Status CheckMayDecide(const Submission& submission, const Actor& actor,
                                    Decision decision);

// Approves, rejects or withdraws.  Approved statements are held against the log again and enter it
// at once, or when their embargo ends.
//
// kNotFound: no such submission.  kConflict: it is decided already, or the log's last item is not
// `expected_last`.  kInvalidInput: as CheckMayDecide, or what has become wrong with the statements
// since; then it stays as it was.
[[nodiscard]] Result<Submission> Decide(const EditorialDesk& desk, const Actor& actor,
                                        std::uint64_t number, Decision decision,
                                        const std::string& remark, const Moments& clock,
                                        std::optional<Sequence> expected_last = std::nullopt);

// Puts into the log what is approved and whose embargo has ended, each as recorded when it ended,
// or with the log's last transaction if that is later.  What can no longer enter becomes obsolete,
// with the reason.  Returns those that changed.
[[nodiscard]] Result<std::vector<Submission>> PublishDue(const EditorialDesk& desk, Instant now);

// kNotFound: no such submission.
[[nodiscard]] Result<Submission> FindSubmission(const store::Records& records,
                                                std::uint64_t number);
// By number; those in `state` if one is given.
[[nodiscard]] Result<std::vector<Submission>> ListSubmissions(
    const store::Records& records, std::optional<SubmissionState> state = std::nullopt);

}  // namespace lawtrace::service
