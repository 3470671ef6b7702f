// A client that sends exactly the bytes it is given.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace lawtrace::service {

struct Reply {
  int status = 0;  // 0: none came.
  std::string head;
  std::string body;

  // The value of the first header of that name, as it is spelled; empty if there is none.
  std::string HeaderOf(std::string_view name) const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // As much as the peer takes; false if it closed before the end.
  bool Send(std::string_view bytes);
  // One reply whose body has a Content-Length; `is_head` if it has none all the same.
  Reply ReadReply(bool is_head = false);
  // Whatever comes until `text` has come, the peer closes, or the time is up.
  std::string ReadUntil(std::string_view text,
                        std::chrono::milliseconds time = std::chrono::seconds(10));
  bool IsClosedByPeer(std::chrono::milliseconds within = std::chrono::seconds(10));

 private:
  // False at the end.
  bool ReadMore(std::chrono::milliseconds time = std::chrono::seconds(20));

  int socket_;
  std::string unread_;
};

// One request on a connection of its own.
Reply Ask(std::uint16_t port, std::string_view request);
Reply Get(std::uint16_t port, std::string_view target, std::string_view headers = {});
Reply Post(std::uint16_t port, std::string_view target, std::string_view body);

}  // namespace lawtrace::service
