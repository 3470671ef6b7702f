// Sends mail over SMTP.
//
// Thread safety: Send may run concurrently with itself; each call has a connection to itself, kept
// open for the next one.
#pragma once

#include <memory>
#include <string>

#include "service/channels/mail/mail_message.h"
#include "service/dispatch/delivery_outcome.h"

namespace lawtrace::service {

struct MailServer {
  std::string url;                 // smtp://HOST[:PORT] (with STARTTLS) or smtps://HOST[:PORT].
  std::string user;                // Empty: no authentication.
  std::string password;            // Never printed.
  std::string ca_file;             // Certificates to trust; empty: the system's.
  bool allows_plain_text = false;  // Go on where the server has no STARTTLS.  For loopback only.
  long timeout_seconds = 60;       // For one mail, from connecting to its acceptance.
};

class MailSender {
 public:
  explicit MailSender(MailServer server);
  MailSender(MailSender&&) noexcept;
  MailSender& operator=(MailSender&&) noexcept;
  ~MailSender();

  // Delivered: the server has accepted it.  Retry: it answered 4xx, cannot be reached or trusted,
  // or refused the password.  Rejected: it answered 5xx, or the mail cannot be composed.
  DeliveryOutcome Send(const Mail& mail);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::service
