#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <tuple>
#include <utility>

#include "service/http/client_key.h"
#include "service/http/internal/serving.h"
#include "service/http/internal/wire_text.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds kLinger{2};     // To read on after an error, so that it arrives.
constexpr std::size_t kMaxLinger = 64U << 20;  // Bytes.
constexpr std::size_t kReadAtOnce = 4096;
constexpr std::size_t kSmallAnswer = 16U << 10;  // Bytes that need no room: places bound them.

// A refusal for what could not be read.
Response RefusalOf(const error_code& error) {
  if (error == http::error::body_limit)
    return ProblemResponse(413, {"the body is too large; send less in one request"});
  return ProblemResponse(400, {"this is not an HTTP/1.1 request"});
}

Response TooBusy(const std::string& words) {
  return ProblemResponse(503, {words}).With("Retry-After", "1");
}

}  // namespace

Connection::Connection(tcp::socket socket, std::shared_ptr<HttpServer::Rep> server)
    : stream_(std::move(socket)),
      deadline_(stream_.get_executor()),
      server_(std::move(server)),
      buffer_(server_->options().limits.header_bytes + server_->options().limits.body_bytes +
              kReadAtOnce) {
  error_code ignored;
  peer_ = stream_.socket().remote_endpoint(ignored).address().to_string();
  stream_.socket().set_option(tcp::no_delay(true), ignored);
}

void Connection::Begin(Quota::Lease place) {
  place_ = std::move(place);
  Read();
}

void Connection::SetDeadline(std::chrono::milliseconds time) {
  deadline_.expires_after(time);
  deadline_.async_wait([self = shared_from_this()](error_code error) {
    if (error) return;
    self->has_timed_out_ = true;
    self->stream_.cancel();
  });
}

void Connection::Read() {
  if (server_->is_stopping()) return Close();
  const ServerLimits& limits = server_->options().limits;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits.header_bytes + 1));
  parser_->body_limit(limits.body_bytes);
  scanner_.emplace(HeadLimits{.bytes = limits.header_bytes});
  has_timed_out_ = false;
  is_waiting_ = true;
  stream_.expires_never();
  SetDeadline(limits.request_time);
  ScanHead();
}

void Connection::ScanHead() {
  const std::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  if (const std::optional<HeadFault> fault = scanner_->Scan(bytes))
    return Refuse(ProblemResponse(fault->status, {fault->words}));
  scanner_->size() == 0 ? ReadMoreOfHead() : OnHead(bytes.substr(0, scanner_->size()));
}

void Connection::ReadMoreOfHead() {
  stream_.async_read_some(buffer_.prepare(kReadAtOnce),
                          [self = shared_from_this()](error_code error, std::size_t count) {
                            if (error) return self->OnReadError(error);
                            self->buffer_.commit(count);
                            self->ScanHead();
                          });
}

void Connection::OnHead(std::string_view head) {
  is_waiting_ = false;
  if (const std::optional<HeadFault> fault = FaultInHead(head))
    return Refuse(ProblemResponse(fault->status, {fault->words}));
  error_code error;
  parser_->put(asio::buffer(head.data(), head.size()), error);
  buffer_.consume(head.size());
  if (error) return Refuse(RefusalOf(error));
  std::string_view forwarded;  // Proxies add theirs behind what the client sent.
  for (const auto& field : parser_->get())
    if (LowerCase(field.name_string()) == "x-forwarded-for") forwarded = field.value();
  address_ = ClientOf(peer_, forwarded, server_->options().trusted_proxies);
  client_ = ClientKey(address_);
  if (parser_->is_done()) return OnRequest();
  if (!TakeRoomForBody()) return;
  const std::string expected = LowerCase(parser_->get()[http::field::expect]);
  if (expected.empty()) return ReadBody();
  if (expected != "100-continue")
    return Refuse(ProblemResponse(417, {"Expect knows 100-continue alone; leave it out"}));
  head_ = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(head_),
                    [self = shared_from_this()](error_code written, std::size_t) {
                      written ? self->Close() : self->ReadBody();
                    });
}

bool Connection::TakeRoomForBody() {
  const auto length = parser_->content_length();
  body_room_ = server_->bytes().Take(
      client_, length ? static_cast<std::size_t>(*length) : server_->options().limits.body_bytes);
  if (!body_room_) Refuse(TooBusy("too much is being sent at once; come back soon"));
  return body_room_.has_value();
}

void Connection::ReadBody() {
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](error_code error, std::size_t) {
                     error ? self->OnReadError(error) : self->OnRequest();
                   });
}

void Connection::OnReadError(error_code error) {
  deadline_.cancel();
  if (has_timed_out_) {
    const bool is_begun = !is_waiting_ || buffer_.size() > 0;
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
  Refuse(RefusalOf(error));
}

void Connection::Refuse(const Response& response) {
  deadline_.cancel();
  is_waiting_ = false;
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
  request.client = address_;
  return request;
}

void Connection::OnRequest() {
  deadline_.cancel();
  const bool keep_alive = parser_->keep_alive() && !server_->is_stopping();
  auto target = ParseTarget(parser_->get().target());
  Request request = TakeRequest();
  if (!target)
    return Refuse(ProblemResponse(400, {"the address is not a path with percent-escapes"}));
  std::tie(request.path, request.query) = *std::move(target);
  Answer(std::move(request), keep_alive);
}

void Connection::Answer(Request request, bool keep_alive) {
  const bool is_head = request.method == "HEAD";
  if (server_->IsUrgent(request)) return Send(server_->Handle(request), is_head, keep_alive);
  if (std::optional<Response> refusal = server_->RefuseByRate(client_)) {
    server_->Observe({.request = request, .status = refusal->status});
    return Send(*std::move(refusal), is_head, keep_alive);
  }
  const bool is_taken = server_->workers().Submit(
      client_,
      [self = shared_from_this(), asked = std::make_shared<const Request>(std::move(request)),
       work = asio::make_work_guard(executor()), is_head, keep_alive] {
        auto answer = std::make_shared<Response>(self->server_->Handle(*asked));
        asio::post(self->executor(), [self, answer, is_head, keep_alive] {
          self->Send(std::move(*answer), is_head, keep_alive);
        });
      });
  if (is_taken) return;
  server_->Observe({.request = {}, .status = 503});
  Send(TooBusy("too many requests are waiting; come back soon"), is_head, keep_alive);
}

void Connection::TakeRoomForAnswer(bool is_stream) {
  if (is_stream) {
    stream_place_ = server_->streams().Take(client_, 1);
    if (!stream_place_)
      response_ = TooBusy("too many event streams are open; close some, or come back later");
  }
  const std::size_t bytes = response_.text().size();
  if (bytes <= kSmallAnswer) return;
  answer_room_ = server_->bytes().Take(client_, bytes);
  if (!answer_room_)
    response_ = TooBusy("too many answers wait to be taken; read those first, or come back soon");
}

void Connection::Send(Response response, bool is_head, bool keep_alive) {
  body_room_.reset();
  response_ = std::move(response);
  if (is_head) response_.stream = nullptr;
  TakeRoomForAnswer(static_cast<bool>(response_.stream));
  const bool is_stream = static_cast<bool>(response_.stream);
  head_ = HeadOf(response_, keep_alive && !is_stream);
  const bool has_body = !is_head && response_.status != 304;
  const std::array<asio::const_buffer, 2> buffers = {
      asio::buffer(head_), has_body ? asio::buffer(response_.text()) : asio::const_buffer()};
  stream_.expires_after(server_->options().limits.write_time);
  asio::async_write(
      stream_, buffers,
      [self = shared_from_this(), is_stream, keep_alive](error_code error, std::size_t) {
        if (error) return self->Close();
        is_stream ? self->BeginStream() : self->OnSent(keep_alive);
      });
}

void Connection::OnSent(bool keep_alive) {
  response_ = {};
  answer_room_.reset();
  if (keep_alive) return Read();
  error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream_.expires_after(kLinger);
  Linger();
}

// Closing with unread bytes would reset the connection and the answer with it.
void Connection::Linger() {
  stream_.async_read_some(asio::buffer(drain_),
                          [self = shared_from_this()](error_code error, std::size_t count) {
                            self->drained_ += count;
                            error || self->drained_ > kMaxLinger ? self->Close() : self->Linger();
                          });
}

void Connection::BeginStream() {
  stream_.expires_never();
  is_waiting_ = true;
  if (server_->is_stopping()) return Close();
  Listen();
  Beat();
  Pump();
}

// What a client sends on a stream means nothing, but that it leaves is to be noticed.
void Connection::Listen() {
  stream_.socket().async_read_some(asio::buffer(drain_),
                                   [self = shared_from_this()](error_code error, std::size_t) {
                                     error ? self->Close() : self->Listen();
                                   });
}

void Connection::Beat() {
  deadline_.expires_after(server_->options().heartbeat);
  deadline_.async_wait([self = shared_from_this()](error_code error) {
    if (error || self->is_closed_) return;
    self->is_beat_due_ = true;
    self->Pump();
    self->Beat();
  });
}

void Connection::Pump() {
  if (!stream_place_ || is_closed_ || !is_waiting_) return;
  is_woken_ = true;
  if (!is_asking_ && !is_writing_) AskStream();
}

void Connection::AskStream() {
  is_asking_ = true;
  is_woken_ = false;
  server_->workers().SubmitAlways(
      client_, [self = shared_from_this(), work = asio::make_work_guard(executor())] {
        auto said = std::make_shared<std::optional<std::string>>(self->response_.stream());
        asio::post(self->executor(), [self, said] { self->OnSaid(std::move(*said)); });
      });
}

void Connection::OnSaid(std::optional<std::string> text) {
  is_asking_ = false;
  if (is_closed_) return;
  if (!text) return Close();
  if (!text->empty()) {
    is_beat_due_ = false;
    return Write(*std::move(text));
  }
  if (is_woken_) return AskStream();
  if (std::exchange(is_beat_due_, false)) Write(": still here\n\n");
}

void Connection::Write(std::string text) {
  is_writing_ = true;
  event_ = std::move(text);
  stream_.expires_after(server_->options().limits.write_time);
  asio::async_write(stream_, asio::buffer(event_),
                    [self = shared_from_this()](error_code error, std::size_t) {
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
  deadline_.cancel();
  error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  stream_.close();
  stream_place_.reset();
  answer_room_.reset();
  body_room_.reset();
  place_.reset();
  server_->Leave(shared_from_this());
}

}  // namespace lawtrace::service
