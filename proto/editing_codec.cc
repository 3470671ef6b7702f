#include "proto/editing_codec.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "model/check.h"
#include "proto/editing.pb.h"

namespace lawtrace::proto {
namespace {

// The first byte of every record.
constexpr char kRecordVersion = 1;
constexpr std::size_t kDigestSize = 32;

// The calendar of model/day.h: 1400-01-01 to 9999-12-31.
constexpr Instant kFirstMoment = Instant::StartOf(Day{-208188});
constexpr Instant kLastMoment = Instant::EndOf(Day{2932896});

bool IsInCalendar(std::int64_t seconds) {
  return kFirstMoment <= Instant(seconds) && Instant(seconds) <= kLastMoment;
}

// Reads the fields of one record; the first fault stands.
class Reader {
 public:
  explicit Reader(const char* what) : what_(what) {}

  template <typename Record>
  void Parse(std::string_view bytes, Record& record) {
    if (bytes.empty() || bytes.front() != kRecordVersion) return Fault("unknown record version");
    bytes.remove_prefix(1);
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) ||
        !record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      Fault("does not parse");
  }

  Instant Moment(std::int64_t seconds) {
    if (!IsInCalendar(seconds)) {
      Fault("a moment is out of range");
      return Instant(0);
    }
    return Instant(seconds);
  }
  std::optional<Instant> Moment(bool is_present, std::int64_t seconds) {
    return is_present ? std::optional(Moment(seconds)) : std::nullopt;
  }

  template <typename Enum>
  Enum EnumIn(std::uint32_t raw, Enum first, Enum last, const char* name) {
    if (raw >= static_cast<std::uint32_t>(first) && raw <= static_cast<std::uint32_t>(last))
      return static_cast<Enum>(raw);
    Fault(std::string("unknown ") + name + " " + std::to_string(raw));
    return first;
  }

  StatedRows Rows(const v1::StatedRowsRecord& record) {
    StatedRows rows{.columns = {record.columns().begin(), record.columns().end()}};
    const auto width = static_cast<std::size_t>(record.columns_size());
    const auto count = static_cast<std::size_t>(record.values_size());
    if (width == 0 ? count != 0 : count % width != 0) {
      Fault("a row has the wrong size");
      return rows;
    }
    for (auto at = record.values().begin(); at != record.values().end();
         at += static_cast<std::ptrdiff_t>(width))
      rows.rows.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
    return rows;
  }

  void Fault(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  void Expect(bool holds, const char* what) {
    if (!holds) Fault(what);
  }

  template <typename T>
  Result<T> Done(T value) const {
    if (fault_.empty()) return value;
    return Fail(ErrorCode::kCorruption, std::string(what_) + ": " + fault_);
  }

 private:
  const char* what_;
  std::string fault_;
};

template <typename Record>
std::string Bytes(const Record& record) {
  std::string bytes(1, kRecordVersion);
  Check(record.AppendToString(&bytes), "proto: record does not serialize");
  return bytes;
}

bool IsText(std::string_view text) {
  return google::protobuf::internal::IsStructurallyValidUTF8(text);
}

bool AreTexts(const StatedRows& rows) {
  return std::ranges::all_of(rows.columns, IsText) &&
         std::ranges::all_of(rows.rows, [](const std::vector<std::string>& row) {
           return std::ranges::all_of(row, IsText);
         });
}

// The record's bytes, if they read back; otherwise what the reader would say of them.
template <typename Record, typename Decode>
Result<std::string> IfReadable(bool are_texts, const Record& record, Decode decode) {
  constexpr const char* kRemedy = "; use UTF-8 text and moments of the years 1400 to 9999";
  if (!are_texts)
    return Fail(ErrorCode::kInvalidInput, std::string("a text is not UTF-8") + kRemedy);
  std::string bytes = Bytes(record);
  const auto decoded = decode(bytes);
  if (decoded) return bytes;
  return Fail(ErrorCode::kInvalidInput, decoded.error().Message() + kRemedy);
}

void Write(const StatedRows& rows, v1::StatedRowsRecord& record) {
  for (const std::string& column : rows.columns) record.add_columns(column);
  for (const std::vector<std::string>& row : rows.rows) {
    Check(row.size() == rows.columns.size(), "EncodeSubmission: a row has the wrong size");
    for (const std::string& value : row) record.add_values(value);
  }
}

}  // namespace

Result<std::string> EncodeToken(const AccessToken& token) {
  v1::TokenRecord record;
  record.set_id(token.id);
  record.set_secret_digest(token.secret_digest);
  record.set_role(static_cast<std::uint32_t>(token.role));
  record.set_person(token.person);
  record.set_person_id(token.person_id);
  record.set_created_at(token.created_at.seconds_since_epoch());
  if (token.expires_at) record.set_expires_at(token.expires_at->seconds_since_epoch());
  if (token.revoked_at) record.set_revoked_at(token.revoked_at->seconds_since_epoch());
  const bool are_texts = IsText(token.person) && IsText(token.person_id) && IsText(token.id);
  return IfReadable(are_texts, record, DecodeToken);
}

Result<AccessToken> DecodeToken(std::string_view bytes) {
  Reader reader("token record");
  v1::TokenRecord record;
  reader.Parse(bytes, record);
  reader.Expect(record.secret_digest().size() == kDigestSize, "a digest has the wrong size");
  reader.Expect(!record.id().empty(), "it has no id");
  return reader.Done(
      AccessToken{.id = record.id(),
                  .secret_digest = record.secret_digest(),
                  .role = reader.EnumIn(record.role(), Role::kReader, Role::kAdmin, "role"),
                  .person = record.person(),
                  .person_id = record.person_id(),
                  .created_at = reader.Moment(record.created_at()),
                  .expires_at = reader.Moment(record.has_expires_at(), record.expires_at()),
                  .revoked_at = reader.Moment(record.has_revoked_at(), record.revoked_at())});
}

Result<std::string> EncodeSubmission(const Submission& submission) {
  const bool are_texts = IsText(submission.author) && IsText(submission.author_id) &&
                         IsText(submission.note) && IsText(submission.decided_by) &&
                         IsText(submission.remark) && AreTexts(submission.events) &&
                         AreTexts(submission.laws);
  v1::SubmissionRecord record;
  record.set_number(submission.number);
  record.set_state(static_cast<std::uint32_t>(submission.state));
  record.set_author(submission.author);
  record.set_author_id(submission.author_id);
  record.set_submitted_at(submission.submitted_at.seconds_since_epoch());
  record.set_note(submission.note);
  if (submission.embargo_until)
    record.set_embargo_until(submission.embargo_until->seconds_since_epoch());
  Write(submission.events, *record.mutable_events());
  Write(submission.laws, *record.mutable_laws());
  record.set_decided_by(submission.decided_by);
  if (submission.decided_at) record.set_decided_at(submission.decided_at->seconds_since_epoch());
  record.set_remark(submission.remark);
  if (submission.first) record.set_first(submission.first->value);
  if (submission.last) record.set_last(submission.last->value);
  if (submission.recorded_at) record.set_recorded_at(submission.recorded_at->seconds_since_epoch());
  return IfReadable(are_texts, record, DecodeSubmission);
}

Result<Submission> DecodeSubmission(std::string_view bytes) {
  Reader reader("submission record");
  v1::SubmissionRecord record;
  reader.Parse(bytes, record);
  reader.Expect(record.number() > 0, "it has no number");
  const auto sequence = [](bool is_present, std::uint64_t value) {
    return is_present ? std::optional(Sequence{value}) : std::nullopt;
  };
  return reader.Done(
      Submission{.number = record.number(),
                 .state = reader.EnumIn(record.state(), SubmissionState::kSubmitted,
                                        SubmissionState::kObsolete, "state"),
                 .author = record.author(),
                 .author_id = record.author_id(),
                 .submitted_at = reader.Moment(record.submitted_at()),
                 .note = record.note(),
                 .embargo_until = reader.Moment(record.has_embargo_until(), record.embargo_until()),
                 .events = reader.Rows(record.events()),
                 .laws = reader.Rows(record.laws()),
                 .decided_by = record.decided_by(),
                 .decided_at = reader.Moment(record.has_decided_at(), record.decided_at()),
                 .remark = record.remark(),
                 .first = sequence(record.has_first(), record.first()),
                 .last = sequence(record.has_last(), record.last()),
                 .recorded_at = reader.Moment(record.has_recorded_at(), record.recorded_at())});
}

Result<std::string> EncodeAuditEntry(const AuditEntry& entry) {
  const bool are_texts = IsText(entry.person) && IsText(entry.token) && IsText(entry.action) &&
                         IsText(entry.subject) && IsText(entry.detail);
  v1::AuditRecord record;
  record.set_number(entry.number);
  record.set_at(entry.at.seconds_since_epoch());
  record.set_person(entry.person);
  record.set_token(entry.token);
  record.set_action(entry.action);
  record.set_subject(entry.subject);
  record.set_detail(entry.detail);
  record.set_previous_digest(entry.previous_digest);
  return IfReadable(are_texts, record, DecodeAuditEntry);
}

Result<AuditEntry> DecodeAuditEntry(std::string_view bytes) {
  Reader reader("audit record");
  v1::AuditRecord record;
  reader.Parse(bytes, record);
  reader.Expect(record.number() > 0, "it has no number");
  const std::size_t expected = record.number() == 1 ? 0 : kDigestSize;
  reader.Expect(record.previous_digest().size() == expected, "a digest has the wrong size");
  return reader.Done(AuditEntry{.number = record.number(),
                                .at = reader.Moment(record.at()),
                                .person = record.person(),
                                .token = record.token(),
                                .action = record.action(),
                                .subject = record.subject(),
                                .detail = record.detail(),
                                .previous_digest = record.previous_digest()});
}

Result<std::string> EncodeAnswer(const RememberedAnswer& answer) {
  v1::RememberedAnswerRecord record;
  record.set_at(answer.at.seconds_since_epoch());
  record.set_request_digest(answer.request_digest);
  record.set_status(static_cast<std::uint32_t>(answer.status));
  record.set_location(answer.location);
  record.set_body(answer.body);
  return IfReadable(IsText(answer.location) && IsText(answer.body), record, DecodeAnswer);
}

Result<RememberedAnswer> DecodeAnswer(std::string_view bytes) {
  constexpr std::uint32_t kFirstStatus = 100;
  constexpr std::uint32_t kLastStatus = 599;
  Reader reader("answer record");
  v1::RememberedAnswerRecord record;
  reader.Parse(bytes, record);
  reader.Expect(record.request_digest().size() == kDigestSize, "a digest has the wrong size");
  reader.Expect(kFirstStatus <= record.status() && record.status() <= kLastStatus,
                "the status is out of range");
  return reader.Done(RememberedAnswer{.at = reader.Moment(record.at()),
                                      .request_digest = record.request_digest(),
                                      .status = static_cast<int>(record.status()),
                                      .location = record.location(),
                                      .body = record.body()});
}

}  // namespace lawtrace::proto
