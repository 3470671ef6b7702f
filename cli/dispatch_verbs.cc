// lawtrace dispatch, deliveries.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "alerts/filter.h"
#include "cli/channel_verbs.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/subscription_verbs.h"
#include "report/question/alert_tables.h"
#include "service/channels/channels.h"
#include "service/core/delivery_list.h"
#include "service/dispatch/dispatcher.h"
#include "service/dispatch/notices.h"
#include "store/agenda.h"
#include "store/deliveries.h"
#include "store/subscriptions.h"

namespace lawtrace::cli {
namespace {

Result<int> PrintText(const std::string& text) {
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<service::ReplayRange> ParseRange(const std::string& text, bool failed_only) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos)
    return Fail(ErrorCode::kInvalidInput,
                "--replay: '" + text + "' is no range of days; write 2026-03-01..2026-03-02");
  const Result<Day> from = Day::Parse(text.substr(0, dots));
  if (!from) return Fail(Error(from.error()).WithContext("--replay"));
  const Result<Day> to = Day::Parse(text.substr(dots + 2));
  if (!to) return Fail(Error(to.error()).WithContext("--replay"));
  if (*to < *from)
    return Fail(ErrorCode::kInvalidInput,
                "--replay: " + text + " ends before it begins; swap them");
  return service::ReplayRange{
      .from = Instant::StartOf(*from), .to = Instant::EndOf(*to), .failed_only = failed_only};
}

report::Table ReportTable(const service::DispatchReport& report, std::size_t replayed) {
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  return {.columns = {{.name = "transactions"},
                      {.name = "entries_into_force"},
                      {.name = "editions"},
                      {.name = "queued"},
                      {.name = "suppressed"},
                      {.name = "replayed"},
                      {.name = "delivered"},
                      {.name = "postponed"},
                      {.name = "failed"}},
          .rows = {{number(report.transactions), number(report.entries), number(report.editions),
                    number(report.queued), number(report.suppressed), number(replayed),
                    number(report.delivered), number(report.postponed), number(report.failed)}}};
}

std::string ReportWords(const service::DispatchReport& report, std::size_t replayed) {
  std::string words = "Decided " + Counted(report.transactions, "transaction") + ", " +
                      Grouped(report.entries) + " into force, " +
                      Counted(report.editions, "edition") + ": " + Grouped(report.queued) +
                      " queued, " + Grouped(report.suppressed) + " suppressed.\n";
  if (replayed > 0) words += "Queued " + Counted(replayed, "message") + " again.\n";
  return words + "Sent " + Counted(report.delivered, "message") + "; " + Grouped(report.postponed) +
         " to be tried again, " + Grouped(report.failed) + " given up.\n";
}

// Why a subscription was told of an event, or why not, beyond what the delivery log says.
class Explainer {
 public:
  Explainer(const Session& session, const analysis::Archive& archive)
      : session_(session), archive_(archive) {}

  // One row per trigger: {trigger, outcome, explanation}.
  using Row = std::vector<report::Cell>;
  Result<std::vector<Row>> Explain(SubscriptionId id, Sequence event) {
    const auto found = store::Subscriptions(session_.log().records()).Find(id);
    if (!found) return Fail(found.error());
    if (!*found)
      return Fail(ErrorCode::kNotFound, "there is no subscription " + std::to_string(id.value) +
                                            "; see 'lawtrace subscription list'");
    std::vector<Row> rows;
    const store::Deliveries deliveries(session_.log().records());
    const Status visited = deliveries.VisitEvent(event, [&](const Delivery& d) -> Result<bool> {
      if (d.subscription == id)
        rows.push_back(
            {std::string(Name(d.occasion.trigger)), std::string(Name(d.state)), WordsOf(d)});
      return true;
    });
    if (!visited) return Fail(visited.error());
    if (!rows.empty()) return rows;
    const Result<Row> row = WithoutDelivery(**found, event);
    if (!row) return Fail(row.error());
    return std::vector<Row>{*row};
  }

 private:
  static std::string WordsOf(const Delivery& delivery) {
    std::string matched;
    for (const std::string& term : delivery.matched)
      matched += (matched.empty() ? "" : " and ") + term;
    if (delivery.state == DeliveryState::kQueued)
      return "matched: " + matched + "; due " + delivery.due.ToString();
    if (!delivery.reason.empty()) return delivery.reason + " (matched: " + matched + ")";
    return delivery.message + " of " + delivery.sent_at.value_or(delivery.due).ToString() +
           "; matched: " + matched;
  }

  Result<Row> WithoutDelivery(const Subscription& subscription, Sequence event) {
    const Result<Transaction> transaction = session_.log().Read(event);
    if (!transaction) return Fail(transaction.error());
    const auto found = std::ranges::find(transaction->events, event, &Event::sequence);
    if (found == transaction->events.end())
      return Row{{}, std::string("none"), "item " + event.ToString() + " is a law, not an event"};
    const std::vector<Event> told = alerts::EventsToTell(*transaction);
    const auto as_told = std::ranges::find(told, event, &Event::sequence);
    if (as_told == told.end())
      return Row{{}, std::string("none"), "the same transaction replaces or withdraws it"};
    const auto trigger = alerts::TriggerOf(archive_, *as_told, transaction->recorded_at);
    if (!trigger)
      return Row{{},
                 std::string("none"),
                 "a " + std::string(Name(found->kind)) + " is nothing to be told of"};
    service::Notices notices(session_.log(), archive_, session_.index());
    const Result<alerts::Notice> notice =
        notices.Of({.trigger = *trigger, .event = event}, transaction->last());
    if (!notice) return Fail(notice.error());
    const auto outbox = store::Agenda(session_.log().records()).Undecided();
    if (!outbox) return Fail(outbox.error());
    const bool is_decided = std::ranges::find(*outbox, transaction->first) == outbox->end();
    return Row{std::string(Name(*trigger)), std::string("none"),
               WordsOf(subscription, *notice, is_decided)};
  }

  static std::string WordsOf(const Subscription& subscription, const alerts::Notice& notice,
                             bool is_decided) {
    if (!subscription.confirmed_at)
      return "the subscription is " + std::string(Name(subscription.state)) + ", not confirmed";
    if (notice.event <= subscription.after)
      return "recorded before the subscription began, at item " + subscription.after.ToString() +
             " of the log";
    if (const auto failing = alerts::FirstFailing(subscription.filter, notice))
      return "does not match: " + alerts::ToString(subscription.filter.terms[*failing]);
    if (alerts::IsUnasked(subscription.filter, notice))
      return "it was not told of what this replaces, and asks for no " +
             std::string(Name(notice.trigger)) + " with a term 'kind'";
    if (!is_decided) return "not decided yet; 'lawtrace dispatch' does";
    return "the subscription had another filter or had ended when this was decided";
  }

  const Session& session_;
  const analysis::Archive& archive_;
};

Result<int> ExplainWhy(const DeliveriesOptions& options, const Session& session,
                       report::Format format) {
  const Result<Sequence> subscription = report::ParseEventNumber(options.why[0]);
  if (!subscription)
    return Fail(ErrorCode::kInvalidInput,
                "--why: '" + options.why[0] + "' is not the number of a subscription");
  const Result<Sequence> event = report::ParseEventNumber(options.why[1]);
  if (!event) return Fail(Error(event.error()).WithContext("--why"));
  const auto archive = session.ReadArchive(session.index().main_methodology());
  if (!archive) return Fail(archive.error());
  auto rows = Explainer(session, *archive).Explain({subscription->value}, *event);
  if (!rows) return Fail(rows.error());
  return PrintText(
      report::Render({.columns = {{.name = "kind"}, {.name = "outcome"}, {.name = "explanation"}},
                      .rows = *std::move(rows)},
                     format));
}

}  // namespace

Result<int> RunDispatch(const DispatchOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  Instant now = options.common.now;
  if (!options.now.empty()) {
    const Result<Instant> given = Instant::Parse(options.now);
    if (!given) return Fail(Error(given.error()).WithContext("--now"));
    now = *given;
  }
  if (options.failed_only && options.replay.empty())
    return Fail(ErrorCode::kInvalidInput, "--failed-only narrows --replay; name its days, too");
  Result<Session> session = Session::Open(options.common, store::Access::kWrite);
  if (!session) return Fail(session.error());
  Result<service::DeliveryConfig> config = service::ReadDeliveryConfig(options.delivery);
  if (!config) return Fail(config.error());
  Result<service::Channels> channels =
      service::Channels::Open(*std::move(config), session->index(), BundledTemplates());
  if (!channels) return Fail(channels.error());
  const auto archive = session->ReadArchive(session->index().main_methodology());
  if (!archive) return Fail(archive.error());
  service::Dispatcher dispatcher(
      session->log(), session->index(), [now] { return now; },
      [&](const alerts::Message& message, std::span<const Subscription> subscriptions) {
        return channels->Send(message, subscriptions, now);
      },
      service::kSendConnections, channels->unconfirmed_days());
  std::size_t replayed = 0;
  if (!options.replay.empty()) {
    const auto range = ParseRange(options.replay, options.failed_only);
    if (!range) return Fail(range.error());
    const Result<std::size_t> queued = dispatcher.Replay(*range);
    if (!queued) return Fail(queued.error());
    replayed = *queued;
  }
  const Result<service::DispatchReport> report = dispatcher.Run(*archive);
  if (!report) return Fail(report.error());
  return PrintText(*format == report::Format::kText
                       ? ReportWords(*report, replayed)
                       : report::Render(ReportTable(*report, replayed), *format));
}

Result<int> RunDeliveries(const DeliveriesOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  if (!options.why.empty()) return ExplainWhy(options, *session, *format);
  const auto deliveries =
      service::ListDeliveries(session->log().records(), {.subscription = options.subscription,
                                                         .event = options.event,
                                                         .outcome = options.outcome,
                                                         .since = options.since});
  if (!deliveries) return Fail(deliveries.error());
  return PrintText(report::Render(report::DeliveryTable(*deliveries), *format));
}

}  // namespace lawtrace::cli
