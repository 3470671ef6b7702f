// Deliveries: who was told what, when, why, or why not; and what waits to be sent.
//
// Thread safety: as Records.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/delivery.h"
#include "model/result.h"
#include "store/records.h"

namespace lawtrace::store {

class Deliveries {
 public:
  using VisitDelivery = std::function<Result<bool>(const Delivery&)>;  // False: no more.

  explicit Deliveries(Records records) : records_(std::move(records)) {}

  // kCorruption, kUnavailable: as Records.
  [[nodiscard]] Result<std::optional<Delivery>> Find(const DeliveryKey& key) const;
  [[nodiscard]] Result<std::optional<Envelope>> FindEnvelope(const std::string& id) const;

  // By event, trigger and subscription; those of editions, which have event 0, first.
  [[nodiscard]] Status Visit(const VisitDelivery& visit) const;
  [[nodiscard]] Status VisitEvent(Sequence event, const VisitDelivery& visit) const;
  [[nodiscard]] Status VisitSubscription(SubscriptionId id, const VisitDelivery& visit) const;
  [[nodiscard]] Status VisitEnvelopes(
      const std::function<Result<bool>(const Envelope&)>& visit) const;

  // Those that are queued, in no message yet, and due by `until`; by due instant.
  [[nodiscard]] Result<std::vector<DeliveryKey>> QueuedUntil(Instant until) const;
  // Ids of the messages whose next attempt is due by `until`, the longest due first; of those due
  // at once, in the order of what they tell first.
  [[nodiscard]] Result<std::vector<std::string>> WaitingUntil(Instant until) const;
  // When the next message or queued delivery is due; absent: nothing waits.
  [[nodiscard]] Result<std::optional<Instant>> NextDue() const;

  // What is to be written so that `after` takes the place of `before`; absent: there was none.
  [[nodiscard]] static Status AddChanges(const std::optional<Delivery>& before,
                                         const Delivery& after, std::vector<RecordChange>& changes);
  [[nodiscard]] static Status AddChanges(const std::optional<Envelope>& before,
                                         const Envelope& after, std::vector<RecordChange>& changes);

 private:
  [[nodiscard]] Status VisitKeys(const std::string& prefix, const VisitDelivery& visit) const;
  Records records_;
};

inline DeliveryKey KeyOf(const Delivery& delivery) {
  return {.subscription = delivery.subscription, .occasion = delivery.occasion};
}

}  // namespace lawtrace::store
