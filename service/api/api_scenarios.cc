#include <utility>

#include "ingest/scenario_format.h"
#include "report/question/scenario_answer.h"
#include "service/api/answering.h"
#include "service/api/api.h"

namespace lawtrace::service {
namespace {

Result<report::Answer> RunScenario(const report::Asked& asked) {
  const report::Question& question = asked.question;
  if (const Status nodes = report::RequireNodes(question); !nodes) return Fail(nodes.error());
  const std::string body = asked.values.Text("body");
  if (ingest::IsSavedScenario(body))
    return FailAt("body",
                  "is a saved scenario; send its changes as CSV, JSON Lines or a JSON list");
  Result<ScenarioLayer> layer = ingest::ParseScenarioChanges(
      "body", body, question.index, question.archive.methodology(), question.today);
  if (!layer) return Fail(layer.error());
  if (layer->changes.empty())
    return FailAt("body", "holds no change; send rows of country, indicator, answer, effective");
  const Result<Scenario> scenario =
      report::ComposeScenario(question, {*std::move(layer)}, {}, asked.values.Text("on_conflict"));
  if (!scenario) return Fail(scenario.error());
  return report::AnswerScenario(question.archive, *scenario, asked.values.Text("part"),
                                asked.format);
}

report::QuestionEntry ScenarioQuestion() {
  using report::operator+;
  return {.verb = {},
          .path = "/v1/scenarios",
          .operation = "runScenario",
          .tag = "Scenarios",
          .summary = "What changes that no law has made would do: scores, ranks, points",
          .parameters =
              report::Common({"country", "group", "node", "at", "known_at", "methodology"}) +
              std::vector{
                  report::QuestionParameter{
                      .name = "part",
                      .help = "One table; all of them by default",
                      .choices = {"scores", "contributions", "changes", "conflicts"}},
                  report::QuestionParameter{.name = "on_conflict",
                                            .help = "Whose answer holds where two changes disagree",
                                            .choices = {"refuse", "first", "last"}}},
          .columns = {},
          .answer = &RunScenario};
}

}  // namespace

void AddScenarioRoutes(Router& router, Service& service) {
  Route route = RouteOfBody(service, ScenarioQuestion());
  route.request_schema = R"({"type":"array","minItems":1,"items":{"type":"object",
                "required":["country","indicator","answer","effective"],"properties":{
                "country":{"type":"string","examples":["PT"]},
                "indicator":{"type":"string","examples":["ba21"]},
                "answer":{"type":"string","examples":["100"]},
                "effective":{"type":"string","examples":["2027-01-01"]},
                "law":{"type":"string"},"comment":{"type":"string"}}}})";
  router.Add(std::move(route));
}

}  // namespace lawtrace::service
