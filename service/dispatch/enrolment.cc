#include "service/dispatch/enrolment.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "alerts/message.h"
#include "alerts/schedule.h"
#include "model/delivery.h"
#include "service/dispatch/receiver.h"
#include "store/deliveries.h"
#include "store/sha256.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kTokenBytes = 24;
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMailTokenBytes = 16;  // "unsubscribe+" and it fit into 64 bytes.
constexpr std::int64_t kSecondsADay = 86'400;
constexpr std::int64_t kSecondsBetweenRequests = 60;

// As Standard Webhooks writes it: "whsec_" and base64.
std::string FreshSecret() {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string bytes = store::RandomBytes(kSecretBytes);
  std::string text = "whsec_";
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = buffer << 8U | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6)
      text += kDigits[buffer >> static_cast<unsigned>(bits - 6) & 0x3FU];
  }
  if (bits > 0) text += kDigits[buffer << static_cast<unsigned>(6 - bits) & 0x3FU];
  while ((text.size() - 6) % 4 != 0) text += '=';
  return text;
}

// Whether somebody else than who subscribes has to agree.
bool NeedsConsent(const Channel& channel) {
  return channel.kind != ChannelKind::kFile;
}

// A file belongs to whoever may write on this machine.
void Begin(Instant now, Subscription& subscription) {
  subscription.created_at = now;
  subscription.token = store::Hex(store::RandomBytes(kTokenBytes));
  subscription.end_reason.clear();
  subscription.paused_until.reset();
  subscription.confirmed_at.reset();
  subscription.state = SubscriptionState::kUnconfirmed;
  if (subscription.channel.kind == ChannelKind::kWebhook)
    subscription.secrets = {.current = FreshSecret(), .previous = {}, .previous_expires = {}};
  if (NeedsConsent(subscription.channel)) return;
  subscription.state = SubscriptionState::kActive;
  subscription.confirmed_at = now;
}

void Erase(const std::string& reason, Subscription& subscription) {
  if (subscription.state != SubscriptionState::kEnded) {
    subscription.state = SubscriptionState::kEnded;
    subscription.end_reason = reason;
  }
  subscription.channel.target.clear();
  subscription.token.clear();
  subscription.secrets = {};
}

std::int64_t SecondsBetween(Instant from, Instant to) {
  return to.seconds_since_epoch() - from.seconds_since_epoch();
}

// Drops the days that do not count any more; days of several subscriptions count once.
std::size_t CountSoftBounces(std::vector<Subscription>& subscriptions, Day today) {
  std::set<Day> days;
  for (Subscription& subscription : subscriptions) {
    std::erase_if(subscription.soft_bounces,
                  [&](Day day) { return day.plus_days(kSoftBounceDays) <= today; });
    const auto repeated = std::ranges::unique(subscription.soft_bounces);
    subscription.soft_bounces.erase(repeated.begin(), repeated.end());
    days.insert(subscription.soft_bounces.begin(), subscription.soft_bounces.end());
  }
  return days.size();
}

void EndFor(const std::string& reason, Subscription& subscription) {
  if (subscription.state == SubscriptionState::kEnded) return;
  subscription.state = SubscriptionState::kEnded;
  subscription.end_reason = reason;
}

// A pause that lasts longer stays.
void PauseFor(int days, Instant now, Subscription& subscription) {
  subscription.soft_bounces.clear();
  const Instant until(now.seconds_since_epoch() + days * kSecondsADay);
  const bool is_longer = subscription.state == SubscriptionState::kPaused &&
                         (!subscription.paused_until || *subscription.paused_until > until);
  if (is_longer || (subscription.state != SubscriptionState::kActive &&
                    subscription.state != SubscriptionState::kPaused))
    return;
  subscription.state = SubscriptionState::kPaused;
  subscription.paused_until = until;
}

using Changes = Result<std::vector<store::RecordChange>>;

// Of the message that asks for consent, as the subscription was when it was queued.
std::string RequestId(const Subscription& asked) {
  return alerts::MessageId(RecipientOf(asked), {asked.token, asked.created_at.ToString()});
}

// `after` takes the place of `before`, and if `asks` a message that asks for consent is queued.
Changes ChangesTo(const std::optional<Subscription>& before, const Subscription& after, bool asks) {
  Changes changes = store::Subscriptions::ChangesTo(before, after);
  if (!changes || !asks) return changes;
  const Envelope envelope{.id = RequestId(after),
                          .kind = MessageKind::kConfirmation,
                          .subscriptions = {after.id},
                          .created_at = after.created_at,
                          .due = after.created_at};
  const Status added = store::Deliveries::AddChanges(std::nullopt, envelope, *changes);
  if (!added) return Fail(added.error());
  return changes;
}

// Whether it was asked before then, and no attempt to ask is outstanding.
Result<bool> WasAskedBefore(const store::Deliveries& deliveries, const Subscription& one,
                            Instant then) {
  const auto request = deliveries.FindEnvelope(RequestId(one));
  if (!request) return Fail(request.error());
  if (!*request) return one.created_at < then;
  return (*request)->state != EnvelopeState::kWaiting &&
         (*request)->first_attempt.value_or(one.created_at) < then;
}

}  // namespace

std::string MailToken(const Subscription& subscription) {
  const std::string digest = store::Sha256Of("mail token\n" + subscription.token);
  return std::to_string(subscription.id.value) + "." +
         store::Hex(digest.substr(0, kMailTokenBytes));
}

Result<Subscription> Enrolment::Get(SubscriptionId id) const {
  auto found = subscriptions_.Find(id);
  if (!found) return Fail(found.error());
  if (!*found)
    return Fail(ErrorCode::kNotFound, "there is no subscription " + std::to_string(id.value) +
                                          "; see 'lawtrace subscription list'");
  return **std::move(found);
}

Result<std::optional<Subscription>> Enrolment::FindByMailToken(std::string_view token) const {
  const std::string_view digits = token.substr(0, token.find('.'));
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.size() == token.size() || fault != std::errc{} || end != digits.data() + digits.size())
    return FindByToken(token);
  auto found = subscriptions_.Find({number});
  if (!found || !*found) return found;
  if ((*found)->token.empty() || !store::IsSameSecret(MailToken(**found), token))
    return std::nullopt;
  return found;
}

Result<std::optional<Subscription>> Enrolment::FindSameWish(const SubscriptionWish& wish) const {
  const std::string receiver = ReceiverOf(wish.channel);
  std::optional<Subscription> same;
  const Status visited = subscriptions_.Visit([&](const Subscription& known) -> Status {
    if (known.state == SubscriptionState::kUnconfirmed && ReceiverOf(known.channel) == receiver &&
        known.filter == wish.filter && known.cadence == wish.cadence &&
        known.language == wish.language)
      same = known;
    return {};
  });
  if (!visited) return Fail(visited.error());
  return same;
}

Status Enrolment::CheckWish(const SubscriptionWish& wish) const {
  const Status checked = alerts::CheckWishedCadence(wish.cadence);
  return checked && rule_ ? rule_(wish) : checked;
}

Result<Subscription> Enrolment::Enrol(const SubscriptionWish& wish, Instant now) {
  if (const Status checked = CheckWish(wish); !checked) return Fail(checked.error());
  Subscription enrolled;
  const Status written = log_.records().Update([&]() -> Changes {
    // Whoever asks for a webhook is shown its secret, so that none is shown another's.
    if (wish.channel.kind == ChannelKind::kMail) {
      auto same = FindSameWish(wish);
      if (!same) return Fail(same.error());
      if (*same) {
        enrolled = **same;
        if (SecondsBetween(enrolled.created_at, now) < kSecondsADay) return {};
        Begin(now, enrolled);
        return ChangesTo(*same, enrolled, true);
      }
    }
    const Result<SubscriptionId> id = subscriptions_.NextId();
    if (!id) return Fail(id.error());
    enrolled = {.id = *id,
                .filter = wish.filter,
                .channel = wish.channel,
                .cadence = wish.cadence,
                .language = wish.language,
                .after = log_.last()};
    Begin(now, enrolled);
    return ChangesTo(std::nullopt, enrolled, NeedsConsent(enrolled.channel));
  });
  if (!written) return Fail(written.error());
  return enrolled;
}

Result<Subscription> Enrolment::Change(SubscriptionId id,
                                       const std::function<Status(Subscription&)>& change) {
  Subscription after;
  const Status written = log_.records().Update([&]() -> Changes {
    const Result<Subscription> before = Get(id);
    if (!before) return Fail(before.error());
    after = *before;
    if (const Status changed = change(after); !changed) return Fail(changed.error());
    if (after == *before) return {};
    return ChangesTo(*before, after, false);
  });
  if (!written) return Fail(written.error());
  return after;
}

Result<Subscription> Enrolment::Edit(SubscriptionId id, const SubscriptionWish& wish, Instant now) {
  if (const Status checked = CheckWish(wish); !checked) return Fail(checked.error());
  Subscription after;
  const Status written = log_.records().Update([&]() -> Changes {
    const Result<Subscription> before = Get(id);
    if (!before) return Fail(before.error());
    if (before->state == SubscriptionState::kEnded)
      return Fail(ErrorCode::kInvalidInput,
                  "subscription " + std::to_string(id.value) + " has ended; subscribe again");
    if (before->channel.kind != wish.channel.kind)
      return Fail(ErrorCode::kInvalidInput,
                  "a subscription keeps its channel; end it and subscribe again");
    after = *before;
    after.filter = wish.filter;
    after.channel = wish.channel;
    after.cadence = wish.cadence;
    after.language = wish.language;
    const bool is_moved = NeedsConsent(after.channel) && after.channel != before->channel;
    // Whoever reads the former address must not keep its token, nor the former webhook its secret.
    if (is_moved) Begin(now, after);
    return ChangesTo(*before, after, is_moved);
  });
  if (!written) return Fail(written.error());
  return after;
}

Result<Subscription> Enrolment::AskAgain(SubscriptionId id, Instant now) {
  Subscription after;
  const Status written = log_.records().Update([&]() -> Changes {
    const Result<Subscription> before = Get(id);
    if (!before) return Fail(before.error());
    if (before->channel.kind != ChannelKind::kWebhook ||
        before->state != SubscriptionState::kUnconfirmed)
      return Fail(ErrorCode::kInvalidInput, "only a webhook that waits for consent is asked again");
    if (SecondsBetween(before->created_at, now) < kSecondsBetweenRequests)
      return Fail(ErrorCode::kInvalidInput, "it was asked a moment ago; wait a minute");
    after = *before;
    after.created_at = now;
    after.end_reason.clear();
    return ChangesTo(*before, after, true);
  });
  if (!written) return Fail(written.error());
  return after;
}

Result<std::size_t> Enrolment::ForgetUnconfirmed(Instant asked_before) {
  const store::Deliveries deliveries(log_.records());
  std::size_t forgotten = 0;
  const Status written = log_.records().Update([&]() -> Changes {
    std::vector<store::RecordChange> changes;
    const Status visited = subscriptions_.Visit([&](const Subscription& one) -> Status {
      if (one.state != SubscriptionState::kUnconfirmed) return {};
      const Result<bool> is_old = WasAskedBefore(deliveries, one, asked_before);
      if (!is_old) return Fail(is_old.error());
      if (!*is_old) return {};
      Subscription after = one;
      Erase("nobody confirmed it", after);
      Changes rows = store::Subscriptions::ChangesTo(one, after);
      if (!rows) return Fail(rows.error());
      std::ranges::move(*rows, std::back_inserter(changes));
      ++forgotten;
      return {};
    });
    if (!visited) return Fail(visited.error());
    return changes;
  });
  if (!written) return Fail(written.error());
  return forgotten;
}

Result<Subscription> Enrolment::Confirm(SubscriptionId id, Instant now) {
  return Change(id, [&](Subscription& subscription) -> Status {
    if (subscription.state == SubscriptionState::kEnded)
      return Fail(ErrorCode::kInvalidInput, "the subscription has ended; subscribe again");
    if (subscription.state != SubscriptionState::kUnconfirmed) return {};
    subscription.state = SubscriptionState::kActive;
    subscription.end_reason.clear();
    subscription.confirmed_at = now;
    subscription.after = log_.last();
    return {};
  });
}

Result<Subscription> Enrolment::Pause(SubscriptionId id, std::optional<Instant> until) {
  return Change(id, [&](Subscription& subscription) -> Status {
    if (subscription.state != SubscriptionState::kActive &&
        subscription.state != SubscriptionState::kPaused)
      return Fail(ErrorCode::kInvalidInput,
                  "only an active subscription can be paused; this one is " +
                      std::string(Name(subscription.state)));
    subscription.state = SubscriptionState::kPaused;
    subscription.paused_until = until;
    return {};
  });
}

Result<Subscription> Enrolment::Resume(SubscriptionId id) {
  return Change(id, [&](Subscription& subscription) -> Status {
    if (subscription.state == SubscriptionState::kActive) return {};
    if (subscription.state != SubscriptionState::kPaused)
      return Fail(ErrorCode::kInvalidInput,
                  "only a paused subscription can be resumed; this one is " +
                      std::string(Name(subscription.state)));
    subscription.state = SubscriptionState::kActive;
    subscription.paused_until.reset();
    return {};
  });
}

Result<Subscription> Enrolment::End(SubscriptionId id, const std::string& reason) {
  return Change(id, [&](Subscription& subscription) -> Status {
    if (subscription.state == SubscriptionState::kEnded) return {};
    subscription.state = SubscriptionState::kEnded;
    subscription.end_reason = reason;
    return {};
  });
}

Result<Subscription> Enrolment::RotateSecret(SubscriptionId id, Instant until) {
  return Change(id, [&](Subscription& subscription) -> Status {
    if (subscription.channel.kind != ChannelKind::kWebhook)
      return Fail(ErrorCode::kInvalidInput, "only a webhook has a secret");
    subscription.secrets = {.current = FreshSecret(),
                            .previous = subscription.secrets.current,
                            .previous_expires = until};
    return {};
  });
}

Result<Subscription> Enrolment::Forget(SubscriptionId id) {
  return Change(id, [&](Subscription& subscription) -> Status {
    Erase("forgotten", subscription);
    return {};
  });
}

Result<std::vector<Subscription>> Enrolment::OfChannel(const Channel& channel) const {
  std::vector<Subscription> found;
  const Status visited = subscriptions_.Visit([&](const Subscription& subscription) -> Status {
    if (subscription.channel == channel) found.push_back(subscription);
    return {};
  });
  if (!visited) return Fail(visited.error());
  return found;
}

Result<std::size_t> Enrolment::RequestsSince(const Channel& channel, Instant since) const {
  const std::string receiver = ReceiverOf(channel);
  std::size_t count = 0;
  const Status visited = subscriptions_.Visit([&](const Subscription& one) -> Status {
    if (!one.confirmed_at && one.created_at >= since && ReceiverOf(one.channel) == receiver)
      ++count;
    return {};
  });
  if (!visited) return Fail(visited.error());
  return count;
}

Result<std::vector<Subscription>> Enrolment::TakeBounce(std::string_view token, bool for_good,
                                                        const std::string& reason, Instant now) {
  std::vector<Subscription> after;
  const Status written = log_.records().Update([&]() -> Changes {
    const auto found = FindByMailToken(token);
    if (!found) return Fail(found.error());
    if (!*found) return Fail(ErrorCode::kNotFound, "no subscription has the token of this address");
    const auto before = OfChannel((*found)->channel);
    if (!before) return Fail(before.error());
    after = *before;
    for (Subscription& one : after)
      if (!for_good && one.id == (*found)->id) one.soft_bounces.push_back(now.day());
    const bool must_pause = !for_good && CountSoftBounces(after, now.day()) >= kMostSoftBounces;
    std::vector<store::RecordChange> changes;
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (for_good) EndFor("mail came back: " + reason, after[i]);
      if (must_pause) PauseFor(kSoftBounceDays, now, after[i]);
      if (after[i] == before->at(i)) continue;
      auto rows = store::Subscriptions::ChangesTo(before->at(i), after[i]);
      if (!rows) return rows;
      std::ranges::move(*rows, std::back_inserter(changes));
    }
    return changes;
  });
  if (!written) return Fail(written.error());
  return after;
}

}  // namespace lawtrace::service
