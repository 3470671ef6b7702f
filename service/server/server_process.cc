#include "service/server/server_process.h"

#include <malloc.h>
#include <systemd/sd-daemon.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "service/desk/publication.h"
#include "service/desk/recovery.h"
#include "service/desk/submissions.h"
#include "service/http/http_server.h"
#include "service/http/log.h"
#include "service/http/metrics.h"
#include "service/http/problem.h"
#include "service/server/alerting.h"
#include "service/server/listeners.h"
#include "service/server/routes.h"

namespace lawtrace::service {
namespace {

using std::chrono::seconds;

// Memory of a large answer goes back to the machine when the answer is gone.  By itself the library
// keeps up to 32 MiB of each such piece, in an arena for each thread.
void GiveMemoryBack() {
  mallopt(M_MMAP_THRESHOLD, 256 << 10);
  mallopt(M_TRIM_THRESHOLD, 1 << 20);
  mallopt(M_ARENA_MAX, 4);
}

// Serves the metrics beside the service, for as long as it lives.
class MetricsListener {
 public:
  // None if the settings name no address.
  static Result<std::unique_ptr<MetricsListener>> Start(const Settings& settings,
                                                        const Metrics& metrics) {
    if (settings.Text("metrics_listen").empty()) return nullptr;
    Result<ServerOptions> options = MetricsOptionsOf(settings);
    if (!options) return Fail(options.error());
    const std::string host = options->address;
    Result<std::unique_ptr<HttpServer>> server =
        HttpServer::Listen(*std::move(options), [&metrics](const Request& request) {
          if (request.path != "/metrics")
            return ProblemResponse(404, {"there is nothing here but /metrics"});
          return TextResponse(200, "text/plain; version=0.0.4; charset=utf-8", metrics.Text());
        });
    if (!server) return Fail(std::move(server).error().WithContext("metrics_listen"));
    return std::make_unique<MetricsListener>(*std::move(server), host);
  }

  MetricsListener(std::unique_ptr<HttpServer> server, const std::string& host)
      : server_(std::move(server)),
        address_("http://" + host + ":" + std::to_string(server_->port())),
        thread_([this] { server_->Run(); }) {}
  ~MetricsListener() { server_->Stop(); }
  const std::string& address() const { return address_; }
  MetricsListener(const MetricsListener&) = delete;
  MetricsListener& operator=(const MetricsListener&) = delete;

 private:
  std::unique_ptr<HttpServer> server_;
  std::string address_;
  std::jthread thread_;
};

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
  if (!changed) return Log(LogLevel::kError, "publication", {{"error", changed.error().Message()}});
  for (const Submission& submission : *changed)
    Log(LogLevel::kInfo, "publication",
        {{"submission", std::to_string(submission.number)},
         {"state", std::string(Name(submission.state))}});
}

void LogTrouble(const std::optional<Error>& trouble) {
  if (trouble)
    return Log(LogLevel::kError, "store cannot be written", {{"reason", trouble->Message()}});
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

Status RunServer(const ProcessOptions& options, Index index,
                 const std::function<void(const Addresses&)>& announce) {
  const Result<LogLevel> level = ParseLogLevel(options.settings.Text("log_level"));
  if (!level) return Fail(level.error());
  SetLogLevel(*level);
  GiveMemoryBack();
  Result<ServerOptions> server_options = ServerOptionsOf(options.settings);
  if (!server_options) return Fail(server_options.error());
  server_options->is_urgent = &IsAboutHealth;
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
  AddAllRoutes(router, **service, **alerting, desk,
               {.batch_time = seconds(*batch_time),
                .questions_need_token = *questions_need_token,
                .web = options.web,
                .clock = options.clock});
  Result<std::unique_ptr<HttpServer>> server =
      HttpServer::Listen(*server_options, HandlerOf(router, **service, options.clock),
                         [&metrics](const Exchange& exchange) {
                           metrics.Count(exchange.route, exchange);
                           LogExchange(exchange.route, exchange);
                         });
  if (!server) return Fail(server.error());
  (*service)->OnPublish([&server] { (*server)->WakeStreams(); });
  AddGauges(**service, **server, metrics);
  const Result<std::unique_ptr<MetricsListener>> measured =
      MetricsListener::Start(options.settings, metrics);
  if (!measured) return Fail(measured.error());

  const Addresses addresses{
      .service = "http://" + server_options->address + ":" + std::to_string((*server)->port()),
      .metrics = *measured == nullptr ? std::string() : (*measured)->address()};
  Log(LogLevel::kInfo, "serving",
      {{"address", addresses.service},
       {"metrics", addresses.metrics},
       {"position", (*service)->snapshot()->last().ToString()}});
  const Recovery recovery((*service)->writer(), &LogTrouble);
  const Publication publication(desk, options.clock, &LogPublication);
  (*alerting)->Start();
  announce(addresses);
  sd_notify(0, "READY=1");
  (*server)->Run();
  sd_notify(0, "STOPPING=1");
  Log(LogLevel::kInfo, "stopped");
  return {};
}

}  // namespace lawtrace::service
