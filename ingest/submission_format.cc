#include "ingest/submission_format.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "ingest/event_format.h"
#include "model/foreign_json.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kLawKind = "law";

std::vector<std::string> WithoutPlace(const std::vector<std::string>& columns) {
  constexpr std::array<std::string_view, 4> kPlace = {"sequence", "transaction", "recorded_at",
                                                      "author"};
  std::vector<std::string> kept;
  std::ranges::copy_if(columns, std::back_inserter(kept), [&](const std::string& column) {
    return std::ranges::find(kPlace, column) == kPlace.end();
  });
  return kept;
}

// Collects the faults of one body.
class DraftReader {
 public:
  Result<Draft> Read(std::string_view text, std::string_view kind) {
    Result<Json> parsed = ParseForeignJson<Json>(text);
    if (!parsed)
      return Fail(ErrorCode::kInvalidInput,
                  "the body " + parsed.error().Message() + "; send {\"...\": ...}");
    Json body = *std::move(parsed);
    if (!body.is_object())
      return Fail(ErrorCode::kInvalidInput, "the body is not a JSON object; send {\"...\": ...}");
    TakeText(body, "note", draft_.note);
    TakeMoment(body);
    TakeSequence(body);
    if (kind.empty()) {
      draft_.events = Rows(body, "events", SubmittedEventColumns());
      draft_.laws = Rows(body, "laws", SubmittedLawColumns());
      for (const auto& [key, value] : body.items())
        Fault("unknown key " + Quote(key) +
              "; the keys are events, laws, note, embargo_until, expected_sequence");
    } else {
      ReadStatement(std::move(body), kind);
    }
    if (faults_.empty() && draft_.events.rows.empty() && draft_.laws.rows.empty())
      Fault("nothing is stated; give events or laws");
    if (!faults_.empty()) return Fail(ErrorCode::kInvalidInput, faults_);
    return std::move(draft_);
  }

 private:
  void Fault(const std::string& what) { faults_ += (faults_.empty() ? "" : "\n") + what; }

  void ReadStatement(Json body, std::string_view kind) {
    const bool is_law = kind == kLawKind;
    if (!is_law) {
      const std::string stated = body.value("kind", Json(kind)).is_string()
                                     ? body.value("kind", Json(kind)).get<std::string>()
                                     : "?";
      if (stated != kind)
        Fault("kind: " + Quote(stated) + " is not what this address takes; leave it out");
      body["kind"] = kind;
    }
    Json list = {{"statement", Json::array({std::move(body)})}};
    (is_law ? draft_.laws : draft_.events) =
        Rows(list, "statement", is_law ? SubmittedLawColumns() : SubmittedEventColumns());
  }

  // Takes a list of flat objects out of the body.
  StatedRows Rows(Json& body, const std::string& key, const std::vector<std::string>& columns) {
    StatedRows rows;
    const auto found = body.find(key);
    if (found == body.end()) return rows;
    if (!found->is_array()) {
      Fault(key + ": is not a list; send a list of objects");
      body.erase(found);
      return rows;
    }
    std::string text = "[";
    for (const Json& row : *found)
      text +=
          (text.size() > 1 ? ",\n" : "") + row.dump(-1, ' ', false, Json::error_handler_t::replace);
    const Result<RecordFile> file = ParseRecords(key, text + "]", columns);
    body.erase(found);
    if (!file) {
      Fault(file.error().Message());
      return rows;
    }
    if (!file->records.empty()) rows.columns = file->columns;
    for (const Record& record : file->records) rows.rows.push_back(record.values);
    return rows;
  }

  void TakeText(Json& body, const std::string& key, std::string& text) {
    const auto found = body.find(key);
    if (found == body.end()) return;
    if (found->is_string()) {
      text = NormalText(found->get<std::string>());
    } else if (!found->is_null()) {
      Fault(key + ": is not a text");
    }
    body.erase(found);
  }

  void TakeMoment(Json& body) {
    std::string text;
    TakeText(body, "embargo_until", text);
    if (text.empty()) return;
    const Result<Instant> moment = Instant::Parse(text);
    if (moment) {
      draft_.embargo_until = *moment;
    } else {
      Fault("embargo_until: " + moment.error().Message());
    }
  }

  void TakeSequence(Json& body) {
    const auto found = body.find("expected_sequence");
    if (found == body.end()) return;
    if (found->is_number_unsigned()) {
      draft_.expected_last = Sequence{found->get<std::uint64_t>()};
    } else if (!found->is_null()) {
      Fault("expected_sequence: is not a whole number");
    }
    body.erase(found);
  }

  Draft draft_;
  std::string faults_;
};

Json RowsJson(const StatedRows& rows) {
  Json list = Json::array();
  for (const std::vector<std::string>& row : rows.rows) {
    Json& object = list.emplace_back(Json::object());
    for (std::size_t i = 0; i < row.size(); ++i)
      if (!row[i].empty()) object[rows.columns[i]] = row[i];
  }
  return list;
}

}  // namespace

const std::vector<std::string>& SubmittedEventColumns() {
  static const std::vector<std::string> columns = WithoutPlace(EventColumns());
  return columns;
}

const std::vector<std::string>& SubmittedLawColumns() {
  static const std::vector<std::string> columns = WithoutPlace(LawColumns());
  return columns;
}

Result<Draft> ParseDraft(std::string_view json, std::string_view kind) {
  return DraftReader().Read(json, kind);
}

std::string DraftText(const Draft& draft) {
  Json body = Json::object();
  if (!draft.events.rows.empty()) body["events"] = RowsJson(draft.events);
  if (!draft.laws.rows.empty()) body["laws"] = RowsJson(draft.laws);
  if (!draft.note.empty()) body["note"] = draft.note;
  if (draft.embargo_until) body["embargo_until"] = draft.embargo_until->ToString();
  if (draft.expected_last) body["expected_sequence"] = draft.expected_last->value;
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<RecordFile> AsRecordFile(const StatedRows& rows, std::string_view name) {
  if (rows.rows.empty()) return std::nullopt;
  RecordFile file{.name = std::string(name), .columns = rows.columns, .records = {}};
  for (const std::vector<std::string>& row : rows.rows)
    file.records.push_back({.line = file.records.size() + 1, .values = row});
  return file;
}

}  // namespace lawtrace::ingest
