#include <utility>

#include "report/question/index_tables.h"
#include "service/api/answering.h"
#include "service/api/api.h"

namespace lawtrace::service {
namespace {

using report::Answer;
using report::Question;

// A table that needs the question's index, archive and day.
void AddTable(Router& router, const Service& service, Route route,
              report::Table (*make)(const Question&)) {
  route.method = "GET";
  route.tag = "Index";
  route.parameters = WithPages(std::move(route.parameters));
  route.handler = [&service, make](const Call& call) {
    return AnswerFrom(service, call, [&](const Asking& asking) {
      return AnswerQuestion(
          asking, Extent::kWhole,
          [make](const Question& question, const report::ArchiveOf&) -> Result<Answer> {
            return Answer{.table = make(question)};
          });
    });
  };
  router.Add(std::move(route));
}

void AddMethodology(Router& router, const Service& service) {
  router.Add(
      {.method = "GET",
       .path = "/v1/methodologies/{methodology}",
       .id = "getMethodology",
       .tag = "Index",
       .summary = "All that a methodology holds: indicators, options, nodes, weights, bands",
       .parameters = QuestionParameters({"at"}),
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
           if (!found) return Fail(ErrorCode::kNotFound, found.error().message);
           Day day = asking.today;
           if (const std::string at = call.Value("at"); !at.empty()) {
             const Result<Day> named = report::ParsePoint(at, index, asking.today);
             if (!named) return Fail(Error(named.error()).WithContext("at"));
             day = *named;
           }
           return JsonResponse(200, report::RenderMethodology(**found, day));
         });
       }});
}

}  // namespace

void AddIndexRoutes(Router& router, Service& service) {
  AddTable(router, service,
           {.path = "/v1/countries",
            .id = "listCountries",
            .summary = "The countries of the index",
            .response_schema = RowsSchema("country name aliases answered:boolean")},
           [](const Question& question) {
             return report::CountryTable(question.index, question.archive);
           });
  AddTable(router, service,
           {.path = "/v1/groups",
            .id = "listGroups",
            .summary = "The groups of countries, with their members on a day",
            .parameters = QuestionParameters({"at"}),
            .response_schema = RowsSchema("group name source members at")},
           [](const Question& question) {
             return report::GroupTable(question.index, question.moment.as_of.effective);
           });
  AddTable(router, service,
           {.path = "/v1/indicators",
            .id = "listIndicators",
            .summary = "The indicators of a methodology, with their options",
            .parameters = QuestionParameters({"at", "methodology"}),
            .response_schema = RowsSchema("indicator label is_numeric:boolean options nodes")},
           [](const Question& question) {
             return report::IndicatorTable(question.archive, question.moment.as_of.effective);
           });
  AddTable(router, service,
           {.path = "/v1/editions",
            .id = "listEditions",
            .summary = "The published editions",
            .response_schema =
                RowsSchema("edition title reference published methodology source aliases")},
           [](const Question& question) { return report::EditionTable(question.index); });
  AddTable(router, service,
           {.path = "/v1/methodologies",
            .id = "listMethodologies",
            .summary = "The methodologies",
            .response_schema = RowsSchema("methodology version title source headline "
                                          "indicators:integer nodes:integer fingerprint "
                                          "is_default:boolean")},
           [](const Question& question) { return report::MethodologyTable(question.index); });
  AddMethodology(router, service);
}

}  // namespace lawtrace::service
