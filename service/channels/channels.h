// Channels: sends each message where its subscriptions want it, in the form of the channel.
//
// Thread safety: Send may run concurrently with itself.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "alerts/message.h"
#include "model/index.h"
#include "model/result.h"
#include "model/subscription.h"
#include "report/messages/message_text.h"
#include "service/channels/delivery_config.h"
#include "service/dispatch/delivery_outcome.h"
#include "service/dispatch/enrolment.h"
#include "service/dispatch/send.h"

namespace lawtrace::service {

// Messages that are sent at a time: so many receivers may be silent and hold up no other.
inline constexpr std::size_t kSendConnections = 128;

class Channels {
 public:
  // kInvalidInput, kNotFound: a template is malformed or missing.
  [[nodiscard]] static Result<Channels> Open(DeliveryConfig config, const Index& index,
                                             const std::filesystem::path& bundled_templates);

  Channels(Channels&&) noexcept;
  Channels& operator=(Channels&&) noexcept;
  ~Channels();

  // As service::Send; `now` is the time that mails and signatures state.
  DeliveryOutcome Send(const alerts::Message& message, std::span<const Subscription> subscriptions,
                       Instant now);

  // What somebody else than the operator may wish for: a language that there are templates in, a
  // webhook that may be reached.  kInvalidInput otherwise.
  [[nodiscard]] Status CheckWish(const SubscriptionWish& wish) const;

  const report::MessageTemplates& templates() const;
  const report::MessageLinks& links() const;
  int unconfirmed_days() const;

 private:
  struct Rep;
  explicit Channels(std::unique_ptr<Rep> rep);
  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::service
