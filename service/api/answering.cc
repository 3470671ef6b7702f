#include "service/api/answering.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "model/digest.h"
#include "model/quote.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using report::Format;

constexpr std::size_t kMaxLimit = 10'000;
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

report::QuestionWords WordsOf(const Call& call) {
  return {.countries = call.Values("country"),
          .groups = call.Values("group"),
          .nodes = call.Values("node"),
          .at = call.Value(call.Value("at").empty() ? "to" : "at"),
          .known_at = call.Value("known_at"),
          .from = call.Value("from"),
          .methodology = call.Value("methodology"),
          .with_codings = call.Value("codings") == "true"};
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

const std::map<std::string_view, Parameter>& KnownParameters() {
  static const std::map<std::string_view, Parameter> kParameters = [] {
    std::map<std::string_view, Parameter> known;
    const auto add = [&](std::string_view name, std::string description, std::string example) {
      known[name] = {.name = std::string(name),
                     .description = std::move(description),
                     .example = std::move(example)};
    };
    add("country", "Country codes or aliases; all by default", "PT");
    add("group", "Groups, with their members on the day asked for", "EU");
    add("node", "Codes of nodes; the headline by default", "f");
    add("at",
        "Law in force on that day: YYYY-MM-DD, YYYY (its 31 December), an edition, or today (the "
        "default)",
        "mipex-2020");
    add("known_at", "As far as was known by the end of that day; all that is recorded by default",
        "2021");
    add("from", "The day after which changes count, written like `at`", "2010");
    add("methodology", "Score by this methodology; the index's default otherwise", "mipex-core");
    add("codings", "Count first answers as changes, too", "true");
    for (const std::string_view name : {"country", "group", "node"}) known[name].is_list = true;
    known["codings"].type = "boolean";
    return known;
  }();
  return kParameters;
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

Result<Response> AnswerQuestion(
    const Asking& asking, Extent extent,
    const std::function<Result<report::Answer>(const report::Question&, const report::ArchiveOf&)>&
        answer) {
  const Index& index = asking.snapshot->index();
  const report::QuestionWords words = WordsOf(asking.call);
  const Result<const Methodology*> methodology =
      report::ChooseMethodology(index, words.methodology);
  if (!methodology) return Fail(methodology.error());
  const Result<Cursor> cursor = CursorOf(asking);
  if (!cursor) return Fail(cursor.error());
  // A known_at that cannot be read is told with all else that is wrong, by Resolve.
  const Result<std::optional<Day>> known_at = report::ParseKnownAt(words, index, asking.today);
  const Result<Kept> kept =
      FindArchive(*asking.snapshot, **methodology, cursor->position,
                  extent == Extent::kAsKnown && known_at ? *known_at : std::nullopt);
  if (!kept) return Fail(kept.error());
  const Result<report::Question> question =
      report::Resolve(words, index, *kept->archive, asking.today);
  if (!question) return Fail(question.error());
  std::vector<Kept> others;
  const report::ArchiveOf archive_of =
      [&](const Methodology& other) -> Result<const analysis::Archive*> {
    Result<Kept> found = FindArchive(*asking.snapshot, other, cursor->position, std::nullopt);
    if (!found) return Fail(found.error());
    return others.emplace_back(*std::move(found)).archive;
  };
  Result<report::Answer> answered = answer(*question, archive_of);
  if (!answered) return Fail(answered.error());
  return SendTable(asking, *std::move(answered));
}

Result<Response> SendTable(const Asking& asking, report::Answer answer) {
  const Result<Cursor> cursor = CursorOf(asking);
  if (!cursor) return Fail(cursor.error());
  const Result<std::optional<std::size_t>> limit = LimitOf(asking.call);
  if (!limit) return Fail(limit.error());
  const bool has_more = !answer.written && CutToPage(cursor->offset, *limit, answer.table);
  Response response =
      TextResponse(200, TypeOf(asking.format), report::Render(answer, asking.format));
  if (has_more)
    response.With("Link", NextLink(asking, {.position = cursor->position,
                                            .offset = cursor->offset + **limit}));
  return response;
}

std::vector<Parameter> QuestionParameters(std::initializer_list<std::string_view> names) {
  std::vector<Parameter> parameters;
  for (const std::string_view name : names) parameters.push_back(KnownParameters().at(name));
  return parameters;
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
  while (!columns.empty()) {
    const std::string_view column = columns.substr(0, columns.find(' '));
    columns.remove_prefix(std::min(columns.size(), column.size() + 1));
    const std::size_t colon = std::min(column.find(':'), column.size());
    const std::string name(column.substr(0, colon));
    const std::string type(colon == column.size() ? "string" : column.substr(colon + 1));
    properties[name] = {{"type", {type, "null"}}};
    names.push_back(name);
  }
  const nlohmann::ordered_json schema = {
      {"type", "array"},
      {"items", {{"type", "object"}, {"required", names}, {"properties", properties}}}};
  return schema.dump();
}

}  // namespace lawtrace::service
