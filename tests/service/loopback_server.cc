#include "tests/service/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "model/check.h"

namespace lawtrace::service {
namespace {

// Size of the first whole request in `text`; absent if more is to come.
std::optional<std::size_t> RequestSize(const std::string& text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const std::size_t field = text.find("Content-Length: ");
  const std::size_t body = field < end ? std::stoul(text.substr(field + 16)) : 0;
  if (text.size() < end + 4 + body) return std::nullopt;
  return end + 4 + body;
}

}  // namespace

LoopbackServer::LoopbackServer(Answer answer) : answer_(std::move(answer)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Check(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
  Check(listen(listener_, 16) == 0, "listen");
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  accepting_ = std::jthread([this] { Accept(); });
}

LoopbackServer::~LoopbackServer() {
  shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  serving_.clear();
  for (const int socket : sockets_) close(socket);
  close(listener_);
}

std::string LoopbackServer::Url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<std::string> LoopbackServer::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

void LoopbackServer::Accept() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    sockets_.push_back(socket);
    serving_.emplace_back([this, socket, number = connections_++] { Serve(socket, number); });
  }
}

void LoopbackServer::Serve(int socket, int connection) {
  const Reply reply = [socket](std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = send(socket, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  };
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t received = recv(socket, buffer.data(), buffer.size(), 0);
    if (received <= 0) return;
    text.append(buffer.data(), static_cast<std::size_t>(received));
    const std::optional<std::size_t> size = RequestSize(text);
    if (!size) continue;
    const std::string request = text.substr(0, *size);
    text.erase(0, *size);
    {
      const std::scoped_lock lock(mutex_);
      requests_.push_back(request);
    }
    answer_(request, connection, reply);
  }
}

std::string HttpReply(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace lawtrace::service
