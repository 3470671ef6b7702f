#include "ingest/event_format.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "ingest/admission.h"
#include "ingest/internal/fields.h"
#include "ingest/law_format.h"

namespace lawtrace::ingest {
namespace {

constexpr std::string_view kUnknownCommencement = "unknown";

std::string Text(const std::optional<PartialDate>& date) {
  return date ? date->ToString() : std::string();
}

Result<Sequence> ParseSequence(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && stop == end && value > 0) return Sequence{value};
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is not a sequence; write the number that 'lawtrace "
                                            "show' prints");
}

LogPlace ParsePlace(Fields& fields) {
  return {.sequence = fields.Parsed("sequence", ParseSequence),
          .transaction = fields.Parsed("transaction", ParseSequence),
          .recorded_at = fields.Parsed("recorded_at", Instant::Parse),
          .author = fields.Prose("author"),
          .source = fields.Prose("source")};
}

void AppendPlace(const Transaction& transaction, Sequence sequence,
                 std::vector<std::string>& values) {
  values.push_back(sequence.ToString());
  values.push_back(transaction.first.ToString());
  values.push_back(transaction.recorded_at.ToString());
  values.push_back(transaction.author);
  values.push_back(transaction.source);
}

// The code of a country, however it is written.
std::string CountryCode(const Index& index, std::string_view written) {
  const Country* country = index.FindCountry(written);
  return country == nullptr ? std::string(written) : country->code;
}

Event ParseEvent(Fields& fields, const Index& index) {
  Event event;
  fields.Require("kind");
  fields.Require("country");
  fields.Require("indicator");
  if (const auto kind = fields.Parsed("kind", ParseEventKind)) event.kind = *kind;
  event.country = CountryCode(index, fields["country"]);
  event.indicator = fields["indicator"];
  if (const std::string answer = fields["answer"]; !answer.empty())
    event.answer = fields["sequence"].empty()
                       ? ReadAnswer(FindIndicator(index, event.indicator), answer)
                       : Answer::FromText(answer);  // As the log has it.
  const bool is_retraction = event.kind == EventKind::kRetraction;
  if (fields["effective"].empty() && !is_retraction)
    fields.Fault(
        "column 'effective' is empty; write YYYY-MM-DD, YYYY-MM, YYYY, or 'unknown' for an "
        "amendment whose commencement is not known");
  if (fields["effective"] != kUnknownCommencement)
    event.effective = fields.Parsed("effective", PartialDate::Parse);
  if (event.effective && event.effective->precision() != Precision::kYear)
    event.basis = Basis::kStated;
  const auto basis = fields.Parsed("basis", ParseBasis);
  if (basis && event.effective) event.basis = *basis;  // Without a date it is the basis of nothing.
  event.observed = fields.Parsed("observed", Day::Parse);
  const bool is_sighting =
      event.kind == EventKind::kCoding || event.kind == EventKind::kConfirmation;
  if (is_sighting && !event.observed && event.effective) event.observed = event.effective->latest();
  event.supersedes = fields.Parsed("supersedes", ParseSequence);
  event.counts_as = fields.Parsed("counts_as", ParseEventKind);
  if (const auto laws = fields.Parsed("laws", ParseLawReferences)) event.laws = *laws;
  event.evidence = {.comment = fields.Prose("comment"),
                    .url = fields.Prose("url"),
                    .document = fields.Prose("document"),
                    .place = fields.Prose("place")};
  event.is_unlisted = fields["flags"] == kUnlistedFlag;
  if (!event.is_unlisted && !fields["flags"].empty())
    fields.Fault("flags: " + Quote(fields["flags"]) + " is unknown; write unlisted or nothing");
  return event;
}

// What an entry says beyond names and dates.
void ParseRegisterFields(Fields& fields, Law& law) {
  law.status = fields.Parsed("status", ParseLawStatus).value_or(LawStatus::kConfirmed);
  law.aliases = ParseAliases(fields.Prose("aliases"));
  if (auto links = fields.Parsed("links", ParseLawLinks)) law.links = *std::move(links);
  if (auto dated = fields.Parsed("commencements", ParseCommencements))
    law.commencements = *std::move(dated);
  if (auto notes = fields.Parsed("follow_through", ParseFollowThroughNotes))
    law.follow_through = *std::move(notes);
}

}  // namespace

const std::vector<std::string>& EventColumns() {
  static const std::vector<std::string> kColumns = {
      "kind",       "country",   "indicator",   "answer",      "effective", "basis",    "observed",
      "supersedes", "counts_as", "laws",        "comment",     "url",       "document", "place",
      "flags",      "sequence",  "transaction", "recorded_at", "author",    "source"};
  return kColumns;
}

const std::vector<std::string>& LawColumns() {
  static const std::vector<std::string> kColumns = {
      "law",         "country",     "type",      "number",        "title",          "title_en",
      "identifier",  "adopted",     "published", "in_force",      "repealed",       "url",
      "status",      "aliases",     "links",     "commencements", "follow_through", "sequence",
      "transaction", "recorded_at", "author",    "source"};
  return kColumns;
}

std::vector<std::string> EventFields(const Transaction& transaction, const Event& event) {
  std::string effective = Text(event.effective);
  if (!event.effective && event.kind != EventKind::kRetraction) effective = kUnknownCommencement;
  std::vector<std::string> values = {std::string(Name(event.kind)),
                                     event.country,
                                     event.indicator,
                                     event.answer ? event.answer->ToString() : "",
                                     std::move(effective),
                                     event.effective ? std::string(Name(event.basis)) : "",
                                     event.observed ? event.observed->ToString() : "",
                                     event.supersedes ? event.supersedes->ToString() : "",
                                     std::string(event.counts_as ? Name(*event.counts_as) : ""),
                                     LawReferencesText(event.laws),
                                     event.evidence.comment,
                                     event.evidence.url,
                                     event.evidence.document,
                                     event.evidence.place,
                                     std::string(event.is_unlisted ? kUnlistedFlag : "")};
  AppendPlace(transaction, event.sequence, values);
  return values;
}

std::vector<std::string> LawFields(const Transaction& transaction, const Law& law,
                                   Sequence sequence) {
  std::vector<std::string> values = {law.id,
                                     law.country,
                                     law.type,
                                     law.number,
                                     law.title,
                                     law.title_en,
                                     law.identifier,
                                     Text(law.adopted),
                                     Text(law.published),
                                     Text(law.in_force),
                                     Text(law.repealed),
                                     law.url,
                                     std::string(Name(law.status)),
                                     AliasesText(law.aliases),
                                     LawLinksText(law.links),
                                     CommencementsText(law.commencements),
                                     FollowThroughText(law.follow_through)};
  AppendPlace(transaction, sequence, values);
  return values;
}

std::vector<EventRow> ParseEventRows(const RecordFile& file, const Index& index,
                                     FaultList& faults) {
  std::vector<EventRow> rows;
  if (!HasColumns(file, {"kind", "country", "indicator"}, faults)) return rows;
  rows.reserve(file.records.size());
  for (const Record& record : file.records) {
    Fields fields(file, record, faults);
    EventRow row{
        .line = record.line, .event = ParseEvent(fields, index), .place = ParsePlace(fields)};
    if (fields.is_sound()) rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<LawRow> ParseLawRows(const RecordFile& file, const Index& index, FaultList& faults) {
  std::vector<LawRow> rows;
  if (!HasColumns(file, {"law"}, faults)) return rows;
  rows.reserve(file.records.size());
  for (const Record& record : file.records) {
    Fields fields(file, record, faults);
    fields.Require("law");
    LawRow row{.line = record.line,
               .law = {.id = fields["law"],
                       .country = CountryCode(index, fields["country"]),
                       .type = fields["type"],
                       .number = fields["number"],
                       .title = fields.Prose("title"),
                       .title_en = fields.Prose("title_en"),
                       .identifier = fields["identifier"],
                       .adopted = fields.Parsed("adopted", PartialDate::Parse),
                       .published = fields.Parsed("published", PartialDate::Parse),
                       .in_force = fields.Parsed("in_force", PartialDate::Parse),
                       .repealed = fields.Parsed("repealed", PartialDate::Parse),
                       .url = fields.Prose("url")},
               .place = ParsePlace(fields)};
    ParseRegisterFields(fields, row.law);
    if (fields.is_sound()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace lawtrace::ingest
