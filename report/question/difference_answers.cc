#include "report/question/difference_answers.h"

#include <algorithm>
#include <utility>

#include "analysis/difference.h"
#include "analysis/revision.h"
#include "report/question/difference_tables.h"
#include "report/question/reference.h"

namespace lawtrace::report {
namespace {

// Drops rows on indicators that the user did not ask for; without --node every row stays.
template <typename Row>
void KeepBelow(const Question& question, std::vector<Row>& rows) {
  if (question.words.nodes.empty()) return;
  const auto below = question.archive.evaluator().IndicatorsBelow(question.nodes.front());
  std::erase_if(
      rows, [&](const Row& row) { return std::ranges::find(below, row.indicator) == below.end(); });
}

Result<Moment> ParseNamedMoment(const std::string& text, const char* name,
                                const Question& question) {
  Result<Moment> moment = ParseMoment(text, question.index, question.archive, question.today);
  if (!moment) return Fail(std::move(moment).error().WithContext(name));
  const std::string point = text.substr(0, text.find('@'));
  if (const Result<Day> day = ParsePointFor(point, question); day && !point.empty())
    moment->as_of.effective = *day;
  return moment;
}

bool IsJson(Format format) {
  return format == Format::kJson || format == Format::kJsonLines;
}

// The two recorded dates of --between.
Result<analysis::RecordedRange> ParseBetween(const RevisionWords& words, const Question& question) {
  std::vector<Day> days;
  for (const std::string& text : words.between) {
    const Result<Day> day = ParsePoint(text, question.index, question.today);
    if (!day) return Fail(Error(day.error()).WithContext("--between"));
    days.push_back(*day);
  }
  if (days[0] >= days[1])
    return Fail(ErrorCode::kInvalidInput, "--between: nothing lies after " + days[0].ToString() +
                                              " and up to " + days[1].ToString() +
                                              "; give the earlier recorded date first");
  return analysis::RecordedRange{.after = days[0], .until = days[1]};
}

std::string RevisionText(const Question& question, const RevisionReport& report) {
  const std::string period = "recorded after " + report.range.after.ToString() + " and up to " +
                             report.range.until.ToString();
  const Table rows = RevisionTable(question.archive, question.index, report);
  const Table summary = RevisionSummaryTable(report);
  if (summary.rows.empty()) return "Nothing was " + period + ".\n";
  std::string text;
  if (!rows.rows.empty()) text += Render(rows, Format::kText) + "\n";
  text += Render(summary, Format::kText);
  text += "\n" + Counted(rows.rows.size(), "event") + " listed, " + period + "; points of " +
          question.archive.methodology().nodes[report.node.value].code + " on " +
          report.at.ToString() + ".\n";
  if (question.archive.KnownAt(report.range.after) == Sequence{})
    text += "Nothing was recorded by " + report.range.after.ToString() +
            ", so there is no change of a score to split.\n";
  return text;
}

}  // namespace

Result<Answer> AnswerDifference(const Question& question, const std::string& from_words,
                                const std::string& to_words, Format format) {
  if (const Status one = RequireOneNode(question, "diff tells the points of"); !one)
    return Fail(one.error());
  const Result<Moment> from = ParseNamedMoment(from_words, "A", question);
  if (!from) return Fail(from.error());
  const Result<Moment> to = ParseNamedMoment(to_words, "B", question);
  if (!to) return Fail(to.error());

  Differences differences{.node = question.nodes.front(), .from = *from, .to = *to};
  for (const analysis::CountryId country : CountriesOn(question, to->as_of.effective)) {
    analysis::Difference difference =
        analysis::DifferenceBetween(question.archive, question.archive.Block(country),
                                    differences.node, from->as_of, to->as_of);
    KeepBelow(question, difference.answers);
    differences.countries.push_back({.country = question.archive.countries()[country.value],
                                     .difference = std::move(difference)});
  }
  Answer answer;
  if (IsJson(format)) {
    answer.written = RenderDifferences(question.archive, differences, format == Format::kJsonLines);
  } else if (format == Format::kText) {
    answer.written = DifferenceText(question.archive, question.index, differences);
  } else {
    answer.table = DifferenceTable(question.archive, question.index, differences);
  }
  return answer;
}

Result<Answer> AnswerRevisions(const Question& question, const RevisionWords& words,
                               Format format) {
  if (const Status one = RequireOneNode(question, "revisions tells the points of"); !one)
    return Fail(one.error());
  const Result<analysis::RecordedRange> range = ParseBetween(words, question);
  if (!range) return Fail(range.error());
  RevisionReport report{
      .node = question.nodes.front(),
      .range = *range,
      .at = question.words.at.empty() ? range->until : question.moment.as_of.effective,
      .lists_confirmations = words.with_confirmations};
  for (const analysis::CountryId country : CountriesOn(question, report.at)) {
    analysis::Revisions revisions = analysis::RevisionsOf(
        question.archive, question.archive.Block(country), report.node, report.range, report.at);
    KeepBelow(question, revisions.rows);
    report.countries.push_back({.country = question.archive.countries()[country.value],
                                .revisions = std::move(revisions)});
  }
  Answer answer;
  if (IsJson(format)) {
    answer.written = RenderRevisions(question.archive, report, format == Format::kJsonLines);
  } else if (format == Format::kText) {
    answer.written = RevisionText(question, report);
  } else {
    answer.table = RevisionTable(question.archive, question.index, report);
  }
  return answer;
}

}  // namespace lawtrace::report
