// Followers: the subscriptions that may be told of something, ready to be asked who wants a notice.
// They are read again only when one has changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "alerts/matcher.h"
#include "alerts/notice.h"
#include "model/result.h"
#include "model/sequence.h"
#include "model/subscription.h"
#include "store/records.h"
#include "store/subscriptions.h"

namespace lawtrace::service {

class Followers {
 public:
  explicit Followers(store::Records records) : subscriptions_(std::move(records)) {}

  // Active and paused subscriptions whose filter wants the notice, ascending.  `read` grows by the
  // number of subscriptions that had to be read.  Fails as store::Records.
  [[nodiscard]] Result<std::vector<SubscriptionId>> Wanting(const alerts::Notice& notice,
                                                            std::size_t& read);
  // Nobody is told of items up to this one.
  [[nodiscard]] Result<Sequence> LeastAfter(std::size_t& read);

 private:
  [[nodiscard]] Status Refresh(std::size_t& read);

  store::Subscriptions subscriptions_;
  std::optional<std::uint64_t> generation_;  // Of what was read; absent: nothing was.
  std::unique_ptr<alerts::Matcher> matcher_;
  std::vector<SubscriptionId> ids_;  // By position in the matcher.
  Sequence least_after_ = kLatest;
  alerts::Matches matches_;
};

}  // namespace lawtrace::service
