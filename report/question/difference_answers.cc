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
  if (!moment) return Fail(std::move(moment).error().At(name));
  const std::string point = text.substr(0, text.find('@'));
  if (const Result<Day> day = ParsePointFor(point, question); day && !point.empty())
    moment->as_of.effective = *day;
  return moment;
}

bool IsJson(Format format) {
  return format == Format::kJson || format == Format::kJsonLines;
}

Result<analysis::RecordedRange> ParseRecordedRange(const RevisionWords& words,
                                                   const Question& question) {
  const Result<Day> after = ParsePoint(words.after, question.index, question.today);
  if (!after) return Fail(Error(after.error()).At("after"));
  const Result<Day> until = ParsePoint(words.until, question.index, question.today);
  if (!until) return Fail(Error(until.error()).At("until"));
  if (*after >= *until)
    return FailAt("after", "nothing lies after " + after->ToString() + " and up to " +
                               until->ToString() + "; give the earlier recorded date first");
  return analysis::RecordedRange{.after = *after, .until = *until};
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
  const Result<Moment> from = ParseNamedMoment(from_words, "a", question);
  if (!from) return Fail(from.error());
  const Result<Moment> to = ParseNamedMoment(to_words, "b", question);
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
  const Result<analysis::RecordedRange> range = ParseRecordedRange(words, question);
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

namespace {

// Whom and which node both are about.
std::vector<QuestionParameter> Whom() {
  QuestionParameter node = Common("node");
  node.help =
      "Node whose points are told; only what lies below it is listed (default: the headline score, "
      "and everything)";
  return Common({"country", "group"}) + std::vector{node} + Common({"methodology"});
}

QuestionEntry DifferenceQuestion() {
  return {
      .verb = "diff",
      .path = "/v1/diff",
      .operation = "getDiff",
      .tag = "Change",
      .summary = "Which answers differ between two points, which event did it, by how many points",
      .parameters =
          std::vector{
              Required({.name = "a",
                        .help = "First point: YYYY-MM-DD, YYYY (its 31 December), an edition "
                                "or today, alone (as known today) or with @ and the date by "
                                "which it was known: 2019@2021-01-01; @2021 is today as known "
                                "then",
                        .value_name = "POINT",
                        .example = "2020@2021",
                        .option = "A"}),
              Required({.name = "b",
                        .help = "Second point, in the same words",
                        .value_name = "POINT",
                        .example = "2020",
                        .option = "B"})} +
          Whom(),
      .columns = {},
      .answer =
          [](const Asked& asked) {
            return AnswerDifference(asked.question, asked.values.Text("a"), asked.values.Text("b"),
                                    asked.format);
          },
      .examples = "--country PT 2017 2019\n--group EU --node f mipex-2020@2021 mipex-2020"};
}

QuestionEntry RevisionQuestion() {
  QuestionParameter at = Common("at");
  at.help = "Day of the score whose points are told (default: the second date)";
  return {.verb = "revisions",
          .path = "/v1/revisions",
          .operation = "getRevisions",
          .tag = "Change",
          .summary = "What became known between two recorded dates, and what it did to scores",
          .parameters =
              std::vector{
                  Required({.name = "after",
                            .help = "Two recorded dates: after the end of the first, by the end of "
                                    "the second; each YYYY-MM-DD, YYYY, an edition or today",
                            .value_name = "DATE",
                            .example = "2020",
                            .option = "--between"}),
                  Required({.name = "until",
                            .help = "Recorded up to the end of that day",
                            .value_name = "DATE",
                            .example = "today",
                            .option = "--between"}),
                  QuestionParameter{.name = "confirmations",
                                    .help = "List answers that were only seen again, too",
                                    .type = ParameterType::kFlag,
                                    .option = "--all"},
                  at} +
              Whom(),
          .columns = {},
          .answer =
              [](const Asked& asked) {
                return AnswerRevisions(asked.question,
                                       {.after = asked.values.Text("after"),
                                        .until = asked.values.Text("until"),
                                        .with_confirmations = asked.values.IsSet("confirmations")},
                                       asked.format);
              },
          .examples = "--country PT --between 2021 today"};
}

}  // namespace

std::vector<QuestionEntry> DifferenceQuestions() {
  return {DifferenceQuestion(), RevisionQuestion()};
}

}  // namespace lawtrace::report
