// Subscriptions: who follows what, kept beside the log.
//
// Thread safety: as Records.  Whoever replaces a subscription reads it within Records::Update.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "model/result.h"
#include "model/subscription.h"
#include "store/records.h"

namespace lawtrace::store {

class Subscriptions {
 public:
  explicit Subscriptions(Records records) : records_(std::move(records)) {}

  // kCorruption, kUnavailable: as Records.
  [[nodiscard]] Result<std::optional<Subscription>> Find(SubscriptionId id) const;
  [[nodiscard]] Result<std::optional<Subscription>> FindByToken(std::string_view token) const;
  // By id.
  [[nodiscard]] Status Visit(const std::function<Status(const Subscription&)>& visit) const;
  // Another number after each change of a subscription (Records::Generation).
  std::uint64_t generation() const { return records_.Generation(Family::kSubscriptions); }
  // Which no subscription has had.
  [[nodiscard]] Result<SubscriptionId> NextId() const;

  // What is to be written so that `after` takes the place of `before`; absent: there was none.
  [[nodiscard]] static Result<std::vector<RecordChange>> ChangesTo(
      const std::optional<Subscription>& before, const Subscription& after);

 private:
  Records records_;
};

}  // namespace lawtrace::store
