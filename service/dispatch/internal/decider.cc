#include "service/dispatch/internal/decider.h"

#include <algorithm>
#include <utility>

#include "alerts/decision.h"
#include "alerts/filter.h"
#include "alerts/message.h"
#include "alerts/schedule.h"
#include "service/dispatch/internal/composition.h"

namespace lawtrace::service {
namespace {

using alerts::Notice;

// Whether the subscription was there when it happened.
bool IsThereFor(const Subscription& subscription, const Notice& notice) {
  if (!subscription.confirmed_at) return false;
  switch (notice.trigger) {
    case Trigger::kEdition:
      return *subscription.confirmed_at < notice.recorded_at;
    case Trigger::kEntryIntoForce:
      return subscription.confirmed_at->day() <= notice.day;
    default:
      return subscription.after < notice.event;
  }
}

std::vector<std::string> TermsOf(const Filter& filter) {
  std::vector<std::string> terms;
  for (const Term& term : filter.terms) terms.push_back(alerts::ToString(term));
  if (terms.empty()) terms.emplace_back("everything");
  return terms;
}

}  // namespace

Decider::Decider(const store::EventLog& log, const Index& index, Notices& notices, Clock clock,
                 Followers& followers, DispatchReport& report)
    : log_(log),
      index_(index),
      notices_(notices),
      clock_(std::move(clock)),
      report_(report),
      records_(log.records()),
      subscriptions_(records_),
      deliveries_(records_),
      agenda_(records_),
      followers_(followers) {}

Status Decider::Run() {
  Status status = DecideTransactions();
  if (status) status = DecideEntries();
  if (status) status = DecideEditions();
  return status;
}

Result<const Subscription*> Decider::Load(SubscriptionId id) {
  const auto [place, is_new] = loaded_.try_emplace(id);
  if (is_new) {
    Result<std::optional<Subscription>> found = subscriptions_.Find(id);
    if (!found) return Fail(found.error());
    place->second = *std::move(found);
  }
  return place->second ? &*place->second : nullptr;
}

Status Decider::DecideTransactions() {
  const auto firsts = agenda_.Undecided();
  if (!firsts) return Fail(firsts.error());
  if (firsts->empty()) return {};
  const Result<Sequence> least_after = followers_.LeastAfter(report_.followers);
  if (!least_after) return Fail(least_after.error());
  for (const Sequence first : *firsts) {
    const Result<Transaction> transaction = log_.Read(first);
    if (!transaction) return Fail(transaction.error());
    if (transaction->last() > notices_.archive().last()) break;
    std::vector<store::RecordChange> changes = {store::Agenda::Decided(first)};
    for (const alerts::ScheduledEntry& entry : alerts::EntriesOf(notices_.archive(), *transaction))
      changes.push_back(store::Agenda::Add({.day = entry.day, .event = entry.event}));
    std::vector<Notice> notices;
    if (transaction->last() > *least_after) notices = notices_.OfTransaction(*transaction);
    const Status decided = Decide(notices, std::move(changes));
    if (!decided) return decided;
    ++report_.transactions;
  }
  return {};
}

Status Decider::DecideEntries() {
  const auto entries = agenda_.EntriesUntil(clock_().day());
  if (!entries) return Fail(entries.error());
  // What takes effect on one day is told in one message.
  for (auto entry = entries->begin(); entry != entries->end();) {
    const Day day = entry->day;
    std::vector<Notice> notices;
    std::vector<store::RecordChange> changes;
    for (; entry != entries->end() && entry->day == day; ++entry) {
      Result<std::optional<Notice>> notice = notices_.OfEntry(entry->event);
      if (!notice) return Fail(notice.error());
      if (*notice) notices.push_back(**std::move(notice));
      changes.push_back(store::Agenda::Remove(*entry));
      ++report_.entries;
    }
    const Status decided = Decide(notices, std::move(changes));
    if (!decided) return decided;
  }
  return {};
}

Status Decider::DecideEditions() {
  for (const Edition& edition : index_.editions) {
    const Instant now = clock_();
    if (!alerts::IsPublished(notices_.archive(), edition, now.day())) continue;
    const Result<bool> is_decided = agenda_.IsDecided(edition.id);
    if (!is_decided) return Fail(is_decided.error());
    if (*is_decided) continue;
    std::vector<store::RecordChange> changes = {store::Agenda::Decided(edition.id)};
    const Status released = ReleaseHeld(alerts::PublicationOf(edition), now, changes);
    if (!released) return released;
    const Status decided = Decide(notices_.OfEdition(edition), std::move(changes));
    if (!decided) return decided;
    ++report_.editions;
  }
  return {};
}

Status Decider::ReleaseHeld(Instant published, Instant now,
                            std::vector<store::RecordChange>& changes) {
  const auto held = deliveries_.QueuedUntil(alerts::kAtNextEdition);
  if (!held) return Fail(held.error());
  for (const DeliveryKey& key : *held) {
    const auto delivery = deliveries_.Find(key);
    if (!delivery) return Fail(delivery.error());
    if (!*delivery || (*delivery)->due != alerts::kAtNextEdition ||
        (*delivery)->decided_at >= published)
      continue;
    Delivery released = **delivery;
    released.due = now;
    const Status added = store::Deliveries::AddChanges(*delivery, released, changes);
    if (!added) return added;
  }
  return {};
}

Status Decider::AddTold(const Notice& notice, Candidates& candidates,
                        std::vector<store::RecordChange>& changes) {
  const bool replaces =
      notice.trigger == Trigger::kCorrection || notice.trigger == Trigger::kRetraction;
  if (!replaces || !notice.supersedes) return {};
  return deliveries_.VisitEvent(*notice.supersedes, [&](const Delivery& told) -> Result<bool> {
    if (told.state == DeliveryState::kSuppressed || told.state == DeliveryState::kFailed)
      return true;
    Candidate& candidate = candidates[told.subscription];
    candidate.was_told = true;
    if (told.state != DeliveryState::kQueued || !told.message.empty()) {
      candidate.corrects = told.message;
      return true;
    }
    // Nobody need hear of what was wrong and is put right before it is sent.
    Delivery dropped = told;
    dropped.state = DeliveryState::kSuppressed;
    dropped.reason = "event " + notice.event.ToString() + " replaced it before it was sent";
    const Status added = store::Deliveries::AddChanges(told, dropped, changes);
    if (!added) return Fail(added.error());
    ++report_.suppressed;
    if (notice.trigger == Trigger::kRetraction && candidate.corrects.empty())
      candidates.erase(told.subscription);
    return true;
  });
}

Status Decider::Judge(const Notice& notice, const Candidates& candidates, Instant now,
                      std::vector<Delivery>& deliveries) {
  for (const auto& [id, candidate] : candidates) {
    const Result<const Subscription*> loaded = Load(id);
    if (!loaded) return Fail(loaded.error());
    const Subscription* const subscription = *loaded;
    if (subscription == nullptr || !IsThereFor(*subscription, notice)) continue;
    Delivery delivery{.subscription = id,
                      .occasion = alerts::OccasionOf(notice),
                      .known = notice.known,
                      .decided_at = now,
                      .due = now,
                      .corrects = candidate.corrects};
    const bool is_asked = alerts::Wants(subscription->filter, notice);
    if (is_asked) delivery.matched = TermsOf(subscription->filter);
    if (candidate.was_told)
      delivery.matched.push_back("told of event " + notice.supersedes->ToString());
    if (subscription->state == SubscriptionState::kEnded) {
      delivery.reason = "the subscription has ended";
    } else if (!IsActive(*subscription, now)) {
      delivery.reason = "the subscription is paused";
    } else if (!candidate.was_told) {
      delivery.reason = alerts::NothingChanged(subscription->filter, notice);
    }
    if (!delivery.reason.empty()) {
      delivery.state = DeliveryState::kSuppressed;
      ++report_.suppressed;
    } else {
      // A zone that this machine has lost must not lose the notice.
      delivery.due = alerts::NextDue(subscription->cadence, now).value_or(now);
      if (notice.trigger == Trigger::kEdition && delivery.due == alerts::kAtNextEdition)
        delivery.due = now;
      ++report_.queued;
    }
    deliveries.push_back(std::move(delivery));
  }
  return {};
}

Status Decider::PutTogether(std::vector<Delivery> deliveries, Instant now,
                            std::vector<store::RecordChange>& changes) {
  std::map<std::string, std::vector<Delivery*>> by_recipient;
  for (Delivery& delivery : deliveries) {
    if (delivery.state != DeliveryState::kQueued || delivery.due > now) continue;
    const Result<const Subscription*> subscription = Load(delivery.subscription);
    if (!subscription) return Fail(subscription.error());
    if ((*subscription)->cadence.kind == CadenceKind::kImmediate)
      by_recipient[RecipientOf(**subscription)].push_back(&delivery);
  }
  for (const auto& [recipient, told] : by_recipient) {
    const bool only_corrects = std::ranges::all_of(
        told, [](const Delivery* delivery) { return !delivery->corrects.empty(); });
    const Status added = store::Deliveries::AddChanges(
        std::nullopt,
        Enclose(recipient, only_corrects ? MessageKind::kCorrection : MessageKind::kAlert, told,
                now),
        changes);
    if (!added) return added;
  }
  for (const Delivery& delivery : deliveries) {
    const Status added = store::Deliveries::AddChanges(std::nullopt, delivery, changes);
    if (!added) return added;
  }
  return {};
}

Status Decider::Decide(std::span<const Notice> notices, std::vector<store::RecordChange> changes) {
  const Instant now = clock_();
  std::vector<Delivery> deliveries;
  for (const Notice& notice : notices) {
    const Result<std::vector<SubscriptionId>> wanting =
        followers_.Wanting(notice, report_.followers);
    if (!wanting) return Fail(wanting.error());
    Candidates candidates;
    for (const SubscriptionId id : *wanting) candidates[id];
    Status status = AddTold(notice, candidates, changes);
    if (status) status = Judge(notice, candidates, now, deliveries);
    if (!status) return status;
  }
  const Status put = PutTogether(std::move(deliveries), now, changes);
  if (!put) return put;
  return records_.Write(changes);
}

}  // namespace lawtrace::service
