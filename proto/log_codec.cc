#include "proto/log_codec.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "model/check.h"
#include "proto/log.pb.h"

namespace lawtrace::proto {
namespace {

// The first byte of every record.  A program that knows only version 1 would read a record with
// EventColumns.counts_as as if it said something else, so only records without that have it.
constexpr char kRecordVersion = 1;
constexpr char kRecordVersionWithKinds = 2;

// Bits of EventColumns.flags: DO NOT CHANGE THESE VALUES (docs/format.md).
constexpr std::uint32_t kHasAnswer = 1;
constexpr std::uint32_t kHasEffective = 2;
constexpr std::uint32_t kHasObserved = 4;
constexpr std::uint32_t kIsUnlisted = 8;

// The calendar of model/day.h: 1400-01-01 to 9999-12-31.
constexpr Day kFirstDay{-208188};
constexpr Day kLastDay{2932896};

constexpr std::size_t kMaxRecordSize = std::numeric_limits<std::int32_t>::max();

bool IsInCalendar(Day day) {
  return kFirstDay <= day && day <= kLastDay;
}

bool IsInCalendar(Instant moment) {
  return Instant::StartOf(kFirstDay) <= moment && moment <= Instant::EndOf(kLastDay);
}

struct NamedText {
  const char* name;
  std::string_view text;
};

// kInvalidInput if the decoder would refuse one of the texts of `owner`.
Status CheckTexts(const std::string& owner, std::initializer_list<NamedText> texts) {
  for (const auto& [name, text] : texts)
    if (!google::protobuf::internal::IsStructurallyValidUTF8(text))
      return Fail(ErrorCode::kInvalidInput,
                  owner + ": the " + name + " is not UTF-8 text; convert the source to UTF-8");
  return {};
}

// kInvalidInput if the decoder would refuse one of the days of `owner`.
Status CheckDays(const std::string& owner, std::initializer_list<std::optional<Day>> days) {
  for (const std::optional<Day>& day : days)
    if (day && !IsInCalendar(*day))
      return Fail(ErrorCode::kInvalidInput,
                  owner + ": a day lies outside the years 1400 to 9999; give another");
  return {};
}

std::optional<Day> LatestOf(const std::optional<PartialDate>& date) {
  return date ? std::optional(date->latest()) : std::nullopt;
}

Status CheckLaw(const std::string& owner, const Law& law) {
  Status status = CheckTexts(owner, {{"id", law.id},
                                     {"country", law.country},
                                     {"type", law.type},
                                     {"number", law.number},
                                     {"title", law.title},
                                     {"English title", law.title_en},
                                     {"identifier", law.identifier},
                                     {"URL", law.url}});
  for (const std::string& alias : law.aliases)
    if (status) status = CheckTexts(owner, {{"alias", alias}});
  for (const LawLink& link : law.links)
    if (status) status = CheckTexts(owner, {{"linked law", link.law}});
  for (const Commencement& c : law.commencements) {
    if (status) status = CheckTexts(owner, {{"provision", c.provision}});
    if (status) status = CheckDays(owner, {c.in_force.latest()});
  }
  for (const FollowThroughNote& note : law.follow_through)
    if (status) status = CheckTexts(owner, {{"follow-through", note.note}});
  if (!status) return status;
  return CheckDays(owner, {LatestOf(law.adopted), LatestOf(law.published), LatestOf(law.in_force),
                           LatestOf(law.repealed)});
}

Status CheckEvent(const std::string& owner, const Event& event) {
  Status status = CheckTexts(owner, {{"country", event.country},
                                     {"indicator", event.indicator},
                                     {"answer", event.answer ? event.answer->code() : ""},
                                     {"comment", event.evidence.comment},
                                     {"URL", event.evidence.url},
                                     {"document", event.evidence.document},
                                     {"place", event.evidence.place}});
  for (const LawReference& reference : event.laws)
    if (status)
      status = CheckTexts(owner, {{"law", reference.law}, {"provision", reference.provision}});
  if (!status) return status;
  return CheckDays(owner, {LatestOf(event.effective), event.observed});
}

// A record that cannot be read back would make the whole log unreadable, so it is never written.
Status CheckEncodable(const Transaction& transaction) {
  Status status =
      CheckTexts("transaction", {{"author", transaction.author}, {"source", transaction.source}});
  if (status && !IsInCalendar(transaction.recorded_at))
    status = Fail(ErrorCode::kInvalidInput,
                  "transaction: recorded outside the years 1400 to 9999; set the clock");
  for (std::size_t i = 0; i < transaction.laws.size() && status; ++i)
    status = CheckLaw("law " + std::to_string(i + 1), transaction.laws[i]);
  for (std::size_t i = 0; i < transaction.events.size() && status; ++i)
    status = CheckEvent("event " + std::to_string(i + 1), transaction.events[i]);
  return status;
}

void EncodeDate(const PartialDate& date, v1::PartialDateRecord& record) {
  record.set_day(date.latest().days_since_epoch());
  record.set_precision(static_cast<std::uint32_t>(date.precision()));
}

void EncodeLaw(const Law& law, v1::LawRecord& record) {
  record.set_id(law.id);
  record.set_country(law.country);
  record.set_type(law.type);
  record.set_number(law.number);
  record.set_title(law.title);
  record.set_title_en(law.title_en);
  record.set_identifier(law.identifier);
  record.set_url(law.url);
  if (law.adopted) EncodeDate(*law.adopted, *record.mutable_adopted());
  if (law.published) EncodeDate(*law.published, *record.mutable_published());
  if (law.in_force) EncodeDate(*law.in_force, *record.mutable_in_force());
  if (law.repealed) EncodeDate(*law.repealed, *record.mutable_repealed());
  record.set_status(static_cast<std::uint32_t>(law.status));
  for (const std::string& alias : law.aliases) record.add_aliases(alias);
  for (const LawLink& link : law.links) {
    v1::LawLinkRecord& linked = *record.add_links();
    linked.set_kind(static_cast<std::uint32_t>(link.kind));
    linked.set_law(link.law);
  }
  for (const Commencement& commencement : law.commencements) {
    v1::CommencementRecord& dated = *record.add_commencements();
    dated.set_provision(commencement.provision);
    EncodeDate(commencement.in_force, *dated.mutable_in_force());
  }
  for (const FollowThroughNote& note : law.follow_through) {
    v1::FollowThroughRecord& noted = *record.add_follow_through();
    noted.set_question(static_cast<std::uint32_t>(note.question));
    noted.set_note(note.note);
  }
}

// Gives each distinct text its position in EventColumns.texts.
class TextWriter {
 public:
  explicit TextWriter(v1::EventColumns& columns) : columns_(columns) { Position({}); }

  std::uint32_t Position(std::string_view text) {
    const auto [it, is_new] =
        positions_.try_emplace(text, static_cast<std::uint32_t>(positions_.size()));
    if (is_new) columns_.add_texts(std::string(text));
    return it->second;
  }

 private:
  v1::EventColumns& columns_;
  std::unordered_map<std::string_view, std::uint32_t> positions_;  // Views into the events.
};

void EncodeEvent(const Event& event, TextWriter& texts, v1::EventColumns& columns) {
  columns.add_kind(static_cast<std::uint32_t>(event.kind));
  columns.add_flags((event.answer ? kHasAnswer : 0) | (event.effective ? kHasEffective : 0) |
                    (event.observed ? kHasObserved : 0) | (event.is_unlisted ? kIsUnlisted : 0));
  columns.add_country_text(texts.Position(event.country));
  columns.add_indicator_text(texts.Position(event.indicator));
  columns.add_answer_state(event.answer ? static_cast<std::uint32_t>(event.answer->state()) : 0);
  columns.add_answer_text(event.answer ? texts.Position(event.answer->code()) : 0);
  columns.add_effective_day(event.effective ? event.effective->latest().days_since_epoch() : 0);
  columns.add_precision(event.effective ? static_cast<std::uint32_t>(event.effective->precision())
                                        : 0);
  columns.add_basis(static_cast<std::uint32_t>(event.basis));
  columns.add_observed_day(event.observed ? event.observed->days_since_epoch() : 0);
  columns.add_supersedes(event.supersedes ? event.supersedes->value : 0);
  columns.add_counts_as(event.counts_as ? static_cast<std::uint32_t>(*event.counts_as) : 0);
  columns.add_comment_text(texts.Position(event.evidence.comment));
  columns.add_url_text(texts.Position(event.evidence.url));
  columns.add_document_text(texts.Position(event.evidence.document));
  columns.add_place_text(texts.Position(event.evidence.place));
  columns.add_law_count(static_cast<std::uint32_t>(event.laws.size()));
  for (const LawReference& reference : event.laws) {
    columns.add_law_text(texts.Position(reference.law));
    columns.add_law_role(static_cast<std::uint32_t>(reference.role));
    columns.add_law_provision_text(texts.Position(reference.provision));
  }
}

template <typename Field>
void DropIfZero(Field* field) {
  if (std::ranges::all_of(*field, [](auto value) { return value == 0; })) field->Clear();
}

void DropZeroColumns(v1::EventColumns& columns) {
  DropIfZero(columns.mutable_flags());
  DropIfZero(columns.mutable_answer_state());
  DropIfZero(columns.mutable_answer_text());
  DropIfZero(columns.mutable_effective_day());
  DropIfZero(columns.mutable_precision());
  DropIfZero(columns.mutable_observed_day());
  DropIfZero(columns.mutable_supersedes());
  DropIfZero(columns.mutable_counts_as());
  DropIfZero(columns.mutable_comment_text());
  DropIfZero(columns.mutable_url_text());
  DropIfZero(columns.mutable_document_text());
  DropIfZero(columns.mutable_place_text());
  DropIfZero(columns.mutable_law_count());
  DropIfZero(columns.mutable_law_provision_text());
}

// Reads columns back.  Remembers the first fault instead of failing at each read, so that the
// decoder stays straight; the caller asks for it at the end.
class ColumnReader {
 public:
  explicit ColumnReader(const v1::EventColumns& columns) : columns_(columns) { CheckSizes(); }

  // A column that was left out reads as 0.  REQUIRES: row < the size that CheckSizes wants.
  template <typename Field>
  static auto At(const Field& field, int row) {
    using Value = typename Field::value_type;
    return field.empty() ? Value{0} : field.Get(row);
  }

  template <typename Field>
  const std::string& TextAt(const Field& field, int row) {
    static const std::string empty;
    const std::uint32_t position = At(field, row);
    if (position < static_cast<std::uint32_t>(columns_.texts_size()))
      return columns_.texts(static_cast<int>(position));
    if (position != 0) Fault("a text position is out of range");
    return empty;
  }

  // `raw` as an enumerator of the closed range [first, last].
  template <typename Enum>
  Enum EnumIn(std::uint32_t raw, Enum first, Enum last, const char* name) {
    if (raw >= static_cast<std::uint32_t>(first) && raw <= static_cast<std::uint32_t>(last))
      return static_cast<Enum>(raw);
    Fault(std::string("unknown ") + name + " " + std::to_string(raw));
    return first;
  }

  Day DayOf(std::int32_t days_since_epoch) {
    if (IsInCalendar(Day(days_since_epoch))) return Day(days_since_epoch);
    Fault("a day is out of range");
    return kFirstDay;
  }

  PartialDate Date(std::int32_t day, std::uint32_t precision) {
    return {DayOf(day), EnumIn(precision, Precision::kDay, Precision::kYear, "precision")};
  }

  void Fault(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  const std::string& fault() const { return fault_; }

 private:
  void CheckSizes() {
    const v1::EventColumns& c = columns_;
    for (const int size :
         {c.kind_size(), c.flags_size(), c.country_text_size(), c.indicator_text_size(),
          c.answer_state_size(), c.answer_text_size(), c.effective_day_size(), c.precision_size(),
          c.basis_size(), c.observed_day_size(), c.supersedes_size(), c.counts_as_size(),
          c.comment_text_size(), c.url_text_size(), c.document_text_size(), c.place_text_size(),
          c.law_count_size()})
      if (size != 0 && size != c.kind_size()) Fault("a column has the wrong size");
    for (const int size : {c.law_role_size(), c.law_provision_text_size()})
      if (size != 0 && size != c.law_text_size()) Fault("a column of laws has the wrong size");
    std::uint64_t references = 0;
    for (const std::uint32_t count : c.law_count()) references += count;
    if (std::cmp_not_equal(references, c.law_text_size()))
      Fault("the number of law references is wrong");
  }

  const v1::EventColumns& columns_;
  std::string fault_;
};

Event DecodeEvent(const v1::EventColumns& columns, int row, int& next_reference,
                  ColumnReader& reader) {
  Event event;
  event.kind = reader.EnumIn(reader.At(columns.kind(), row), EventKind::kCoding,
                             EventKind::kProposal, "event kind");
  const std::uint32_t flags = reader.At(columns.flags(), row);
  event.country = reader.TextAt(columns.country_text(), row);
  event.indicator = reader.TextAt(columns.indicator_text(), row);
  if ((flags & kHasAnswer) != 0) {
    const auto state = reader.EnumIn(reader.At(columns.answer_state(), row), Answer::State::kOption,
                                     Answer::State::kNotApplicable, "answer state");
    const std::string& code = reader.TextAt(columns.answer_text(), row);
    if (state == Answer::State::kOption && code.empty()) {
      reader.Fault("an answer has no option code");
    } else {
      event.answer = state == Answer::State::kOption        ? Answer::Option(code)
                     : state == Answer::State::kNotAssessed ? Answer::NotAssessed()
                                                            : Answer::NotApplicable();
    }
  }
  if ((flags & kHasEffective) != 0)
    event.effective =
        reader.Date(reader.At(columns.effective_day(), row), reader.At(columns.precision(), row));
  event.basis =
      reader.EnumIn(reader.At(columns.basis(), row), Basis::kConvention, Basis::kStated, "basis");
  if ((flags & kHasObserved) != 0)
    event.observed = reader.DayOf(reader.At(columns.observed_day(), row));
  if (const std::uint64_t superseded = reader.At(columns.supersedes(), row); superseded != 0)
    event.supersedes = Sequence{superseded};
  if (const std::uint32_t kind = reader.At(columns.counts_as(), row); kind != 0)
    event.counts_as =
        reader.EnumIn(kind, EventKind::kCoding, EventKind::kProposal, "kind of a correction");
  event.is_unlisted = (flags & kIsUnlisted) != 0;
  event.evidence = {.comment = reader.TextAt(columns.comment_text(), row),
                    .url = reader.TextAt(columns.url_text(), row),
                    .document = reader.TextAt(columns.document_text(), row),
                    .place = reader.TextAt(columns.place_text(), row)};
  const std::uint32_t references = reader.At(columns.law_count(), row);
  for (std::uint32_t i = 0; i < references; ++i, ++next_reference) {
    event.laws.push_back(
        {.law = reader.TextAt(columns.law_text(), next_reference),
         .role = reader.EnumIn(reader.At(columns.law_role(), next_reference), LawRole::kCause,
                               LawRole::kPrior, "law role"),
         .provision = reader.TextAt(columns.law_provision_text(), next_reference)});
  }
  return event;
}

Law DecodeLaw(const v1::LawRecord& record, ColumnReader& reader) {
  const auto date = [&](bool is_present, const v1::PartialDateRecord& r) {
    return is_present ? std::optional(reader.Date(r.day(), r.precision())) : std::nullopt;
  };
  Law law{.id = record.id(),
          .country = record.country(),
          .type = record.type(),
          .number = record.number(),
          .title = record.title(),
          .title_en = record.title_en(),
          .identifier = record.identifier(),
          .adopted = date(record.has_adopted(), record.adopted()),
          .published = date(record.has_published(), record.published()),
          .in_force = date(record.has_in_force(), record.in_force()),
          .repealed = date(record.has_repealed(), record.repealed()),
          .url = record.url(),
          .status = reader.EnumIn(record.status(), LawStatus::kConfirmed, LawStatus::kRecognised,
                                  "law status"),
          .aliases = {record.aliases().begin(), record.aliases().end()}};
  for (const v1::LawLinkRecord& link : record.links())
    law.links.push_back({.kind = reader.EnumIn(link.kind(), LawLinkKind::kAmends,
                                               LawLinkKind::kCorrects, "kind of link"),
                         .law = link.law()});
  for (const v1::CommencementRecord& dated : record.commencements())
    law.commencements.push_back(
        {.provision = dated.provision(),
         .in_force = reader.Date(dated.in_force().day(), dated.in_force().precision())});
  for (const v1::FollowThroughRecord& noted : record.follow_through())
    law.follow_through.push_back(
        {.question = reader.EnumIn(noted.question(), FollowThrough::kBasedOnEvidence,
                                   FollowThrough::kImproved, "follow-through"),
         .note = noted.note()});
  return law;
}

}  // namespace

Result<std::string> EncodeTransaction(const Transaction& transaction) {
  if (const Status status = CheckEncodable(transaction); !status) return Fail(status.error());
  v1::TransactionRecord record;
  record.set_recorded_at(transaction.recorded_at.seconds_since_epoch());
  record.set_author(transaction.author);
  record.set_source(transaction.source);
  for (const Law& law : transaction.laws) EncodeLaw(law, *record.add_laws());
  if (!transaction.events.empty()) {
    v1::EventColumns& columns = *record.mutable_events();
    columns.set_event_count(static_cast<std::uint32_t>(transaction.events.size()));
    TextWriter texts(columns);
    for (const Event& event : transaction.events) EncodeEvent(event, texts, columns);
    DropZeroColumns(columns);
  }
  if (record.ByteSizeLong() >= kMaxRecordSize)
    return Fail(ErrorCode::kInvalidInput,
                "transaction: its record would exceed 2 GiB; split it into several");
  std::string bytes(1,
                    record.events().counts_as().empty() ? kRecordVersion : kRecordVersionWithKinds);
  Check(record.AppendToString(&bytes), "EncodeTransaction: record does not serialize");
  return bytes;
}

Result<Transaction> DecodeTransaction(Sequence first, std::string_view bytes) {
  const auto corrupt = [&](const std::string& why) {
    return Fail(ErrorCode::kCorruption, "log record " + first.ToString() + ": " + why);
  };
  if (bytes.empty() || bytes.front() < kRecordVersion || bytes.front() > kRecordVersionWithKinds)
    return corrupt("unknown record version");
  bytes.remove_prefix(1);
  if (bytes.size() > kMaxRecordSize) return corrupt("is larger than 2 GiB");
  v1::TransactionRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return corrupt("does not parse");
  const v1::EventColumns& columns = record.events();
  if (std::cmp_not_equal(columns.event_count(), columns.kind_size()))
    return corrupt("the number of events is wrong");
  if (!IsInCalendar(Instant(record.recorded_at()))) return corrupt("a moment is out of range");

  Transaction transaction{.first = first,
                          .recorded_at = Instant(record.recorded_at()),
                          .author = record.author(),
                          .source = record.source()};
  ColumnReader reader(columns);
  transaction.laws.reserve(static_cast<std::size_t>(record.laws_size()));
  for (const v1::LawRecord& law : record.laws()) transaction.laws.push_back(DecodeLaw(law, reader));
  transaction.events.reserve(columns.event_count());
  Sequence sequence = first.plus(transaction.laws.size());
  int next_reference = 0;
  for (int row = 0; row < columns.kind_size() && reader.fault().empty(); ++row) {
    transaction.events.push_back(DecodeEvent(columns, row, next_reference, reader));
    transaction.events.back().sequence = sequence;
    sequence = sequence.plus(1);
  }
  if (!reader.fault().empty()) return corrupt(reader.fault());
  if (transaction.empty()) return corrupt("is empty");
  return transaction;
}

}  // namespace lawtrace::proto
