#include "service/desk/submissions.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "ingest/ledger.h"
#include "ingest/record_import.h"
#include "proto/editing_codec.h"
#include "service/desk/audit.h"

namespace lawtrace::service {
namespace {

// Rows of Family::kSubmissions (docs/format.md).
constexpr std::string_view kLastKey = "last";    // Number of the last submission.
constexpr std::string_view kRowPrefix = "row/";  // Then the number.
constexpr std::string_view kDuePrefix = "due/";  // Then seconds, then the number; no value.
constexpr std::size_t kNumberSize = 8;

std::string RowKey(std::uint64_t number) {
  return std::string(kRowPrefix) + store::NumberKey(number);
}

std::string DueKey(const Submission& submission) {
  const std::int64_t seconds = submission.embargo_until.value_or(Instant(0)).seconds_since_epoch();
  return std::string(kDuePrefix) +
         store::NumberKey(static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0))) +
         store::NumberKey(submission.number);
}

std::string SubjectOf(const Submission& submission) {
  return "submission " + std::to_string(submission.number);
}

bool IsUnderEmbargo(const Submission& submission, Instant now) {
  return submission.embargo_until && now < *submission.embargo_until;
}

// The transactions that the statements become if they enter the log now, recorded at `recorded_at`
// or with the log's last transaction, if that is later.
Result<std::vector<Transaction>> Plan(const EditorialDesk& desk, const store::EventLog& log,
                                      const Submission& submission, Instant now,
                                      Instant recorded_at) {
  const Result<ingest::Ledger> ledger = ingest::Ledger::Read(log);
  if (!ledger) return Fail(ledger.error());
  recorded_at = std::max(recorded_at, ledger->last_recorded_at().value_or(recorded_at));
  Result<ingest::RecordPlan> plan = ingest::PlanRecords(
      ingest::AsRecordFile(submission.events, "events"),
      ingest::AsRecordFile(submission.laws, "laws"), *desk.index, *ledger,
      {.now = std::max(now, recorded_at), .recorded_at = recorded_at, .author = submission.author});
  if (!plan) return Fail(plan.error());
  if (plan->transactions.empty())
    return Fail(ErrorCode::kInvalidInput, "nothing new: the log already states all of this");
  return std::move(plan->transactions);
}

Status CheckExpected(const store::EventLog& log, std::optional<Sequence> expected) {
  if (!expected || *expected == log.last()) return {};
  return Fail(ErrorCode::kConflict, "the log has moved on from " + expected->ToString() + " to " +
                                        log.last().ToString() + "; read it again and retry");
}

// The batch that brings the submission into its state, and what the trail says of it.
class Change {
 public:
  Change(Submission& submission, const Actor& actor, Instant now)
      : submission_(submission), actor_(actor), now_(now) {}

  // REQUIRES: `transactions` is not empty.
  void Publish(std::vector<Transaction> transactions) {
    submission_.state = SubmissionState::kPublished;
    submission_.first = transactions.front().first;
    submission_.last = transactions.back().last();
    submission_.recorded_at = transactions.back().recorded_at;
    // The source of what does not state one is the list that it came in.
    for (Transaction& transaction : transactions)
      if (transaction.source == "events" || transaction.source == "laws")
        transaction.source = SubjectOf(submission_);
    batch_.transactions = std::move(transactions);
  }
  void Approve() {
    submission_.state = SubmissionState::kApproved;
    batch_.beside.push_back({store::Family::kSubmissions, DueKey(submission_), ""});
  }
  void Settle(SubmissionState state) { submission_.state = state; }
  void EndWait() {
    batch_.beside.push_back({store::Family::kSubmissions, DueKey(submission_), std::nullopt});
  }

  Result<Batch> Finish(const store::Records& records, const std::string& action) {
    const Result<std::string> row = proto::EncodeSubmission(submission_);
    if (!row) return Fail(row.error());
    batch_.beside.push_back({store::Family::kSubmissions, RowKey(submission_.number), *row});
    Result<AuditTrail> trail = AuditTrail::AtEnd(records);
    if (!trail) return Fail(trail.error());
    std::string detail(Name(submission_.state));
    if (submission_.first && submission_.last)
      detail += ", items " + submission_.first->ToString() + " to " + submission_.last->ToString();
    if (!submission_.remark.empty()) detail += ": " + submission_.remark;
    const Status added = trail->Add({.at = now_,
                                     .person = actor_.person,
                                     .token = actor_.token,
                                     .action = "submission." + action,
                                     .subject = SubjectOf(submission_),
                                     .detail = std::move(detail)},
                                    batch_.beside);
    if (!added) return Fail(added.error());
    return std::move(batch_);
  }

 private:
  Submission& submission_;
  const Actor& actor_;
  Instant now_;
  Batch batch_;
};

Result<std::uint64_t> LastNumber(const store::Records& records) {
  const Result<std::optional<std::string>> row = records.Get(store::Family::kSubmissions, kLastKey);
  if (!row) return Fail(row.error());
  if (!*row) return 0;
  const std::optional<std::uint64_t> number = store::NumberOfKey(**row);
  if (!number) return Fail(ErrorCode::kCorruption, "the number of submissions is not readable");
  return *number;
}

Status CheckIsOpen(const Submission& submission, Decision decision) {
  const bool is_open =
      submission.state == SubmissionState::kSubmitted ||
      (submission.state == SubmissionState::kApproved && decision != Decision::kApprove);
  if (is_open) return {};
  return Fail(ErrorCode::kConflict,
              SubjectOf(submission) + " is already " + std::string(Name(submission.state)));
}

std::string_view ActionOf(Decision decision) {
  switch (decision) {
    case Decision::kApprove:
      return "approve";
    case Decision::kReject:
      return "reject";
    case Decision::kWithdraw:
      break;
  }
  return "withdraw";
}

// Numbers of those that are approved and due.
Result<std::vector<std::uint64_t>> DueAt(const store::Records& records, Instant now) {
  store::KeyRange range = store::KeysWith(kDuePrefix);
  range.to = std::string(kDuePrefix) +
             store::NumberKey(static_cast<std::uint64_t>(now.seconds_since_epoch()) + 1);
  std::vector<std::uint64_t> numbers;
  const Status read = records.Scan(
      store::Family::kSubmissions, range, [&](std::string_view key, auto) -> Result<bool> {
        const auto number =
            store::NumberOfKey(key.substr(std::min(key.size(), kDuePrefix.size() + kNumberSize)));
        if (!number) return Fail(ErrorCode::kCorruption, "a row of due submissions is damaged");
        numbers.push_back(*number);
        return true;
      });
  if (!read) return Fail(read.error());
  return numbers;
}

}  // namespace

Result<std::vector<Transaction>> Rehearse(const EditorialDesk& desk, const store::EventLog& log,
                                          const std::string& author, const ingest::Draft& draft,
                                          Instant now) {
  const Submission submission{.author = author, .events = draft.events, .laws = draft.laws};
  Result<std::vector<Transaction>> planned = Plan(desk, log, submission, now, now);
  if (!planned) return planned;
  Sequence next = log.last().plus(1);
  for (Transaction& transaction : *planned) {
    transaction.Number(next);
    next = transaction.last().plus(1);
  }
  return planned;
}

Result<Submission> Submit(const EditorialDesk& desk, const Actor& actor, const ingest::Draft& draft,
                          const Moments& clock, const RowsBeside& beside) {
  Submission submission{.author = actor.person,
                        .author_id = actor.person_id,
                        .note = draft.note,
                        .embargo_until = draft.embargo_until,
                        .events = draft.events,
                        .laws = draft.laws};
  const auto prepare = [&](const store::EventLog& log) -> Result<Batch> {
    if (const Status expected = CheckExpected(log, draft.expected_last); !expected)
      return Fail(expected.error());
    const Instant now = clock();
    submission.submitted_at = now;
    Result<std::vector<Transaction>> transactions = Plan(desk, log, submission, now, now);
    if (!transactions) return Fail(transactions.error());
    const Result<std::uint64_t> last = LastNumber(log.records());
    if (!last) return Fail(last.error());
    submission.number = *last + 1;
    Change change(submission, actor, now);
    if (desk.editors_write_alone && actor.role >= Role::kEditor) {
      submission.decided_by = actor.person;
      submission.decided_at = now;
      if (IsUnderEmbargo(submission, now)) {
        change.Approve();
      } else {
        change.Publish(*std::move(transactions));
      }
    }
    Result<Batch> batch = change.Finish(log.records(), "submit");
    if (!batch) return batch;
    batch->beside.push_back(
        {store::Family::kSubmissions, std::string(kLastKey), store::NumberKey(submission.number)});
    if (!beside) return batch;
    Result<std::vector<store::RecordChange>> rows = beside(submission, now);
    if (!rows) return Fail(rows.error());
    std::ranges::move(*rows, std::back_inserter(batch->beside));
    return batch;
  };
  const auto written = desk.writer->Append(prepare);
  if (!written) return Fail(written.error());
  return submission;
}

Status CheckMayDecide(const Submission& submission, const Actor& actor, Decision decision) {
  const bool is_author = IsPerson(actor, submission.author_id, submission.author);
  const std::string what = SubjectOf(submission);
  if (decision == Decision::kWithdraw) {
    if (is_author) return {};
    return Fail(ErrorCode::kInvalidInput, what + " is of another person; reject it instead");
  }
  if (actor.role < Role::kReviewer)
    return Fail(ErrorCode::kInvalidInput,
                "your role is " + std::string(Name(actor.role)) + "; this needs reviewer or above");
  if (is_author)
    return Fail(ErrorCode::kInvalidInput,
                what + " is your own; another person has to look at it (withdraw takes it back)");
  return {};
}

Result<Submission> Decide(const EditorialDesk& desk, const Actor& actor, std::uint64_t number,
                          Decision decision, const std::string& remark, const Moments& clock,
                          std::optional<Sequence> expected_last) {
  Submission decided;
  const auto prepare = [&](const store::EventLog& log) -> Result<Batch> {
    Result<Submission> submission = FindSubmission(log.records(), number);
    if (!submission) return Fail(submission.error());
    decided = *std::move(submission);
    const Instant now = clock();
    for (const Status& status : {CheckMayDecide(decided, actor, decision),
                                 CheckIsOpen(decided, decision), CheckExpected(log, expected_last)})
      if (!status) return Fail(status.error());
    const bool was_waiting = decided.state == SubmissionState::kApproved;
    decided.decided_by = actor.person;
    decided.decided_at = now;
    decided.remark = remark;
    Change change(decided, actor, now);
    if (was_waiting) change.EndWait();
    if (decision == Decision::kApprove) {
      Result<std::vector<Transaction>> transactions = Plan(desk, log, decided, now, now);
      if (!transactions) return Fail(transactions.error());
      if (IsUnderEmbargo(decided, now)) {
        change.Approve();
      } else {
        change.Publish(*std::move(transactions));
      }
    } else {
      change.Settle(decision == Decision::kReject ? SubmissionState::kRejected
                                                  : SubmissionState::kWithdrawn);
    }
    return change.Finish(log.records(), std::string(ActionOf(decision)));
  };
  const auto written = desk.writer->Append(prepare);
  if (!written) return Fail(written.error());
  return decided;
}

Result<std::vector<Submission>> PublishDue(const EditorialDesk& desk, Instant now) {
  const Result<std::vector<std::uint64_t>> due = DueAt(desk.writer->records(), now);
  if (!due) return Fail(due.error());
  std::vector<Submission> changed;
  for (const std::uint64_t number : *due) {
    Submission submission;
    const auto prepare = [&](const store::EventLog& log) -> Result<Batch> {
      Result<Submission> found = FindSubmission(log.records(), number);
      if (!found) return Fail(found.error());
      submission = *std::move(found);
      if (submission.state != SubmissionState::kApproved || IsUnderEmbargo(submission, now))
        return Batch{};
      const Actor service;
      Change change(submission, service, now);
      change.EndWait();
      Result<std::vector<Transaction>> transactions =
          Plan(desk, log, submission, now, submission.embargo_until.value_or(now));
      if (transactions) {
        change.Publish(*std::move(transactions));
      } else if (transactions.error().code == ErrorCode::kInvalidInput) {
        submission.remark = transactions.error().Message();
        change.Settle(SubmissionState::kObsolete);
      } else {
        return Fail(transactions.error());
      }
      return change.Finish(log.records(), "publish");
    };
    const auto written = desk.writer->Append(prepare);
    if (!written) return Fail(written.error());
    if (submission.state != SubmissionState::kApproved) changed.push_back(std::move(submission));
  }
  return changed;
}

Result<Submission> FindSubmission(const store::Records& records, std::uint64_t number) {
  const Result<std::optional<std::string>> row =
      records.Get(store::Family::kSubmissions, RowKey(number));
  if (!row) return Fail(row.error());
  if (*row) return proto::DecodeSubmission(**row);
  return Fail(ErrorCode::kNotFound, "there is no submission " + std::to_string(number) +
                                        "; 'lawtrace submission list' lists them");
}

Result<std::vector<Submission>> ListSubmissions(const store::Records& records,
                                                std::optional<SubmissionState> state) {
  std::vector<Submission> submissions;
  const Status read = records.Scan(store::Family::kSubmissions, store::KeysWith(kRowPrefix),
                                   [&](std::string_view, std::string_view row) -> Result<bool> {
                                     Result<Submission> submission = proto::DecodeSubmission(row);
                                     if (!submission) return Fail(submission.error());
                                     if (!state || submission->state == *state)
                                       submissions.push_back(*std::move(submission));
                                     return true;
                                   });
  if (!read) return Fail(read.error());
  return submissions;
}

}  // namespace lawtrace::service
