// lawtrace history, changes, show.
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "analysis/history.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "ingest/admission.h"
#include "report/history_tables.h"

namespace lawtrace::cli {
namespace {

using analysis::Archive;
using analysis::CountryBlock;
using analysis::DayRange;

// The country as the reader of this question knew it: the archive's own block, or one rebuilt
// without what was recorded later.
class KnownBlock {
 public:
  KnownBlock(const Archive& archive, analysis::CountryId country, Sequence known)
      : whole_(archive.Block(country)) {
    if (!whole_.IsWhollyKnownAt(known)) rebuilt_.emplace(whole_.KnownAt(known));
  }
  const CountryBlock& operator*() const { return rebuilt_ ? *rebuilt_ : whole_; }

 private:
  const CountryBlock& whole_;
  std::optional<CountryBlock> rebuilt_;
};

void AppendAnswerHistory(const Question& question, const std::string& country,
                         const CountryBlock& block, analysis::IndicatorId indicator,
                         report::Table& table) {
  std::vector<analysis::Change> changes;
  for (const analysis::Change& change : block.changes())
    if (change.statement->indicator == indicator &&
        Day(change.day) <= question.moment.as_of.effective)
      changes.push_back(change);
  report::AppendChanges(question.archive, question.session.index(), country, changes, table);
}

// From --from (default: the beginning) to --at.
Result<DayRange> ParseRange(const QuestionOptions& options, const Question& question) {
  DayRange range{.after = Day::Of(1900, 1, 1), .until = question.moment.as_of.effective};
  if (!options.from.empty()) {
    const Result<Day> from =
        ParsePoint(options.from, question.session.index(), options.common.now.day());
    if (!from) return Fail(Error(from.error()).WithContext("--from"));
    range.after = *from;
  }
  if (range.after > range.until)
    return Fail(ErrorCode::kInvalidInput, "--from " + range.after.ToString() + " is after --at " +
                                              range.until.ToString() + "; swap them");
  return range;
}

// Every event of the log that `is_wanted` wants, and what superseded it.
Result<std::vector<report::RecordedEvent>> FindEvents(
    const store::EventLog& log, const std::function<bool(const Event&)>& is_wanted) {
  std::vector<report::RecordedEvent> found;
  std::map<Sequence, Sequence> superseded_by;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    for (const Event& event : transaction.events) {
      if (event.supersedes) superseded_by.emplace(*event.supersedes, event.sequence);
      if (!is_wanted(event)) continue;
      found.push_back({.event = event,
                       .recorded_at = transaction.recorded_at,
                       .author = transaction.author,
                       .source = transaction.source,
                       .superseded_by = std::nullopt});
    }
    return {};
  });
  if (!read) return Fail(read.error());
  for (report::RecordedEvent& recorded : found)
    if (const auto it = superseded_by.find(recorded.event.sequence); it != superseded_by.end())
      recorded.superseded_by = it->second;
  return found;
}

// The code of the country, if the index has it and the indicator.
Result<std::string> ResolveCell(const Index& index, const ShowOptions& options) {
  const Country* country = index.FindCountry(options.country);
  std::string unknown;
  if (country == nullptr) unknown = ingest::UnknownCountry(index, options.country);
  if (ingest::FindIndicator(index, options.indicator) == nullptr)
    unknown += (unknown.empty() ? "" : "\n") + ingest::UnknownIndicator(index, options.indicator);
  if (country == nullptr || !unknown.empty()) return Fail(ErrorCode::kInvalidInput, unknown);
  return country->code;
}

}  // namespace

Result<int> RunHistory(const QuestionOptions& options) {
  const Result<Question> question = Ask(options);
  if (!question) return Fail(question.error());
  const bool of_answers = !question->indicators.empty();
  if (of_answers && !question->nodes.empty())
    return Fail(ErrorCode::kInvalidInput,
                "history shows either nodes or indicators; ask for them one after the other");

  report::Table table = of_answers ? report::ChangesTable() : report::ScoreHistoryTable();
  for (const analysis::CountryId country : question->countries) {
    const KnownBlock block(question->archive, country, question->moment.as_of.known);
    const std::string& code = question->archive.countries()[country.value];
    for (const analysis::IndicatorId indicator : question->indicators)
      AppendAnswerHistory(*question, code, *block, indicator, table);
    for (const analysis::NodeId node : question->nodes) {
      auto steps = analysis::ScoreHistory(question->archive.evaluator(), *block, node);
      std::erase_if(steps, [&](const analysis::ScoreStep& step) {
        return step.day > question->moment.as_of.effective;
      });
      report::AppendScoreHistory(question->archive, code, node, steps, table);
    }
  }
  const Status printed = Print(report::Render(table, question->format));
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunChanges(const QuestionOptions& options) {
  const Result<Question> question = Ask(options);
  if (!question) return Fail(question.error());
  const Result<DayRange> range = ParseRange(options, *question);
  if (!range) return Fail(range.error());
  std::vector<bool> is_wanted(question->archive.evaluator().indicator_count(),
                              options.nodes.empty());
  for (const analysis::IndicatorId indicator : question->indicators)
    is_wanted[indicator.value] = true;
  if (!options.nodes.empty())
    for (const analysis::NodeId node : question->nodes)
      for (const analysis::IndicatorId id : question->archive.evaluator().IndicatorsBelow(node))
        is_wanted[id.value] = true;

  report::Table table = report::ChangesTable();
  std::size_t coding_count = 0;
  for (const analysis::CountryId country : question->countries) {
    const KnownBlock block(question->archive, country, question->moment.as_of.known);
    std::vector<analysis::Change> changes;
    for (const analysis::Change& change : analysis::ChangesIn(*block, *range)) {
      if (!is_wanted[change.statement->indicator.value]) continue;
      if (change.old_answer == analysis::kNoAnswer && !options.with_codings) {
        ++coding_count;
        continue;
      }
      changes.push_back(change);
    }
    report::AppendChanges(question->archive, question->session.index(),
                          question->archive.countries()[country.value], changes, table);
  }
  std::string text = report::Render(table, question->format);
  if (question->format == report::Format::kText) {
    text += "\n" + Counted(table.rows.size(), "change") + " after " + range->after.ToString() +
            " and up to " + range->until.ToString();
    if (coding_count > 0)
      text += "; " + Counted(coding_count, "first answer") + " not shown (--codings shows them)";
    text += ".\n";
  }
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunShow(const ShowOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const bool wants_cell = !options.country.empty() && !options.indicator.empty();
  const bool names_cell = !options.country.empty() || !options.indicator.empty();
  if (options.sequence.empty() ? !wants_cell : names_cell)
    return Fail(ErrorCode::kInvalidInput,
                "show one event by its number, or the life of one answer with --country and "
                "--indicator");
  Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());

  Result<std::vector<report::RecordedEvent>> events;
  std::string subject;
  if (wants_cell) {
    const Result<std::string> country = ResolveCell(session->index(), options);
    if (!country) return Fail(country.error());
    const std::string& code = *country;
    subject = code + " " + options.indicator;
    events = FindEvents(session->log(), [&](const Event& event) {
      return event.country == code && event.indicator == options.indicator;
    });
  } else {
    const Result<Sequence> sequence = ParseEventNumber(options.sequence);
    if (!sequence) return Fail(sequence.error());
    subject = "event " + options.sequence;
    events =
        FindEvents(session->log(), [&](const Event& event) { return event.sequence == *sequence; });
  }
  if (!events) return Fail(events.error());
  if (events->empty())
    return Fail(ErrorCode::kNotFound, "the log holds nothing on " + subject +
                                          "; its last item is " + session->log().last().ToString());
  const report::Table table = report::EventTable(*events);
  const bool as_card = !wants_cell && *format == report::Format::kText;
  const Status printed =
      Print(as_card ? report::RenderCard(table) : report::Render(table, *format));
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
