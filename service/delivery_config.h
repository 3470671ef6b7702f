// How messages leave this machine, as the operator has configured it.  Names: docs/channels.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"
#include "service/mail_message.h"
#include "service/mail_sender.h"
#include "service/webhook_sender.h"

namespace lawtrace::service {

// A value that can be given as flag --NAME, as variable LAWTRACE_NAME (in capitals, with _), or as
// line "NAME = value" of a configuration file.
struct DeliverySetting {
  std::string name;  // With "-" between words: "smtp-url".
  std::string otherwise;
  std::string help;
  std::string type;  // As a command's help calls its value.
};

const std::vector<DeliverySetting>& DeliverySettings();

struct DeliveryConfig {
  std::string public_url;  // Of the service, without a final slash; empty: no links.
  MailServer mail_server;  // With an empty url no mail is sent.
  Mailbox from;
  std::string bounce_domain;
  std::string list_id;
  WebhookLimits webhooks;
  std::string templates;  // Folder of templates that replace the bundled ones; may be empty.
};

using DeliveryValues = std::map<std::string, std::string, std::less<>>;

// `values` by name; those that are not there have their defaults.  The password is read from its
// file.  kInvalidInput with a line per fault; no message contains a secret.
[[nodiscard]] Result<DeliveryConfig> ReadDeliveryConfig(const DeliveryValues& values);

}  // namespace lawtrace::service
