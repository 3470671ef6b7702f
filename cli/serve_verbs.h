// lawtrace serve.
#pragma once

#include "cli/options.h"
#include "model/result.h"
#include "service/channels/settings.h"

namespace lawtrace::cli {

struct ServeOptions {
  service::Settings::Values flags;  // Those that were given.
  std::string config;               // File; empty: none.
};

[[nodiscard]] Result<int> RunServe(const ServeOptions& options);

}  // namespace lawtrace::cli
