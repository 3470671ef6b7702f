// Deliverer: the second half of a dispatcher's run, from queued deliveries to sent messages.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "alerts/message.h"
#include "model/subscription.h"
#include "service/dispatch/dispatcher.h"
#include "service/dispatch/internal/outbound.h"
#include "service/dispatch/notices.h"
#include "store/deliveries.h"
#include "store/subscriptions.h"

namespace lawtrace::service {

class Deliverer {
 public:
  Deliverer(const store::EventLog& log, Notices& notices, Clock clock, const Send& send,
            std::size_t connections, DispatchReport& report);

  // One digest per recipient out of all that is queued and due.
  [[nodiscard]] Status PutDigestsTogether();
  // Tries every message that is due, once.  What has become of them meanwhile is recorded in one
  // write, so that the disk does not set the pace.
  [[nodiscard]] Status SendDue();

 private:
  // A message with what stands behind it.
  struct Prepared {
    Envelope envelope;
    std::vector<Delivery> deliveries;         // Of subscriptions that go on.
    std::vector<Delivery> ended;              // Of those that have ended.
    std::vector<Subscription> subscriptions;  // That go on.
    bool is_held = false;                     // They are paused.
  };

  [[nodiscard]] Result<Prepared> Prepare(const std::string& id) const;
  [[nodiscard]] Result<alerts::Message> Write(const Prepared& prepared);
  // A message and what became of it.
  struct Tried {
    Prepared prepared;
    DeliveryOutcome outcome;
  };

  // Sends nothing while the store does not take what becomes of it.
  [[nodiscard]] Status ProveWritable(const std::string& id);
  // Hands the next messages on, until enough are on their way; those that need not be sent are
  // `tried` already.
  [[nodiscard]] Status HandOn(std::deque<std::string>& ids, Outbound& outbound,
                              std::vector<Tried>& tried);
  // Waits for some of what is on its way.
  void TakeDone(Outbound& outbound, std::deque<std::string>& ids, std::vector<Tried>& tried);
  [[nodiscard]] Status Record(const std::vector<Tried>& tried);
  [[nodiscard]] Status AddOutcome(const Tried& tried, std::set<SubscriptionId>& ended,
                                  std::vector<store::RecordChange>& changes);
  // The outcome of all that is in the message, at once.
  void Settle(const Prepared& prepared, const DeliveryOutcome& outcome, Instant now,
              Envelope& envelope, std::vector<Delivery>& deliveries);
  // REQUIRES: within Records::Update.
  [[nodiscard]] Status EndAll(const Prepared& prepared, const std::string& reason,
                              std::set<SubscriptionId>& ended,
                              std::vector<store::RecordChange>& changes);

  Notices& notices_;
  Clock clock_;
  const Send& send_;
  const std::size_t connections_;
  DispatchReport& report_;
  store::Records records_;
  store::Subscriptions subscriptions_;
  store::Deliveries deliveries_;
  std::map<std::size_t, Prepared> on_their_way_;
  std::size_t handed_on_ = 0;
};

}  // namespace lawtrace::service
