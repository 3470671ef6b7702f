#include "report/question/history_answers.h"

#include <optional>
#include <utility>

#include "analysis/history.h"
#include "model/budget.h"
#include "report/question/history_tables.h"
#include "report/question/reference.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryBlock;
using analysis::CountryId;
using analysis::DayRange;
using analysis::IndicatorId;
using analysis::NodeId;

// The country as the reader of this question knew it: the archive's own block, or one rebuilt
// without what was recorded later.
class KnownBlock {
 public:
  KnownBlock(const Archive& archive, CountryId country, Sequence known)
      : whole_(archive.Block(country)) {
    if (!whole_.IsWhollyKnownAt(known)) rebuilt_.emplace(whole_.KnownAt(known));
  }
  const CountryBlock& operator*() const { return rebuilt_ ? *rebuilt_ : whole_; }

 private:
  const CountryBlock& whole_;
  std::optional<CountryBlock> rebuilt_;
};

// So many rows are to be added to the table.
void SpendRows(std::size_t count, const Table& table) {
  SpendBytes(count * table.columns.size() * sizeof(Cell));
}

void AppendAnswerHistory(const Question& question, const std::string& country,
                         const CountryBlock& block, IndicatorId indicator, Table& table) {
  std::vector<analysis::Change> changes;
  for (const analysis::Change& change : block.changes())
    if (change.statement->indicator == indicator &&
        Day(change.day) <= question.moment.as_of.effective)
      changes.push_back(change);
  SpendRows(changes.size(), table);
  AppendChanges(question.archive, question.index, country, changes, table);
}

// From `from` (default: the beginning) to `at`.
Result<DayRange> ParseRange(const Question& question) {
  DayRange range{.after = Day::Of(1900, 1, 1), .until = question.moment.as_of.effective};
  if (!question.words.from.empty()) {
    const Result<Day> from = ParsePointFor(question.words.from, question);
    if (!from) return Fail(Error(from.error()).At("from"));
    range.after = *from;
  }
  if (range.after > range.until)
    return Fail(ErrorCode::kInvalidInput, Phrase(Field{"from"}) + " " + range.after.ToString() +
                                              " is after " + Field{"at"} + " " +
                                              range.until.ToString() + "; swap them");
  return range;
}

// Whether each indicator is named, or below a named node; all if none is.
std::vector<bool> WantedIndicators(const Question& question) {
  std::vector<bool> is_wanted(question.archive.evaluator().indicator_count(),
                              question.words.nodes.empty());
  if (question.words.nodes.empty()) return is_wanted;
  for (const IndicatorId indicator : question.indicators) is_wanted[indicator.value] = true;
  for (const NodeId node : question.nodes)
    for (const IndicatorId id : question.archive.evaluator().IndicatorsBelow(node))
      is_wanted[id.value] = true;
  return is_wanted;
}

}  // namespace

Result<Answer> AnswerHistory(const Question& question) {
  const bool of_answers = !question.indicators.empty();
  if (of_answers && !question.nodes.empty())
    return Fail(ErrorCode::kInvalidInput,
                "history shows either nodes or indicators; ask for them one after the other");
  Answer answer{.table = of_answers ? ChangesTable() : ScoreHistoryTable()};
  for (const CountryId country : question.countries) {
    const KnownBlock block(question.archive, country, question.moment.as_of.known);
    const std::string& code = question.archive.countries()[country.value];
    for (const IndicatorId indicator : question.indicators)
      AppendAnswerHistory(question, code, *block, indicator, answer.table);
    for (const NodeId node : question.nodes) {
      auto steps = analysis::ScoreHistory(question.archive.evaluator(), *block, node);
      std::erase_if(steps, [&](const analysis::ScoreStep& step) {
        return step.day > question.moment.as_of.effective;
      });
      SpendRows(steps.size(), answer.table);
      AppendScoreHistory(question.archive, code, node, steps, answer.table);
    }
  }
  return answer;
}

Result<Answer> AnswerChanges(const Question& question) {
  const Result<DayRange> range = ParseRange(question);
  if (!range) return Fail(range.error());
  const std::vector<bool> is_wanted = WantedIndicators(question);
  Answer answer{.table = ChangesTable()};
  std::size_t coding_count = 0;
  for (const CountryId country : question.countries) {
    const KnownBlock block(question.archive, country, question.moment.as_of.known);
    std::vector<analysis::Change> changes;
    for (const analysis::Change& change : analysis::ChangesIn(*block, *range)) {
      if (!is_wanted[change.statement->indicator.value]) continue;
      if (change.old_answer == analysis::kNoAnswer && !question.words.with_codings) {
        ++coding_count;
        continue;
      }
      changes.push_back(change);
    }
    SpendRows(changes.size(), answer.table);
    AppendChanges(question.archive, question.index, question.archive.countries()[country.value],
                  changes, answer.table);
  }
  answer.footer = "\n" + Counted(answer.table.rows.size(), "change") + " after " +
                  range->after.ToString() + " and up to " + range->until.ToString();
  if (coding_count > 0)
    answer.footer += "; " + Counted(coding_count, "first answer") + " not shown (" +
                     Phrase(Field{"codings"}) + " shows them)";
  answer.footer += ".\n";
  return answer;
}

std::vector<QuestionEntry> HistoryQuestions() {
  QuestionParameter until = Common("at");
  until.option = "--at,--to";
  until.help = "Changes up to that day, written like `from` (default: today)";
  return {
      {.verb = "history",
       .path = "/v1/series",
       .operation = "getSeries",
       .tag = "Change",
       .summary = "Series of a node's score, or of an indicator's answer: one row per change",
       .parameters = Common({"country", "group", "node", "at", "known_at", "methodology"}),
       .columns = "country",  // Those of a score or of an answer follow.
       .answer = [](const Asked& asked) { return AnswerHistory(asked.question); },
       .examples = "--country GR --node overall_without_health"},
      {.verb = "changes",
       .path = "/v1/changes",
       .operation = "getChanges",
       .tag = "Change",
       .summary = "Which answers changed between two days",
       .parameters = Common({"country", "group", "node", "from"}) + std::vector{until} +
                     Common({"known_at", "methodology", "codings"}),
       .columns = "country name indicator label old new old_score new_score kind bounds effective "
                  "earliest latest precision basis laws event",
       .answer = [](const Asked& asked) { return AnswerChanges(asked.question); },
       .examples = "--country PT --from 2019 --to 2024"}};
}

}  // namespace lawtrace::report
