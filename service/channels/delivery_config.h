// How messages leave this machine, as the operator has configured it.  Names: docs/channels.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"
#include "service/channels/mail/mail_message.h"
#include "service/channels/mail/mail_sender.h"
#include "service/channels/settings.h"
#include "service/channels/webhook/webhook_sender.h"
#include "service/dispatch/enrolment.h"

namespace lawtrace::service {

// With "-" between the words of its name: "smtp-url" is the flag --smtp-url, the variable
// LAWTRACE_SMTP_URL, and the line "smtp_url = ..." of a file of settings.
using DeliverySetting = Setting;

const std::vector<DeliverySetting>& DeliverySettings();

struct DeliveryConfig {
  std::string public_url;  // Of the service, without a final slash; empty: no links.
  MailServer mail_server;  // With an empty url no mail is sent.
  Mailbox from;
  std::string bounce_domain;
  std::string list_id;
  WebhookLimits webhooks;
  int unconfirmed_days = kUnconfirmedDays;
  std::string templates;  // Folder of templates that replace the bundled ones; may be empty.
};

using DeliveryValues = std::map<std::string, std::string, std::less<>>;

// `values` by name; those that are not there have their defaults.  The password is read from its
// file.  kInvalidInput with a line per fault; no message contains a secret.
[[nodiscard]] Result<DeliveryConfig> ReadDeliveryConfig(const DeliveryValues& values);

}  // namespace lawtrace::service
