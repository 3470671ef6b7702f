#include "report/documents/report_answers.h"

#include <iterator>
#include <span>
#include <utility>

#include "report/documents/comparison_report.h"
#include "report/documents/country_report.h"
#include "report/documents/edition_report.h"
#include "report/documents/law_report.h"
#include "report/question/law_answers.h"
#include "report/question/reference.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;

// Which score and days the report is about.  `countries` are those that the score is to be
// comparable for, if no node is named.
Result<ReportScope> ScopeOf(const Question& question, std::span<const CountryId> countries) {
  if (const Status nodes = RequireOneNode(question, "a report speaks of"); !nodes)
    return Fail(nodes.error());
  const Day until = question.moment.as_of.effective;
  const Edition* last = LastEditionBefore(question.index, until);
  Day from = until.plus_days(-1);
  if (last != nullptr) from = ParsePointFor(last->id, question).value_or(last->reference);
  if (!question.words.from.empty()) {
    const Result<Day> named = ParsePointFor(question.words.from, question);
    if (!named) return Fail(Error(named.error()).At("from"));
    from = *named;
  }
  if (from >= until)
    return Fail(ErrorCode::kInvalidInput, Phrase(Field{"from"}) + " " + from.ToString() +
                                              " is not before " + Field{"at"} + " " +
                                              until.ToString() + "; swap them");
  ReportScope scope{.node = question.nodes.front(),
                    .range = {.after = from, .until = until},
                    .from_name = PointName(question.index, from),
                    .known_at = question.moment.known_at};
  if (question.words.nodes.empty()) scope.node = ComparableNode(question.archive, countries, scope);
  return scope;
}

std::vector<CountryId> AllCountries(const analysis::Archive& archive) {
  std::vector<CountryId> ids;
  std::ranges::copy(analysis::IdsUpTo<CountryId>(archive.countries().size()),
                    std::back_inserter(ids));
  return ids;
}

}  // namespace

Result<Document> AnswerCountryReport(const Question& question) {
  const CountryId country = question.countries.front();
  const Result<ReportScope> scope = ScopeOf(question, std::span(&country, 1));
  if (!scope) return Fail(scope.error());
  const CountryReport report =
      MakeCountryReport(question.archive, country, AllCountries(question.archive), *scope);
  return DocumentOf(report, question.archive, question.index);
}

Result<Document> AnswerEditionReport(const Question& question, const std::string& edition_words) {
  const Edition* edition = question.index.FindEdition(edition_words);
  if (edition == nullptr) {
    std::string known;
    for (const Edition& candidate : question.index.editions)
      known += (known.empty() ? "" : ", ") + candidate.id;
    return Fail(ErrorCode::kNotFound,
                "edition '" + edition_words + "' is not in the index; it has " + known);
  }
  Result<ReportScope> scope = ScopeOf(question, question.countries);
  if (!scope) return Fail(scope.error());
  const std::vector<CountryId> seen = SeenIn(question.archive, question.countries, *scope);
  if (seen.empty())
    return Fail(ErrorCode::kNotFound, "edition '" + edition->id +
                                          "': the log holds no answer seen after " +
                                          scope->range.after.ToString() + " and up to " +
                                          scope->range.until.ToString() + "; import its workbook");
  if (question.words.nodes.empty()) scope->node = ComparableNode(question.archive, seen, *scope);
  const EditionReport report =
      MakeEditionReport(question.archive, *edition, question.countries, *scope);
  return DocumentOf(report, question.archive, question.index);
}

Result<Document> AnswerComparisonReport(const Question& question,
                                        const std::vector<std::string>& subjects) {
  if (question.countries.size() < 2)
    return Fail(ErrorCode::kInvalidInput,
                "compare needs two countries or more, or a group with two that the log speaks of");
  const Result<ReportScope> scope = ScopeOf(question, question.countries);
  if (!scope) return Fail(scope.error());
  std::string subject;
  for (const std::string& name : subjects) {
    const Group* group = question.index.FindGroup(name);
    const Country* country = question.index.FindCountry(name);
    subject += (subject.empty() ? "" : ", ") + (group != nullptr     ? group->name
                                                : country != nullptr ? country->name
                                                                     : name);
  }
  const ComparisonReport report =
      MakeComparisonReport(question.archive, std::move(subject), question.countries, *scope);
  return DocumentOf(report, question.archive, question.index);
}

Result<Document> AnswerLawReport(const Question& question, const std::string& id) {
  const Result<const Law*> law = FindLaw(question.archive.laws(), id);
  if (!law) return Fail(law.error());
  Result<ReportScope> scope = ScopeOf(question, question.countries);
  if (!scope) return Fail(scope.error());
  scope->from_name.clear();
  if (question.words.nodes.empty()) {
    scope->node = question.nodes.front();
    scope->node = TellingNode(question.archive, **law, *scope);
  }
  const LawEffectReport report = MakeLawEffectReport(question.archive, **law, *scope);
  return DocumentOf(report, question.archive, question.index);
}

void AddSubjects(const std::vector<std::string>& subjects, const Index& index,
                 QuestionWords& words) {
  for (const std::string& subject : subjects)
    (index.FindGroup(subject) == nullptr ? words.countries : words.groups).push_back(subject);
}

}  // namespace lawtrace::report
