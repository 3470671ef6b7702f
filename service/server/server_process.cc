#include "service/server/server_process.h"

#include <systemd/sd-daemon.h>

#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "service/api/api.h"
#include "service/api/api_desk.h"
#include "service/api/api_editing.h"
#include "service/desk/access.h"
#include "service/desk/publication.h"
#include "service/desk/recovery.h"
#include "service/desk/submissions.h"
#include "service/http/compression.h"
#include "service/http/files.h"
#include "service/http/http_server.h"
#include "service/http/log.h"
#include "service/http/metrics.h"
#include "service/http/problem.h"
#include "service/page/pages.h"
#include "service/server/alerting.h"

namespace lawtrace::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// "127.0.0.1:8080", "[::1]:8080".
Status ParseListen(const std::string& text, ServerOptions& options) {
  const std::size_t colon = text.rfind(':');
  const auto fail = [&] {
    return Fail(ErrorCode::kInvalidInput,
                "listen: '" + text + "' is no address with a port; write 127.0.0.1:8080");
  };
  if (colon == std::string::npos || colon + 1 == text.size()) return fail();
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, options.port);
  if (error != std::errc{} || stop != end) return fail();
  options.address = text.substr(0, colon);
  if (options.address.starts_with('[') && options.address.ends_with(']'))
    options.address = options.address.substr(1, options.address.size() - 2);
  return {};
}

Result<ServerOptions> ServerOptionsOf(const Settings& settings) {
  ServerOptions options{.trusted_proxies = settings.List("trusted_proxies"),
                        .stops_on_signals = true};
  std::string faults;
  const auto number = [&](std::string_view name, std::uint64_t least, std::uint64_t most) {
    const Result<std::uint64_t> value = settings.Number(name, least, most);
    if (!value) faults += (faults.empty() ? "" : "\n") + value.error().message;
    return value ? *value : least;
  };
  const auto time = [&](std::string_view name) {
    return milliseconds(seconds(number(name, 1, 3600)));
  };
  if (const Status listen = ParseListen(settings.Text("listen"), options); !listen)
    faults = listen.error().message;
  options.threads = static_cast<unsigned>(number("threads", 1, 256));
  options.limits = {.header_bytes = number("max_header", 1024, 1U << 20),
                    .body_bytes = number("max_body", 1024, 1U << 30),
                    .request_time = time("request_time"),
                    .write_time = time("write_time"),
                    .stop_time = time("stop_time"),
                    .connections = number("max_connections", 1, 100'000),
                    .requests_per_second = static_cast<double>(number("rate", 0, 1'000'000)),
                    .burst = static_cast<double>(number("burst", 1, 1'000'000))};
  options.heartbeat = time("heartbeat");
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return options;
}

void AddOperationRoutes(Router& router, Service& service, const Metrics& metrics) {
  const auto add = [&](std::string path, std::string id, std::string summary, std::string type,
                       std::function<Response(const Call&)> handler) {
    router.Add({.method = "GET",
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Operation",
                .summary = std::move(summary),
                .response_type = std::move(type),
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
                              "nothing can be recorded: " + trouble->message + "\n");
        return TextResponse(200, "text/plain; charset=utf-8",
                            "ready at position " + service.snapshot()->last().ToString() + "\n");
      });
  add("/metrics", "getMetrics", "Metrics in Prometheus' text form", "text/plain",
      [&metrics](const Call&) {
        return TextResponse(200, "text/plain; version=0.0.4; charset=utf-8", metrics.Text());
      });
}

void AddGauges(Service& service, const HttpServer& server, Metrics& metrics) {
  metrics.AddGauge("lawtrace_log_position", "Sequence of the last item that answers rest on",
                   [&service] { return static_cast<double>(service.snapshot()->last().value); });
  metrics.AddGauge("lawtrace_store_writable", "1, or 0 while nothing can be recorded",
                   [&service] { return service.writer().trouble() ? 0.0 : 1.0; });
  metrics.AddGauge("lawtrace_snapshot_age_seconds", "Time since the log was read", [&service] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         service.snapshot()->taken_at())
        .count();
  });
  metrics.AddGauge("lawtrace_http_connections", "Open connections",
                   [&server] { return static_cast<double>(server.connection_count()); });
  metrics.AddGauge("lawtrace_event_streams", "Open event streams",
                   [&server] { return static_cast<double>(server.stream_count()); });
}

// Tells what came in when an embargo ended.
void LogPublication(const Result<std::vector<Submission>>& changed) {
  if (!changed) return Log(LogLevel::kError, "publication", {{"error", changed.error().message}});
  for (const Submission& submission : *changed)
    Log(LogLevel::kInfo, "publication",
        {{"submission", std::to_string(submission.number)},
         {"state", std::string(Name(submission.state))}});
}

void LogTrouble(const std::optional<Error>& trouble) {
  if (trouble)
    return Log(LogLevel::kError, "store cannot be written", {{"reason", trouble->message}});
  Log(LogLevel::kInfo, "store can be written again");
}

void LogExchange(std::string_view route, const Exchange& exchange) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(exchange.time);
  Log(LogLevel::kInfo, "request",
      {{"method", exchange.request.method},
       {"route", std::string(route)},
       {"status", std::int64_t{exchange.status}},
       {"bytes", static_cast<std::int64_t>(exchange.body_bytes)},
       {"ms", static_cast<double>(us.count()) / 1000},
       {"client", exchange.request.client}});
}

}  // namespace

void AddPageFallback(Router& router, const std::filesystem::path& web) {
  router.SetFallback([web, &router](const Request& request) {
    std::error_code error;
    if (request.path != "/" || std::filesystem::exists(web / "index.html", error))
      return FileResponse(web, request);
    std::string page =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Lawtrace</title>"
        "<h1>Lawtrace</h1><p>The API, as <a href=\"/v1/openapi.json\">OpenAPI</a>:</p><ul>";
    for (const Route& route : router.routes())
      if (route.is_documented)
        page += "<li><code>" + route.method + " " + route.path + "</code> " + route.summary;
    Response response = TextResponse(200, "text/html; charset=utf-8", page + "</ul></html>\n");
    AddPageHeaders(response);
    return response;
  });
}

Status RunServer(const ProcessOptions& options, Index index,
                 const std::function<void(const std::string& address)>& announce) {
  const Result<LogLevel> level = ParseLogLevel(options.settings.Text("log_level"));
  if (!level) return Fail(level.error());
  SetLogLevel(*level);
  const Result<ServerOptions> server_options = ServerOptionsOf(options.settings);
  if (!server_options) return Fail(server_options.error());
  Result<std::unique_ptr<Service>> service =
      Service::Open(options.settings.Text("store"), std::move(index), options.clock);
  if (!service) return Fail(service.error());

  const Result<bool> editors_write_alone = options.settings.Truth("editors_write_alone");
  if (!editors_write_alone) return Fail(editors_write_alone.error());
  const Result<bool> questions_need_token = options.settings.Truth("questions_need_token");
  if (!questions_need_token) return Fail(questions_need_token.error());
  const Result<std::uint64_t> batch_time = options.settings.Number("batch_time", 1, 3600);
  if (!batch_time) return Fail(batch_time.error());
  const EditorialDesk desk{.index = &(*service)->index(),
                           .writer = &(*service)->writer(),
                           .editors_write_alone = *editors_write_alone};

  Result<std::unique_ptr<Alerting>> alerting =
      Alerting::Open(**service, options.settings, options.templates);
  if (!alerting) return Fail(alerting.error());

  Router router;
  Metrics metrics;
  (*alerting)->AddRoutes(router);
  AddApiRoutes(router, **service, seconds(*batch_time));
  AddEditingRoutes(router, **service, desk);
  AddTokenRoutes(router, **service);
  AddDeskRoutes(router, **service, desk);
  router.SetGuard(AccessGuard((*service)->writer().records(), options.clock,
                              *questions_need_token ? Reading::kByToken : Reading::kOpen));
  AddPageRoutes(router, **service);
  AddOperationRoutes(router, **service, metrics);
  AddPageFallback(router, options.web);
  Result<std::unique_ptr<HttpServer>> server = HttpServer::Listen(
      *server_options,
      [&router, &page = **service](const Request& request) {
        Response response = ForBrowser(request, router.Answer(request), page);
        CompressIfAccepted(request, response);
        return response;
      },
      [&router, &metrics](const Exchange& exchange) {
        const std::string_view route = router.RouteOf(exchange.request);
        metrics.Count(route, exchange);
        LogExchange(route, exchange);
      });
  if (!server) return Fail(server.error());
  (*service)->OnPublish([&server] { (*server)->WakeStreams(); });
  AddGauges(**service, **server, metrics);

  const std::string address =
      "http://" + server_options->address + ":" + std::to_string((*server)->port());
  Log(LogLevel::kInfo, "serving",
      {{"address", address}, {"position", (*service)->snapshot()->last().ToString()}});
  const Recovery recovery((*service)->writer(), &LogTrouble);
  const Publication publication(desk, options.clock, &LogPublication);
  (*alerting)->Start();
  announce(address);
  sd_notify(0, "READY=1");
  (*server)->Run();
  sd_notify(0, "STOPPING=1");
  Log(LogLevel::kInfo, "stopped");
  return {};
}

}  // namespace lawtrace::service
