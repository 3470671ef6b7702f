// Message: what is sent to one recipient at one time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/notice.h"
#include "model/delivery.h"
#include "model/subscription.h"

namespace lawtrace::alerts {

// One notice as told to one recipient.
struct Item {
  std::string id;  // Stable: NoticeId of the first subscription.
  Notice notice;
  std::vector<SubscriptionId> subscriptions;  // Those that it is told for, ascending.
  std::vector<std::string> reasons;           // The terms that held, as text.
  std::string corrects;  // Id of the message that told what this corrects; empty: of none.
};

struct CountrySection {
  std::string country;
  std::string name;
  std::vector<Item> items;  // Biggest change first.
};

struct Message {
  std::string id;  // Stable over every attempt and replay; receivers know duplicates by it.
  MessageKind kind = MessageKind::kAlert;
  Channel channel;
  std::string language;
  Instant created_at{0};                  // When it was put together.
  std::vector<CountrySection> countries;  // That with the biggest change first.
};

Occasion OccasionOf(const Notice& notice);

// The same for the same subscription and occasion, on every machine: "ntc_" and 16 hex digits.
std::string NoticeId(SubscriptionId subscription, const Occasion& occasion);
// The same for the same recipient and notices: "msg_" and 16 hex digits.
std::string MessageId(std::string_view recipient, const std::vector<std::string>& notice_ids);

// Groups by country, the biggest change first; items that tell the same are one.
std::vector<CountrySection> Arrange(std::vector<Item> items);

}  // namespace lawtrace::alerts
