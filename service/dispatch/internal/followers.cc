#include "service/dispatch/internal/followers.h"

#include <algorithm>
#include <utility>

namespace lawtrace::service {

Status Followers::Refresh(std::size_t& read) {
  // Before the rows are read: a change meanwhile is seen the next time.
  const std::uint64_t generation = subscriptions_.generation();
  if (generation_ == generation) return {};
  generation_.reset();
  matcher_ = std::make_unique<alerts::Matcher>();
  ids_.clear();
  least_after_ = kLatest;
  Status visited = subscriptions_.Visit([&](const Subscription& subscription) -> Status {
    ++read;
    if (subscription.state != SubscriptionState::kActive &&
        subscription.state != SubscriptionState::kPaused)
      return {};
    matcher_->Add(subscription.filter);
    ids_.push_back(subscription.id);
    least_after_ = std::min(least_after_, subscription.after);
    return {};
  });
  if (!visited) return visited;
  matcher_->Build();
  generation_ = generation;
  return {};
}

Result<std::vector<SubscriptionId>> Followers::Wanting(const alerts::Notice& notice,
                                                       std::size_t& read) {
  if (const Status fresh = Refresh(read); !fresh) return Fail(fresh.error());
  matcher_->Match(notice, matches_);
  std::vector<SubscriptionId> wanting;
  for (const std::uint32_t position : matches_.Sorted()) wanting.push_back(ids_[position]);
  return wanting;
}

Result<Sequence> Followers::LeastAfter(std::size_t& read) {
  if (const Status fresh = Refresh(read); !fresh) return Fail(fresh.error());
  return least_after_;
}

}  // namespace lawtrace::service
