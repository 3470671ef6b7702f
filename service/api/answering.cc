#include "service/api/answering.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "model/digest.h"
#include "model/quote.h"
#include "report/question/columns.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using report::Format;

constexpr std::size_t kMaxLimit = 10'000;
constexpr std::string_view kBody = "body";
// Answers made in less time are made anew: keeping them would push out the dear ones.
constexpr std::chrono::microseconds kWorthKeeping{100};

const char* TypeOf(Format format) {
  switch (format) {
    case Format::kCsv:
    case Format::kSpreadsheetCsv:
      return "text/csv; charset=utf-8; header=present";
    case Format::kJsonLines:
      return "application/x-ndjson";
    case Format::kText:
      return "text/plain; charset=utf-8";
    case Format::kJson:
      break;
  }
  return "application/json";
}

// What was asked, the same for parameters in another order.
std::string KeyOf(const Asking& asking) {
  NamedValues query = asking.call.request.query;
  std::ranges::stable_sort(query, {}, &NamedValues::value_type::first);
  std::string key = asking.call.request.path + '?';
  for (const auto& [name, value] : query)
    key += PercentEncoded(name) + '=' + PercentEncoded(value) + '&';
  key += std::to_string(static_cast<int>(asking.format)) + '@';
  return key + std::to_string(asking.today.days_since_epoch());
}

std::string EtagOf(const Asking& asking, const std::string& key) {
  Digest digest;
  digest.Add(asking.snapshot->fingerprint());
  digest.Add(asking.snapshot->last().value);
  digest.Add(key);
  return '"' + digest.Hex() + '"';
}

bool HasEtag(std::string_view if_none_match, std::string_view etag) {
  // A proxy that compresses marks the tag as weak.
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

void AddCaching(const std::string& etag, Response& response) {
  response.With("ETag", etag)
      .With("Cache-Control", "no-cache")
      .With("Vary", "Accept, Accept-Encoding");
}

// Where a page begins, and on which log.
struct Cursor {
  Sequence position;
  std::size_t offset = 0;
};

std::optional<Cursor> ParseCursor(std::string_view text) {
  Cursor cursor;
  const char* end = text.data() + text.size();
  const auto position = std::from_chars(text.data(), end, cursor.position.value);
  if (position.ec != std::errc{} || position.ptr == end || *position.ptr != '.')
    return std::nullopt;
  const auto offset = std::from_chars(position.ptr + 1, end, cursor.offset);
  if (offset.ec != std::errc{} || offset.ptr != end) return std::nullopt;
  return cursor;
}

Result<Cursor> CursorOf(const Asking& asking) {
  const std::string text = asking.call.Value("cursor");
  if (text.empty()) return Cursor{.position = asking.snapshot->last()};
  const std::optional<Cursor> cursor = ParseCursor(text);
  if (cursor && cursor->position <= asking.snapshot->last()) return *cursor;
  return Fail(ErrorCode::kInvalidInput,
              "cursor: " + Quote(text) +
                  " is none of this service; take it from the Link header of the page before, or "
                  "leave it out");
}

// Leaves the page's rows; true if there are more behind.
bool CutToPage(std::size_t offset, std::optional<std::size_t> limit, report::Table& table) {
  const std::size_t begin = std::min(offset, table.rows.size());
  const std::size_t end = limit ? std::min(table.rows.size(), begin + *limit) : table.rows.size();
  const bool has_more = end < table.rows.size();
  table.rows.resize(end);
  table.rows.erase(table.rows.begin(), table.rows.begin() + static_cast<std::ptrdiff_t>(begin));
  return has_more;
}

std::string NextLink(const Asking& asking, Cursor cursor) {
  std::string target = PercentEncoded(asking.call.request.path);
  for (std::size_t at = 0; (at = target.find("%2F", at)) != std::string::npos;)
    target.replace(at, 3, "/");
  char separator = '?';
  for (const auto& [name, value] : asking.call.request.query) {
    if (name == "cursor") continue;
    target += separator + PercentEncoded(name) + '=' + PercentEncoded(value);
    separator = '&';
  }
  return '<' + target + separator + "cursor=" + cursor.position.ToString() + '.' +
         std::to_string(cursor.offset) + ">; rel=\"next\"";
}

Result<std::optional<std::size_t>> LimitOf(const Call& call) {
  const std::string text = call.Value("limit");
  if (text.empty()) return std::nullopt;
  std::size_t limit = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error == std::errc{} && stop == text.data() + text.size() && limit > 0 && limit <= kMaxLimit)
    return limit;
  return Fail(ErrorCode::kInvalidInput,
              "limit: " + Quote(text) + " is not a number from 1 to " + std::to_string(kMaxLimit));
}

// An archive, kept while it is asked.
struct Kept {
  std::shared_ptr<const analysis::Archive> past;
  const analysis::Archive* archive = nullptr;
};

// The archive of the methodology as far as the log reached at `position` and at the day known_at,
// if only what was known counts.
Result<Kept> FindArchive(const Snapshot& snapshot, const Methodology& methodology,
                         Sequence position, std::optional<Day> known_at) {
  const Result<const analysis::Archive*> whole = snapshot.ArchiveOf(methodology);
  if (!whole) return Fail(whole.error());
  Sequence known = position;
  if (known_at) known = std::min(known, (*whole)->KnownAt(*known_at));
  if (known >= (*whole)->last()) return Kept{.past = nullptr, .archive = *whole};
  Result<std::shared_ptr<const analysis::Archive>> past =
      snapshot.ArchiveKnownAt(methodology, known);
  if (!past) return Fail(past.error());
  const analysis::Archive* archive = past->get();
  return Kept{.past = *std::move(past), .archive = archive};
}

// The words of the call, by the names of the question's parameters.  kInvalidInput: a number is
// none, or above what is served.
Result<report::AskedValues> ValuesOf(const Call& call, const report::QuestionEntry& entry) {
  report::AskedValues values;
  for (const report::QuestionParameter& parameter : entry.parameters) {
    if (const auto in_path = call.path.find(parameter.name); in_path != call.path.end()) {
      values.Add(parameter.name, in_path->second);
    } else if (parameter.is_list) {
      for (std::string& value : call.Values(parameter.name))
        values.Add(parameter.name, std::move(value));
    } else if (std::string value = call.Value(parameter.name); !value.empty()) {
      values.Add(parameter.name, std::move(value));
    }
    if (!parameter.most_served) continue;
    const Result<std::int64_t> served = report::NumberOf(values, parameter.name, parameter.least,
                                                         parameter.least, *parameter.most_served);
    if (!served) return Fail(served.error());
  }
  return values;
}

// What the question answers, as a page of the form that was asked for.
Result<Response> AnswerOf(const Asking& asking, const report::QuestionEntry& entry,
                          const report::AskedValues& values) {
  const Result<Cursor> cursor = CursorOf(asking);
  if (!cursor) return Fail(cursor.error());
  std::vector<Kept> kept;
  const report::ArchiveAt archive_at =
      [&](const Methodology& methodology,
          std::optional<Day> known_at) -> Result<const analysis::Archive*> {
    Result<Kept> found = FindArchive(*asking.snapshot, methodology, cursor->position, known_at);
    if (!found) return Fail(found.error());
    return kept.emplace_back(*std::move(found)).archive;
  };
  Result<report::Answer> answer =
      report::Ask(entry, values, asking.snapshot->index(), archive_at, asking.today, asking.format);
  if (!answer)
    return Fail(answer.error().Spelled(
        [&](const std::string& name) { return std::string(report::NameIn(entry, name)); }));
  return SendTable(asking, *std::move(answer));
}

Route RouteFor(const Service& service, report::QuestionEntry entry, bool takes_body) {
  Route route{.method = takes_body ? "POST" : "GET",
              .path = std::string(entry.path),
              .id = std::string(entry.operation),
              .tag = std::string(entry.tag),
              .summary = std::string(entry.summary),
              .role = std::string(entry.role)};
  std::vector<report::QuestionParameter> in_query;
  for (const report::QuestionParameter& parameter : entry.parameters) {
    if (entry.path.find("{" + std::string(parameter.name) + "}") != std::string_view::npos)
      route.path_examples.emplace(parameter.name, parameter.example);
    else if (parameter.name != kBody)
      in_query.push_back(parameter);
  }
  route.parameters = WithPages(ParametersOf(in_query));
  if (!entry.columns.empty()) route.response_schema = RowsSchema(entry.columns);
  route.handler = [&service, takes_body, entry = std::move(entry)](const Call& call) {
    return AnswerFrom(service, call, [&](const Asking& asking) -> Result<Response> {
      Result<report::AskedValues> values = ValuesOf(call, entry);
      if (!values) return Fail(values.error());
      if (takes_body) values->Add(kBody, call.request.body);
      return AnswerOf(asking, entry, *values);
    });
  };
  return route;
}

}  // namespace

Format FormatOf(const Call& call) {
  const std::string named = call.Value("format");
  if (!named.empty()) {
    const Result<Format> format = report::ParseFormat(named);
    return format ? *format : Format::kJson;
  }
  const std::string_view accept = call.request.HeaderOf("accept");
  if (accept.find("application/json") != std::string_view::npos) return Format::kJson;
  if (accept.find("text/csv") != std::string_view::npos) return Format::kCsv;
  if (accept.find("application/x-ndjson") != std::string_view::npos) return Format::kJsonLines;
  return Format::kJson;
}

Response AnswerFrom(const Service& service, const Call& call,
                    const std::function<Result<Response>(const Asking&)>& make) {
  const Asking asking{.call = call,
                      .service = service,
                      .snapshot = service.snapshot(),
                      .today = service.Now().day(),
                      .format = FormatOf(call)};
  const bool is_kept = call.request.body.empty();
  const std::string key = KeyOf(asking);
  const std::string etag = EtagOf(asking, key);
  if (is_kept) {
    if (HasEtag(call.request.HeaderOf("if-none-match"), etag)) {
      Response unchanged{.status = 304};
      AddCaching(etag, unchanged);
      return unchanged;
    }
    if (const auto kept = asking.snapshot->FindAnswer(key)) return *kept;
  }
  const auto begun = std::chrono::steady_clock::now();
  Result<Response> made = make(asking);
  if (!made) return ProblemOf(made.error());
  made->With("Lawtrace-Position", asking.snapshot->last().ToString());
  if (!is_kept) return *std::move(made);
  AddCaching(etag, *made);
  if (std::chrono::steady_clock::now() - begun >= kWorthKeeping)
    asking.snapshot->KeepAnswer(key, std::make_shared<const Response>(*made));
  return *std::move(made);
}

Route RouteOf(const Service& service, report::QuestionEntry entry) {
  return RouteFor(service, std::move(entry), /*takes_body=*/false);
}

Route RouteOfBody(const Service& service, report::QuestionEntry entry) {
  return RouteFor(service, std::move(entry), /*takes_body=*/true);
}

Result<Response> SendTable(const Asking& asking, report::Answer answer) {
  const Result<Cursor> cursor = CursorOf(asking);
  if (!cursor) return Fail(cursor.error());
  const Result<std::optional<std::size_t>> limit = LimitOf(asking.call);
  if (!limit) return Fail(limit.error());
  const bool has_more = !answer.written && CutToPage(cursor->offset, *limit, answer.table);
  Response response = TextResponse(200, TypeOf(asking.format),
                                   report::Render(answer, asking.format, std::identity()));
  if (has_more)
    response.With("Link", NextLink(asking, {.position = cursor->position,
                                            .offset = cursor->offset + **limit}));
  return response;
}

std::vector<Parameter> ParametersOf(const std::vector<report::QuestionParameter>& parameters) {
  std::vector<Parameter> all;
  all.reserve(parameters.size());
  for (const report::QuestionParameter& one : parameters) {
    Parameter parameter{.name = std::string(one.name),
                        .description = std::string(one.help),
                        .example = std::string(one.example),
                        .choices = one.choices,
                        .is_list = one.is_list,
                        .is_required = one.is_required};
    if (one.type == report::ParameterType::kInteger) parameter.type = "integer";
    if (one.type == report::ParameterType::kFlag) parameter.type = "boolean";
    if (one.most_served) parameter.description += "; up to " + std::to_string(*one.most_served);
    all.push_back(std::move(parameter));
  }
  return all;
}

std::vector<Parameter> WithPages(std::vector<Parameter> parameters) {
  parameters.push_back({.name = "format",
                        .description = "The form of the answer; Accept says it, too",
                        .choices = {"json", "csv", "jsonl", "spreadsheet-csv"}});
  parameters.push_back({.name = "limit",
                        .description = "Rows of one page, up to 10000; all by default. The Link "
                                       "header names the next page",
                        .example = "100",
                        .type = "integer"});
  parameters.push_back(
      {.name = "cursor", .description = "Where the page begins, from the Link header"});
  return parameters;
}

std::string RowsSchema(std::string_view columns) {
  nlohmann::ordered_json properties = nlohmann::ordered_json::object();
  nlohmann::ordered_json names = nlohmann::ordered_json::array();
  for (const report::DeclaredColumn& column : report::DeclaredColumns(columns)) {
    nlohmann::ordered_json& property = properties[column.name];
    property = {{"type", {column.type, "null"}}};
    if (!column.meaning.empty()) property["description"] = column.meaning;
    names.push_back(column.name);
  }
  const nlohmann::ordered_json schema = {
      {"type", "array"},
      {"items", {{"type", "object"}, {"required", names}, {"properties", properties}}}};
  return schema.dump();
}

}  // namespace lawtrace::service
