// Deliverer: the second half of a dispatcher's run, from queued deliveries to sent messages.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/message.h"
#include "model/subscription.h"
#include "service/dispatcher.h"
#include "service/notices.h"
#include "store/deliveries.h"
#include "store/subscriptions.h"

namespace lawtrace::service {

class Deliverer {
 public:
  Deliverer(const store::EventLog& log, Notices& notices, Clock clock, const Send& send,
            DispatchReport& report);

  // One digest per recipient out of all that is queued and due.
  [[nodiscard]] Status PutDigestsTogether();
  // Tries every message that is due, once.
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
  [[nodiscard]] Status Record(const Prepared& prepared, const DeliveryOutcome& outcome);
  // The outcome of all that is in the message, at once.
  void Settle(const Prepared& prepared, const DeliveryOutcome& outcome, Instant now,
              Envelope& envelope, std::vector<Delivery>& deliveries);
  [[nodiscard]] Status EndAll(const Prepared& prepared, const std::string& reason,
                              std::vector<store::RecordChange>& changes);

  Notices& notices_;
  Clock clock_;
  const Send& send_;
  DispatchReport& report_;
  store::Records records_;
  store::Subscriptions subscriptions_;
  store::Deliveries deliveries_;
};

}  // namespace lawtrace::service
