// Subscriptions and deliveries <-> bytes of their rows (docs/format.md).
#pragma once

#include <string>
#include <string_view>

#include "model/delivery.h"
#include "model/result.h"
#include "model/subscription.h"

namespace lawtrace::proto {

// Each encoder leaves out what the row's key says.  kInvalidInput if a text is not UTF-8.
// Each decoder takes that from its caller; kCorruption with the reason.
[[nodiscard]] Result<std::string> EncodeSubscription(const Subscription& subscription);
[[nodiscard]] Result<Subscription> DecodeSubscription(SubscriptionId id, std::string_view bytes);

[[nodiscard]] Result<std::string> EncodeDelivery(const Delivery& delivery);
[[nodiscard]] Result<Delivery> DecodeDelivery(const DeliveryKey& key, std::string_view bytes);

[[nodiscard]] Result<std::string> EncodeEnvelope(const Envelope& envelope);
[[nodiscard]] Result<Envelope> DecodeEnvelope(const std::string& id, std::string_view bytes);

}  // namespace lawtrace::proto
