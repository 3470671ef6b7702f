#include "service/http/problem.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace lawtrace::service {
namespace {

int StatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kCorruption:
      break;
  }
  return 500;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

bool IsLetter(char c) {
  return c >= 'a' && c <= 'z';
}

}  // namespace

std::string_view ReasonOf(int status) {
  static const std::map<int, std::string_view> kReasons = {{200, "OK"},
                                                           {201, "Created"},
                                                           {202, "Accepted"},
                                                           {204, "No Content"},
                                                           {304, "Not Modified"},
                                                           {400, "Bad Request"},
                                                           {401, "Unauthorized"},
                                                           {403, "Forbidden"},
                                                           {404, "Not Found"},
                                                           {405, "Method Not Allowed"},
                                                           {406, "Not Acceptable"},
                                                           {408, "Request Timeout"},
                                                           {409, "Conflict"},
                                                           {412, "Precondition Failed"},
                                                           {413, "Content Too Large"},
                                                           {414, "URI Too Long"},
                                                           {415, "Unsupported Media Type"},
                                                           {417, "Expectation Failed"},
                                                           {422, "Unprocessable Content"},
                                                           {429, "Too Many Requests"},
                                                           {431, "Request Header Fields Too Large"},
                                                           {500, "Internal Server Error"},
                                                           {501, "Not Implemented"},
                                                           {503, "Service Unavailable"}};
  const auto found = kReasons.find(status);
  return found == kReasons.end() ? "Status" : found->second;
}

Response ProblemResponse(int status, const std::vector<std::string>& faults,
                         std::string_view detail) {
  nlohmann::ordered_json problem = {
      {"type", "about:blank"}, {"title", ReasonOf(status)}, {"status", status}};
  if (!detail.empty() || !faults.empty())
    problem["detail"] = detail.empty() ? faults.front() : std::string(detail);
  if (!faults.empty()) problem["errors"] = faults;
  return TextResponse(
      status, "application/problem+json",
      problem.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

Response ProblemOf(const Error& error) {
  return ProblemResponse(StatusOf(error.code), LinesOf(ApiWords(error.Message())));
}

std::string ApiWords(std::string_view message) {
  std::string words;
  bool is_quoted = false;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    if (c == '\'' || c == '\n') is_quoted = c == '\'' && !is_quoted;
    const bool begins = i == 0 || !IsLetter(message[i - 1]);
    if (is_quoted || !begins || !message.substr(i).starts_with("--") || i + 2 == message.size() ||
        !IsLetter(message[i + 2])) {
      words += c;
      continue;
    }
    i += 2;
    for (; i < message.size() && (IsLetter(message[i]) || message[i] == '-'); ++i)
      words += message[i] == '-' ? '_' : message[i];
    --i;
  }
  return words;
}

}  // namespace lawtrace::service
