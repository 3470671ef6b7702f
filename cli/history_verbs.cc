// lawtrace history, changes, show.
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "ingest/admission.h"
#include "report/history_answers.h"
#include "report/history_tables.h"

namespace lawtrace::cli {
namespace {

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
  if (country == nullptr) unknown = UnknownCountry(index, options.country);
  if (ingest::FindIndicator(index, options.indicator) == nullptr)
    unknown += (unknown.empty() ? "" : "\n") + ingest::UnknownIndicator(index, options.indicator);
  if (country == nullptr || !unknown.empty()) return Fail(ErrorCode::kInvalidInput, unknown);
  return country->code;
}

}  // namespace

Result<int> RunHistory(const QuestionOptions& options) {
  return AskAndPrint(options, &report::AnswerHistory);
}

Result<int> RunChanges(const QuestionOptions& options) {
  return AskAndPrint(options, &report::AnswerChanges);
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
    const Result<Sequence> sequence = report::ParseEventNumber(options.sequence);
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
