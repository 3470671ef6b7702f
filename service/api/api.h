// The families of the API's routes.
#pragma once

#include <chrono>

#include "service/core/service.h"
#include "service/http/router.h"

namespace lawtrace::service {

// scores, profile, rank, series, changes, diff, revisions, attribution, trends, robustness,
// suggestions.
void AddQuestionRoutes(Router& router, Service& service);
// events, and their stream.
void AddEventRoutes(Router& router, Service& service);
// scenarios, by POST.
void AddScenarioRoutes(Router& router, Service& service);
// Exported files by their citation token.
void AddCitationRoutes(Router& router, Service& service);
// Many questions in one request.  Those not begun within `time` get status 503.
// REQUIRES: the router outlives the service.
void AddBatchRoute(Router& router, Service& service, std::chrono::milliseconds time);
// The OpenAPI document of all routes, and a page that lists them.
void AddDocumentRoutes(Router& router, Service& service);

inline constexpr std::chrono::milliseconds kUsualBatchTime{10'000};

// All of the above.
void AddApiRoutes(Router& router, Service& service,
                  std::chrono::milliseconds batch_time = kUsualBatchTime);

}  // namespace lawtrace::service
