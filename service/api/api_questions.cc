#include <utility>

#include "report/question/index_tables.h"
#include "report/question/registry.h"
#include "service/api/answering.h"
#include "service/api/api.h"

namespace lawtrace::service {
namespace {

void AddMethodology(Router& router, const Service& service) {
  router.Add(
      {.method = "GET",
       .path = "/v1/methodologies/{methodology}",
       .id = "getMethodology",
       .tag = "Index",
       .summary = "All that a methodology holds: indicators, options, nodes, weights, bands",
       .parameters = ParametersOf(report::Common({"at"})),
       .path_examples = {{"methodology", "mipex-core"}},
       .response_schema = R"({"type":"object","required":["methodology","indicators","nodes"],
                "properties":{"methodology":{"type":"string"},"version":{"type":"string"},
                "headline":{"type":"string"},
                "indicators":{"type":"array","items":{"type":"object"}},
                "nodes":{"type":"array","items":{"type":"object"}},
                "bands":{"type":"array","items":{"type":"object"}}}})",
       .handler = [&service](const Call& call) {
         return AnswerFrom(service, call, [&](const Asking& asking) -> Result<Response> {
           const Index& index = asking.snapshot->index();
           const Result<const Methodology*> found =
               report::ChooseMethodology(index, call.path.at("methodology"));
           if (!found) return Fail({ErrorCode::kNotFound, found.error().faults});
           Day day = asking.today;
           if (const std::string at = call.Value("at"); !at.empty()) {
             const Result<Day> named = report::ParsePoint(at, index, asking.today);
             if (!named) return Fail(Error(named.error()).At("at"));
             day = *named;
           }
           return JsonResponse(200, report::RenderMethodology(**found, day));
         });
       }});
}

}  // namespace

void AddQuestionRoutes(Router& router, Service& service) {
  for (const report::QuestionEntry& entry : report::Questions())
    if (entry.role.empty() && !entry.path.empty()) router.Add(RouteOf(service, entry));
  AddMethodology(router, service);
}

}  // namespace lawtrace::service
