#include "store/subscriptions.h"

#include <string>
#include <utility>

#include "proto/alert_codec.h"

namespace lawtrace::store {
namespace {

// The first byte of a key of Family::kSubscriptions (docs/format.md).
constexpr char kById = 's';
constexpr char kByToken = 't';

std::string KeyOf(SubscriptionId id) {
  return kById + NumberKey(id.value);
}

std::string TokenKey(std::string_view token) {
  return kByToken + std::string(token);
}

Result<SubscriptionId> IdOf(std::string_view key) {
  if (const auto number = NumberOfKey(key.substr(1))) return SubscriptionId{*number};
  return Fail(ErrorCode::kCorruption, "a key of subscriptions has the wrong length");
}

}  // namespace

Result<std::optional<Subscription>> Subscriptions::Find(SubscriptionId id) const {
  const auto bytes = records_.Get(Family::kSubscriptions, KeyOf(id));
  if (!bytes) return Fail(bytes.error());
  if (!*bytes) return std::nullopt;
  Result<Subscription> subscription = proto::DecodeSubscription(id, **bytes);
  if (!subscription) return Fail(subscription.error());
  return *std::move(subscription);
}

Result<std::optional<Subscription>> Subscriptions::FindByToken(std::string_view token) const {
  if (token.empty()) return std::nullopt;
  const auto bytes = records_.Get(Family::kSubscriptions, TokenKey(token));
  if (!bytes) return Fail(bytes.error());
  if (!*bytes) return std::nullopt;
  const auto number = NumberOfKey(**bytes);
  if (!number) return Fail(ErrorCode::kCorruption, "a token of a subscription is damaged");
  return Find({*number});
}

Status Subscriptions::Visit(const std::function<Status(const Subscription&)>& visit) const {
  // The whole family, so that a subscription that is missing is noticed.
  return records_.Scan(Family::kSubscriptions, {},
                       [&](std::string_view key, std::string_view value) -> Result<bool> {
                         if (!key.starts_with(kById)) return true;
                         const Result<SubscriptionId> id = IdOf(key);
                         if (!id) return Fail(id.error());
                         const auto subscription = proto::DecodeSubscription(*id, value);
                         if (!subscription) return Fail(subscription.error());
                         const Status visited = visit(*subscription);
                         if (!visited) return Fail(visited.error());
                         return true;
                       });
}

Result<SubscriptionId> Subscriptions::NextId() const {
  // Ids have no holes: a subscription that has ended, or was forgotten, keeps its row.
  std::uint64_t low = 0;
  std::uint64_t high = 1;
  const auto exists = [&](std::uint64_t id) -> Result<bool> {
    const auto found = records_.Get(Family::kSubscriptions, KeyOf({id}));
    if (!found) return Fail(found.error());
    return found->has_value();
  };
  while (true) {
    const Result<bool> is_taken = exists(high);
    if (!is_taken) return Fail(is_taken.error());
    if (!*is_taken) break;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    const Result<bool> is_taken = exists(middle);
    if (!is_taken) return Fail(is_taken.error());
    (*is_taken ? low : high) = middle;
  }
  return SubscriptionId{high};
}

Result<std::vector<RecordChange>> Subscriptions::ChangesTo(
    const std::optional<Subscription>& before, const Subscription& after) {
  Result<std::string> bytes = proto::EncodeSubscription(after);
  if (!bytes) return Fail(bytes.error());
  std::vector<RecordChange> changes = {
      {.family = Family::kSubscriptions, .key = KeyOf(after.id), .value = *std::move(bytes)}};
  if (before && before->token != after.token && !before->token.empty())
    changes.push_back(
        {.family = Family::kSubscriptions, .key = TokenKey(before->token), .value = {}});
  if (!after.token.empty())
    changes.push_back({.family = Family::kSubscriptions,
                       .key = TokenKey(after.token),
                       .value = NumberKey(after.id.value)});
  return changes;
}

}  // namespace lawtrace::store
