#include <utility>

#include "ingest/scenario_format.h"
#include "report/question/scenario_answer.h"
#include "service/api/answering.h"
#include "service/api/api.h"

namespace lawtrace::service {
namespace {

using report::Question;

Result<report::Answer> RunScenario(const Question& question, const Asking& asking) {
  if (const Status nodes = report::RequireNodes(question); !nodes) return Fail(nodes.error());
  const Call& call = asking.call;
  if (ingest::IsSavedScenario(call.request.body))
    return Fail(ErrorCode::kInvalidInput,
                "body: is a saved scenario; send its changes as CSV, JSON Lines or a JSON list");
  Result<ScenarioLayer> layer = ingest::ParseScenarioChanges(
      "body", call.request.body, question.index, question.archive.methodology(), question.today);
  if (!layer) return Fail(layer.error());
  if (layer->changes.empty())
    return Fail(ErrorCode::kInvalidInput,
                "body: holds no change; send rows of country, indicator, answer, effective");
  const Result<Scenario> scenario =
      report::ComposeScenario(question, {*std::move(layer)}, {}, call.Value("on_conflict"));
  if (!scenario) return Fail(scenario.error());
  return report::AnswerScenario(question.archive, *scenario, call.Value("part"), asking.format);
}

}  // namespace

void AddScenarioRoutes(Router& router, Service& service) {
  std::vector<Parameter> parameters =
      QuestionParameters({"country", "group", "node", "at", "known_at", "methodology"});
  parameters.push_back({.name = "part",
                        .description = "One table; all of them by default",
                        .choices = {"scores", "contributions", "changes", "conflicts"}});
  parameters.push_back({.name = "on_conflict",
                        .description = "Whose answer holds where two changes disagree",
                        .choices = {"refuse", "first", "last"}});
  router.Add({.method = "POST",
              .path = "/v1/scenarios",
              .id = "runScenario",
              .tag = "Scenarios",
              .summary = "What changes that no law has made would do: scores, ranks, points",
              .parameters = WithPages(std::move(parameters)),
              .request_schema = R"({"type":"array","minItems":1,"items":{"type":"object",
                "required":["country","indicator","answer","effective"],"properties":{
                "country":{"type":"string","examples":["PT"]},
                "indicator":{"type":"string","examples":["ba21"]},
                "answer":{"type":"string","examples":["100"]},
                "effective":{"type":"string","examples":["2027-01-01"]},
                "law":{"type":"string"},"comment":{"type":"string"}}}})",
              .handler = [&service](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) {
                  return AnswerQuestion(asking, Extent::kWhole,
                                        [&](const Question& question, const report::ArchiveOf&) {
                                          return RunScenario(question, asking);
                                        });
                });
              }});
}

}  // namespace lawtrace::service
