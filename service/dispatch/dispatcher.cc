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
                       std::size_t connections)
    : log_(log),
      index_(index),
      clock_(std::move(clock)),
      send_(std::move(send)),
      connections_(connections),
      followers_(std::make_unique<Followers>(log.records())) {}
Dispatcher::Dispatcher(Dispatcher&&) noexcept = default;
Dispatcher::~Dispatcher() = default;

Result<DispatchReport> Dispatcher::Run(const analysis::Archive& archive) {
  // What cannot be noted as sent would be sent again and again.
  if (const std::optional<Error> trouble = log_.trouble()) return Fail(*trouble);
  DispatchReport report;
  Notices notices(log_, archive, index_);
  Status status = Decider(log_, index_, notices, clock_, *followers_, report).Run();
  Deliverer deliverer(log_, notices, clock_, send_, connections_, report);
  if (status) status = deliverer.PutDigestsTogether();
  if (status) status = deliverer.SendDue();
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
