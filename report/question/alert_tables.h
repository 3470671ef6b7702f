// Subscriptions, notices and deliveries as tables.  Columns: docs/alerts.md.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "alerts/notice.h"
#include "model/delivery.h"
#include "model/subscription.h"
#include "report/render/table.h"

namespace lawtrace::report {

// Without tokens and secrets, so that the table may be shown around.
Table SubscriptionTable(std::span<const Subscription> subscriptions);

Table DeliveryTable(std::span<const Delivery> deliveries);

// A notice and what would become of it.
struct PreviewedNotice {
  alerts::Notice notice;
  std::string suppressed;  // Why it would not be sent; empty: it would.
};
Table PreviewTable(std::span<const PreviewedNotice> notices);

}  // namespace lawtrace::report
