// Decider: the first half of a dispatcher's run, from the agenda to queued deliveries.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alerts/notice.h"
#include "model/subscription.h"
#include "service/dispatch/dispatcher.h"
#include "service/dispatch/internal/followers.h"
#include "service/dispatch/notices.h"
#include "store/agenda.h"
#include "store/deliveries.h"
#include "store/subscriptions.h"

namespace lawtrace::service {

class Decider {
 public:
  Decider(const store::EventLog& log, const Index& index, Notices& notices, Clock clock,
          Followers& followers, DispatchReport& report);

  [[nodiscard]] Status Run();

 private:
  // Somebody who may be told of a notice.
  struct Candidate {
    std::string corrects;   // Message that told what the notice corrects.
    bool was_told = false;  // Of what the notice corrects: the filter is not asked again.
  };
  using Candidates = std::map<SubscriptionId, Candidate>;

  [[nodiscard]] Status DecideTransactions();
  [[nodiscard]] Status DecideEntries();
  [[nodiscard]] Status DecideEditions();
  // Queues all that follows from the notices and writes it with `changes`, in one write.
  [[nodiscard]] Status Decide(std::span<const alerts::Notice> notices,
                              std::vector<store::RecordChange> changes);
  [[nodiscard]] Status AddTold(const alerts::Notice& notice, Candidates& candidates,
                               std::vector<store::RecordChange>& changes);
  [[nodiscard]] Status Judge(const alerts::Notice& notice, const Candidates& candidates,
                             Instant now, std::vector<Delivery>& deliveries);
  // Deliveries that are due at once go into one message per recipient.
  [[nodiscard]] Status PutTogether(std::vector<Delivery> deliveries, Instant now,
                                   std::vector<store::RecordChange>& changes);
  // Lets go what waits for an edition.
  [[nodiscard]] Status ReleaseHeld(Instant published, Instant now,
                                   std::vector<store::RecordChange>& changes);
  [[nodiscard]] Result<const Subscription*> Load(SubscriptionId id);  // Null: there is none.

  const store::EventLog& log_;
  const Index& index_;
  Notices& notices_;
  Clock clock_;
  DispatchReport& report_;
  store::Records records_;
  store::Subscriptions subscriptions_;
  store::Deliveries deliveries_;
  store::Agenda agenda_;

  Followers& followers_;
  std::map<SubscriptionId, std::optional<Subscription>> loaded_;
};

}  // namespace lawtrace::service
