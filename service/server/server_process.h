// The process of `lawtrace serve`: store, routes, socket, logs, metrics and signals together.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "model/index.h"
#include "model/result.h"
#include "service/channels/settings.h"
#include "service/core/service.h"

namespace lawtrace::service {

struct ProcessOptions {
  const Settings& settings;
  std::filesystem::path web;        // Folder of the page; without an index.html the API is listed.
  std::filesystem::path templates;  // Folder of the messages' bundled templates.
  std::function<Instant()> clock;
};

// Where a process serves: "http://127.0.0.1:8080".
struct Addresses {
  std::string service;
  std::string metrics;  // Empty: nowhere.
};

// Serves until it is told to stop by SIGINT or SIGTERM.  Says where through `announce` when it
// answers requests, and tells a service manager that started it.
[[nodiscard]] Status RunServer(const ProcessOptions& options, Index index,
                               const std::function<void(const Addresses&)>& announce);

}  // namespace lawtrace::service
