#include "service/internal/deliverer.h"

#include <algorithm>
#include <utility>

#include "alerts/schedule.h"
#include "service/internal/composition.h"

namespace lawtrace::service {
namespace {

const std::string kHasEnded = "the subscription has ended";
const std::string kNothingToConfirm = "the subscription was confirmed or has ended";

Delivery Suppressed(Delivery delivery, std::string reason) {
  delivery.state = DeliveryState::kSuppressed;
  delivery.reason = std::move(reason);
  return delivery;
}

}  // namespace

Deliverer::Deliverer(const store::EventLog& log, Notices& notices, Clock clock, const Send& send,
                     DispatchReport& report)
    : notices_(notices),
      clock_(std::move(clock)),
      send_(send),
      report_(report),
      records_(log.records()),
      subscriptions_(records_),
      deliveries_(records_) {}

Status Deliverer::PutDigestsTogether() {
  const Instant now = clock_();
  const auto keys = deliveries_.QueuedUntil(now);
  if (!keys) return Fail(keys.error());
  std::map<std::string, std::vector<Delivery>> by_recipient;
  std::vector<store::RecordChange> dropped;
  for (const DeliveryKey& key : *keys) {
    const auto delivery = deliveries_.Find(key);
    if (!delivery) return Fail(delivery.error());
    const auto subscription = subscriptions_.Find(key.subscription);
    if (!subscription) return Fail(subscription.error());
    if (!*delivery) return Fail(ErrorCode::kCorruption, "a queued delivery is missing");
    if (!*subscription || (*subscription)->state == SubscriptionState::kEnded) {
      const Status added =
          store::Deliveries::AddChanges(*delivery, Suppressed(**delivery, kHasEnded), dropped);
      if (!added) return added;
      ++report_.suppressed;
    } else if (IsActive(**subscription, now)) {
      by_recipient[RecipientOf(**subscription)].push_back(**delivery);
    }
  }
  if (!dropped.empty())
    if (const Status written = records_.Write(dropped); !written) return written;
  for (const auto& [recipient, before] : by_recipient) {
    std::vector<Delivery> after = before;
    std::vector<Delivery*> enclosed;
    for (Delivery& delivery : after) enclosed.push_back(&delivery);
    std::vector<store::RecordChange> changes;
    Status added = store::Deliveries::AddChanges(
        std::nullopt, Enclose(recipient, MessageKind::kDigest, enclosed, now), changes);
    for (std::size_t i = 0; i < after.size() && added; ++i)
      added = store::Deliveries::AddChanges(before[i], after[i], changes);
    if (!added) return added;
    if (const Status written = records_.Write(changes); !written) return written;
  }
  return {};
}

Result<Deliverer::Prepared> Deliverer::Prepare(const std::string& id) const {
  auto envelope = deliveries_.FindEnvelope(id);
  if (!envelope) return Fail(envelope.error());
  if (!*envelope) return Fail(ErrorCode::kCorruption, "message " + id + " is missing");
  Prepared prepared{.envelope = **std::move(envelope)};
  const bool asks_to_confirm = prepared.envelope.kind == MessageKind::kConfirmation;
  bool is_any_active = false;
  for (const SubscriptionId subscription_id : prepared.envelope.subscriptions) {
    auto subscription = subscriptions_.Find(subscription_id);
    if (!subscription) return Fail(subscription.error());
    if (!*subscription || (*subscription)->state == SubscriptionState::kEnded) continue;
    const bool is_confirmed = (*subscription)->state != SubscriptionState::kUnconfirmed;
    if (is_confirmed == asks_to_confirm) continue;
    is_any_active = is_any_active || asks_to_confirm || IsActive(**subscription, clock_());
    prepared.subscriptions.push_back(**std::move(subscription));
  }
  prepared.is_held = !prepared.subscriptions.empty() && !is_any_active;
  for (const DeliveryKey& key : prepared.envelope.deliveries) {
    auto delivery = deliveries_.Find(key);
    if (!delivery) return Fail(delivery.error());
    if (!*delivery)
      return Fail(ErrorCode::kCorruption, "a delivery of message " + id + " is missing");
    const bool goes_on = std::ranges::find(prepared.subscriptions, key.subscription,
                                           &Subscription::id) != prepared.subscriptions.end();
    (goes_on ? prepared.deliveries : prepared.ended).push_back(**std::move(delivery));
  }
  return prepared;
}

Result<alerts::Message> Deliverer::Write(const Prepared& prepared) {
  const Subscription& first = prepared.subscriptions.front();
  alerts::Message message{.id = prepared.envelope.id,
                          .kind = prepared.envelope.kind,
                          .channel = first.channel,
                          .language = first.language,
                          .created_at = prepared.envelope.created_at};
  std::vector<alerts::Item> items;
  for (const Delivery& delivery : prepared.deliveries) {
    Result<alerts::Notice> notice = notices_.Of(delivery.occasion, delivery.known);
    if (!notice) return Fail(notice.error());
    items.push_back({.id = alerts::NoticeId(delivery.subscription, delivery.occasion),
                     .notice = *std::move(notice),
                     .subscriptions = {delivery.subscription},
                     .reasons = delivery.matched,
                     .corrects = delivery.corrects});
  }
  message.countries = alerts::Arrange(std::move(items));
  return message;
}

Status Deliverer::SendDue() {
  const auto ids = deliveries_.WaitingUntil(clock_());
  if (!ids) return Fail(ids.error());
  for (const std::string& id : *ids) {
    const Result<Prepared> prepared = Prepare(id);
    if (!prepared) return Fail(prepared.error());
    if (prepared->is_held) continue;
    if (prepared->subscriptions.empty()) {
      const bool asks_to_confirm = prepared->envelope.kind == MessageKind::kConfirmation;
      const Status recorded = Record(
          *prepared, DeliveryOutcome::Rejected(asks_to_confirm ? kNothingToConfirm : kHasEnded));
      if (!recorded) return recorded;
      continue;
    }
    const Result<alerts::Message> message = Write(*prepared);
    // What the index does not hold any more can never be told.
    if (!message && message.error().code != ErrorCode::kNotFound) return Fail(message.error());
    const DeliveryOutcome outcome = message ? send_(*message, prepared->subscriptions)
                                            : DeliveryOutcome::Rejected(message.error().message);
    const Status recorded = Record(*prepared, outcome);
    if (!recorded) return recorded;
  }
  return {};
}

void Deliverer::Settle(const Prepared& prepared, const DeliveryOutcome& outcome, Instant now,
                       Envelope& envelope, std::vector<Delivery>& deliveries) {
  envelope.reason = outcome.reason;
  if (outcome.verdict == DeliveryVerdict::kDelivered) {
    envelope.state = EnvelopeState::kDelivered;
    for (Delivery& delivery : deliveries) {
      delivery.state =
          prepared.deliveries.size() == 1 ? DeliveryState::kSent : DeliveryState::kGrouped;
      delivery.sent_at = now;
      delivery.reason.clear();
    }
    ++report_.delivered;
    return;
  }
  if (outcome.verdict == DeliveryVerdict::kRetry) {
    const std::optional<Instant> next = alerts::NextAttempt(
        envelope.id, envelope.attempts, *envelope.first_attempt, now, outcome.retry_after);
    if (next) {
      envelope.due = *next;
      ++report_.postponed;
      return;
    }
    envelope.reason =
        "given up after " + std::to_string(envelope.attempts) + " attempts: " + outcome.reason;
  }
  envelope.state = EnvelopeState::kDead;
  for (Delivery& delivery : deliveries) {
    delivery.state = DeliveryState::kFailed;
    delivery.reason = envelope.reason;
  }
  ++report_.failed;
}

Status Deliverer::EndAll(const Prepared& prepared, const std::string& reason,
                         std::vector<store::RecordChange>& changes) {
  for (const Subscription& subscription : prepared.subscriptions) {
    // As it is now: it may have been changed while the message was on its way.
    const auto current = subscriptions_.Find(subscription.id);
    if (!current) return Fail(current.error());
    if (!*current || (*current)->state == SubscriptionState::kEnded) continue;
    Subscription ended = **current;
    ended.state = SubscriptionState::kEnded;
    ended.end_reason = "the receiver wants no more: " + reason;
    auto rows = store::Subscriptions::ChangesTo(*current, ended);
    if (!rows) return Fail(rows.error());
    std::ranges::move(*rows, std::back_inserter(changes));
  }
  return {};
}

Status Deliverer::Record(const Prepared& prepared, const DeliveryOutcome& outcome) {
  const Instant now = clock_();
  Envelope envelope = prepared.envelope;
  std::vector<Delivery> deliveries = prepared.deliveries;
  std::vector<store::RecordChange> changes;
  if (prepared.subscriptions.empty()) {
    envelope.state = EnvelopeState::kDead;
    envelope.reason = outcome.reason;
  } else {
    ++envelope.attempts;
    if (!envelope.first_attempt) envelope.first_attempt = now;
    Settle(prepared, outcome, now, envelope, deliveries);
    if (outcome.verdict == DeliveryVerdict::kGone)
      if (const Status ended = EndAll(prepared, outcome.reason, changes); !ended) return ended;
  }
  Status added = store::Deliveries::AddChanges(prepared.envelope, envelope, changes);
  for (std::size_t i = 0; i < deliveries.size() && added; ++i)
    added = store::Deliveries::AddChanges(prepared.deliveries[i], deliveries[i], changes);
  for (std::size_t i = 0; i < prepared.ended.size() && added; ++i) {
    const Delivery& before = prepared.ended[i];
    if (before.state != DeliveryState::kQueued) continue;
    added = store::Deliveries::AddChanges(before, Suppressed(before, kHasEnded), changes);
    ++report_.suppressed;
  }
  if (!added) return added;
  return records_.Write(changes);
}

}  // namespace lawtrace::service
