// Outbound: messages on their way, many at once, so that no receiver waits for another.
#pragma once

#include <chrono>
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

// Each receiver - a host, the mail server, a file - has a lane.  Messages to one target go one
// after the other, those to one receiver a few at a time.  What goes to a receiver that met the
// last message with silence, or has not agreed to get any, shares a quarter of the connections, so
// that any number of such leaves the rest to others.
//
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

  // The lane of a message of that kind to the channel.
  static std::string LaneOf(MessageKind kind, const Channel& channel);
  // Whether so little waits in the lane that more may be added.
  bool HasRoom(const std::string& lane) const;
  // Behind what was added before for the same target.
  void Add(Letter letter);
  // All that is done; waits until something is, but no longer than `patience`.
  std::vector<Done> Take(std::chrono::milliseconds patience);
  // Receivers that took nothing are tried again.
  void Forgive();

 private:
  struct Lane {
    std::deque<Letter> waiting;
    std::set<std::string> served;  // Targets to which something is being sent.
    std::size_t taken = 0;         // Messages; a receiver that takes them gets more at a time.
  };
  using Lanes = std::map<std::string, Lane>;

  // What may be sent now, the next lane in turn first; the end if there is nothing.
  Lanes::iterator NextLane();
  bool IsCautious(const std::string& lane) const;
  Done SendOne(const std::string& lane, const Letter& letter);
  void Work();

  const Send& send_;
  const std::size_t connections_;
  mutable std::mutex mutex_;  // Guards what follows, but for `threads_`.
  std::condition_variable has_work_;
  std::condition_variable has_done_;
  bool is_ending_ = false;
  Lanes lanes_;            // None is empty and unserved.
  std::string last_lane_;  // Turns go by name.
  std::size_t sending_ = 0;
  std::size_t sending_cautiously_ = 0;
  std::vector<Done> done_;
  std::map<std::string, DeliveryOutcome> refusing_;  // Targets that take nothing at present.
  std::set<std::string> silent_;                     // Lanes whose last message failed.
  std::set<SubscriptionId> gone_;
  std::vector<std::jthread> threads_;
};

}  // namespace lawtrace::service
