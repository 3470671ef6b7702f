#include "report/question/index_answers.h"

#include <utility>

#include "report/question/index_tables.h"

namespace lawtrace::report {
namespace {

QuestionEntry Listing(std::string_view path, std::string_view operation, std::string_view summary,
                      std::vector<QuestionParameter> parameters, std::string_view columns,
                      Result<Answer> (*answer)(const Asked&)) {
  return {.verb = {},
          .path = path,
          .operation = operation,
          .tag = "Index",
          .summary = summary,
          .parameters = std::move(parameters),
          .columns = columns,
          .answer = answer};
}

}  // namespace

std::vector<QuestionEntry> IndexQuestions() {
  return {
      Listing("/v1/countries", "listCountries", "The countries of the index", {},
              "country name aliases answered:boolean",
              [](const Asked& asked) -> Result<Answer> {
                return Answer{.table = CountryTable(asked.question.index, asked.question.archive)};
              }),
      Listing("/v1/groups", "listGroups", "The groups of countries, with their members on a day",
              Common({"at"}), "group name source members at",
              [](const Asked& asked) -> Result<Answer> {
                return Answer{.table = GroupTable(asked.question.index,
                                                  asked.question.moment.as_of.effective)};
              }),
      Listing("/v1/indicators", "listIndicators",
              "The indicators of a methodology, with their options", Common({"at", "methodology"}),
              "indicator label is_numeric options nodes",
              [](const Asked& asked) -> Result<Answer> {
                return Answer{.table = IndicatorTable(asked.question.archive,
                                                      asked.question.moment.as_of.effective)};
              }),
      Listing("/v1/editions", "listEditions", "The published editions", {},
              "edition title reference published methodology source aliases",
              [](const Asked& asked) -> Result<Answer> {
                return Answer{.table = EditionTable(asked.question.index)};
              }),
      Listing("/v1/methodologies", "listMethodologies", "The methodologies", {},
              "methodology version title source headline indicators nodes:integer fingerprint "
              "is_default",
              [](const Asked& asked) -> Result<Answer> {
                return Answer{.table = MethodologyTable(asked.question.index)};
              })};
}

}  // namespace lawtrace::report
