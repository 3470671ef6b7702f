#include "service/server/routes.h"

#include <string>
#include <utility>

#include "service/api/api.h"
#include "service/api/api_desk.h"
#include "service/api/api_editing.h"
#include "service/desk/access.h"
#include "service/http/base_path.h"
#include "service/http/compression.h"
#include "service/http/files.h"
#include "service/page/pages.h"

namespace lawtrace::service {
namespace {

void AddHealthRoutes(Router& router, Service& service) {
  const auto add = [&](std::string path, std::string id, std::string summary, std::string type,
                       std::function<Response(const Call&)> handler) {
    router.Add({.method = "GET",
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Operation",
                .summary = std::move(summary),
                .response_type = std::move(type),
                .gives_data = false,
                .handler = std::move(handler)});
  };
  add("/health/live", "getLive", "Whether the process answers", "text/plain",
      [](const Call&) { return TextResponse(200, "text/plain; charset=utf-8", "live\n"); });
  add("/health/ready", "getReady",
      "Whether questions are answered, and from which log position; 503 while nothing can be "
      "recorded",
      "text/plain", [&service](const Call&) {
        if (const std::optional<Error> trouble = service.writer().trouble())
          return TextResponse(503, "text/plain; charset=utf-8",
                              "nothing can be recorded: " + trouble->Message() + "\n");
        return TextResponse(200, "text/plain; charset=utf-8",
                            "ready at position " + service.snapshot()->last().ToString() + "\n");
      });
}

// GET of what has no route is answered with the files of the page.
void AddPageFallback(Router& router, const std::filesystem::path& web) {
  router.SetFallback([web, &router](const Request& request) {
    std::error_code error;
    if (request.path != "/" || std::filesystem::exists(web / "index.html", error))
      return FileResponse(web, request);
    std::string page =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Lawtrace</title>"
        "<h1>Lawtrace</h1><p>The API, as <a href=\"" +
        request.base + "/v1/openapi.json\">OpenAPI</a>:</p><ul>";
    for (const Route& route : router.routes())
      if (route.is_documented)
        page += "<li><code>" + route.method + " " + route.path + "</code> " + route.summary;
    Response response = TextResponse(200, "text/html; charset=utf-8", page + "</ul></html>\n");
    AddPageHeaders(response);
    return response;
  });
}

}  // namespace

void AddAllRoutes(Router& router, Service& service, Alerting& alerting, const EditorialDesk& desk,
                  const RouteOptions& options) {
  alerting.AddRoutes(router);
  AddApiRoutes(router, service, options.batch_time);
  AddEditingRoutes(router, service, desk);
  AddTokenRoutes(router, service);
  AddDeskRoutes(router, service, desk);
  AddPageRoutes(router, service);
  AddHealthRoutes(router, service);
  AddPageFallback(router, options.web);
  router.SetGuard(AccessGuard(router, service.writer().records(), options.clock));
  if (options.questions_need_token) router.RequireForData(std::string(Name(Role::kReader)));
}

HttpServer::Handler HandlerOf(const Router& router, Service& service,
                              std::function<Instant()> clock) {
  const auto answer = [&router, &service, clock = std::move(clock)](const Request& request) {
    Response response =
        EndingWithToken(service.writer().records(), clock, request, router.Answer(request));
    response = ForBrowser(request, std::move(response), service);
    CompressIfAccepted(request, response);
    return response;
  };
  return BelowPath(BasePathOf(service.public_url()), answer);
}

bool IsAboutHealth(const Request& request) {
  return request.path.starts_with("/health/");
}

}  // namespace lawtrace::service
