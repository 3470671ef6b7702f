// Composition: settles what a message carries, before it is first sent.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "alerts/message.h"
#include "model/delivery.h"
#include "store/deliveries.h"

namespace lawtrace::service {

// The envelope of the deliveries, which are marked with its id.  REQUIRES: there is one at least.
inline Envelope Enclose(std::string_view recipient, MessageKind kind,
                        const std::vector<Delivery*>& deliveries, Instant now) {
  Envelope envelope{.kind = kind, .created_at = now, .due = now};
  std::vector<std::string> notice_ids;
  for (const Delivery* const delivery : deliveries) {
    envelope.deliveries.push_back(store::KeyOf(*delivery));
    envelope.subscriptions.push_back(delivery->subscription);
    notice_ids.push_back(alerts::NoticeId(delivery->subscription, delivery->occasion));
  }
  std::ranges::sort(envelope.subscriptions);
  const auto repeated = std::ranges::unique(envelope.subscriptions);
  envelope.subscriptions.erase(repeated.begin(), repeated.end());
  envelope.id = alerts::MessageId(recipient, notice_ids);
  for (Delivery* const delivery : deliveries) delivery->message = envelope.id;
  return envelope;
}

}  // namespace lawtrace::service
