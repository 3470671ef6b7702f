#include "service/http/quota.h"

namespace lawtrace::service {

Quota::Lease& Quota::Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  End();
  quota_ = std::exchange(other.quota_, nullptr);
  client_ = std::move(other.client_);
  amount_ = other.amount_;
  return *this;
}

void Quota::Lease::End() {
  if (quota_ == nullptr) return;
  const std::lock_guard lock(quota_->mutex_);
  quota_->held_ -= amount_;
  const auto held = quota_->by_client_.find(client_);
  if (held != quota_->by_client_.end()) {
    held->second -= amount_;
    if (held->second == 0) quota_->by_client_.erase(held);
  }
  quota_ = nullptr;
}

std::optional<Quota::Lease> Quota::Take(const std::string& client, std::size_t amount) {
  const std::lock_guard lock(mutex_);
  if (amount > all_ - held_) return std::nullopt;
  if (!client.empty() && amount > 0) {
    const auto held = by_client_.find(client);
    const std::size_t before = held == by_client_.end() ? 0 : held->second;
    if (before > each_ || amount > each_ - before) return std::nullopt;
    by_client_[client] = before + amount;
  }
  held_ += amount;
  return Lease(this, client, amount);
}

std::size_t Quota::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

}  // namespace lawtrace::service
