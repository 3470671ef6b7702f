#include "service/dispatch/internal/deliverer.h"

#include <algorithm>
#include <utility>

#include "alerts/schedule.h"
#include "service/dispatch/internal/composition.h"

namespace lawtrace::service {
namespace {

const std::string kHasEnded = "the subscription has ended";
const std::string kNothingToConfirm = "the subscription was confirmed or has ended";

// Messages whose outcome is not recorded; so many are sent again, under the same ids, if the
// process dies.
constexpr std::size_t kMostOnTheirWay = 256;
// Digests that are put together in one write.
constexpr std::size_t kDigestsPerWrite = 256;

Delivery Suppressed(Delivery delivery, std::string reason) {
  delivery.state = DeliveryState::kSuppressed;
  delivery.reason = std::move(reason);
  return delivery;
}

}  // namespace

Deliverer::Deliverer(const store::EventLog& log, Notices& notices, Clock clock, const Send& send,
                     std::size_t connections, DispatchReport& report)
    : notices_(notices),
      clock_(std::move(clock)),
      send_(send),
      connections_(connections),
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
  std::vector<store::RecordChange> changes;
  std::size_t put_together = 0;
  for (const auto& [recipient, before] : by_recipient) {
    std::vector<Delivery> after = before;
    std::vector<Delivery*> enclosed;
    for (Delivery& delivery : after) enclosed.push_back(&delivery);
    Status added = store::Deliveries::AddChanges(
        std::nullopt, Enclose(recipient, MessageKind::kDigest, enclosed, now), changes);
    for (std::size_t i = 0; i < after.size() && added; ++i)
      added = store::Deliveries::AddChanges(before[i], after[i], changes);
    if (!added) return added;
    if (++put_together % kDigestsPerWrite != 0) continue;
    if (const Status written = records_.Write(changes); !written) return written;
    changes.clear();
  }
  return changes.empty() ? Status() : records_.Write(changes);
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

Status Deliverer::ProveWritable(const std::string& id) {
  const auto envelope = deliveries_.FindEnvelope(id);
  if (!envelope) return Fail(envelope.error());
  if (!*envelope) return {};
  std::vector<store::RecordChange> same;
  const Status added = store::Deliveries::AddChanges(*envelope, **envelope, same);
  return added ? records_.Write(same) : added;
}

Status Deliverer::HandOn(std::deque<std::string>& ids, Outbound& outbound,
                         std::vector<Tried>& tried) {
  while (!ids.empty() && on_their_way_.size() + tried.size() < kMostOnTheirWay) {
    Result<Prepared> prepared = Prepare(ids.front());
    if (!prepared) return Fail(prepared.error());
    ids.pop_front();
    if (prepared->is_held) continue;
    if (prepared->subscriptions.empty()) {
      const bool asks_to_confirm = prepared->envelope.kind == MessageKind::kConfirmation;
      tried.push_back(
          {.prepared = *std::move(prepared),
           .outcome = DeliveryOutcome::Rejected(asks_to_confirm ? kNothingToConfirm : kHasEnded)});
      continue;
    }
    Result<alerts::Message> message = Write(*prepared);
    // What the index does not hold any more can never be told.
    if (!message && message.error().code == ErrorCode::kNotFound) {
      tried.push_back({.prepared = *std::move(prepared),
                       .outcome = DeliveryOutcome::Rejected(message.error().message)});
      continue;
    }
    if (!message) return Fail(message.error());
    const std::size_t number = handed_on_++;
    std::vector<Subscription> subscriptions = prepared->subscriptions;
    on_their_way_.emplace(number, *std::move(prepared));
    outbound.Add({.number = number,
                  .message = *std::move(message),
                  .subscriptions = std::move(subscriptions)});
  }
  return {};
}

void Deliverer::TakeDone(Outbound& outbound, std::deque<std::string>& ids,
                         std::vector<Tried>& tried) {
  for (Outbound::Done& done : outbound.Take()) {
    auto node = on_their_way_.extract(done.number);
    if (done.outcome) {
      tried.push_back({.prepared = std::move(node.mapped()), .outcome = *std::move(done.outcome)});
    } else {
      ids.push_back(node.mapped().envelope.id);  // Seen again when the end is recorded.
    }
  }
}

Status Deliverer::SendDue() {
  const auto due = deliveries_.WaitingUntil(clock_());
  if (!due) return Fail(due.error());
  if (due->empty()) return {};
  if (const Status proved = ProveWritable(due->front()); !proved) return proved;
  std::deque<std::string> ids(due->begin(), due->end());
  Outbound outbound(send_, connections_);
  while (!ids.empty() || !on_their_way_.empty()) {
    std::vector<Tried> tried;
    const Status handed_on = HandOn(ids, outbound, tried);
    if (!handed_on) return handed_on;
    if (!on_their_way_.empty()) TakeDone(outbound, ids, tried);
    const Status recorded = Record(tried);
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
    const std::optional<Instant> next =
        alerts::NextAttempt(ToString(prepared.subscriptions.front().channel), envelope.attempts,
                            *envelope.first_attempt, now, outcome.retry_after);
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
                         std::set<SubscriptionId>& ended,
                         std::vector<store::RecordChange>& changes) {
  for (const Subscription& subscription : prepared.subscriptions) {
    if (!ended.insert(subscription.id).second) continue;
    // As it is now: it may have been changed while the message was on its way.
    const auto current = subscriptions_.Find(subscription.id);
    if (!current) return Fail(current.error());
    if (!*current || (*current)->state == SubscriptionState::kEnded) continue;
    Subscription after = **current;
    after.state = SubscriptionState::kEnded;
    after.end_reason = "the receiver wants no more: " + reason;
    auto rows = store::Subscriptions::ChangesTo(*current, after);
    if (!rows) return Fail(rows.error());
    std::ranges::move(*rows, std::back_inserter(changes));
  }
  return {};
}

Status Deliverer::AddOutcome(const Tried& tried, std::set<SubscriptionId>& ended,
                             std::vector<store::RecordChange>& changes) {
  const Instant now = clock_();
  const auto& [prepared, outcome] = tried;
  Envelope envelope = prepared.envelope;
  std::vector<Delivery> deliveries = prepared.deliveries;
  if (prepared.subscriptions.empty()) {
    envelope.state = EnvelopeState::kDead;
    envelope.reason = outcome.reason;
  } else {
    ++envelope.attempts;
    if (!envelope.first_attempt) envelope.first_attempt = now;
    Settle(prepared, outcome, now, envelope, deliveries);
    if (outcome.verdict == DeliveryVerdict::kGone)
      if (Status status = EndAll(prepared, outcome.reason, ended, changes); !status) return status;
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
  return added;
}

Status Deliverer::Record(const std::vector<Tried>& tried) {
  return records_.Update([&]() -> Result<std::vector<store::RecordChange>> {
    std::vector<store::RecordChange> changes;
    std::set<SubscriptionId> ended;
    for (const Tried& one : tried)
      if (const Status added = AddOutcome(one, ended, changes); !added) return Fail(added.error());
    return changes;
  });
}

}  // namespace lawtrace::service
