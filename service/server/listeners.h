// Listeners: where a service listens and what it grants strangers, from its settings.
#pragma once

#include "model/result.h"
#include "service/channels/settings.h"
#include "service/http/http_server.h"

namespace lawtrace::service {

// Of the service.  kInvalidInput with a line per fault.
[[nodiscard]] Result<ServerOptions> ServerOptionsOf(const Settings& settings);

// Of the metrics, at the address of `metrics_listen`.
[[nodiscard]] Result<ServerOptions> MetricsOptionsOf(const Settings& settings);

}  // namespace lawtrace::service
