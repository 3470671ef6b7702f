// lawtrace diff, revisions.
#include "cli/difference_verbs.h"

#include <algorithm>
#include <utility>

#include "analysis/difference.h"
#include "analysis/revision.h"
#include "cli/output.h"
#include "cli/session.h"
#include "report/difference_tables.h"

namespace lawtrace::cli {
namespace {

// A question about one node.
Result<Question> AskOfOneNode(const QuestionOptions& options, const std::string& verb) {
  Result<Question> question = AskOfNodes(options);
  if (question && question->nodes.size() > 1)
    return Fail(ErrorCode::kInvalidInput,
                verb + " tells the points of one node; name one with --node");
  return question;
}

// Drops rows on indicators that the user did not ask for; without --node every row stays.
template <typename Row>
void KeepBelow(const QuestionOptions& options, const Question& question, std::vector<Row>& rows) {
  if (options.nodes.empty()) return;
  const auto below = question.archive.evaluator().IndicatorsBelow(question.nodes.front());
  std::erase_if(
      rows, [&](const Row& row) { return std::ranges::find(below, row.indicator) == below.end(); });
}

Result<report::Moment> ParseNamedMoment(const std::string& text, const char* name,
                                        const QuestionOptions& options, const Question& question) {
  Result<report::Moment> moment =
      ParseMoment(text, question.session.index(), question.archive, options.common.now.day());
  if (!moment) return Fail(std::move(moment).error().WithContext(name));
  return moment;
}

bool IsJson(report::Format format) {
  return format == report::Format::kJson || format == report::Format::kJsonLines;
}

Result<int> PrintText(const std::string& text) {
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

// The two recorded dates of --between.
Result<analysis::RecordedRange> ParseBetween(const RevisionOptions& options,
                                             const Question& question) {
  std::vector<Day> days;
  for (const std::string& text : options.between) {
    const Result<Day> day =
        ParsePoint(text, question.session.index(), options.question.common.now.day());
    if (!day) return Fail(Error(day.error()).WithContext("--between"));
    days.push_back(*day);
  }
  if (days[0] >= days[1])
    return Fail(ErrorCode::kInvalidInput, "--between: nothing lies after " + days[0].ToString() +
                                              " and up to " + days[1].ToString() +
                                              "; give the earlier recorded date first");
  return analysis::RecordedRange{.after = days[0], .until = days[1]};
}

std::string RevisionText(const Question& question, const report::RevisionReport& report) {
  const std::string period = "recorded after " + report.range.after.ToString() + " and up to " +
                             report.range.until.ToString();
  const report::Table rows =
      report::RevisionTable(question.archive, question.session.index(), report);
  const report::Table summary = report::RevisionSummaryTable(report);
  if (summary.rows.empty()) return "Nothing was " + period + ".\n";
  std::string text;
  if (!rows.rows.empty()) text += report::Render(rows, report::Format::kText) + "\n";
  text += report::Render(summary, report::Format::kText);
  text += "\n" + Counted(rows.rows.size(), "event") + " listed, " + period + "; points of " +
          question.archive.methodology().nodes[report.node.value].code + " on " +
          report.at.ToString() + ".\n";
  if (question.archive.KnownAt(report.range.after) == Sequence{})
    text += "Nothing was recorded by " + report.range.after.ToString() +
            ", so there is no change of a score to split.\n";
  return text;
}

}  // namespace

Result<int> RunDifference(const DifferenceOptions& options) {
  const Result<Question> question = AskOfOneNode(options.question, "diff");
  if (!question) return Fail(question.error());
  const auto from = ParseNamedMoment(options.from, "A", options.question, *question);
  if (!from) return Fail(from.error());
  const auto to = ParseNamedMoment(options.to, "B", options.question, *question);
  if (!to) return Fail(to.error());

  report::Differences differences{.node = question->nodes.front(), .from = *from, .to = *to};
  for (const analysis::CountryId country :
       CountriesOn(options.question, *question, to->as_of.effective)) {
    analysis::Difference difference =
        analysis::DifferenceBetween(question->archive, question->archive.Block(country),
                                    differences.node, from->as_of, to->as_of);
    KeepBelow(options.question, *question, difference.answers);
    differences.countries.push_back({.country = question->archive.countries()[country.value],
                                     .difference = std::move(difference)});
  }
  const Index& index = question->session.index();
  if (IsJson(question->format))
    return PrintText(report::RenderDifferences(question->archive, differences,
                                               question->format == report::Format::kJsonLines));
  if (question->format == report::Format::kText)
    return PrintText(report::DifferenceText(question->archive, index, differences));
  return PrintText(report::Render(report::DifferenceTable(question->archive, index, differences),
                                  question->format));
}

Result<int> RunRevisions(const RevisionOptions& options) {
  const Result<Question> question = AskOfOneNode(options.question, "revisions");
  if (!question) return Fail(question.error());
  const Result<analysis::RecordedRange> range = ParseBetween(options, *question);
  if (!range) return Fail(range.error());
  report::RevisionReport report{
      .node = question->nodes.front(),
      .range = *range,
      .at = options.question.at.empty() ? range->until : question->moment.as_of.effective,
      .lists_confirmations = options.with_confirmations};
  for (const analysis::CountryId country : CountriesOn(options.question, *question, report.at)) {
    analysis::Revisions revisions = analysis::RevisionsOf(
        question->archive, question->archive.Block(country), report.node, report.range, report.at);
    KeepBelow(options.question, *question, revisions.rows);
    report.countries.push_back({.country = question->archive.countries()[country.value],
                                .revisions = std::move(revisions)});
  }
  if (IsJson(question->format))
    return PrintText(report::RenderRevisions(question->archive, report,
                                             question->format == report::Format::kJsonLines));
  if (question->format == report::Format::kText) return PrintText(RevisionText(*question, report));
  return PrintText(
      report::Render(report::RevisionTable(question->archive, question->session.index(), report),
                     question->format));
}

}  // namespace lawtrace::cli
