// lawtrace show.
#include <memory>
#include <utility>

#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "report/question/history_tables.h"
#include "report/question/question.h"
#include "service/core/recorded_events.h"

namespace lawtrace::cli {
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
    const Result<std::string> country =
        service::ResolveCell(session->index(), options.country, options.indicator);
    if (!country) return Fail(country.error());
    const std::string& code = *country;
    subject = code + " " + options.indicator;
    events = service::FindEvents(session->log(), kLatest, [&](const Event& event) {
      return event.country == code && event.indicator == options.indicator;
    });
  } else {
    const Result<Sequence> sequence = report::ParseEventNumber(options.sequence);
    if (!sequence) return Fail(sequence.error());
    subject = "event " + options.sequence;
    events = service::FindEvents(session->log(), kLatest,
                                 [&](const Event& event) { return event.sequence == *sequence; });
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

void AddShowVerb(Command app) {
  auto options = std::make_shared<ShowOptions>();
  Command verb =
      app.Sub("show", "One event, or one answer's whole life with evidence and former beliefs");
  AddCommon(verb, options->common);
  verb.Add("event", options->sequence, "Sequence of an event").Type("NUMBER");
  verb.Add("--country", options->country, "Country code or alias").Type("CODE");
  verb.Add("--indicator", options->indicator, "Indicator code").Type("CODE");
  verb.Footer(
      "Examples: lawtrace show --store DIR 4711\n"
      "          lawtrace show --store DIR --country PT --indicator fa98");
  verb.Runs([options] { return RunShow(*options); });
}

}  // namespace lawtrace::cli
