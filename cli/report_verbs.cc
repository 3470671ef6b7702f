// lawtrace report country, edition, compare, law, scenario.
#include "cli/report_verbs.h"

#include <functional>
#include <utility>

#include "cli/report_format.h"
#include "cli/scenario_question.h"
#include "cli/session.h"
#include "report/documents/report_answers.h"
#include "report/documents/scenario_report.h"

namespace lawtrace::cli {
namespace {

using DocumentAnswer = std::function<Result<report::Document>(const report::Question&)>;

Result<int> AskAndWrite(const ReportOptions& options, const DocumentAnswer& answer) {
  const Result<ReportFormat> format = ChooseReportFormat(options);
  if (!format) return Fail(format.error());
  QuestionOptions question = options.question;
  question.common.format = "table";  // The report has a form of its own.
  const Result<Question> asked = AskOfNodes(question, report::Extent::kAsKnown);
  if (!asked) return Fail(asked.error());
  const Result<report::Document> document = answer(*asked);
  if (!document) return Fail(document.error());
  const Status written = WriteReport(*document, *format, options);
  if (!written) return Fail(written.error());
  return 0;
}

}  // namespace

Result<int> RunCountryReport(const ReportOptions& options) {
  ReportOptions asked = options;
  asked.question.countries = options.subjects;
  return AskAndWrite(asked, &report::AnswerCountryReport);
}

Result<int> RunEditionReport(const ReportOptions& options) {
  ReportOptions asked = options;
  asked.question.at = options.subjects.front();
  return AskAndWrite(asked, [&](const report::Question& question) {
    return report::AnswerEditionReport(question, options.subjects.front());
  });
}

Result<int> RunComparisonReport(const ReportOptions& options) {
  const Result<Index> index = OpenIndex(options.question.common.index);
  if (!index) return Fail(index.error());
  ReportOptions asked = options;
  report::AddSubjects(options.subjects, *index, asked.question);
  return AskAndWrite(asked, [&](const report::Question& question) {
    return report::AnswerComparisonReport(question, options.subjects);
  });
}

Result<int> RunLawReport(const ReportOptions& options) {
  return AskAndWrite(options, [&](const report::Question& question) {
    return report::AnswerLawReport(question, options.subjects.front());
  });
}

Result<int> RunScenarioReport(const ScenarioOptions& options) {
  const ReportOptions form{.question = {.common = options.question.common},
                           .part = options.part,
                           .output = options.output};
  const Result<ReportFormat> format = ChooseReportFormat(form);
  if (!format) return Fail(format.error());
  ScenarioOptions asked_options = options;
  asked_options.question.common.format = "table";  // The report has a form of its own.
  if (options.question.nodes.size() > 1)
    return Fail(ErrorCode::kInvalidInput, "a report speaks of one node; name one with --node");
  const Result<AskedScenario> asked = AskForScenario(asked_options);
  if (!asked) return Fail(asked.error());
  const Scenario& scenario = asked->scenario;
  const Result<analysis::Overlay> overlay =
      analysis::Overlay::Lay(*asked->archive, scenario.layers, scenario.on_conflict);
  if (!overlay) return Fail(overlay.error());
  const Result<report::ScenarioFigures> figures = report::FiguresOf(*overlay, scenario);
  if (!figures) return Fail(figures.error());
  const Status written = WriteReport(
      report::DocumentOf(report::MakeScenarioReport(scenario, *figures), asked->session.index()),
      *format, form);
  if (!written) return Fail(written.error());
  return 0;
}

}  // namespace lawtrace::cli
