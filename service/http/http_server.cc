#include "service/http/http_server.h"

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <csignal>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "service/http/internal/wire_text.h"
#include "service/http/problem.h"
#include "service/http/rate_limit.h"

namespace lawtrace::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLinger{2};     // To read on after an error, so that it arrives.
constexpr std::size_t kMaxLinger = 64U << 20;  // Bytes.
constexpr std::size_t kMaxTargetBytes = 8U << 10;

// A refusal for what could not be read.
Response RefusalOf(const boost::system::error_code& error, bool has_line) {
  if (error == http::error::body_limit)
    return ProblemResponse(413, {"the body is too large; send less in one request"});
  if (error == http::error::header_limit && !has_line)
    return ProblemResponse(414, {"the address is too long; ask with POST /v1/batch"});
  if (error == http::error::header_limit)
    return ProblemResponse(431, {"the header fields are too large; send fewer"});
  return ProblemResponse(400, {"this is not an HTTP/1.1 request"});
}

}  // namespace

class Connection;

class HttpServer::Rep : public std::enable_shared_from_this<HttpServer::Rep> {
 public:
  Rep(ServerOptions options, Handler handler, Observer observer)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        observer_(std::move(observer)),
        io_(static_cast<int>(options_.threads)),
        acceptor_(asio::make_strand(io_)),
        signals_(io_),
        stop_timer_(io_),
        rates_(options_.limits.requests_per_second, options_.limits.burst) {}

  Status Listen();
  void Run();
  void Stop();
  void WakeStreams();
  std::size_t connection_count() const;
  std::size_t stream_count() const { return stream_count_; }
  std::uint16_t port() const { return port_; }

  // For connections.
  const ServerOptions& options() const { return options_; }
  Response Handle(const Request& request);
  void Observe(const Exchange& exchange) const {
    if (observer_) observer_(exchange);
  }
  bool is_stopping() const { return is_stopping_; }
  void Enter(const std::shared_ptr<Connection>& connection);
  void Leave(const Connection* connection);
  std::atomic<std::size_t> stream_count_ = 0;

 private:
  void Accept();
  // Calls `act` for every connection, on its strand.
  void ForEach(void (Connection::*act)());

  const ServerOptions options_;
  const Handler handler_;
  const Observer observer_;
  asio::io_context io_;
  tcp::acceptor acceptor_;
  asio::signal_set signals_;
  asio::steady_timer stop_timer_;
  RateLimit rates_;
  std::uint16_t port_ = 0;
  std::atomic<bool> is_stopping_ = false;
  mutable std::mutex mutex_;
  std::set<std::shared_ptr<Connection>> connections_;
};

// One client.  Everything runs on the strand of its socket.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, std::shared_ptr<HttpServer::Rep> server)
      : stream_(std::move(socket)),
        deadline_(stream_.get_executor()),
        server_(std::move(server)),
        buffer_(server_->options().limits.header_bytes + server_->options().limits.body_bytes) {
    boost::system::error_code ignored;
    const tcp::endpoint peer = stream_.socket().remote_endpoint(ignored);
    peer_ = peer.address().to_string();
    stream_.socket().set_option(tcp::no_delay(true), ignored);
  }

  auto executor() { return stream_.get_executor(); }
  void Read();
  void Refuse(const Response& response);
  // Ends it unless a request is running.
  void StopWaiting();
  // Sends what the stream has to say.
  void Pump();

 private:
  using Parser = http::request_parser<http::string_body>;

  void SetDeadline(std::chrono::milliseconds time);
  void OnHeader(boost::system::error_code error);
  void ReadBody();
  void OnRequest(boost::system::error_code error);
  // Whether what could not be read was answered or the connection has ended.
  void OnReadError(boost::system::error_code error);
  Request TakeRequest();
  void Send(Response response, bool is_head, bool keep_alive);
  void OnSent(bool keep_alive);
  void Linger();
  void BeginStream();
  void Listen();
  void Write(std::string text);
  void Beat();
  void Close();

  beast::tcp_stream stream_;
  asio::steady_timer deadline_;  // Of the request, then of the heartbeat.
  std::shared_ptr<HttpServer::Rep> server_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string peer_;
  std::string head_;   // Of the answer that is being sent, with
  Response response_;  // its body.
  std::string event_;  // Of a stream.
  std::array<char, 4096> drain_{};
  std::size_t drained_ = 0;
  bool is_waiting_ = false;  // For the first byte of a request.
  bool has_timed_out_ = false;
  bool is_writing_ = false;
  bool is_closed_ = false;
};

void Connection::SetDeadline(std::chrono::milliseconds time) {
  deadline_.expires_after(time);
  deadline_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (error) return;
    self->has_timed_out_ = true;
    self->stream_.cancel();
  });
}

void Connection::Read() {
  if (server_->is_stopping()) return Close();
  const ServerLimits& limits = server_->options().limits;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  parser_->body_limit(limits.body_bytes);
  has_timed_out_ = false;
  is_waiting_ = true;
  stream_.expires_never();
  SetDeadline(limits.request_time);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](boost::system::error_code error,
                                                      std::size_t) { self->OnHeader(error); });
}

void Connection::OnHeader(boost::system::error_code error) {
  is_waiting_ = false;
  if (error) return OnReadError(error);
  if (parser_->get().target().size() > kMaxTargetBytes)
    return Refuse(ProblemResponse(414, {"the address is too long; ask with POST /v1/batch"}));
  if (LowerCase(parser_->get()[http::field::expect]) != "100-continue") return ReadBody();
  head_ = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(head_),
                    [self = shared_from_this()](boost::system::error_code written, std::size_t) {
                      written ? self->Close() : self->ReadBody();
                    });
}

void Connection::ReadBody() {
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                     self->OnRequest(error);
                   });
}

void Connection::OnReadError(boost::system::error_code error) {
  deadline_.cancel();
  if (has_timed_out_) {
    const bool is_begun = parser_->got_some() || buffer_.size() > 0;
    if (!is_begun) return Close();
    return Refuse(ProblemResponse(
        408, {"the request did not arrive in time; send it whole within " +
              std::to_string(server_->options().limits.request_time.count()) + " ms"}));
  }
  const bool is_parse_error =
      error.category() == make_error_code(http::error::bad_method).category();
  if (!is_parse_error || error == http::error::end_of_stream ||
      error == http::error::partial_message)
    return Close();
  Refuse(RefusalOf(error, /*has_line=*/!parser_->get().target().empty()));
}

void Connection::Refuse(const Response& response) {
  deadline_.cancel();
  server_->Observe(
      {.request = {}, .status = response.status, .body_bytes = response.text().size()});
  Send(response, /*is_head=*/false, /*keep_alive=*/false);
}

Request Connection::TakeRequest() {
  auto& message = parser_->get();
  Request request{.method = std::string(message.method_string())};
  for (const auto& field : message)
    request.headers.push_back(
        {.name = LowerCase(field.name_string()), .value = std::string(field.value())});
  request.body = std::move(message.body());
  request.client = ClientOf(peer_, request, server_->options().trusted_proxies);
  return request;
}

void Connection::OnRequest(boost::system::error_code error) {
  if (error) return OnReadError(error);
  deadline_.cancel();
  const bool keep_alive = parser_->keep_alive() && !server_->is_stopping();
  auto target = ParseTarget(parser_->get().target());
  Request request = TakeRequest();
  if (!target)
    return Refuse(ProblemResponse(400, {"the address is not a path with percent-escapes"}));
  std::tie(request.path, request.query) = *std::move(target);
  const Clock::time_point begun = Clock::now();
  Response response = server_->Handle(request);
  server_->Observe({.request = request,
                    .status = response.status,
                    .body_bytes = response.text().size(),
                    .time = Clock::now() - begun});
  Send(std::move(response), request.method == "HEAD", keep_alive);
}

void Connection::Send(Response response, bool is_head, bool keep_alive) {
  response_ = std::move(response);
  const bool is_stream = static_cast<bool>(response_.stream) && !is_head;
  head_ = HeadOf(response_, keep_alive && !response_.stream);
  const bool has_body = !is_head && response_.status != 304;
  const std::array<asio::const_buffer, 2> buffers = {
      asio::buffer(head_), has_body ? asio::buffer(response_.text()) : asio::const_buffer()};
  stream_.expires_after(server_->options().limits.write_time);
  asio::async_write(stream_, buffers,
                    [self = shared_from_this(), is_stream, keep_alive](
                        boost::system::error_code error, std::size_t) {
                      if (error) return self->Close();
                      is_stream ? self->BeginStream() : self->OnSent(keep_alive);
                    });
}

void Connection::OnSent(bool keep_alive) {
  if (keep_alive) return Read();
  boost::system::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream_.expires_after(kLinger);
  Linger();
}

// Closing with unread bytes would reset the connection and the answer with it.
void Connection::Linger() {
  stream_.async_read_some(
      asio::buffer(drain_),
      [self = shared_from_this()](boost::system::error_code error, std::size_t count) {
        self->drained_ += count;
        error || self->drained_ > kMaxLinger ? self->Close() : self->Linger();
      });
}

void Connection::BeginStream() {
  ++server_->stream_count_;
  stream_.expires_never();
  is_waiting_ = true;
  Listen();
  Beat();
  Pump();
}

// What a client sends on a stream means nothing, but that it leaves is to be noticed.
void Connection::Listen() {
  stream_.socket().async_read_some(
      asio::buffer(drain_),
      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
        error ? self->Close() : self->Listen();
      });
}

void Connection::Beat() {
  deadline_.expires_after(server_->options().heartbeat);
  deadline_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (error || self->is_closed_) return;
    if (!self->is_writing_) self->Write(": still here\n\n");
    self->Beat();
  });
}

void Connection::Pump() {
  if (!response_.stream || is_writing_ || is_closed_ || !is_waiting_) return;
  std::string text = response_.stream();
  if (!text.empty()) Write(std::move(text));
}

void Connection::Write(std::string text) {
  is_writing_ = true;
  event_ = std::move(text);
  stream_.expires_after(server_->options().limits.write_time);
  asio::async_write(stream_, asio::buffer(event_),
                    [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                      self->is_writing_ = false;
                      if (error) return self->Close();
                      self->stream_.expires_never();
                      self->Pump();
                    });
}

void Connection::StopWaiting() {
  if (is_waiting_) Close();
}

void Connection::Close() {
  if (std::exchange(is_closed_, true)) return;
  if (response_.stream && is_waiting_) --server_->stream_count_;
  deadline_.cancel();
  boost::system::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  stream_.close();
  server_->Leave(this);
}

Status HttpServer::Rep::Listen() {
  boost::system::error_code error;
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
    return Fail(ErrorCode::kUnavailable, "listen: " + options_.address + ":" +
                                             std::to_string(options_.port) + ": " +
                                             error.message() + "; name another with --listen");
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

void HttpServer::Rep::Run() {
  if (options_.stops_on_signals) {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([self = shared_from_this()](boost::system::error_code error, int) {
      if (!error) self->Stop();
    });
  }
  Accept();
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < options_.threads; ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
  for (std::thread& thread : threads) thread.join();
}

void HttpServer::Rep::Accept() {
  acceptor_.async_accept(
      asio::make_strand(io_),
      [self = shared_from_this()](boost::system::error_code error, tcp::socket socket) {
        if (self->is_stopping_) return;
        if (!error) self->Enter(std::make_shared<Connection>(std::move(socket), self));
        self->Accept();
      });
}

void HttpServer::Rep::Enter(const std::shared_ptr<Connection>& connection) {
  std::size_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    connections_.insert(connection);
    count = connections_.size();
  }
  const bool is_full = count > options_.limits.connections;
  asio::post(connection->executor(), [connection, is_full] {
    if (!is_full) return connection->Read();
    connection->Refuse(
        ProblemResponse(503, {"too many connections; come back soon"}).With("Retry-After", "5"));
  });
}

void HttpServer::Rep::Leave(const Connection* connection) {
  std::shared_ptr<Connection> last;  // Outlives the lock.
  const std::lock_guard lock(mutex_);
  for (auto it = connections_.begin(); it != connections_.end(); ++it)
    if (it->get() == connection) {
      last = *it;
      connections_.erase(it);
      break;
    }
  if (is_stopping_ && connections_.empty()) stop_timer_.cancel();
}

Response HttpServer::Rep::Handle(const Request& request) {
  if (const auto wait = rates_.Take(request.client, Clock::now()))
    return ProblemResponse(429, {"too many requests; wait " + std::to_string(wait->count()) +
                                 " s, or ask for several things with POST /v1/batch"})
        .With("Retry-After", std::to_string(wait->count()));
  // Libraries may throw what nobody foresaw; it must not end the process.
  try {
    return handler_(request);
  } catch (const std::exception&) {
    return ProblemResponse(500, {"this request could not be answered; the service goes on"});
  }
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
    boost::system::error_code ignored;
    self->acceptor_.close(ignored);
    self->signals_.cancel(ignored);
    self->ForEach(&Connection::StopWaiting);
    const std::lock_guard lock(self->mutex_);
    if (self->connections_.empty()) return;
    self->stop_timer_.expires_after(self->options_.limits.stop_time);
    self->stop_timer_.async_wait([self](boost::system::error_code error) {
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
