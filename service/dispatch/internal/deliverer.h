// Deliverer: the second half of a dispatcher's run, from queued deliveries to sent messages.
// Messages may be on their way from one run to the next.
#pragma once

#include <cstddef>
#include <cstdint>
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
  Deliverer(const store::EventLog& log, Clock clock, const Send& send, std::size_t connections);

  // One digest per recipient out of all that is queued and due.
  [[nodiscard]] Status PutDigestsTogether(DispatchReport& report);
  // Tries every message that is due, once, or of webhooks that have not agreed to get any, only
  // asks.  What has become of them meanwhile is recorded in one write, so that the disk does not
  // set the pace.  Returns when `is_interrupted` says so, with messages left on their way; they are
  // recorded in a later call.
  enum class Which : std::uint8_t { kAll, kRequestsToWebhooks, kNone };
  [[nodiscard]] Status SendDue(Which which, Notices& notices, const Interrupt& is_interrupted,
                               DispatchReport& report);

 private:
  // A message with what stands behind it.
  struct Prepared {
    Envelope envelope;
    std::vector<Delivery> deliveries;         // Of subscriptions that go on.
    std::vector<Delivery> ended;              // Of those that have ended.
    std::vector<Subscription> subscriptions;  // That go on.
    bool is_held = false;                     // They are paused.
  };

  // A message and what became of it.
  struct Tried {
    Prepared prepared;
    DeliveryOutcome outcome;
  };
  // What one call of SendDue has still to hand on.
  struct Due {
    std::deque<std::string> ids;
    std::map<std::string, std::deque<std::string>> parked;  // By lane that has no room.
  };

  [[nodiscard]] Result<Prepared> Prepare(const std::string& id) const;
  [[nodiscard]] static Result<alerts::Message> Write(const Prepared& prepared, Notices& notices);
  // Messages that are due and not on their way.
  [[nodiscard]] Result<Due> FindDue(Which which) const;
  [[nodiscard]] Result<bool> IsRequestToWebhook(const std::string& id) const;
  // Sends nothing while the store does not take what becomes of it.
  [[nodiscard]] Status ProveWritable(const std::string& id);
  // Hands the next messages on, until enough are on their way; those that need not be sent are
  // `tried` already.
  [[nodiscard]] Status HandOn(Notices& notices, Due& due, std::vector<Tried>& tried);
  // Waits a moment for some of what is on its way.
  void TakeDone(Due& due, std::vector<Tried>& tried);
  [[nodiscard]] Status Record(const std::vector<Tried>& tried, DispatchReport& report);
  [[nodiscard]] Status AddOutcome(const Tried& tried, std::set<SubscriptionId>& ended,
                                  DispatchReport& report,
                                  std::vector<store::RecordChange>& changes);
  // The outcome of all that is in the message, at once.
  static void Settle(const Prepared& prepared, const DeliveryOutcome& outcome, Instant now,
                     Envelope& envelope, std::vector<Delivery>& deliveries, DispatchReport& report);
  // What the answer of a webhook means to its subscription.  REQUIRES: within Records::Update.
  [[nodiscard]] Status TakeAnswer(const Prepared& prepared, const DeliveryOutcome& outcome,
                                  Instant now, std::vector<store::RecordChange>& changes);
  // REQUIRES: within Records::Update.
  [[nodiscard]] Status EndAll(const Prepared& prepared, const std::string& reason,
                              std::set<SubscriptionId>& ended,
                              std::vector<store::RecordChange>& changes);

  Clock clock_;
  store::Records records_;
  store::Subscriptions subscriptions_;
  store::Deliveries deliveries_;
  std::map<std::size_t, Prepared> on_their_way_;
  std::set<std::string> ids_on_their_way_;
  std::size_t handed_on_ = 0;
  Outbound outbound_;
};

}  // namespace lawtrace::service
