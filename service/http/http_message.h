// Request and Response: what an HTTP exchange says, free of sockets.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lawtrace::service {

struct Header {
  std::string name;  // In a request, lower case.
  std::string value;
};

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "GET";  // As sent: "GET", "POST", ...
  std::string path;            // Percent-decoded: "/v1/scores".
  std::string base;            // Before every path as browsers see it: "/lawtrace"; mostly empty.
  NamedValues query;           // Percent-decoded, in order; a name may come twice.
  std::vector<Header> headers;
  std::string body;
  std::string client;  // The peer's address; empty without a socket.

  // The first header of that name (lower case); empty if there is none.
  std::string_view HeaderOf(std::string_view name) const;
};

// What is to be sent now on a stream of server-sent events; empty: nothing yet; absent: the stream
// ends.  It is asked again until it says nothing, and then whenever the server is told that there
// may be more, and before each sign of life.  Called by one thread at a time.
using EventSource = std::function<std::optional<std::string>()>;

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::shared_ptr<const std::string> body;  // Null: empty.
  EventSource stream;                       // If set, the body is an endless stream of its events.
  std::size_t questions = 1;                // That it answers; limits on rates count them.
  std::string_view route = "unknown";       // Path of the route that answered, for metrics.

  const std::string& text() const;
  Response& With(std::string name, std::string value);
  // As With, in the place of what the header said before.
  Response& Set(std::string_view name, std::string value);
};

Response TextResponse(int status, std::string type, std::string text);
Response JsonResponse(int status, std::string text);

// A target as it stands in the request line: "/v1/scores?country=PT&at=2019".  Absent if it does
// not begin with '/', holds a bad escape or a NUL.
std::optional<std::pair<std::string, NamedValues>> ParseTarget(std::string_view target);
// Absent if there is a bad escape or a NUL.  In a query, '+' is a blank.
std::optional<std::string> PercentDecoded(std::string_view text, bool is_query);
// Only unreserved characters stay.
std::string PercentEncoded(std::string_view text);

}  // namespace lawtrace::service
