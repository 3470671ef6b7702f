// The routes of a whole service, and what a request comes through on the way to them.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>

#include "service/core/service.h"
#include "service/desk/submissions.h"
#include "service/http/http_server.h"
#include "service/http/router.h"
#include "service/server/alerting.h"

namespace lawtrace::service {

struct RouteOptions {
  std::chrono::milliseconds batch_time{10'000};
  bool questions_need_token = false;
  std::filesystem::path web;  // Folder of the page; without an index.html the API is listed.
  std::function<Instant()> clock;
};

// Every route that a service answers, with the guard before them.
// REQUIRES: all but the options outlive the router.
void AddAllRoutes(Router& router, Service& service, Alerting& alerting, const EditorialDesk& desk,
                  const RouteOptions& options);

// What a server of these routes calls.
// REQUIRES: router and service outlive the handler.
HttpServer::Handler HandlerOf(const Router& router, Service& service,
                              std::function<Instant()> clock);

// Whether the request asks how the process is, which is answered before all else.
bool IsAboutHealth(const Request& request);

}  // namespace lawtrace::service
