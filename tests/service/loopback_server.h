// A server on a loopback port that answers what a test says, byte by byte.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lawtrace::service {

// Writes to the client; false when it has gone.
using Reply = std::function<bool(std::string_view text)>;

class LoopbackServer {
 public:
  // `answer` gets each request, headers and body, and the number of its connection, from 0 on.
  using Answer = std::function<void(const std::string& request, int connection, const Reply&)>;

  explicit LoopbackServer(Answer answer);
  ~LoopbackServer();

  std::string Url(const std::string& path = "/") const;
  int port() const { return port_; }
  int connections() const { return connections_; }
  std::vector<std::string> requests() const;

 private:
  void Accept();
  void Serve(int socket, int connection);

  Answer answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> sockets_;
  std::vector<std::jthread> serving_;
  std::jthread accepting_;
};

// A whole HTTP reply that keeps the connection open.
std::string HttpReply(int status, const std::string& headers = {}, const std::string& body = {});

}  // namespace lawtrace::service
