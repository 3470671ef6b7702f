// Dispatcher: decides who is told of what the log has gained, and sees to it that everybody is.
// At least once, with stable ids; docs/alerts.md tells the life of a delivery.
//
// Every step ends with one write, so a process that dies in between leaves either the step before
// or the step after.  Not thread-safe; one dispatcher per store, beside any number of enrolments.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "analysis/archive.h"
#include "model/day.h"
#include "model/delivery.h"
#include "model/index.h"
#include "model/result.h"
#include "service/dispatch/enrolment.h"
#include "service/dispatch/send.h"
#include "store/event_log.h"
#include "store/records.h"

namespace lawtrace::service {

using Clock = std::function<Instant()>;
// Whether what is being done is to be left for later.
using Interrupt = std::function<bool()>;

class Deliverer;  // service/dispatch/internal/deliverer.h
class Followers;  // service/dispatch/internal/followers.h

struct DispatchReport {
  std::size_t transactions = 0;  // Decided, like the next two.
  std::size_t entries = 0;       // Into force.
  std::size_t editions = 0;
  std::size_t queued = 0;  // Deliveries.
  std::size_t suppressed = 0;
  std::size_t delivered = 0;  // Messages, like the next two.
  std::size_t postponed = 0;  // They will be tried again.
  std::size_t failed = 0;     // Given up.
  std::size_t followers = 0;  // Subscriptions read; none if none has changed since the last run.
};

// What is to be sent again: messages put together in [from, to].
struct ReplayRange {
  Instant from{0};
  Instant to{0};
  bool failed_only = false;
};

class Dispatcher {
 public:
  // `connections` messages are sent at a time; with one, on the thread of Run.  What nobody has
  // confirmed within `unconfirmed_days` is forgotten.
  // REQUIRES: log and index outlive the dispatcher; the log is open for writing; one connection at
  // least.
  Dispatcher(const store::EventLog& log, const Index& index, Clock clock, Send send,
             std::size_t connections = 1, int unconfirmed_days = kUnconfirmedDays);
  Dispatcher(Dispatcher&&) noexcept;
  ~Dispatcher();

  // Decides what is on the agenda, puts due digests together and sends what is due.  What was
  // appended behind the archive's last item is left for the next run.  Fails as the store does; a
  // message that cannot be sent is no failure.
  //
  // Waits for all that is sent, unless `is_interrupted` says otherwise meanwhile; then a later run
  // records it, and no slow receiver holds up what has come since.  Without it, webhooks are asked
  // for their consent first, and those that give it are told of what is decided in this run.
  [[nodiscard]] Result<DispatchReport> Run(const analysis::Archive& archive,
                                           const Interrupt& is_interrupted = {});

  // Waits for what is on its way and records it; sends nothing else.
  [[nodiscard]] Result<DispatchReport> Finish(const analysis::Archive& archive);

  // Queues the messages again under their ids; the next Run sends them.  Returns how many.
  [[nodiscard]] Result<std::size_t> Replay(const ReplayRange& range);

 private:
  // Once an hour.
  [[nodiscard]] Status ForgetUnconfirmed();

  const store::EventLog& log_;
  const Index& index_;
  Clock clock_;
  int unconfirmed_days_;
  std::optional<Instant> forgot_at_;
  std::unique_ptr<const Send> send_;  // At one address: the deliverer refers to it.
  std::unique_ptr<Followers> followers_;
  std::unique_ptr<Deliverer> deliverer_;
};

}  // namespace lawtrace::service
