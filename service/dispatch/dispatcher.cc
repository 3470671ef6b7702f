#include "service/dispatch/dispatcher.h"

#include <utility>
#include <vector>

#include "service/dispatch/internal/decider.h"
#include "service/dispatch/internal/deliverer.h"
#include "service/dispatch/internal/followers.h"
#include "service/dispatch/notices.h"
#include "store/deliveries.h"

namespace lawtrace::service {

Dispatcher::Dispatcher(const store::EventLog& log, const Index& index, Clock clock, Send send,
                       std::size_t connections, int unconfirmed_days)
    : log_(log),
      index_(index),
      clock_(std::move(clock)),
      unconfirmed_days_(unconfirmed_days),
      send_(std::make_unique<const Send>(std::move(send))),
      followers_(std::make_unique<Followers>(log.records())),
      deliverer_(std::make_unique<Deliverer>(log, clock_, *send_, connections)) {}
Dispatcher::Dispatcher(Dispatcher&&) noexcept = default;
Dispatcher::~Dispatcher() = default;

Status Dispatcher::ForgetUnconfirmed() {
  constexpr std::int64_t kSecondsAnHour = 3600;
  constexpr std::int64_t kSecondsADay = 24 * kSecondsAnHour;
  const std::int64_t now = clock_().seconds_since_epoch();
  if (forgot_at_ && now - forgot_at_->seconds_since_epoch() < kSecondsAnHour) return {};
  const auto forgotten =
      Enrolment(log_).ForgetUnconfirmed(Instant(now - unconfirmed_days_ * kSecondsADay));
  if (!forgotten) return Fail(forgotten.error());
  forgot_at_ = Instant(now);
  return {};
}

Result<DispatchReport> Dispatcher::Run(const analysis::Archive& archive,
                                       const Interrupt& is_interrupted) {
  // What cannot be noted as sent would be sent again and again.
  if (const std::optional<Error> trouble = log_.trouble()) return Fail(*trouble);
  DispatchReport report;
  Notices notices(log_, archive, index_);
  Status status = ForgetUnconfirmed();
  if (status && !is_interrupted)
    status = deliverer_->SendDue(Deliverer::Which::kRequestsToWebhooks, notices, {}, report);
  if (status) status = Decider(log_, index_, notices, clock_, *followers_, report).Run();
  if (status) status = deliverer_->PutDigestsTogether(report);
  if (status) status = deliverer_->SendDue(Deliverer::Which::kAll, notices, is_interrupted, report);
  if (!status) return Fail(status.error());
  return report;
}

Result<DispatchReport> Dispatcher::Finish(const analysis::Archive& archive) {
  DispatchReport report;
  Notices notices(log_, archive, index_);
  const Status status = deliverer_->SendDue(Deliverer::Which::kNone, notices, {}, report);
  if (!status) return Fail(status.error());
  return report;
}

Result<std::size_t> Dispatcher::Replay(const ReplayRange& range) {
  const Instant now = clock_();
  store::Records records = log_.records();
  const store::Deliveries deliveries(records);
  std::vector<Envelope> replayed;
  const Status visited = deliveries.VisitEnvelopes([&](const Envelope& envelope) -> Result<bool> {
    const bool is_settled = envelope.state != EnvelopeState::kWaiting;
    const bool is_dead = envelope.state == EnvelopeState::kDead;
    if (is_settled && (is_dead || !range.failed_only) && range.from <= envelope.created_at &&
        envelope.created_at <= range.to)
      replayed.push_back(envelope);
    return true;
  });
  if (!visited) return Fail(visited.error());
  // All of them or none, so that a replay that is asked for again repeats none.
  std::vector<store::RecordChange> changes;
  for (const Envelope& before : replayed) {
    Envelope after = before;
    after.state = EnvelopeState::kWaiting;
    after.attempts = 0;
    after.first_attempt.reset();
    after.due = now;
    after.reason.clear();
    Status added = store::Deliveries::AddChanges(before, after, changes);
    for (const DeliveryKey& key : before.deliveries) {
      const auto delivery = deliveries.Find(key);
      if (!delivery) return Fail(delivery.error());
      if (!*delivery || (*delivery)->state == DeliveryState::kSuppressed) continue;
      Delivery queued = **delivery;
      queued.state = DeliveryState::kQueued;
      queued.reason.clear();
      if (added) added = store::Deliveries::AddChanges(*delivery, queued, changes);
    }
    if (!added) return Fail(added.error());
  }
  if (const Status written = records.Write(changes); !written) return Fail(written.error());
  return replayed.size();
}

}  // namespace lawtrace::service
