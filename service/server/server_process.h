// The process of `lawtrace serve`: store, routes, socket, logs, metrics and signals together.
#pragma once

#include <filesystem>
#include <functional>

#include "model/index.h"
#include "model/result.h"
#include "service/channels/settings.h"
#include "service/core/service.h"
#include "service/http/router.h"

namespace lawtrace::service {

struct ProcessOptions {
  const Settings& settings;
  std::filesystem::path web;        // Folder of the page; without an index.html the API is listed.
  std::filesystem::path templates;  // Folder of the messages' bundled templates.
  std::function<Instant()> clock;
};

// Serves until it is told to stop by SIGINT or SIGTERM.  Says "Serving at http://..." through
// `announce` when it answers requests, and tells a service manager that started it.
[[nodiscard]] Status RunServer(const ProcessOptions& options, Index index,
                               const std::function<void(const std::string& address)>& announce);

// Answers GET of what has no route with the files of the page; `web` as above.
void AddPageFallback(Router& router, const std::filesystem::path& web);

}  // namespace lawtrace::service
