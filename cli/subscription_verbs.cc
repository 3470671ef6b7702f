// lawtrace subscribe, subscription.
#include "cli/subscription_verbs.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "alerts/filter.h"
#include "cli/channel_verbs.h"
#include "cli/output.h"
#include "cli/session.h"
#include "report/question/alert_tables.h"
#include "service/api/wish.h"
#include "service/channels/channels.h"
#include "service/dispatch/enrolment.h"
#include "service/dispatch/notices.h"

namespace lawtrace::cli {
namespace {

using service::Enrolment;
using service::SubscriptionWish;

Error InOption(const Error& error, std::string_view option) {
  return Error(error).WithContext(option);
}

// The filter as one text; absent if nothing is named.
std::optional<std::string> FilterText(const WishOptions& wish) {
  std::optional<std::string> text = wish.where;
  const auto add = [&](std::string_view subject, const std::vector<std::string>& values) {
    if (values.empty()) return;
    text = text && !text->empty() ? *text + " and " : "";
    *text += subject;
    for (std::size_t i = 0; i < values.size(); ++i)
      *text += (i == 0 ? " \"" : ",\"") + values[i] + "\"";
  };
  add("country", wish.countries);
  add("group", wish.groups);
  add("area", wish.areas);
  add("indicator", wish.indicators);
  add("kind", wish.kinds);
  return text;
}

// `wish` with what the options name in its place.
Status SetWish(const WishOptions& options, const Index& index, SubscriptionWish& wish) {
  return service::SetWish({.to = options.to,
                           .where = FilterText(options),
                           .cadence = options.cadence,
                           .day = options.day,
                           .at = options.at,
                           .zone = options.zone,
                           .language = options.language},
                          index, wish);
}

Result<Subscription> Find(const Enrolment& enrolment, const std::string& text) {
  const Result<Sequence> number = report::ParseEventNumber(text);
  if (number) return enrolment.Get({number->value});
  auto found = enrolment.FindByMailToken(text);
  if (!found) return Fail(found.error());
  if (*found) return **std::move(found);
  return Fail(ErrorCode::kNotFound, "'" + text +
                                        "' is neither the number nor the token of a subscription; "
                                        "see 'lawtrace subscription list'");
}

Result<int> PrintText(const std::string& text) {
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

// One subscription; `secret` is told once, when it is made.
std::string Text(const Subscription& subscription, report::Format format,
                 const std::string& secret = {}, std::string_view words = {}) {
  report::Table table = report::SubscriptionTable(std::span(&subscription, 1));
  if (!secret.empty()) {
    table.columns.push_back({.name = "secret"});
    table.rows.front().emplace_back(secret);
  }
  if (format != report::Format::kText) return report::Render(table, format);
  return report::RenderCard(table) + std::string(words);
}

// The rule of every subscription, whoever makes it (Channels::CheckWish).
Result<service::WishRule> RuleOf(const service::DeliveryValues& delivery, const Index& index) {
  Result<service::DeliveryConfig> config = service::ReadDeliveryConfig(delivery);
  if (!config) return Fail(std::move(config).error());
  Result<service::Channels> opened =
      service::Channels::Open(*std::move(config), index, BundledTemplates());
  if (!opened) return Fail(std::move(opened).error());
  const auto channels = std::make_shared<const service::Channels>(*std::move(opened));
  return [channels](const SubscriptionWish& wish) { return channels->CheckWish(wish); };
}

// Opens the store, finds the subscription and lets `change` do its work.
Result<int> ChangeOne(
    const SubscriptionOptions& options,
    const std::function<Result<Subscription>(Session&, Enrolment&, const Subscription&)>& change,
    bool shows_secret = false) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  Result<Session> session = Session::Open(options.common, store::Access::kWrite);
  if (!session) return Fail(session.error());
  Enrolment enrolment(session->log());
  const Result<Subscription> found = Find(enrolment, options.subscription);
  if (!found) return Fail(found.error());
  const Result<Subscription> changed = change(*session, enrolment, *found);
  if (!changed) return Fail(changed.error());
  return PrintText(Text(*changed, *format, shows_secret ? changed->secrets.current : ""));
}

SubscriptionWish WishOf(const Subscription& subscription) {
  return {.filter = subscription.filter,
          .channel = subscription.channel,
          .cadence = subscription.cadence,
          .language = subscription.language};
}

}  // namespace

Result<int> RunSubscribe(const SubscribeOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  Result<Session> session = Session::Open(options.common, store::Access::kWrite);
  if (!session) return Fail(session.error());
  SubscriptionWish wish;
  const Status set = SetWish(options.wish, session->index(), wish);
  if (!set) return Fail(set.error());
  Result<service::WishRule> rule = RuleOf(options.delivery, session->index());
  if (!rule) return Fail(rule.error());
  const Result<Subscription> made =
      Enrolment(session->log(), *std::move(rule)).Enrol(wish, options.common.now);
  if (!made) return Fail(made.error());
  return PrintText(
      Text(*made, *format, made->secrets.current,
           made->state != SubscriptionState::kUnconfirmed ? ""
           : made->channel.kind == ChannelKind::kMail
               ? "'lawtrace dispatch' asks the address to confirm; until then it gets nothing.\n"
               : "'lawtrace dispatch' asks the receiver to allow messages; until then it gets "
                 "nothing.\n"));
}

Result<int> RunSubscriptionList(const SubscriptionOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  constexpr std::array kStates = {SubscriptionState::kUnconfirmed, SubscriptionState::kActive,
                                  SubscriptionState::kPaused, SubscriptionState::kEnded};
  if (!options.state.empty() && std::ranges::none_of(kStates, [&](SubscriptionState state) {
        return Name(state) == options.state;
      }))
    return Fail(ErrorCode::kInvalidInput, "--state: '" + options.state +
                                              "' is unknown; write unconfirmed, active, paused or "
                                              "ended");
  const Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  std::vector<Subscription> subscriptions;
  const Status read = store::Subscriptions(session->log().records())
                          .Visit([&](const Subscription& subscription) -> Status {
                            if (options.state.empty() || Name(subscription.state) == options.state)
                              subscriptions.push_back(subscription);
                            return {};
                          });
  if (!read) return Fail(read.error());
  return PrintText(report::Render(report::SubscriptionTable(subscriptions), *format));
}

Result<int> RunSubscriptionShow(const SubscriptionOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Result<Subscription> found = Find(Enrolment(session->log()), options.subscription);
  if (!found) return Fail(found.error());
  return PrintText(Text(*found, *format));
}

Result<int> RunSubscriptionEdit(const SubscriptionOptions& options) {
  return ChangeOne(
      options,
      [&](Session& session, Enrolment&, const Subscription& found) -> Result<Subscription> {
        SubscriptionWish wish = WishOf(found);
        const Status set = SetWish(options.wish, session.index(), wish);
        if (!set) return Fail(set.error());
        Result<service::WishRule> rule = RuleOf(options.delivery, session.index());
        if (!rule) return Fail(rule.error());
        return Enrolment(session.log(), *std::move(rule)).Edit(found.id, wish, options.common.now);
      });
}

Result<int> RunSubscriptionConfirm(const SubscriptionOptions& options) {
  return ChangeOne(options, [&](Session&, Enrolment& enrolment, const Subscription& found) {
    return enrolment.Confirm(found.id, options.common.now);
  });
}

Result<int> RunSubscriptionPause(const SubscriptionOptions& options) {
  return ChangeOne(
      options,
      [&](Session&, Enrolment& enrolment, const Subscription& found) -> Result<Subscription> {
        std::optional<Instant> until;
        if (!options.until.empty()) {
          const Result<Instant> parsed = Instant::Parse(options.until);
          if (!parsed) return Fail(InOption(parsed.error(), "--until"));
          if (*parsed <= options.common.now)
            return Fail(ErrorCode::kInvalidInput,
                        "--until: " + options.until + " has passed; name a day ahead");
          until = *parsed;
        }
        return enrolment.Pause(found.id, until);
      });
}

Result<int> RunSubscriptionResume(const SubscriptionOptions& options) {
  return ChangeOne(options, [](Session&, Enrolment& enrolment, const Subscription& found) {
    return enrolment.Resume(found.id);
  });
}

Result<int> RunSubscriptionEnd(const SubscriptionOptions& options) {
  return ChangeOne(options, [&](Session&, Enrolment& enrolment, const Subscription& found) {
    return enrolment.End(found.id,
                         options.reason.empty() ? "ended by an operator" : options.reason);
  });
}

Result<int> RunSubscriptionForget(const SubscriptionOptions& options) {
  return ChangeOne(options, [](Session&, Enrolment& enrolment, const Subscription& found) {
    return enrolment.Forget(found.id);
  });
}

Result<int> RunRotateSecret(const SubscriptionOptions& options) {
  constexpr std::int64_t kDay = 86'400;
  const Instant until(options.common.now.seconds_since_epoch() + options.days * kDay);
  return ChangeOne(
      options,
      [&](Session&, Enrolment& enrolment, const Subscription& found) {
        return enrolment.RotateSecret(found.id, until);
      },
      /*shows_secret=*/true);
}

Result<int> RunPreview(const SubscriptionOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Index& index = session->index();
  SubscriptionWish wish;
  if (!options.subscription.empty()) {
    const Result<Subscription> found = Find(Enrolment(session->log()), options.subscription);
    if (!found) return Fail(found.error());
    wish = WishOf(*found);
  }
  const Status set = SetWish(options.wish, index, wish);
  if (!set) return Fail(set.error());
  const Result<Day> since = report::ParsePoint(options.since, index, options.common.now.day());
  if (!since) return Fail(InOption(since.error(), "--since"));
  const Result<analysis::Archive> archive = session->ReadArchive(index.main_methodology());
  if (!archive) return Fail(archive.error());
  service::Notices notices(session->log(), *archive, index);
  auto found = notices.Between(Instant::EndOf(*since), options.common.now);
  if (!found) return Fail(found.error());
  std::vector<report::PreviewedNotice> wanted;
  for (alerts::Notice& notice : *found) {
    if (!alerts::Wants(wish.filter, notice)) continue;
    std::string suppressed = alerts::NothingChanged(wish.filter, notice);
    wanted.push_back({.notice = std::move(notice), .suppressed = std::move(suppressed)});
  }
  return PrintText(report::Render(report::PreviewTable(wanted), *format));
}

}  // namespace lawtrace::cli
