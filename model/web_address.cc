#include "model/web_address.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "model/quote.h"

namespace lawtrace {
namespace {

constexpr std::size_t kMostBytes = 2048;
constexpr std::size_t kMostHostBytes = 253;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

char Small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Removes the prefix, letters of either case; whether it was there.
bool Skip(std::string_view prefix, std::string_view& text) {
  if (!std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, Small)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool IsForbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7F || c == '"' || c == '<' || c == '>' || c == '\\';
}

// A name of labels, or an IPv4 address; characters beyond ASCII are left to whoever resolves it.
bool IsHostName(std::string_view host) {
  if (host.empty() || host.size() > kMostHostBytes) return false;
  if (host.ends_with('.')) host.remove_suffix(1);
  const bool has_only_name_characters = std::ranges::all_of(host, [](char c) {
    return IsLetterOrDigit(c) || c == '-' || c == '_' || c == '.' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  return has_only_name_characters && !host.empty() && !host.starts_with('.') &&
         !host.ends_with('.') && host.find("..") == std::string_view::npos;
}

bool IsIpv6(std::string_view host) {
  return host.find(':') != std::string_view::npos && std::ranges::all_of(host, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
         });
}

std::optional<std::uint16_t> PortIn(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0)
    return std::nullopt;
  return port;
}

}  // namespace

Result<WebAddress> ParseWebAddress(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return Fail(ErrorCode::kInvalidInput, Quote(text) + " " + std::string(why));
  };
  if (text.size() > kMostBytes) return refuse("is longer than 2048 bytes");
  std::string_view rest = text;
  WebAddress address;
  if (Skip("https://", rest)) {
    address.is_secure = true;
  } else if (!Skip("http://", rest)) {
    return refuse("does not begin with http:// or https://");
  }
  if (std::ranges::any_of(text, IsForbidden))
    return refuse("holds a blank or a character that no web address has");
  address.has_fragment = text.find('#') != std::string_view::npos;
  std::string authority(rest.substr(0, rest.find_first_of("/?#")));
  std::ranges::transform(authority, authority.begin(), Small);
  if (authority.find('@') != std::string::npos)
    return refuse("holds a user or a password; leave them out");
  const bool is_bracketed = authority.starts_with('[');
  const std::size_t host_end =
      is_bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == std::string::npos) return refuse("names no host");
  address.host = is_bracketed ? authority.substr(1, host_end - 1) : authority.substr(0, host_end);
  if (is_bracketed ? !IsIpv6(address.host) : !IsHostName(address.host))
    return refuse("names no host");
  const std::string behind = authority.substr(is_bracketed ? host_end + 1 : host_end);
  address.port = address.is_secure ? kHttpsPort : kHttpPort;
  if (behind.empty()) return address;
  const std::optional<std::uint16_t> port =
      behind.starts_with(':') ? PortIn(std::string_view(behind).substr(1)) : std::nullopt;
  if (!port) return refuse("has a port that is none; leave it out or write one from 1 to 65535");
  address.port = *port;
  return address;
}

}  // namespace lawtrace
