// Subscriptions: who follows what, kept beside the log.
//
// Thread safety: const methods may run concurrently with everything; of two that write, one waits
// for the other only if the caller sees to it.
#pragma once

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
  // Which no subscription has had.
  [[nodiscard]] Result<SubscriptionId> NextId() const;

  // What is to be written so that `after` takes the place of `before`; absent: there was none.
  [[nodiscard]] static Result<std::vector<RecordChange>> ChangesTo(
      const std::optional<Subscription>& before, const Subscription& after);

 private:
  Records records_;
};

}  // namespace lawtrace::store
