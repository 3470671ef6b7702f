#include "service/dispatch/internal/outbound.h"

#include <utility>

namespace lawtrace::service {

Outbound::~Outbound() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  has_work_.notify_all();
}

std::string Outbound::ReceiverOf(const Channel& channel) {
  return channel.kind == ChannelKind::kMail ? "mail server" : ToString(channel);
}

Outbound::Done Outbound::SendOne(const Letter& letter) {
  const std::string receiver = ReceiverOf(letter.message.channel);
  const SubscriptionId first = letter.subscriptions.front().id;
  {
    const std::scoped_lock lock(mutex_);
    if (gone_.contains(first)) return {.number = letter.number, .outcome = std::nullopt};
    if (const auto known = refusing_.find(receiver); known != refusing_.end())
      return {.number = letter.number, .outcome = known->second};
  }
  DeliveryOutcome outcome = send_(letter.message, letter.subscriptions);
  const std::scoped_lock lock(mutex_);
  if (outcome.verdict == DeliveryVerdict::kGone) gone_.insert(first);
  if (outcome.verdict == DeliveryVerdict::kRetry && outcome.is_about_receiver)
    refusing_.emplace(receiver, outcome);
  return {.number = letter.number, .outcome = std::move(outcome)};
}

void Outbound::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    has_work_.wait(lock, [this] { return is_ending_ || !ready_.empty(); });
    if (is_ending_) return;
    const std::string target = std::move(ready_.front());
    ready_.pop_front();
    std::deque<Letter>& lane = lanes_[target];
    const Letter letter = std::move(lane.front());
    lane.pop_front();
    lock.unlock();
    Done done = SendOne(letter);
    lock.lock();
    done_.push_back(std::move(done));
    has_done_.notify_one();
    if (lane.empty()) {
      lanes_.erase(target);
    } else {
      ready_.push_back(target);
    }
  }
}

void Outbound::Add(Letter letter) {
  if (connections_ == 1) {
    done_.push_back(SendOne(letter));
    return;
  }
  std::string target = ToString(letter.message.channel);
  const std::scoped_lock lock(mutex_);
  const auto [lane, is_new] = lanes_.try_emplace(target);
  lane->second.push_back(std::move(letter));
  if (!is_new) return;
  ready_.push_back(std::move(target));
  if (threads_.size() < connections_ && threads_.size() < lanes_.size())
    threads_.emplace_back([this] { Work(); });
  has_work_.notify_one();
}

std::vector<Outbound::Done> Outbound::Take() {
  std::unique_lock lock(mutex_);
  has_done_.wait(lock, [this] { return !done_.empty(); });
  return std::exchange(done_, {});
}

}  // namespace lawtrace::service
