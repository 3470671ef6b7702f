// lawtrace report country, edition, compare, law.
#include "cli/report_verbs.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "cli/report_format.h"
#include "cli/session.h"
#include "model/nearest.h"
#include "report/comparison_report.h"
#include "report/country_report.h"
#include "report/edition_report.h"
#include "report/law_report.h"

namespace lawtrace::cli {
namespace {

// The question of a report, with its form.
struct Asked {
  Question question;
  ReportFormat format;
};

Result<Asked> AskForReport(const ReportOptions& options) {
  const Result<ReportFormat> format = ChooseReportFormat(options);
  if (!format) return Fail(format.error());
  QuestionOptions question = options.question;
  question.common.format = "table";  // The report has a form of its own.
  if (question.nodes.size() > 1)
    return Fail(ErrorCode::kInvalidInput, "a report speaks of one node; name one with --node");
  Result<Question> asked = AskOfNodes(question, Extent::kAsKnown);
  if (!asked) return Fail(asked.error());
  return Asked{.question = *std::move(asked), .format = *format};
}

// Which score and days the report is about.  `countries` are those that the score is to be
// comparable for, if no node is named.
Result<report::ReportScope> ScopeOf(const Question& question, const QuestionOptions& options,
                                    std::span<const analysis::CountryId> countries) {
  const Index& index = question.session.index();
  const Day until = question.moment.as_of.effective;
  const Edition* last = report::LastEditionBefore(index, until);
  Day from = last == nullptr ? until.plus_days(-1) : last->reference;
  if (!options.from.empty()) {
    const Result<Day> named = report::ParsePoint(options.from, index, options.common.now.day());
    if (!named) return Fail(Error(named.error()).WithContext("--from"));
    from = *named;
  }
  if (from >= until)
    return Fail(ErrorCode::kInvalidInput, "--from " + from.ToString() + " is not before --at " +
                                              until.ToString() + "; swap them");
  report::ReportScope scope{.node = question.nodes.front(),
                            .range = {.after = from, .until = until},
                            .from_name = report::PointName(index, from),
                            .known_at = question.moment.known_at};
  if (options.nodes.empty())
    scope.node = report::ComparableNode(question.archive, countries, scope);
  return scope;
}

Result<int> Write(const report::Document& document, ReportFormat format,
                  const ReportOptions& options) {
  const Status written = WriteReport(document, format, options);
  if (!written) return Fail(written.error());
  return 0;
}

std::vector<analysis::CountryId> AllCountries(const analysis::Archive& archive) {
  std::vector<analysis::CountryId> ids;
  std::ranges::copy(analysis::IdsUpTo<analysis::CountryId>(archive.countries().size()),
                    std::back_inserter(ids));
  return ids;
}

}  // namespace

Result<int> RunCountryReport(const ReportOptions& options) {
  ReportOptions asked_options = options;
  asked_options.question.countries = options.subjects;
  const Result<Asked> asked = AskForReport(asked_options);
  if (!asked) return Fail(asked.error());
  const Question& question = asked->question;
  const analysis::CountryId country = question.countries.front();
  const Result<report::ReportScope> scope =
      ScopeOf(question, options.question, std::span(&country, 1));
  if (!scope) return Fail(scope.error());
  const report::CountryReport report =
      report::MakeCountryReport(question.archive, country, AllCountries(question.archive), *scope);
  return Write(report::DocumentOf(report, question.archive, question.session.index()),
               asked->format, options);
}

Result<int> RunEditionReport(const ReportOptions& options) {
  ReportOptions asked_options = options;
  asked_options.question.at = options.subjects.front();
  const Result<Asked> asked = AskForReport(asked_options);
  if (!asked) return Fail(asked.error());
  const Question& question = asked->question;
  const Index& index = question.session.index();
  const Edition* edition = index.FindEdition(options.subjects.front());
  if (edition == nullptr) {
    std::string known;
    for (const Edition& candidate : index.editions)
      known += (known.empty() ? "" : ", ") + candidate.id;
    return Fail(ErrorCode::kNotFound,
                "edition '" + options.subjects.front() + "' is not in the index; it has " + known);
  }
  Result<report::ReportScope> scope = ScopeOf(question, options.question, question.countries);
  if (!scope) return Fail(scope.error());
  const std::vector<analysis::CountryId> seen =
      report::SeenIn(question.archive, question.countries, *scope);
  if (seen.empty())
    return Fail(ErrorCode::kNotFound, "edition '" + edition->id +
                                          "': the log holds no answer seen after " +
                                          scope->range.after.ToString() + " and up to " +
                                          scope->range.until.ToString() + "; import its workbook");
  if (options.question.nodes.empty())
    scope->node = report::ComparableNode(question.archive, seen, *scope);
  const report::EditionReport report =
      report::MakeEditionReport(question.archive, *edition, question.countries, *scope);
  return Write(report::DocumentOf(report, question.archive, index), asked->format, options);
}

Result<int> RunComparisonReport(const ReportOptions& options) {
  const Result<Index> index = OpenIndex(options.question.common.index);
  if (!index) return Fail(index.error());
  ReportOptions asked_options = options;
  for (const std::string& subject : options.subjects)
    (index->FindGroup(subject) == nullptr ? asked_options.question.countries
                                          : asked_options.question.groups)
        .push_back(subject);
  const Result<Asked> asked = AskForReport(asked_options);
  if (!asked) return Fail(asked.error());
  const Question& question = asked->question;
  if (question.countries.size() < 2)
    return Fail(ErrorCode::kInvalidInput,
                "compare needs two countries or more, or a group with two that the log speaks of");
  const Result<report::ReportScope> scope = ScopeOf(question, options.question, question.countries);
  if (!scope) return Fail(scope.error());
  std::string subject;
  for (const std::string& name : options.subjects) {
    const Group* group = index->FindGroup(name);
    const Country* country = index->FindCountry(name);
    subject += (subject.empty() ? "" : ", ") + (group != nullptr     ? group->name
                                                : country != nullptr ? country->name
                                                                     : name);
  }
  const report::ComparisonReport report = report::MakeComparisonReport(
      question.archive, std::move(subject), question.countries, *scope);
  return Write(report::DocumentOf(report, question.archive, question.session.index()),
               asked->format, options);
}

Result<int> RunLawReport(const ReportOptions& options) {
  const Result<Asked> asked = AskForReport(options);
  if (!asked) return Fail(asked.error());
  const Question& question = asked->question;
  const std::string& id = options.subjects.front();
  const Law* law = question.archive.laws().Find(id);
  if (law == nullptr) {
    std::vector<std::string> ids;
    for (const Law* known : question.archive.laws().All()) ids.push_back(known->id);
    return Fail(ErrorCode::kNotFound, "law '" + id + "' is not in the register" +
                                          DidYouMean(id, ids) +
                                          " ('lawtrace law list' lists them)");
  }
  Result<report::ReportScope> scope = ScopeOf(question, options.question, question.countries);
  if (!scope) return Fail(scope.error());
  scope->from_name.clear();
  if (options.question.nodes.empty()) {
    scope->node = question.nodes.front();
    scope->node = report::TellingNode(question.archive, *law, *scope);
  }
  const report::LawEffectReport report =
      report::MakeLawEffectReport(question.archive, *law, *scope);
  return Write(report::DocumentOf(report, question.archive, question.session.index()),
               asked->format, options);
}

}  // namespace lawtrace::cli
