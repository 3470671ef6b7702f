// The two halves of HttpServer: what all connections share, and one connection.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "service/http/http_server.h"
#include "service/http/quota.h"
#include "service/http/rate_limit.h"
#include "service/http/request_head.h"
#include "service/http/worker_pool.h"

namespace lawtrace::service {

class Connection;

class HttpServer::Rep : public std::enable_shared_from_this<HttpServer::Rep> {
 public:
  Rep(ServerOptions options, Handler handler, Observer observer);

  Status Listen();
  void Run();
  void Stop();
  void WakeStreams();
  std::size_t connection_count() const;
  std::size_t stream_count() const { return streams_.held(); }
  std::uint16_t port() const { return port_; }

  // For connections.
  const ServerOptions& options() const { return options_; }
  bool is_stopping() const { return is_stopping_; }
  bool IsUrgent(const Request& request) const {
    return options_.is_urgent && options_.is_urgent(request);
  }
  // Whose limits a peer's connection counts for; empty: it stands for many.
  std::string KeyOfPeer(const std::string& peer) const;
  // A refusal if the client has asked for too much lately.
  std::optional<Response> RefuseByRate(const std::string& client);
  // What the handler answers within the limits of one question; told to the observer, and charged.
  Response Handle(const Request& request);
  void Observe(const Exchange& exchange) const {
    if (observer_) observer_(exchange);
  }
  WorkerPool& workers() { return workers_; }
  Quota& streams() { return streams_; }
  Quota& bytes() { return bytes_; }
  void Leave(const std::shared_ptr<Connection>& connection);

 private:
  void Accept();
  void Enter(const std::shared_ptr<Connection>& connection, const std::string& peer);
  // Calls `act` for every connection, on its strand.
  void ForEach(void (Connection::*act)());

  const ServerOptions options_;
  const Handler handler_;
  const Observer observer_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer stop_timer_;
  boost::asio::steady_timer accept_timer_;
  RateLimit rates_;
  Quota places_;  // Connections.
  Quota streams_;
  Quota bytes_;  // Of bodies that are awaited and of answers that are not taken yet.
  std::uint16_t port_ = 0;
  std::atomic<bool> is_stopping_ = false;
  mutable std::mutex mutex_;
  std::set<std::shared_ptr<Connection>> connections_;
  WorkerPool workers_;  // Last: its jobs use the others.
};

// One client's socket.  Everything but the handler runs on its strand.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<HttpServer::Rep> server);

  auto executor() { return stream_.get_executor(); }
  const std::string& peer() const { return peer_; }
  void Begin(Quota::Lease place);
  void Refuse(const Response& response);
  // Ends it unless a request is running.
  void StopWaiting();
  // Sends what the stream has to say.
  void Pump();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void SetDeadline(std::chrono::milliseconds time);
  void Read();
  void ScanHead();
  void ReadMoreOfHead();
  void OnHead(std::string_view head);
  // Whether there is room for the body; else it is refused.
  bool TakeRoomForBody();
  void ReadBody();
  void OnReadError(boost::system::error_code error);
  Request TakeRequest();
  void OnRequest();
  void Answer(Request request, bool keep_alive);
  void Send(Response response, bool is_head, bool keep_alive);
  // Puts a refusal in place of an answer for which there is no room.
  void TakeRoomForAnswer(bool is_stream);
  void OnSent(bool keep_alive);
  void Linger();
  void BeginStream();
  void Listen();
  void Beat();
  void AskStream();
  void OnSaid(std::optional<std::string> text);
  void Write(std::string text);
  void Close();

  boost::beast::tcp_stream stream_;
  boost::asio::steady_timer deadline_;  // Of the request, then of the heartbeat.
  std::shared_ptr<HttpServer::Rep> server_;
  boost::beast::flat_buffer buffer_;
  std::optional<HeadScanner> scanner_;
  std::optional<Parser> parser_;
  std::string peer_;
  std::string address_;  // Of who asks, and
  std::string client_;   // whom the request counts for.
  std::optional<Quota::Lease> place_;
  std::optional<Quota::Lease> body_room_;
  std::optional<Quota::Lease> answer_room_;
  std::optional<Quota::Lease> stream_place_;
  std::string head_;   // Of the answer that is being sent, with
  Response response_;  // its body.
  std::string event_;  // Of a stream.
  std::array<char, 4096> drain_{};
  std::size_t drained_ = 0;
  bool is_waiting_ = false;  // For the first byte of a request, or on a stream.
  bool has_timed_out_ = false;
  bool is_asking_ = false;    // What the stream has to say.
  bool is_woken_ = false;     // There may be more since it was asked.
  bool is_beat_due_ = false;  // The stream was silent for long.
  bool is_writing_ = false;
  bool is_closed_ = false;
};

}  // namespace lawtrace::service
