#include "service/dispatch/internal/outbound.h"

#include <algorithm>
#include <utility>

#include "service/dispatch/receiver.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kMailServer = "mail server";
constexpr std::string_view kRequests = "request ";  // Before the host: whoever was not asked yet.
constexpr std::size_t kMostAtATime = 8;             // To one receiver.
constexpr std::size_t kFirstAtATime = 2;            // To a host that has taken none of them yet.
constexpr std::size_t kMostMailsWaiting = 256;
constexpr std::size_t kMostWaiting = 16;  // For another receiver.

bool IsMailServer(std::string_view lane) {
  return lane == kMailServer;
}

// What a failure that concerns more than one message concerns.
std::string TargetOf(const Channel& channel) {
  return channel.kind == ChannelKind::kMail ? std::string(kMailServer) : ToString(channel);
}

}  // namespace

Outbound::~Outbound() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  has_work_.notify_all();
}

std::string Outbound::LaneOf(MessageKind kind, const Channel& channel) {
  if (channel.kind == ChannelKind::kMail) return std::string(kMailServer);
  const std::string receiver = ReceiverOf(channel);
  return kind == MessageKind::kConfirmation ? std::string(kRequests) + receiver : receiver;
}

bool Outbound::HasRoom(const std::string& lane) const {
  const std::scoped_lock lock(mutex_);
  const auto found = lanes_.find(lane);
  if (found == lanes_.end()) return true;
  return found->second.waiting.size() < (IsMailServer(lane) ? kMostMailsWaiting : kMostWaiting);
}

bool Outbound::IsCautious(const std::string& lane) const {
  return lane.starts_with(kRequests) || silent_.contains(lane);
}

Outbound::Lanes::iterator Outbound::NextLane() {
  const auto may_send = [this](const Lanes::value_type& entry) {
    const auto& [name, lane] = entry;
    const std::size_t most = IsMailServer(name) ? kMostAtATime : kFirstAtATime + lane.taken;
    if (lane.served.size() >= std::min(most, kMostAtATime)) return false;
    if (IsCautious(name) && sending_cautiously_ >= std::max<std::size_t>(connections_ / 4, 1))
      return false;
    return std::ranges::any_of(lane.waiting, [&lane = lane](const Letter& letter) {
      return !lane.served.contains(ToString(letter.message.channel));
    });
  };
  const auto begin = lanes_.upper_bound(last_lane_);
  const auto next = std::find_if(begin, lanes_.end(), may_send);
  if (next != lanes_.end()) return next;
  const auto first = std::find_if(lanes_.begin(), begin, may_send);
  return first == begin ? lanes_.end() : first;
}

Outbound::Done Outbound::SendOne(const std::string& lane, const Letter& letter) {
  const std::string target = TargetOf(letter.message.channel);
  const SubscriptionId first = letter.subscriptions.front().id;
  {
    const std::scoped_lock lock(mutex_);
    if (gone_.contains(first)) return {.number = letter.number, .outcome = std::nullopt};
    if (const auto known = refusing_.find(target); known != refusing_.end())
      return {.number = letter.number, .outcome = known->second};
  }
  DeliveryOutcome outcome = send_(letter.message, letter.subscriptions);
  const std::scoped_lock lock(mutex_);
  if (outcome.verdict == DeliveryVerdict::kGone) gone_.insert(first);
  const bool is_silent = outcome.verdict == DeliveryVerdict::kRetry && outcome.is_about_receiver;
  if (is_silent) {
    refusing_.emplace(target, outcome);
    silent_.insert(lane);
  } else {
    silent_.erase(lane);
  }
  return {.number = letter.number, .outcome = std::move(outcome)};
}

void Outbound::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    Lanes::iterator place;
    has_work_.wait(lock, [&] { return is_ending_ || (place = NextLane()) != lanes_.end(); });
    if (is_ending_) return;
    const std::string name = place->first;
    Lane& lane = place->second;
    last_lane_ = name;
    const auto next = std::ranges::find_if(lane.waiting, [&](const Letter& letter) {
      return !lane.served.contains(ToString(letter.message.channel));
    });
    const Letter letter = std::move(*next);
    lane.waiting.erase(next);
    const std::string target = ToString(letter.message.channel);
    lane.served.insert(target);
    const bool is_cautious = IsCautious(name);
    ++sending_;
    if (is_cautious) ++sending_cautiously_;
    lock.unlock();
    Done done = SendOne(name, letter);
    lock.lock();
    --sending_;
    if (is_cautious) --sending_cautiously_;
    lane.served.erase(target);
    if (done.outcome && done.outcome->verdict == DeliveryVerdict::kDelivered) ++lane.taken;
    if (lane.waiting.empty() && lane.served.empty()) lanes_.erase(name);
    done_.push_back(std::move(done));
    has_done_.notify_one();
    has_work_.notify_all();  // What waited for this target, receiver or share.
  }
}

void Outbound::Add(Letter letter) {
  std::string name = LaneOf(letter.message.kind, letter.message.channel);
  if (connections_ == 1) {
    done_.push_back(SendOne(name, letter));
    return;
  }
  const std::scoped_lock lock(mutex_);
  std::size_t waiting = 1;
  for (const auto& [other, lane] : lanes_) waiting += lane.waiting.size();
  lanes_[std::move(name)].waiting.push_back(std::move(letter));
  if (threads_.size() < std::min(connections_, sending_ + waiting))
    threads_.emplace_back([this] { Work(); });
  has_work_.notify_one();
}

std::vector<Outbound::Done> Outbound::Take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  has_done_.wait_for(lock, patience, [this] { return !done_.empty(); });
  return std::exchange(done_, {});
}

void Outbound::Forgive() {
  const std::scoped_lock lock(mutex_);
  refusing_.clear();
}

}  // namespace lawtrace::service
