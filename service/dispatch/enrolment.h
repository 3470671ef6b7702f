// Enrolment: the life of a subscription, from the wish to be told to being forgotten.
//
// Thread safety: every method may run concurrently with everything, also with a dispatcher and
// with other enrolments of the store: changes take turns (store::Records::Update).
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "model/subscription.h"
#include "store/event_log.h"
#include "store/subscriptions.h"

namespace lawtrace::service {

// What somebody asks for.
struct SubscriptionWish {
  Filter filter;
  Channel channel;
  Cadence cadence;
  std::string language = "en";
};

// Mail that comes back for a while, e.g. because the mailbox is full.
inline constexpr std::size_t kMostSoftBounces = 3;
inline constexpr int kSoftBounceDays = 30;

// Days after which what nobody has confirmed is forgotten.
inline constexpr int kUnconfirmedDays = 3;

// What a subscription may be, beyond being well formed: kInvalidInput says why not.
using WishRule = std::function<Status(const SubscriptionWish&)>;

class Enrolment {
 public:
  // REQUIRES: `log` outlives the enrolment and is open for writing.
  explicit Enrolment(const store::EventLog& log, WishRule rule = {})
      : log_(log), rule_(std::move(rule)), subscriptions_(log.records()) {}

  // A subscription by mail or webhook begins unconfirmed, and a request is queued with it: to the
  // address, to confirm; to the webhook, to allow what will be sent (service/dispatch/send.h).
  // A mailbox that has an unconfirmed one with the same wish keeps that, which is returned; if it
  // is older than a day, with a fresh token and another request.
  // A file is active at once; a webhook gets a secret.
  // kInvalidInput: the cadence names no time zone of this machine, or the rule says why not.
  [[nodiscard]] Result<Subscription> Enrol(const SubscriptionWish& wish, Instant now);

  // Replaces what is wished; the channel's kind stays.  A new address or webhook begins as in
  // Enrol, with a fresh token and secret.
  [[nodiscard]] Result<Subscription> Edit(SubscriptionId id, const SubscriptionWish& wish,
                                          Instant now);

  // Asks the webhook again.  kInvalidInput: it is none, is not unconfirmed, or was asked less than
  // a minute ago.
  [[nodiscard]] Result<Subscription> AskAgain(SubscriptionId id, Instant now);
  // Forgets whose address or webhook was asked before then and has not answered.  Returns how many.
  [[nodiscard]] Result<std::size_t> ForgetUnconfirmed(Instant asked_before);

  // From now on it is told of what happens.  Nothing changes if it was confirmed before.
  [[nodiscard]] Result<Subscription> Confirm(SubscriptionId id, Instant now);
  // Until `until`, or until it is resumed.
  [[nodiscard]] Result<Subscription> Pause(SubscriptionId id, std::optional<Instant> until);
  [[nodiscard]] Result<Subscription> Resume(SubscriptionId id);
  [[nodiscard]] Result<Subscription> End(SubscriptionId id, const std::string& reason);
  // The secret so far signs beside the fresh one until `until`.
  // kInvalidInput: it is no webhook.
  [[nodiscard]] Result<Subscription> RotateSecret(SubscriptionId id, Instant until);
  // Ends it and erases address, token and secrets; who was told of what stays, without a name.
  [[nodiscard]] Result<Subscription> Forget(SubscriptionId id);

  // Mail to the address of the subscription with this token came back.  For good: all of the
  // address end.  Else, once that has happened on kMostSoftBounces days within
  // kSoftBounceDays: all of it pause for as many days.  Returns those of the address.
  // kNotFound: FindByMailToken finds none.
  [[nodiscard]] Result<std::vector<Subscription>> TakeBounce(std::string_view token, bool for_good,
                                                             const std::string& reason,
                                                             Instant now);
  // Requests that the receiver, however its address is written (service/dispatch/receiver.h), was
  // sent since then and has not answered.
  [[nodiscard]] Result<std::size_t> RequestsSince(const Channel& channel, Instant since) const;
  // All with the channel, by id.
  [[nodiscard]] Result<std::vector<Subscription>> OfChannel(const Channel& channel) const;

  // kNotFound: there is none.
  [[nodiscard]] Result<Subscription> Get(SubscriptionId id) const;
  [[nodiscard]] Result<std::optional<Subscription>> FindByToken(std::string_view token) const {
    return subscriptions_.FindByToken(token);
  }
  // The subscription whose MailToken it is; its token will do, too.
  [[nodiscard]] Result<std::optional<Subscription>> FindByMailToken(std::string_view token) const;

 private:
  // Reads, changes and writes.  kInvalidInput where `change` says why not.
  [[nodiscard]] Result<Subscription> Change(SubscriptionId id,
                                            const std::function<Status(Subscription&)>& change);
  [[nodiscard]] Result<std::optional<Subscription>> FindSameWish(
      const SubscriptionWish& wish) const;
  [[nodiscard]] Status CheckWish(const SubscriptionWish& wish) const;

  const store::EventLog& log_;
  WishRule rule_;
  store::Subscriptions subscriptions_;
};

// What stands in the addresses that mail comes back to.  Whoever reads it - it is in the records of
// every mail server on the way - may report a bounce or end the subscription, and nothing else: the
// token cannot be told from it.
std::string MailToken(const Subscription& subscription);

}  // namespace lawtrace::service
