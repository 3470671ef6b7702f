#include "service/http/http_server.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <csignal>
#include <exception>
#include <thread>
#include <utility>

#include "model/budget.h"
#include "service/http/client_key.h"
#include "service/http/internal/serving.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// Between attempts to take a connection when there is no descriptor for it.
constexpr std::chrono::milliseconds kAcceptPause{100};
// Connections beyond the limit that are told so at once; more are closed without a word.
constexpr std::size_t kRefusedAtOnce = 64;
constexpr std::chrono::milliseconds kWorkOfQuestion{10};

// Processor time of this thread.
std::chrono::nanoseconds WorkOfThread() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// As many descriptors as the machine lets this process have.
void RaiseDescriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

HttpServer::Rep::Rep(ServerOptions options, Handler handler, Observer observer)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      observer_(std::move(observer)),
      io_(static_cast<int>(options_.threads)),
      acceptor_(asio::make_strand(io_)),
      signals_(io_),
      stop_timer_(io_),
      accept_timer_(acceptor_.get_executor()),
      rates_(options_.limits.requests_per_second, options_.limits.burst),
      places_(options_.limits.connections_of_client, options_.limits.connections),
      streams_(options_.limits.streams_of_client, options_.limits.streams),
      bytes_(options_.limits.bytes_of_client, options_.limits.bytes),
      workers_(options_.limits.workers) {}

Status HttpServer::Rep::Listen() {
  RaiseDescriptors();
  error_code error;
  const auto address = asio::ip::make_address(options_.address, error);
  if (error)
    return Fail(ErrorCode::kInvalidInput, "listen: '" + options_.address +
                                              "' is not an address; write one such as 127.0.0.1");
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return Fail(ErrorCode::kUnavailable,
                "listen: " + options_.address + ":" + std::to_string(options_.port) + ": " +
                    error.message() + "; name another with " + Phrase(Field{"listen"}));
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

void HttpServer::Rep::Run() {
  if (options_.stops_on_signals) {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([self = shared_from_this()](error_code error, int) {
      if (!error) self->Stop();
    });
  }
  Accept();
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < options_.threads; ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
  for (std::thread& thread : threads) thread.join();
  workers_.Stop();  // Here, for its jobs hold connections, and these the server.
}

void HttpServer::Rep::Accept() {
  acceptor_.async_accept(
      asio::make_strand(io_), [self = shared_from_this()](error_code error, tcp::socket socket) {
        if (self->is_stopping_) return;
        if (!error) {
          auto connection = std::make_shared<Connection>(std::move(socket), self);
          self->Enter(connection, connection->peer());
          return self->Accept();
        }
        // A full table of descriptors stays full for a while; asking again at once would spin.
        self->accept_timer_.expires_after(kAcceptPause);
        self->accept_timer_.async_wait([self](error_code) {
          if (!self->is_stopping_) self->Accept();
        });
      });
}

std::string HttpServer::Rep::KeyOfPeer(const std::string& peer) const {
  const auto& proxies = options_.trusted_proxies;
  return std::ranges::find(proxies, peer) == proxies.end() ? ClientKey(peer) : std::string();
}

void HttpServer::Rep::Enter(const std::shared_ptr<Connection>& connection,
                            const std::string& peer) {
  auto place = std::make_shared<std::optional<Quota::Lease>>(places_.Take(KeyOfPeer(peer), 1));
  {
    const std::lock_guard lock(mutex_);
    const bool is_crowded = connections_.size() >= options_.limits.connections + kRefusedAtOnce;
    if (!*place && is_crowded) return;
    connections_.insert(connection);
  }
  asio::post(connection->executor(), [connection, place] {
    if (*place) return connection->Begin(std::move(**place));
    connection->Refuse(
        ProblemResponse(503, {"too many connections; come back soon"}).With("Retry-After", "5"));
  });
}

void HttpServer::Rep::Leave(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(connection);
  if (is_stopping_ && connections_.empty()) stop_timer_.cancel();
}

std::optional<Response> HttpServer::Rep::RefuseByRate(const std::string& client) {
  const auto wait = rates_.Take(client, Clock::now());
  if (!wait) return std::nullopt;
  return ProblemResponse(429, {"too many requests; wait " + std::to_string(wait->count()) + " s"})
      .With("Retry-After", std::to_string(wait->count()));
}

Response HttpServer::Rep::Handle(const Request& request) {
  const Clock::time_point begun = Clock::now();
  const std::chrono::nanoseconds former_work = WorkOfThread();
  const Budget budget(
      [late = begun + options_.limits.question_time] { return Clock::now() > late; },
      options_.limits.answer_bytes);
  // Libraries may throw what nobody foresaw; it must not end the process.
  Response response = [&] {
    try {
      return handler_(request);
    } catch (const BudgetSpent& spent) {
      return ProblemOf(spent.error());
    } catch (const std::exception&) {
      return ProblemResponse(500, {"this request could not be answered; the service goes on"});
    }
  }();
  const double more = static_cast<double>(response.questions) - 1 +
                      static_cast<double>((WorkOfThread() - former_work) / kWorkOfQuestion);
  rates_.Charge(ClientKey(request.client), more, Clock::now());
  Observe({.request = request,
           .status = response.status,
           .body_bytes = response.text().size(),
           .time = Clock::now() - begun,
           .route = response.route});
  return response;
}

void HttpServer::Rep::ForEach(void (Connection::*act)()) {
  const std::lock_guard lock(mutex_);
  for (const std::shared_ptr<Connection>& connection : connections_)
    asio::post(connection->executor(), [connection, act] { ((*connection).*act)(); });
}

void HttpServer::Rep::WakeStreams() {
  ForEach(&Connection::Pump);
}

void HttpServer::Rep::Stop() {
  if (is_stopping_.exchange(true)) return;
  asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->acceptor_.close(ignored);
    self->accept_timer_.cancel();
    self->signals_.cancel(ignored);
    self->ForEach(&Connection::StopWaiting);
    const std::lock_guard lock(self->mutex_);
    if (self->connections_.empty()) return;
    self->stop_timer_.expires_after(self->options_.limits.stop_time);
    self->stop_timer_.async_wait([self](error_code error) {
      if (!error) self->io_.stop();
    });
  });
}

std::size_t HttpServer::Rep::connection_count() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

HttpServer::HttpServer(std::shared_ptr<Rep> rep) : rep_(std::move(rep)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::Listen(ServerOptions options, Handler handler,
                                                       Observer observer) {
  auto rep = std::make_shared<Rep>(std::move(options), std::move(handler), std::move(observer));
  if (const Status listening = rep->Listen(); !listening) return Fail(listening.error());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(rep)));
}

std::uint16_t HttpServer::port() const {
  return rep_->port();
}
void HttpServer::Run() {
  rep_->Run();
}
void HttpServer::Stop() {
  rep_->Stop();
}
void HttpServer::WakeStreams() {
  rep_->WakeStreams();
}
std::size_t HttpServer::connection_count() const {
  return rep_->connection_count();
}
std::size_t HttpServer::stream_count() const {
  return rep_->stream_count();
}

}  // namespace lawtrace::service
