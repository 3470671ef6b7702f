#include "store/deliveries.h"

#include <algorithm>
#include <utility>

#include "proto/alert_codec.h"

namespace lawtrace::store {
namespace {

// The first byte of a key of Family::kDeliveries (docs/format.md).
constexpr char kByEvent = 'd';
constexpr char kBySubscription = 's';
constexpr char kQueued = 'q';
constexpr char kEnvelope = 'm';
constexpr char kWaiting = 'w';

std::string InstantKey(Instant instant) {
  return NumberKey(
      static_cast<std::uint64_t>(std::max<std::int64_t>(instant.seconds_since_epoch(), 0)));
}

// Event, trigger, subscription, edition, a zero byte, country.
std::string Bytes(const DeliveryKey& key) {
  return NumberKey(key.occasion.event.value) + static_cast<char>(key.occasion.trigger) +
         NumberKey(key.subscription.value) + key.occasion.edition + '\0' + key.occasion.country;
}

Result<DeliveryKey> KeyOfBytes(std::string_view bytes) {
  constexpr std::size_t kFixed = 17;
  const std::size_t zero = bytes.find('\0', std::min(kFixed, bytes.size()));
  if (bytes.size() < kFixed || zero == std::string_view::npos)
    return Fail(ErrorCode::kCorruption, "a key of deliveries is damaged");
  const auto trigger = static_cast<std::uint8_t>(bytes[8]);
  if (trigger < 1 || trigger > kTriggerCount)
    return Fail(ErrorCode::kCorruption, "a key of deliveries has an unknown trigger");
  return DeliveryKey{.subscription = {*NumberOfKey(bytes.substr(9, 8))},
                     .occasion = {.trigger = static_cast<Trigger>(trigger),
                                  .event = Sequence{*NumberOfKey(bytes.substr(0, 8))},
                                  .edition = std::string(bytes.substr(kFixed, zero - kFixed)),
                                  .country = std::string(bytes.substr(zero + 1))}};
}

void Put(std::string key, std::string value, std::vector<RecordChange>& changes) {
  changes.push_back(
      {.family = Family::kDeliveries, .key = std::move(key), .value = std::move(value)});
}

void Remove(std::string key, std::vector<RecordChange>& changes) {
  changes.push_back({.family = Family::kDeliveries, .key = std::move(key), .value = std::nullopt});
}

// The row by which a delivery waits to be put into a message; empty: it does not.
std::string QueueKey(const Delivery& delivery) {
  if (delivery.state != DeliveryState::kQueued || !delivery.message.empty()) return {};
  return kQueued + InstantKey(delivery.due) + Bytes(KeyOf(delivery));
}

std::string WaitingKey(const Envelope& envelope) {
  if (envelope.state != EnvelopeState::kWaiting) return {};
  const std::uint64_t event =
      envelope.deliveries.empty() ? 0 : envelope.deliveries.front().occasion.event.value;
  return kWaiting + InstantKey(envelope.due) + NumberKey(event) + envelope.id;
}

// Moves what waits under one key to another; an empty key is none.
void Move(const std::string& before, const std::string& after, std::vector<RecordChange>& changes) {
  if (before == after) return;
  if (!before.empty()) Remove(before, changes);
  if (!after.empty()) Put(after, "", changes);
}

// Keys of one kind whose instant is not after `until`.
KeyRange Until(char kind, Instant until) {
  return {.from = std::string(1, kind),
          .to = kind + InstantKey(Instant(until.seconds_since_epoch() + 1))};
}

constexpr std::size_t kInstantEnd = 9;

}  // namespace

Result<std::optional<Delivery>> Deliveries::Find(const DeliveryKey& key) const {
  const auto bytes = records_.Get(Family::kDeliveries, kByEvent + Bytes(key));
  if (!bytes) return Fail(bytes.error());
  if (!*bytes) return std::nullopt;
  Result<Delivery> delivery = proto::DecodeDelivery(key, **bytes);
  if (!delivery) return Fail(delivery.error());
  return *std::move(delivery);
}

Result<std::optional<Envelope>> Deliveries::FindEnvelope(const std::string& id) const {
  const auto bytes = records_.Get(Family::kDeliveries, kEnvelope + id);
  if (!bytes) return Fail(bytes.error());
  if (!*bytes) return std::nullopt;
  Result<Envelope> envelope = proto::DecodeEnvelope(id, **bytes);
  if (!envelope) return Fail(envelope.error());
  return *std::move(envelope);
}

Status Deliveries::VisitKeys(const std::string& prefix, const VisitDelivery& visit) const {
  return records_.Scan(Family::kDeliveries, KeysWith(prefix),
                       [&](std::string_view bytes, std::string_view value) -> Result<bool> {
                         const Result<DeliveryKey> key = KeyOfBytes(bytes.substr(1));
                         if (!key) return Fail(key.error());
                         const Result<Delivery> delivery = proto::DecodeDelivery(*key, value);
                         if (!delivery) return Fail(delivery.error());
                         return visit(*delivery);
                       });
}

Status Deliveries::Visit(const VisitDelivery& visit) const {
  return VisitKeys(std::string(1, kByEvent), visit);
}

Status Deliveries::VisitEvent(Sequence event, const VisitDelivery& visit) const {
  return VisitKeys(kByEvent + NumberKey(event.value), visit);
}

Status Deliveries::VisitSubscription(SubscriptionId id, const VisitDelivery& visit) const {
  return records_.Scan(Family::kDeliveries, KeysWith(kBySubscription + NumberKey(id.value)),
                       [&](std::string_view bytes, std::string_view /*value*/) -> Result<bool> {
                         const Result<DeliveryKey> key = KeyOfBytes(bytes.substr(kInstantEnd));
                         if (!key) return Fail(key.error());
                         const auto delivery = Find(*key);
                         if (!delivery) return Fail(delivery.error());
                         if (!*delivery)
                           return Fail(ErrorCode::kCorruption, "a delivery is missing");
                         return visit(**delivery);
                       });
}

Status Deliveries::VisitEnvelopes(const std::function<Result<bool>(const Envelope&)>& visit) const {
  return records_.Scan(Family::kDeliveries, KeysWith(std::string(1, kEnvelope)),
                       [&](std::string_view key, std::string_view value) -> Result<bool> {
                         const auto envelope =
                             proto::DecodeEnvelope(std::string(key.substr(1)), value);
                         if (!envelope) return Fail(envelope.error());
                         return visit(*envelope);
                       });
}

Result<std::vector<DeliveryKey>> Deliveries::QueuedUntil(Instant until) const {
  std::vector<DeliveryKey> keys;
  const Status scanned =
      records_.Scan(Family::kDeliveries, Until(kQueued, until),
                    [&](std::string_view bytes, std::string_view /*value*/) -> Result<bool> {
                      Result<DeliveryKey> key = KeyOfBytes(bytes.substr(kInstantEnd));
                      if (!key) return Fail(key.error());
                      keys.push_back(*std::move(key));
                      return true;
                    });
  if (!scanned) return Fail(scanned.error());
  return keys;
}

Result<std::vector<std::string>> Deliveries::WaitingUntil(Instant until) const {
  std::vector<std::string> ids;
  const Status scanned =
      records_.Scan(Family::kDeliveries, Until(kWaiting, until),
                    [&](std::string_view bytes, std::string_view /*value*/) -> Result<bool> {
                      constexpr std::size_t kEventEnd = kInstantEnd + 8;
                      ids.emplace_back(bytes.substr(kEventEnd));
                      return true;
                    });
  if (!scanned) return Fail(scanned.error());
  return ids;
}

Result<std::optional<Instant>> Deliveries::NextDue() const {
  std::optional<Instant> next;
  for (const char kind : {kQueued, kWaiting}) {
    const Status scanned = records_.Scan(
        Family::kDeliveries, KeysWith(std::string(1, kind)),
        [&](std::string_view bytes, std::string_view /*value*/) -> Result<bool> {
          const Instant due(static_cast<std::int64_t>(*NumberOfKey(bytes.substr(1, 8))));
          if (!next || due < *next) next = due;
          return false;
        });
    if (!scanned) return Fail(scanned.error());
  }
  return next;
}

Status Deliveries::AddChanges(const std::optional<Delivery>& before, const Delivery& after,
                              std::vector<RecordChange>& changes) {
  Result<std::string> bytes = proto::EncodeDelivery(after);
  if (!bytes) return Fail(bytes.error());
  const std::string key = Bytes(KeyOf(after));
  Put(kByEvent + key, *std::move(bytes), changes);
  if (!before) Put(kBySubscription + NumberKey(after.subscription.value) + key, "", changes);
  Move(before ? QueueKey(*before) : "", QueueKey(after), changes);
  return {};
}

Status Deliveries::AddChanges(const std::optional<Envelope>& before, const Envelope& after,
                              std::vector<RecordChange>& changes) {
  Result<std::string> bytes = proto::EncodeEnvelope(after);
  if (!bytes) return Fail(bytes.error());
  Put(kEnvelope + after.id, *std::move(bytes), changes);
  Move(before ? WaitingKey(*before) : "", WaitingKey(after), changes);
  return {};
}

}  // namespace lawtrace::store
