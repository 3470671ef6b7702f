// lawtrace subscribe, subscription, dispatch, deliveries.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "model/result.h"
#include "service/channels/delivery_config.h"

namespace lawtrace::cli {

// What is wanted; texts that are not given are absent.
struct WishOptions {
  std::optional<std::string> to;
  std::optional<std::string> where;
  std::vector<std::string> countries;  // These five and `where` all have to hold.
  std::vector<std::string> groups;
  std::vector<std::string> areas;
  std::vector<std::string> indicators;
  std::vector<std::string> kinds;
  std::optional<std::string> cadence;  // "immediate", "daily", "weekly", "monthly" or "edition".
  std::optional<std::string> day;      // Of the week or the month.
  std::optional<std::string> at;       // HH:MM.
  std::optional<std::string> zone;
  std::optional<std::string> language;
};

struct SubscribeOptions {
  CommonOptions common;
  WishOptions wish;
  service::DeliveryValues delivery;  // What may be wished for.
};

struct SubscriptionOptions {
  CommonOptions common;
  std::string subscription;          // Its number or its token.
  WishOptions wish;                  // Of `edit` and `preview`.
  std::string state;                 // Of `list`: only those; empty: all.
  std::string until;                 // Of `pause`.
  std::string reason;                // Of `end`.
  std::string since;                 // Of `preview`.
  int days = 7;                      // Of `rotate-secret`: as long the former secret signs as well.
  service::DeliveryValues delivery;  // Of `edit`: what may be wished for.
};

struct DispatchOptions {
  CommonOptions common;
  std::string now;     // Empty: the clock.
  std::string replay;  // FROM..TO; empty: nothing is sent again.
  bool failed_only = false;
  service::DeliveryValues delivery;  // How messages leave.
};

struct DeliveriesOptions {
  CommonOptions common;
  std::string subscription;
  std::string event;
  std::string outcome;
  std::string since;
  std::vector<std::string> why;  // Subscription and event; empty: a list is asked for.
};

[[nodiscard]] Result<int> RunSubscribe(const SubscribeOptions& options);
[[nodiscard]] Result<int> RunSubscriptionList(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionShow(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionEdit(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionConfirm(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionPause(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionResume(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionEnd(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunSubscriptionForget(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunRotateSecret(const SubscriptionOptions& options);
[[nodiscard]] Result<int> RunPreview(const SubscriptionOptions& options);

[[nodiscard]] Result<int> RunDispatch(const DispatchOptions& options);
[[nodiscard]] Result<int> RunDeliveries(const DeliveriesOptions& options);

}  // namespace lawtrace::cli
