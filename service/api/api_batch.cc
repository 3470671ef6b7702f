#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/foreign_json.h"
#include "service/api/api.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxQuestions = 100;
constexpr int kMaxTries = 3;  // To answer all of them from one snapshot.

// The text of a parameter's value; lists are joined by commas.  Absent if it is no plain value.
std::optional<std::string> ValueText(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  if (!value.is_array()) return std::nullopt;
  std::string text;
  for (const Json& item : value) {
    const std::optional<std::string> one = item.is_array() ? std::nullopt : ValueText(item);
    if (!one) return std::nullopt;
    text += (text.empty() ? "" : ",") + *one;
  }
  return text;
}

Result<Request> QuestionOf(const Json& json, const std::string& place) {
  const auto fail = [&](const std::string& fault) {
    return Fail(ErrorCode::kInvalidInput, place + ": " + fault);
  };
  if (!json.is_object() || !json.contains("path") || !json["path"].is_string())
    return fail("needs a path, such as {\"path\": \"/v1/scores\", \"query\": {\"at\": \"2019\"}}");
  Request request{.method = "GET", .path = json["path"].get<std::string>()};
  if (!request.path.starts_with("/v1/") || request.path.ends_with("/stream"))
    return fail("'" + request.path + "' is no question; name a path of /v1/ that answers GET");
  for (const auto& [key, value] : json.items())
    if (key != "path" && key != "query" && key != "id")
      return fail("'" + key + "' is not known; a question has path, query and id");
  if (!json.contains("query")) return request;
  if (!json["query"].is_object()) return fail("query is not an object of parameters");
  for (const auto& [name, value] : json["query"].items()) {
    std::optional<std::string> text = ValueText(value);
    if (!text) return fail("query." + name + " is neither a text, a number nor a list of them");
    request.query.emplace_back(name, *std::move(text));
  }
  return request;
}

// The questions and their ids.  All faults are one error.
Result<std::vector<std::pair<Json, Request>>> QuestionsOf(const std::string& body) {
  const Result<Json> parsed = ParseForeignJson<Json>(body);
  if (!parsed)
    return Fail(ErrorCode::kInvalidInput,
                "the body " + parsed.error().Message() + "; send {\"questions\": [...]}");
  const Json& json = *parsed;
  if (!json.is_object() || !json.contains("questions") || !json["questions"].is_array())
    return Fail(ErrorCode::kInvalidInput,
                "the body has no list of questions; send "
                "{\"questions\": [{\"path\": \"/v1/rank\"}]}");
  const Json& list = json["questions"];
  if (list.empty() || list.size() > kMaxQuestions)
    return Fail(ErrorCode::kInvalidInput, "there are " + std::to_string(list.size()) +
                                              " questions; send 1 to " +
                                              std::to_string(kMaxQuestions));
  std::vector<std::pair<Json, Request>> questions;
  std::string faults;
  for (std::size_t i = 0; i < list.size(); ++i) {
    Result<Request> request = QuestionOf(list[i], "questions[" + std::to_string(i) + "]");
    if (!request) {
      faults += (faults.empty() ? "" : "\n") + request.error().Message();
      continue;
    }
    questions.emplace_back(list[i].contains("id") ? list[i]["id"] : Json(i), *std::move(request));
  }
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return questions;
}

// The answers as JSON text; what is JSON stands in it as it is.
std::string AnswersText(const Router& router,
                        const std::vector<std::pair<Json, Request>>& questions,
                        const Request& asked, Clock::time_point deadline) {
  std::string text = "{\"answers\":[";
  for (const auto& [id, question] : questions) {
    Request request = question;
    request.client = asked.client;
    for (const Header& header : asked.headers)
      if (header.name == "authorization") request.headers.push_back(header);
    const Response response =
        Clock::now() < deadline
            ? router.Answer(request)
            : ProblemResponse(503, {"the questions before took too long; ask this one in another "
                                    "request"});
    const Json type = response.headers.empty() ? Json() : Json(response.headers.front().value);
    const bool is_json = type.is_string() && type.get<std::string>().ends_with("json") &&
                         !type.get<std::string>().ends_with("ndjson");
    text += text.back() == '[' ? "\n" : ",\n";
    text += "{\"id\":" + id.dump(-1, ' ', false, Json::error_handler_t::replace) +
            ",\"status\":" + std::to_string(response.status) + ",\"type\":" + type.dump() +
            ",\"body\":";
    text += is_json ? response.text()
                    : Json(response.text()).dump(-1, ' ', false, Json::error_handler_t::replace);
    text += '}';
  }
  return text + "\n]}\n";
}

}  // namespace

void AddBatchRoute(Router& router, Service& service, std::chrono::milliseconds time) {
  router.Add(
      {.method = "POST",
       .path = "/v1/batch",
       .id = "askMany",
       .tag = "Batch",
       .summary = "Many questions in one request, all answered from one state of the log",
       .request_schema = R"({"type":"object","required":["questions"],"properties":{"questions":
         {"type":"array","minItems":1,"maxItems":100,"items":{"type":"object","required":["path"],
         "properties":{"id":{"type":["string","integer"]},
         "path":{"type":"string","examples":["/v1/scores"]},
         "query":{"type":"object","additionalProperties":true}}}}}})",
       .response_schema = R"({"type":"object","required":["answers"],"properties":{"answers":
         {"type":"array","items":{"type":"object","required":["id","status","type","body"],
         "properties":{"id":{"type":["string","integer"]},"status":{"type":"integer"},
         "type":{"type":["string","null"]},"body":{}}}}}})",
       .handler = [&router, &service, time](const Call& call) {
         const auto questions = QuestionsOf(call.request.body);
         if (!questions) return ProblemOf(questions.error());
         const Clock::time_point deadline = Clock::now() + time;
         std::string text;
         Sequence position;
         for (int tries = 0; tries < kMaxTries; ++tries) {
           position = service.snapshot()->last();
           text = AnswersText(router, *questions, call.request, deadline);
           if (service.snapshot()->last() == position) break;
         }
         Response response = JsonResponse(200, std::move(text));
         response.questions = questions->size();
         return response.With("Lawtrace-Position", position.ToString())
             .With("Cache-Control", "no-store");
       }});
}

}  // namespace lawtrace::service
