// Outbound: messages on their way, several at once; those to one target one after the other.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "alerts/message.h"
#include "model/subscription.h"
#include "service/dispatch/send.h"

namespace lawtrace::service {

// Not thread-safe: one thread adds and takes.
class Outbound {
 public:
  struct Letter {
    std::size_t number = 0;  // The caller's, to know it again.
    alerts::Message message;
    std::vector<Subscription> subscriptions;
  };
  struct Done {
    std::size_t number = 0;
    // Absent: it was not sent, because the subscription has ended by an earlier message.
    std::optional<DeliveryOutcome> outcome;
  };

  // Up to `connections` messages are sent at the same time, each on a thread of its own; with one
  // connection, Add sends.  REQUIRES: `send` outlives the object; `connections` is not 0.
  Outbound(const Send& send, std::size_t connections) : send_(send), connections_(connections) {}
  // Awaits what is being sent; what was not begun is dropped.
  ~Outbound();
  Outbound(const Outbound&) = delete;
  Outbound& operator=(const Outbound&) = delete;

  // Behind what was added before for the same target.
  void Add(Letter letter);
  // All that is done; waits until something is.  REQUIRES: something was added and not taken.
  std::vector<Done> Take();

 private:
  // What a failure that concerns more than one message concerns.
  static std::string ReceiverOf(const Channel& channel);
  Done SendOne(const Letter& letter);
  void Work();

  const Send& send_;
  const std::size_t connections_;
  std::mutex mutex_;  // Guards what follows, but for `threads_`.
  std::condition_variable has_work_;
  std::condition_variable has_done_;
  bool is_ending_ = false;
  // By channel; one that is not in `ready_` is being served.
  std::map<std::string, std::deque<Letter>> lanes_;
  std::deque<std::string> ready_;
  std::vector<Done> done_;
  std::map<std::string, DeliveryOutcome> refusing_;  // Receivers that take nothing at present.
  std::set<SubscriptionId> gone_;
  std::vector<std::jthread> threads_;
};

}  // namespace lawtrace::service
