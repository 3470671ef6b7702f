#include "service/http/internal/wire_text.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

// The second's date; each thread writes it once.
const std::string& DateNow() {
  thread_local std::time_t second = 0;
  thread_local std::string date;
  const std::time_t now = std::time(nullptr);
  if (now == second) return date;
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  date.assign(text.data(),
              std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
  second = now;
  return date;
}

struct Rule {
  std::string_view name;
  std::string_view value;
};

// Pages that others may embed would name them in a policy of their own, and share themselves.
constexpr std::array<Rule, 5> kForBrowsers = {{
    {"X-Content-Type-Options", "nosniff"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

}  // namespace

std::string HeadOf(const Response& response, bool keep_alive) {
  std::string head;
  head.reserve(1024);
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  head += "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(ReasonOf(response.status)).append("\r\n");
  add("Date", DateNow());
  for (const Header& header : response.headers) add(header.name, header.value);
  for (const Rule& rule : kForBrowsers)
    if (std::ranges::find(response.headers, rule.name, &Header::name) == response.headers.end())
      add(rule.name, rule.value);
  const bool has_length = !response.stream && response.status != 304 && response.status != 204;
  if (has_length) head += "Content-Length: " + std::to_string(response.text().size()) + "\r\n";
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

std::string ClientOf(const std::string& peer, std::string_view forwarded,
                     const std::vector<std::string>& trusted_proxies) {
  if (std::ranges::find(trusted_proxies, peer) == trusted_proxies.end()) return peer;
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
