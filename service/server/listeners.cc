#include "service/server/listeners.h"

#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

namespace lawtrace::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// "127.0.0.1:8080", "[::1]:8080".
Status ParseListen(std::string_view setting, const std::string& text, ServerOptions& options) {
  const std::size_t colon = text.rfind(':');
  const auto fail = [&] {
    return Fail(ErrorCode::kInvalidInput, std::string(setting) + ": '" + text +
                                              "' is no address with a port; write 127.0.0.1:8080");
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

}  // namespace

Result<ServerOptions> ServerOptionsOf(const Settings& settings) {
  ServerOptions options{.trusted_proxies = settings.List("trusted_proxies"),
                        .stops_on_signals = true};
  std::string faults;
  const auto number = [&](std::string_view name, std::uint64_t least, std::uint64_t most) {
    const Result<std::uint64_t> value = settings.Number(name, least, most);
    if (!value) faults += (faults.empty() ? "" : "\n") + value.error().Message();
    return value ? *value : least;
  };
  const auto time = [&](std::string_view name) {
    return milliseconds(seconds(number(name, 1, 3600)));
  };
  if (const Status listen = ParseListen("listen", settings.Text("listen"), options); !listen)
    faults = listen.error().Message();
  const std::uint64_t waiting = number("max_waiting", 8, 1'000'000);
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 40U;
  options.limits = {
      .header_bytes = number("max_header", 1024, 1U << 20),
      .body_bytes = number("max_body", 1024, 1U << 30),
      .request_time = time("request_time"),
      .write_time = time("write_time"),
      .stop_time = time("stop_time"),
      .question_time = time("question_time"),
      .answer_bytes = number("max_answer", 1U << 16, kMostBytes),
      .connections = number("max_connections", 1, 100'000),
      .connections_of_client = number("client_connections", 1, 100'000),
      .streams = number("max_streams", 0, 100'000),
      .streams_of_client = number("client_streams", 0, 100'000),
      .bytes = number("max_unsent", 1U << 20, kMostBytes),
      .bytes_of_client = number("client_unsent", 1U << 20, kMostBytes),
      .workers = {.threads = static_cast<unsigned>(number("threads", 1, 256)),
                  .threads_of_client = static_cast<unsigned>(number("client_threads", 1, 256)),
                  .waiting_of_client = waiting / 8,
                  .waiting = waiting},
      .requests_per_second = static_cast<double>(number("rate", 0, 1'000'000)),
      .burst = static_cast<double>(number("burst", 1, 1'000'000))};
  options.heartbeat = time("heartbeat");
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return options;
}

Result<ServerOptions> MetricsOptionsOf(const Settings& settings) {
  ServerOptions options{
      .threads = 1,
      .limits = {.connections = 16, .workers = {.threads = 1, .threads_of_client = 1}}};
  const Status listen = ParseListen("metrics_listen", settings.Text("metrics_listen"), options);
  if (!listen) return Fail(listen.error());
  return options;
}

}  // namespace lawtrace::service
