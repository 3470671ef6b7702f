// The delivery log, narrowed to what somebody asks for.
#pragma once

#include <string>
#include <vector>

#include "model/delivery.h"
#include "model/result.h"
#include "store/records.h"

namespace lawtrace::service {

// Empty: any.
struct DeliveryWords {
  std::string subscription;  // Its number.
  std::string event;         // Its sequence.
  std::string outcome;       // "queued", "sent", "grouped", "suppressed" or "failed".
  std::string since;         // A moment: what was decided from then on.
};

// By event, trigger and subscription.  kInvalidInput: a line for each fault, begun with the
// option: "--event: ..."; see ApiWords.
[[nodiscard]] Result<std::vector<Delivery>> ListDeliveries(const store::Records& records,
                                                           const DeliveryWords& words);

}  // namespace lawtrace::service
