// Router: which handler answers a request.  Its table of routes is also what the OpenAPI document
// is made from (service/http/openapi.h), so the document cannot leave out what the service answers.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/http/http_message.h"

namespace lawtrace::service {

// A parameter of the query.
struct Parameter {
  std::string name;
  std::string description;
  std::string example;               // May be empty.
  std::string type = "string";       // Of JSON Schema: "string", "integer", "boolean".
  std::vector<std::string> choices;  // Empty: any.
  bool is_list = false;  // Values are separated by commas, or the name comes more than once.
  bool is_required = false;
};

// A request that has found its route.
struct Call {
  const Request& request;
  std::map<std::string, std::string, std::less<>> path;  // By the names in braces.

  // The parameter's last value; empty if it is not given.
  std::string Value(std::string_view name) const;
  // All its values, split at commas, each once; empty ones are left out.
  std::vector<std::string> Values(std::string_view name) const;
};

struct Route {
  std::string method;   // "GET" also answers HEAD.
  std::string path;     // "/v1/laws/{law}"; a segment in braces matches any one; "{path...}" as the
                        // last matches the rest.
  std::string id;       // Unique: "getLaw", the operationId.
  std::string tag;      // What it is grouped under: "Scores".
  std::string summary;  // One line.
  std::vector<Parameter> parameters;
  std::map<std::string, std::string> path_examples;  // By the names in braces.
  std::string request_schema;   // Of the JSON body, as JSON Schema; empty: it takes none.
  std::string response_schema;  // As JSON Schema; empty: any.
  std::string response_type = "application/json";
  std::string role;           // The least role of whoever asks; empty: anyone.
  bool is_documented = true;  // Pages and files are not part of the API.
  bool takes_any_query = false;
  bool gives_data = true;  // False: the same for everybody, or for who holds its secret address.
  std::function<Response(const Call&)> handler;
};

class Router {
 public:
  // Answers before the handler does, e.g. to refuse; absent: the handler answers.
  using Guard = std::function<std::optional<Response>(const Route&, const Request&)>;

  // REQUIRES: no route of the same method and path.
  void Add(Route route);
  void SetGuard(Guard guard) { guard_ = std::move(guard); }
  // Whoever asks a route that gives data needs at least that role, whatever the route says.
  void RequireForData(std::string role) { data_role_ = std::move(role); }
  // The least role that the route needs; empty: anyone may ask.
  const std::string& RoleOf(const Route& route) const;

  // Answers GET of a path that has no route.
  void SetFallback(std::function<Response(const Request&)> fallback) {
    fallback_ = std::move(fallback);
  }

  // 404 for an unknown path, 405 with Allow for a method that it does not take, 400 for parameters
  // that the route does not take, each with what to send instead; 503 or 400 if the budget of the
  // thread is spent.  Nobody keeps what needs a role.
  Response Answer(const Request& request) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  // The route and what its braces stand for; null if none.  `allowed` gets the methods of the path.
  const Route* Find(const Request& request, std::map<std::string, std::string, std::less<>>& path,
                    std::vector<std::string>& allowed) const;

  Response AnswerOf(const Route& route, const Call& call) const;

  std::vector<Route> routes_;
  Guard guard_;
  std::string data_role_;
  std::function<Response(const Request&)> fallback_;
};

}  // namespace lawtrace::service
