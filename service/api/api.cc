#include "service/api/api.h"

#include "service/http/openapi.h"

namespace lawtrace::service {

void AddDocumentRoutes(Router& router, Service& /*service*/) {
  router.Add({.method = "GET",
              .path = "/v1/openapi.json",
              .id = "getOpenApi",
              .tag = "Document",
              .summary = "This document",
              .response_schema = R"({"type":"object"})",
              .gives_data = false,
              .handler = [&router](const Call&) {
                return JsonResponse(200, OpenApiDocument(router)).With("Cache-Control", "no-cache");
              }});
}

void AddApiRoutes(Router& router, Service& service, std::chrono::milliseconds batch_time) {
  AddQuestionRoutes(router, service);
  AddEventRoutes(router, service);
  AddScenarioRoutes(router, service);
  AddCitationRoutes(router, service);
  AddBatchRoute(router, service, batch_time);
  AddDocumentRoutes(router, service);
}

}  // namespace lawtrace::service
