// HttpServer: HTTP/1.1 on a socket.  It keeps strangers within limits, hands whole requests to one
// handler, and holds any number of idle event streams without a thread each.  Two threads hold the
// sockets; the handler runs on others, so that no answer keeps anybody from being heard.
//
// Thread safety: every method may run concurrently; the handler runs on several threads at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/result.h"
#include "service/http/http_message.h"
#include "service/http/worker_pool.h"

namespace lawtrace::service {

// A client is an address, or the first 64 bits of one of IPv6 (service/http/client_key.h).
struct ServerLimits {
  std::size_t header_bytes = 16U << 10;            // Beyond: 431, or 414 if it is the request line.
  std::size_t body_bytes = 1U << 20;               // Beyond: 413.
  std::chrono::milliseconds request_time{15'000};  // For a whole request to arrive, else 408.
  std::chrono::milliseconds write_time{30'000};    // For a client to take an answer.
  std::chrono::milliseconds stop_time{10'000};     // For running requests to finish.
  std::chrono::milliseconds question_time{10'000};  // For the work on one answer, else 503.
  std::size_t answer_bytes = 128U << 20;            // That the work on one may write, else 400.
  // All beyond these: 503.
  std::size_t connections = 1024;
  std::size_t connections_of_client = 256;
  std::size_t streams = 512;
  std::size_t streams_of_client = 256;
  // Of bodies that are awaited and answers that are not taken yet.
  std::size_t bytes = 512U << 20;
  std::size_t bytes_of_client = 128U << 20;
  WorkerLimits workers;
  // Of one client, on average; beyond: 429.  0: no limit.  A request counts for as many as it asks
  // questions, and for one more for each 10 ms of a processor.
  double requests_per_second = 0;
  double burst = 100;  // Requests that a client may make at once.
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one.
  unsigned threads = 2;       // That hold the sockets.
  ServerLimits limits;
  // Answered by the thread of its socket, before all that waits: what must be seen while all else
  // is busy.  None by default.
  std::function<bool(const Request&)> is_urgent;
  std::chrono::milliseconds heartbeat{15'000};  // A comment on a silent stream.
  // Peers whose last X-Forwarded-For entry names the client.
  std::vector<std::string> trusted_proxies;
  bool stops_on_signals = false;  // SIGINT and SIGTERM stop it.
};

// What became of one request.
struct Exchange {
  const Request& request;  // Empty if it never arrived whole.
  int status = 0;
  std::size_t body_bytes = 0;
  std::chrono::steady_clock::duration time{};  // In the handler.
  std::string_view route = "unknown";
};

class HttpServer {
 public:
  using Handler = std::function<Response(const Request&)>;
  using Observer = std::function<void(const Exchange&)>;

  // Listens at once; requests are served by Run.
  // kUnavailable: the address is taken or not of this machine.  kInvalidInput: it is no address.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> Listen(ServerOptions options,
                                                                  Handler handler,
                                                                  Observer observer = {});
  ~HttpServer();

  std::uint16_t port() const;
  // Serves until it is stopped and every connection has ended.
  void Run();
  // No new requests; those that run are finished, streams end.
  void Stop();
  // Streams may have more to say.
  void WakeStreams();
  std::size_t connection_count() const;
  std::size_t stream_count() const;

  class Rep;  // Keeps Boost.Beast out of this header.

 private:
  explicit HttpServer(std::shared_ptr<Rep> rep);
  std::shared_ptr<Rep> rep_;
};

}  // namespace lawtrace::service
