#include "service/api/api_words.h"

#include <nlohmann/json.hpp>

#include "model/foreign_json.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;

std::string TextIn(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string NumberIn(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->dump() : std::string("?");
}

}  // namespace

std::string FaultsIn(std::string_view answer, int status) {
  const std::string prefix =
      "the server answers " + std::to_string(status) + " " + std::string(ReasonOf(status));
  const Json problem = ParseForeignJson<Json>(answer).value_or(Json());
  if (!problem.is_object()) return prefix;
  std::string faults;
  const auto errors = problem.find("errors");
  if (errors != problem.end() && errors->is_array())
    for (const Json& fault : *errors)
      if (fault.is_string()) faults += (faults.empty() ? "" : "\n") + fault.get<std::string>();
  if (faults.empty()) faults = TextIn(problem, "detail");
  return faults.empty() ? prefix : faults;
}

std::string OutcomeWords(std::string_view submission) {
  const Json json = ParseForeignJson<Json>(submission).value_or(Json());
  if (!json.is_object()) return "The server took it.\n";
  const std::string state = TextIn(json, "state");
  std::string words = "Submission " + NumberIn(json, "number") + " is " + state;
  if (state == "submitted") words += " and waits for another person's approval";
  if (state == "approved")
    words += " and enters the log when its embargo ends, " + TextIn(json, "embargo_until");
  if (state == "published") {
    const std::string first = NumberIn(json, "first_sequence");
    const std::string last = NumberIn(json, "last_sequence");
    words += (first == last ? " as item " + first : " as items " + first + " to " + last) +
             " of the log";
    const std::string recorded_at = TextIn(json, "recorded_at");
    const std::string decided_at =
        TextIn(json, TextIn(json, "decided_at").empty() ? "submitted_at" : "decided_at");
    if (recorded_at > decided_at)
      words +=
          ", recorded at " + recorded_at + " as its last item was: the server's clock is behind it";
  }
  return words + ".\n";
}

}  // namespace lawtrace::service
