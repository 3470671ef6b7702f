// Send: how the dispatcher hands a message to a channel.
#pragma once

#include <functional>
#include <span>

#include "alerts/message.h"
#include "model/subscription.h"
#include "service/dispatch/delivery_outcome.h"

namespace lawtrace::service {

// `subscriptions` are those that the message serves, by id; there is one at least.  All have the
// channel and language of the message; the first one's secrets sign it.  kGone ends them all.
// Of a kConfirmation to a webhook, kDelivered means that the webhook wants the subscription's
// messages, and makes it active.
// Returns within a bounded time.
//
// Thread safety: may be called concurrently, but not for the same channel.
using Send = std::function<DeliveryOutcome(const alerts::Message& message,
                                           std::span<const Subscription> subscriptions)>;

}  // namespace lawtrace::service
