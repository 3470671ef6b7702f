#include "cli/server_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "cli/output.h"
#include "ingest/record_reader.h"
#include "report/render/table.h"
#include "service/api/api_words.h"

namespace lawtrace::cli {
namespace {

constexpr long kConnectSeconds = 10;
constexpr long kAnswerSeconds = 120;
constexpr long kFirstErrorStatus = 400;
constexpr std::size_t kMaxAnswerBytes = 64U << 20U;

std::size_t Take(char* data, std::size_t size, std::size_t count, void* to) {
  auto& answer = *static_cast<std::string*>(to);
  if (answer.size() + size * count > kMaxAnswerBytes) return 0;
  answer.append(data, size * count);
  return size * count;
}

std::string WithoutBlanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return text;
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Headers HeadersOf(const std::string& token) {
  Headers headers(curl_slist_append(nullptr, "Content-Type: application/json"),
                  &curl_slist_free_all);
  if (!token.empty())
    headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + token).c_str()));
  return headers;
}

// The rows with those columns that a submission may have; the rest must be empty.
Result<StatedRows> RowsOf(const ingest::RecordFile* file, const std::vector<std::string>& allowed) {
  StatedRows rows;
  if (file == nullptr) return rows;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < file->columns.size(); ++i) {
    const bool is_allowed = std::ranges::find(allowed, file->columns[i]) != allowed.end();
    const bool is_used = std::ranges::any_of(
        file->records, [&](const ingest::Record& record) { return !record.values[i].empty(); });
    if (!is_allowed && is_used)
      return Fail(ErrorCode::kInvalidInput,
                  file->name + ": the column '" + file->columns[i] +
                      "' is for the server to say; leave it out, or import into the store while "
                      "no service runs");
    if (!is_allowed) continue;
    kept.push_back(i);
    rows.columns.push_back(file->columns[i]);
  }
  for (const ingest::Record& record : file->records) {
    std::vector<std::string>& row = rows.rows.emplace_back();
    for (const std::size_t i : kept) row.push_back(record.values[i]);
  }
  return rows;
}

}  // namespace

Result<std::string> ReadToken(const ServerOptions& options) {
  if (!options.token_file.empty()) {
    const Result<std::string> text = ingest::ReadText(options.token_file);
    if (!text) return Fail(Error(text.error()).WithContext("--token-file"));
    return WithoutBlanks(*text);
  }
  const char* token = std::getenv("LAWTRACE_TOKEN");
  if (token != nullptr) return WithoutBlanks(token);
  return Fail(ErrorCode::kInvalidInput,
              "no token is given; name a file that holds one with --token-file, or set "
              "LAWTRACE_TOKEN");
}

Result<std::string> SendToServer(const ServerOptions& options, std::string_view method,
                                 std::string_view path, std::string_view body) {
  const Result<std::string> token = ReadToken(options);
  if (!token) return Fail(token.error());
  const Handle handle(curl_easy_init(), &curl_easy_cleanup);
  if (!handle) return Fail(ErrorCode::kUnavailable, "--server: no HTTP client");
  std::string base = options.url;
  while (base.ends_with('/')) base.pop_back();
  const std::string url = base + std::string(path);
  const std::string verb(method);
  const Headers headers = HeadersOf(*token);
  std::string answer;
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, verb.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (const char* authorities = std::getenv("SSL_CERT_FILE"))
    curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kAnswerSeconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  if (verb != "GET") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  }
  if (const CURLcode sent = curl_easy_perform(curl); sent != CURLE_OK)
    return Fail(ErrorCode::kUnavailable,
                "--server: " + url + ": " + curl_easy_strerror(sent) +
                    (sent == CURLE_PEER_FAILED_VERIFICATION
                         ? "; SSL_CERT_FILE names a file of certificates to trust"
                         : "; is 'lawtrace serve' up?"));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= kFirstErrorStatus)
    return Fail(ErrorCode::kInvalidInput, service::FaultsIn(answer, static_cast<int>(status)));
  return answer;
}

Result<int> SendStatements(const ServerOptions& options, const std::string& format_name,
                           const ingest::RecordFile* events, const ingest::RecordFile* laws) {
  const Result<report::Format> format = report::ParseFormat(format_name);
  if (!format) return Fail(format.error());
  Result<StatedRows> event_rows = RowsOf(events, ingest::SubmittedEventColumns());
  if (!event_rows) return Fail(event_rows.error());
  Result<StatedRows> law_rows = RowsOf(laws, ingest::SubmittedLawColumns());
  if (!law_rows) return Fail(law_rows.error());
  const ingest::Draft draft{.events = *std::move(event_rows), .laws = *std::move(law_rows)};
  const Result<std::string> answer =
      SendToServer(options, "POST", "/v1/submissions", ingest::DraftText(draft));
  if (!answer) return Fail(answer.error());
  const Status printed =
      Print(*format == report::Format::kText ? service::OutcomeWords(*answer) : *answer);
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
