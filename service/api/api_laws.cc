#include <utility>

#include "report/question/law_answers.h"
#include "service/api/answering.h"
#include "service/api/api.h"

namespace lawtrace::service {

using report::Question;

void AddLawRoutes(Router& router, Service& service) {
  std::vector<Parameter> listing = QuestionParameters({"country", "group", "at", "known_at"});
  listing.push_back({.name = "status",
                     .description = "Whether a person confirmed it, or a comment named it",
                     .choices = {"confirmed", "recognised"}});
  router.Add(
      {.method = "GET",
       .path = "/v1/laws",
       .id = "listLaws",
       .tag = "Laws",
       .summary = "The register of laws",
       .parameters = WithPages(std::move(listing)),
       .response_schema =
           RowsSchema("law status country type number title title_en identifier adopted published "
                      "in_force repealed url aliases links commencements follow_through "
                      "changes:integer"),
       .handler = [&service](const Call& call) {
         return AnswerFrom(service, call, [&](const Asking& asking) {
           return AnswerQuestion(asking, Extent::kAsKnown,
                                 [&](const Question& question, const report::ArchiveOf&) {
                                   return report::AnswerLawList(question, call.Value("status"));
                                 });
         });
       }});
  router.Add({.method = "GET",
              .path = "/v1/laws/{law}",
              .id = "getLaw",
              .tag = "Laws",
              .summary = "One law: its dates and links, what it changed, everywhere and since when",
              .parameters = WithPages(QuestionParameters({"node", "known_at", "methodology"})),
              .path_examples = {{"law", "pt-act-2-2018"}},
              .handler = [&service](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) {
                  return AnswerQuestion(asking, Extent::kAsKnown,
                                        [&](const Question& question, const report::ArchiveOf&) {
                                          return report::AnswerLawShow(
                                              question, call.path.at("law"), asking.format);
                                        });
                });
              }});
}

}  // namespace lawtrace::service
