#include "service/http/router.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "model/budget.h"
#include "model/check.h"
#include "model/nearest.h"
#include "model/quote.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kMaxParameters = 100;
constexpr std::size_t kMaxListValues = 500;
// Faults that a refusal names; looking for what was meant costs most, so that fewer have a hint.
constexpr std::size_t kMaxFaults = 20;
constexpr std::size_t kMaxHints = 3;

using PathWords = std::map<std::string, std::string, std::less<>>;

// Takes the segment up to the next '/' off the front of the path.
std::string_view TakeSegment(std::string_view& path) {
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(path.size(), segment.size() + 1));
  return segment;
}

// Whether the path has the pattern's form; fills what its braces stand for.
bool Matches(std::string_view pattern, std::string_view path, PathWords& words) {
  words.clear();
  const bool same_end = pattern.ends_with('/') == path.ends_with('/');
  pattern.remove_prefix(1);
  path.remove_prefix(std::min<std::size_t>(path.size(), 1));
  while (!pattern.empty()) {
    const std::string_view expected = TakeSegment(pattern);
    if (expected.starts_with('{') && expected.ends_with("...}")) {
      words.emplace(expected.substr(1, expected.size() - 5), path);
      return true;
    }
    const std::string_view segment = TakeSegment(path);
    if (expected.starts_with('{')) {
      if (segment.empty()) return false;
      words.emplace(expected.substr(1, expected.size() - 2), segment);
    } else if (segment != expected) {
      return false;
    }
  }
  return path.empty() && same_end;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

bool TakesMethod(const Route& route, const std::string& method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

bool IsInteger(std::string_view text) {
  return !text.empty() && text.size() < 19 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void CheckValue(const Parameter& parameter, const std::string& value,
                std::vector<std::string>& faults) {
  if (parameter.type == "integer" && !IsInteger(value))
    faults.push_back(parameter.name + ": " + Quote(value) +
                     " is not a number; write one from 0 on");
  if (parameter.type == "boolean" && value != "true" && value != "false")
    faults.push_back(parameter.name + ": " + Quote(value) + " is neither true nor false");
  if (!parameter.choices.empty() &&
      std::ranges::find(parameter.choices, value) == parameter.choices.end())
    faults.push_back(parameter.name + ": " + Quote(value) + " is unknown; write one of " +
                     Joined(parameter.choices));
}

// What is wrong with the query, a line each, before any handler looks at it.
std::vector<std::string> QueryFaults(const Route& route, const Request& request) {
  std::vector<std::string> faults;
  if (request.query.size() > kMaxParameters)
    return {"there are more than " + std::to_string(kMaxParameters) +
            " parameters; join the values of a list by commas"};
  if (route.takes_any_query) return faults;
  std::vector<std::string> known;
  for (const Parameter& parameter : route.parameters) known.push_back(parameter.name);
  for (auto given = request.query.begin(); given != request.query.end(); ++given) {
    if (faults.size() >= kMaxFaults) return faults;
    const auto parameter = std::ranges::find(route.parameters, given->first, &Parameter::name);
    if (parameter == route.parameters.end()) {
      const std::string hint =
          faults.size() < kMaxHints ? DidYouMean(given->first, known) : std::string();
      faults.push_back(
          "parameter " + Quote(given->first) + " is not known here" + hint +
          (hint.empty() ? known.empty() ? "; none is taken" : "; it takes " + Joined(known) : ""));
      continue;
    }
    const bool is_again = std::any_of(request.query.begin(), given, [&](const auto& before) {
      return before.first == given->first;
    });
    if (is_again && !parameter->is_list)
      faults.push_back("parameter " + Quote(given->first) + " is given twice; give it once");
    if (!given->second.empty()) CheckValue(*parameter, given->second, faults);
  }
  for (const Parameter& parameter : route.parameters) {
    if (parameter.is_list &&
        Call{.request = request, .path = {}}.Values(parameter.name).size() > kMaxListValues)
      faults.push_back(parameter.name + ": has more than " + std::to_string(kMaxListValues) +
                       " values; ask for fewer at a time");
    const auto given =
        std::ranges::find(request.query, parameter.name, &NamedValues::value_type::first);
    if (parameter.is_required && (given == request.query.end() || given->second.empty()))
      faults.push_back("parameter '" + parameter.name + "' is missing: " + parameter.description);
  }
  return faults;
}

}  // namespace

std::string Call::Value(std::string_view name) const {
  std::string value;
  for (const auto& [given, text] : request.query)
    if (given == name) value = text;
  return value;
}

std::vector<std::string> Call::Values(std::string_view name) const {
  std::vector<std::string> values;
  std::unordered_set<std::string_view> seen;
  for (const auto& [given, text] : request.query) {
    if (given != name) continue;
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::string_view value = std::string_view(text).substr(begin, end - begin);
      if (!value.empty() && seen.insert(value).second) values.emplace_back(value);
      begin = end + 1;
    }
  }
  return values;
}

void Router::Add(Route route) {
  const bool is_new = std::ranges::none_of(routes_, [&](const Route& known) {
    return known.method == route.method && known.path == route.path;
  });
  Check(is_new && route.path.starts_with('/'), "two routes of one method and path");
  routes_.push_back(std::move(route));
}

const Route* Router::Find(const Request& request, PathWords& path,
                          std::vector<std::string>& allowed) const {
  const Route* found = nullptr;
  PathWords words;
  for (const Route& route : routes_) {
    if (!Matches(route.path, request.path, words)) continue;
    allowed.push_back(route.method);
    if (route.method == "GET") allowed.push_back("HEAD");
    if (found != nullptr || !TakesMethod(route, request.method)) continue;
    found = &route;
    path = words;
  }
  return found;
}

const std::string& Router::RoleOf(const Route& route) const {
  return route.role.empty() && route.gives_data ? data_role_ : route.role;
}

Response Router::AnswerOf(const Route& route, const Call& call) const {
  if (guard_)
    if (std::optional<Response> refused = guard_(route, call.request)) return *std::move(refused);
  if (const std::vector<std::string> faults = QueryFaults(route, call.request); !faults.empty())
    return ProblemResponse(400, faults);
  try {
    return route.handler(call);
  } catch (const BudgetSpent& spent) {
    return ProblemOf(spent.error());
  }
}

Response Router::Answer(const Request& request) const {
  Call call{.request = request, .path = {}};
  std::vector<std::string> allowed;
  const Route* route = Find(request, call.path, allowed);
  if (route == nullptr && allowed.empty()) {
    const bool is_page = request.method == "GET" || request.method == "HEAD";
    if (fallback_ && is_page && !request.path.starts_with("/v1/")) return fallback_(request);
    std::vector<std::string> known;
    for (const Route& each : routes_)
      if (each.is_documented) known.push_back(each.path);
    const std::string hint = DidYouMean(request.path, known);
    return ProblemResponse(404, {"there is nothing at this path" + hint +
                                 (hint.empty() ? "; /v1/openapi.json lists what there is" : "")});
  }
  if (route == nullptr)
    return ProblemResponse(405, {"this path takes " + Joined(allowed)})
        .With("Allow", Joined(allowed));
  Response response = AnswerOf(*route, call);
  if (!RoleOf(*route).empty()) response.Set("Cache-Control", "no-store");
  response.route = route->path;
  return response;
}

}  // namespace lawtrace::service
