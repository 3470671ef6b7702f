#include "ingest/observation_format.h"

#include <map>

#include "ingest/admission.h"
#include "ingest/internal/fields.h"
#include "ingest/internal/number.h"

namespace lawtrace::ingest {
namespace {

Result<double> ParseScore(std::string_view text, const Scale& scale) {
  const std::optional<double> score = NumberOf(text);
  if (score && scale.Holds(*score)) return AtFifteenDigits(*score);
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a score; write " + scale.ToString());
}

// The country's code; lists a fault if the index does not know it.
std::string ParseCountry(Fields& fields, const Index& index) {
  fields.Require("country");
  const std::string written = fields["country"];
  if (const Country* country = index.FindCountry(written)) return country->code;
  if (!written.empty()) fields.Fault(UnknownCountry(index, written));
  return written;
}

}  // namespace

const std::vector<std::string>& AnswerColumns() {
  static const std::vector<std::string> kColumns = {
      "country",   "indicator", "answer", "reference",      "comment", "score",
      "effective", "earliest",  "latest", "basis",          "kind",    "event",
      "at",        "known_at",  "flags",  "country_alpha3", "citation"};
  return kColumns;
}

const std::vector<std::string>& FigureColumns() {
  static const std::vector<std::string> kColumns = {
      "country", "node",     "score",          "at",         "name",
      "label",   "band",     "answered",       "indicators", "oldest_answer",
      "reason",  "known_at", "country_alpha3", "citation"};
  return kColumns;
}

Result<std::vector<Observation>> ParseObservations(const RecordFile& file, const Index& index,
                                                   Day today) {
  FaultList faults(file.name);
  if (!HasColumns(file, {"country", "indicator", "answer", "reference"}, faults))
    return Fail(faults.ToError());
  std::vector<Observation> observations;
  std::map<std::string, std::size_t> first_lines;
  for (const Record& record : file.records) {
    Fields fields(file, record, faults);
    const std::string country = ParseCountry(fields, index);
    for (const char* column : {"indicator", "answer", "reference"}) fields.Require(column);
    const std::string code = fields["indicator"];
    const std::optional<Day> reference = fields.Parsed("reference", Day::Parse);
    const Indicator* indicator = FindIndicator(index, code);
    if (indicator == nullptr && !code.empty()) fields.Fault(UnknownIndicator(index, code));
    if (indicator == nullptr || fields["answer"].empty() || !reference) continue;
    const Answer answer = ReadAnswer(indicator, fields["answer"]);
    const bool is_listed = IsListed(*indicator, answer);
    const bool is_unlisted = !is_listed && fields["flags"] == kUnlistedFlag &&
                             NumberOnScale(answer.code(), indicator->scale);
    if (!fields["flags"].empty() && fields["flags"] != kUnlistedFlag)
      fields.Fault("flags: " + Quote(fields["flags"]) + " is unknown; write unlisted or nothing");
    if (!is_unlisted && !is_listed) fields.Fault(UnlistedAnswer(*indicator, answer));
    const std::string fault =
        BoundsFault("reference", PartialDate(*reference, Precision::kDay), today);
    if (!fault.empty()) fields.Fault(fault);
    const auto [first, is_new] =
        first_lines.try_emplace(country + '\n' + code + '\n' + reference->ToString(), record.line);
    if (!is_new)
      fields.Fault("states the same country, indicator and reference day as line " +
                   std::to_string(first->second) + "; keep one of them");
    if (!fields.is_sound()) continue;
    observations.push_back({.country = country,
                            .indicator = code,
                            .reference = *reference,
                            .answer = answer,
                            .is_unlisted = is_unlisted,
                            .comment = fields.Prose("comment"),
                            .place = "line " + std::to_string(record.line)});
  }
  if (!faults.empty()) return Fail(faults.ToError());
  return observations;
}

Result<std::vector<PublishedFigure>> ParseFigures(const RecordFile& file, const Index& index) {
  FaultList faults(file.name);
  if (!HasColumns(file, {"country", "node", "score", "at"}, faults)) return Fail(faults.ToError());
  std::vector<PublishedFigure> figures;
  for (const Record& record : file.records) {
    Fields fields(file, record, faults);
    const std::string country = ParseCountry(fields, index);
    for (const char* column : {"node", "at"}) fields.Require(column);
    const std::string node = fields["node"];
    if (!node.empty() && index.main_methodology().FindNode(node) == nullptr)
      fields.Fault("node " + Quote(node) + " is not in methodology " + index.main_methodology().id);
    const std::optional<Day> reference = fields.Parsed("at", Day::Parse);
    const std::optional<double> value = fields.Parsed("score", [&](std::string_view text) {
      return ParseScore(text, index.main_methodology().scale);
    });
    if (!fields.is_sound() || !reference) continue;
    figures.push_back({.country = country,
                       .node = node,
                       .reference = *reference,
                       .value = value,
                       .place = "line " + std::to_string(record.line)});
  }
  if (!faults.empty()) return Fail(faults.ToError());
  return figures;
}

}  // namespace lawtrace::ingest
