#include "service/http/internal/wire_text.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

std::string DateNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  return {text.data(),
          std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

std::string HeadOf(const Response& response, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += ReasonOf(response.status);
  head += "\r\nDate: " + DateNow() + "\r\nX-Content-Type-Options: nosniff\r\n";
  for (const Header& header : response.headers) head += header.name + ": " + header.value + "\r\n";
  const bool has_length = !response.stream && response.status != 304 && response.status != 204;
  if (has_length) head += "Content-Length: " + std::to_string(response.text().size()) + "\r\n";
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

std::string ClientOf(const std::string& peer, const Request& request,
                     const std::vector<std::string>& trusted_proxies) {
  if (std::ranges::find(trusted_proxies, peer) == trusted_proxies.end()) return peer;
  std::string_view forwarded = request.HeaderOf("x-forwarded-for");
  forwarded.remove_prefix(forwarded.find_last_of(", ") + 1);
  return forwarded.empty() ? peer : std::string(forwarded);
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace lawtrace::service
