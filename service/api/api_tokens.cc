// The routes of tokens.
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "model/foreign_json.h"
#include "service/api/api_editing.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json TokenJson(const AccessToken& token, Instant now) {
  const auto moment = [](const std::optional<Instant>& at) {
    return at ? Json(at->ToString()) : Json(nullptr);
  };
  return {{"id", token.id},
          {"role", Name(token.role)},
          {"person", token.person},
          {"person_id", token.person_id},
          {"is_valid", token.IsValidAt(now)},
          {"created_at", token.created_at.ToString()},
          {"expires_at", moment(token.expires_at)},
          {"revoked_at", moment(token.revoked_at)}};
}

struct TokenWish {
  Role role = Role::kReader;
  std::string person;
  std::string person_id;
  std::optional<Instant> expires_at;
};

Result<TokenWish> ParseWish(const std::string& text) {
  const Json body = ParseForeignJson<Json>(text).value_or(Json());
  if (!body.is_object())
    return Fail(ErrorCode::kInvalidInput,
                "the body is not {\"role\": ..., \"person\": ..., \"expires\": ...}");
  TokenWish wish;
  std::string faults;
  for (const auto& [key, value] : body.items()) {
    const std::string given = value.is_string() ? value.get<std::string>() : std::string();
    if (key == "person") {
      wish.person = given;
    } else if (key == "person_id") {
      wish.person_id = given;
    } else if (key == "role") {
      const Result<Role> role = ParseRole(given);
      if (role) wish.role = *role;
      if (!role) faults += (faults.empty() ? "role: " : "\nrole: ") + role.error().Message();
    } else if (key == "expires") {
      const Result<Instant> moment = Instant::Parse(given);
      if (moment) wish.expires_at = *moment;
      if (!moment)
        faults += (faults.empty() ? "expires: " : "\nexpires: ") + moment.error().Message();
    } else {
      faults += (faults.empty() ? "" : "\n") +
                ("unknown key '" + key + "'; the keys are role, person, person_id, expires");
    }
  }
  if (!body.contains("role"))
    faults += (faults.empty() ? "" : "\n") + std::string("role is missing");
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return wish;
}

Response Make(Service& service, const Request& request) {
  const Result<Actor> actor = ActorOf(service, request);
  if (!actor) return ActorProblem(actor.error());
  const Result<TokenWish> wish = ParseWish(request.body);
  if (!wish) return ProblemOf(wish.error());
  const Result<IssuedToken> issued =
      AddToken(service.writer(), wish->role, wish->person, wish->expires_at, service.Now(), *actor,
               wish->person_id);
  if (!issued) return ProblemOf(issued.error());
  Json json = TokenJson(issued->token, service.Now());
  json["token"] = issued->text;
  return JsonResponse(201, Text(json)).With("Cache-Control", "no-store");
}

Response Revoke(Service& service, const Call& call) {
  const Result<Actor> actor = ActorOf(service, call.request);
  if (!actor) return ActorProblem(actor.error());
  const Result<AccessToken> token =
      RevokeToken(service.writer(), call.path.at("id"), service.Now(), *actor);
  if (!token) return ProblemOf(token.error());
  return JsonResponse(200, Text(TokenJson(*token, service.Now())));
}

Response List(Service& service) {
  const Result<std::vector<AccessToken>> tokens = ListTokens(service.writer().records());
  if (!tokens) return ProblemOf(tokens.error());
  Json list = Json::array();
  for (const AccessToken& token : *tokens) list.push_back(TokenJson(token, service.Now()));
  return JsonResponse(200, Text(list));
}

}  // namespace

Result<Actor> ActorOf(Service& service, const Request& request) {
  auto actor = FindActor(service.writer().records(), BearerToken(request), service.Now());
  if (!actor) return Fail(actor.error());
  if (!*actor) return Fail(ErrorCode::kInvalidInput, "the token is not valid any more");
  return **std::move(actor);
}

Response ActorProblem(const Error& error) {
  if (error.code != ErrorCode::kInvalidInput) return ProblemOf(error);
  return ProblemResponse(401, {error.Message()})
      .With("WWW-Authenticate", "Bearer realm=\"lawtrace\"");
}

void AddTokenRoutes(Router& router, Service& service) {
  const auto add = [&](std::string method, std::string path, std::string id, std::string summary,
                       std::function<Response(const Call&)> handler) {
    router.Add({.method = method,
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Editing",
                .summary = std::move(summary),
                .path_examples = {},
                .request_schema = method == "POST" ? R"({"type": "object"})" : "",
                .role = "admin",
                .handler = std::move(handler)});
  };
  add("POST", "/v1/tokens", "addToken", "Make a token; its text is answered once",
      [&service](const Call& call) { return Make(service, call.request); });
  add("GET", "/v1/tokens", "listTokens", "Whose tokens there are, without their secrets",
      [&service](const Call&) { return List(service); });
  add("POST", "/v1/tokens/{id}/revoke", "revokeToken", "Make a token worthless at once",
      [&service](const Call& call) { return Revoke(service, call); });
}

}  // namespace lawtrace::service
