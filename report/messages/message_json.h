// Messages as JSON: CloudEvents 1.0 in structured mode, for webhooks and JSON Lines.
// Fields: docs/channels.md.
#pragma once

#include <string>

#include "alerts/message.h"

namespace lawtrace::report {

// Where the addresses in messages lead.
struct MessageLinks {
  std::string index_id;    // "mipex".
  std::string index_name;  // "Migrant Integration Policy Index".
  std::string public_url;  // Of the service, without a final slash; empty: messages have no links.

  // The page of one event; empty without `public_url` and for editions.
  std::string EventUrl(Sequence event) const;
  // A page of the subscription with that token: "confirm", "unsubscribe" or, if `page` is empty,
  // the one to manage it.
  std::string SubscriptionUrl(const std::string& token, const std::string& page = {}) const;
};

// One line, without a line break.  Scores and points carry full precision.
std::string MessageJson(const alerts::Message& message, const MessageLinks& links);

}  // namespace lawtrace::report
