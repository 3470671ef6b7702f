#include "service/dispatch/internal/deliverer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "alerts/schedule.h"
#include "service/dispatch/internal/composition.h"

namespace lawtrace::service {
namespace {

const std::string kHasEnded = "the subscription has ended";
const std::string kNothingToConfirm = "the subscription was confirmed or has ended";

// Messages whose outcome is not recorded; so many are sent again, under the same ids, if the
// process dies.
constexpr std::size_t kMostOnTheirWay = 4096;
// How long an interruption may go unnoticed.
constexpr std::chrono::milliseconds kAMoment(50);
// Digests that are put together in one write.
constexpr std::size_t kDigestsPerWrite = 256;

Delivery Suppressed(Delivery delivery, std::string reason) {
  delivery.state = DeliveryState::kSuppressed;
  delivery.reason = std::move(reason);
  return delivery;
}

}  // namespace

Deliverer::Deliverer(const store::EventLog& log, Clock clock, const Send& send,
                     std::size_t connections)
    : clock_(std::move(clock)),
      records_(log.records()),
      subscriptions_(records_),
      deliveries_(records_),
      outbound_(send, connections) {}

Status Deliverer::PutDigestsTogether(DispatchReport& report) {
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
      ++report.suppressed;
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

Result<alerts::Message> Deliverer::Write(const Prepared& prepared, Notices& notices) {
  const Subscription& first = prepared.subscriptions.front();
  alerts::Message message{.id = prepared.envelope.id,
                          .kind = prepared.envelope.kind,
                          .channel = first.channel,
                          .language = first.language,
                          .created_at = prepared.envelope.created_at};
  std::vector<alerts::Item> items;
  for (const Delivery& delivery : prepared.deliveries) {
    Result<alerts::Notice> notice = notices.Of(delivery.occasion, delivery.known);
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

Result<bool> Deliverer::IsRequestToWebhook(const std::string& id) const {
  const auto envelope = deliveries_.FindEnvelope(id);
  if (!envelope) return Fail(envelope.error());
  if (!*envelope || (*envelope)->kind != MessageKind::kConfirmation) return false;
  const auto subscription = subscriptions_.Find((*envelope)->subscriptions.front());
  if (!subscription) return Fail(subscription.error());
  return *subscription && (*subscription)->channel.kind == ChannelKind::kWebhook;
}

Result<Deliverer::Due> Deliverer::FindDue(Which which) const {
  Due due;
  if (which == Which::kNone) return due;
  auto ids = deliveries_.WaitingUntil(clock_());
  if (!ids) return Fail(ids.error());
  for (std::string& id : *ids) {
    if (ids_on_their_way_.contains(id)) continue;
    if (which == Which::kRequestsToWebhooks) {
      const Result<bool> is_request = IsRequestToWebhook(id);
      if (!is_request) return Fail(is_request.error());
      if (!*is_request) continue;
    }
    due.ids.push_back(std::move(id));
  }
  return due;
}

Status Deliverer::HandOn(Notices& notices, Due& due, std::vector<Tried>& tried) {
  while (!due.ids.empty() && on_their_way_.size() + tried.size() < kMostOnTheirWay) {
    const std::string id = std::move(due.ids.front());
    due.ids.pop_front();
    Result<Prepared> prepared = Prepare(id);
    if (!prepared) return Fail(prepared.error());
    if (prepared->is_held) continue;
    if (prepared->subscriptions.empty()) {
      const bool asks_to_confirm = prepared->envelope.kind == MessageKind::kConfirmation;
      tried.push_back(
          {.prepared = *std::move(prepared),
           .outcome = DeliveryOutcome::Rejected(asks_to_confirm ? kNothingToConfirm : kHasEnded)});
      continue;
    }
    const std::string lane =
        Outbound::LaneOf(prepared->envelope.kind, prepared->subscriptions.front().channel);
    if (!outbound_.HasRoom(lane)) {
      due.parked[lane].push_back(id);
      continue;
    }
    Result<alerts::Message> message = Write(*prepared, notices);
    // What the index does not hold any more can never be told.
    if (!message && message.error().code == ErrorCode::kNotFound) {
      tried.push_back({.prepared = *std::move(prepared),
                       .outcome = DeliveryOutcome::Rejected(message.error().Message())});
      continue;
    }
    if (!message) return Fail(message.error());
    const std::size_t number = handed_on_++;
    std::vector<Subscription> subscriptions = prepared->subscriptions;
    ids_on_their_way_.insert(id);
    on_their_way_.emplace(number, *std::move(prepared));
    outbound_.Add({.number = number,
                   .message = *std::move(message),
                   .subscriptions = std::move(subscriptions)});
  }
  return {};
}

void Deliverer::TakeDone(Due& due, std::vector<Tried>& tried) {
  for (Outbound::Done& done : outbound_.Take(kAMoment)) {
    auto node = on_their_way_.extract(done.number);
    Prepared& prepared = node.mapped();
    ids_on_their_way_.erase(prepared.envelope.id);
    // The room that it leaves.
    const auto parked = due.parked.find(
        Outbound::LaneOf(prepared.envelope.kind, prepared.subscriptions.front().channel));
    if (parked != due.parked.end()) {
      due.ids.push_back(std::move(parked->second.front()));
      parked->second.pop_front();
      if (parked->second.empty()) due.parked.erase(parked);
    }
    if (done.outcome) {
      tried.push_back({.prepared = std::move(prepared), .outcome = *std::move(done.outcome)});
    } else {
      due.ids.push_back(prepared.envelope.id);  // Seen again when the end is recorded.
    }
  }
}

Status Deliverer::SendDue(Which which, Notices& notices, const Interrupt& is_interrupted,
                          DispatchReport& report) {
  Result<Due> due = FindDue(which);
  if (!due) return Fail(due.error());
  outbound_.Forgive();
  if (!due->ids.empty())
    if (const Status proved = ProveWritable(due->ids.front()); !proved) return proved;
  while (!due->ids.empty() || !on_their_way_.empty()) {
    std::vector<Tried> tried;
    const Status handed_on = HandOn(notices, *due, tried);
    if (!handed_on) return handed_on;
    if (!on_their_way_.empty()) TakeDone(*due, tried);
    const Status recorded = Record(tried, report);
    if (!recorded) return recorded;
    if (is_interrupted && is_interrupted()) break;
  }
  return {};
}

void Deliverer::Settle(const Prepared& prepared, const DeliveryOutcome& outcome, Instant now,
                       Envelope& envelope, std::vector<Delivery>& deliveries,
                       DispatchReport& report) {
  envelope.reason = outcome.reason;
  if (outcome.verdict == DeliveryVerdict::kDelivered) {
    envelope.state = EnvelopeState::kDelivered;
    for (Delivery& delivery : deliveries) {
      delivery.state =
          prepared.deliveries.size() == 1 ? DeliveryState::kSent : DeliveryState::kGrouped;
      delivery.sent_at = now;
      delivery.reason.clear();
    }
    ++report.delivered;
    return;
  }
  if (outcome.verdict == DeliveryVerdict::kRetry) {
    const std::optional<Instant> next =
        alerts::NextAttempt(ToString(prepared.subscriptions.front().channel), envelope.attempts,
                            *envelope.first_attempt, now, outcome.retry_after);
    if (next) {
      envelope.due = *next;
      ++report.postponed;
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
  ++report.failed;
}

Status Deliverer::TakeAnswer(const Prepared& prepared, const DeliveryOutcome& outcome, Instant now,
                             std::vector<store::RecordChange>& changes) {
  for (const Subscription& asked : prepared.subscriptions) {
    if (asked.channel.kind != ChannelKind::kWebhook) continue;
    // As it is now: it may have been changed while the request was on its way.
    const auto current = subscriptions_.Find(asked.id);
    if (!current) return Fail(current.error());
    if (!*current || (*current)->state != SubscriptionState::kUnconfirmed ||
        (*current)->token != asked.token)
      continue;
    Subscription after = **current;
    after.end_reason = outcome.reason;
    if (outcome.verdict == DeliveryVerdict::kDelivered) {
      after.state = SubscriptionState::kActive;
      after.confirmed_at = now;
    }
    auto rows = store::Subscriptions::ChangesTo(*current, after);
    if (!rows) return Fail(rows.error());
    std::ranges::move(*rows, std::back_inserter(changes));
  }
  return {};
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
                             DispatchReport& report, std::vector<store::RecordChange>& changes) {
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
    Settle(prepared, outcome, now, envelope, deliveries, report);
    Status taken;
    if (outcome.verdict == DeliveryVerdict::kGone) {
      taken = EndAll(prepared, outcome.reason, ended, changes);
    } else if (envelope.kind == MessageKind::kConfirmation) {
      taken = TakeAnswer(prepared, outcome, now, changes);
    }
    if (!taken) return taken;
  }
  Status added = store::Deliveries::AddChanges(prepared.envelope, envelope, changes);
  for (std::size_t i = 0; i < deliveries.size() && added; ++i)
    added = store::Deliveries::AddChanges(prepared.deliveries[i], deliveries[i], changes);
  for (std::size_t i = 0; i < prepared.ended.size() && added; ++i) {
    const Delivery& before = prepared.ended[i];
    if (before.state != DeliveryState::kQueued) continue;
    added = store::Deliveries::AddChanges(before, Suppressed(before, kHasEnded), changes);
    ++report.suppressed;
  }
  return added;
}

Status Deliverer::Record(const std::vector<Tried>& tried, DispatchReport& report) {
  if (tried.empty()) return {};
  return records_.Update([&]() -> Result<std::vector<store::RecordChange>> {
    std::vector<store::RecordChange> changes;
    std::set<SubscriptionId> ended;
    for (const Tried& one : tried)
      if (const Status added = AddOutcome(one, ended, report, changes); !added)
        return Fail(added.error());
    return changes;
  });
}

}  // namespace lawtrace::service
