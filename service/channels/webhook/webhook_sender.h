// Posts messages to webhooks: Standard Webhooks signatures over CloudEvents bodies.
//
// Thread safety: Send may run concurrently with itself; each call has a connection to itself, kept
// open for the next one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "service/channels/webhook/address_policy.h"
#include "service/dispatch/delivery_outcome.h"

namespace lawtrace::service {

struct WebhookLimits {
  AddressPolicy addresses;
  std::string ca_file;  // Certificates to trust; empty: the system's.
  long connect_seconds = 5;
  long total_seconds = 15;          // From the name's resolution to the end of the reply.
  std::size_t reply_bytes = 65536;  // No more of a reply is read.
  std::string user_agent = "lawtrace";
};

struct Webhook {
  std::string url;
  std::vector<std::string> keys;  // ParseWebhookSecret; two while a secret is being replaced.
  std::string id;                 // The same for each attempt.
  Instant sent_at{0};             // Of this attempt.
  std::string body;               // Structured CloudEvent.
};

class WebhookSender {
 public:
  explicit WebhookSender(WebhookLimits limits);
  WebhookSender(WebhookSender&&) noexcept;
  WebhookSender& operator=(WebhookSender&&) noexcept;
  ~WebhookSender();

  // Delivered: the status is 2xx, whatever the reply says.  Gone: 410.  Rejected: the address is
  // none, is not allowed, or the message is too large for the receiver (413).  Retry: everything
  // else, redirects among them, which are not followed; after as many seconds as Retry-After
  // states.
  DeliveryOutcome Send(const Webhook& webhook);

  // Asks the webhook whether it takes messages of `origin`, a domain: the validation request of
  // CloudEvents (HTTP 1.1 Web Hooks, 4).  Sends nothing else.
  //
  // Delivered: a 2xx whose WebHook-Allowed-Origin is the origin or "*".  Rejected: any other
  // answer of a working receiver.  Gone, Retry: as Send.
  DeliveryOutcome Ask(const std::string& url, const std::string& origin);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::service
