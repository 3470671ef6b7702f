#include "service/channels/webhook/address_policy.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

#include "model/quote.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kIpv4At = 12;  // Where the four bytes stand in a mapped address.
constexpr int kIpv4Bits = 32;
constexpr int kIpv6Bits = 128;

// IPv4 networks that are not on the public internet.
constexpr std::array kNotPublicIpv4 = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
};
// Within 2000::/3; everything outside that is refused.
constexpr std::array kNotPublicIpv6 = {"2001::/23", "2001:db8::/32", "3fff::/20"};

std::vector<Network> Parsed(std::span<const char* const> texts);

bool IsMapped(const IpAddress& address) {
  constexpr std::array<std::uint8_t, kIpv4At> kPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::equal(kPrefix.begin(), kPrefix.end(), address.begin());
}

IpAddress Mapped(const std::uint8_t* four_bytes) {
  IpAddress address{};
  address[kIpv4At - 2] = address[kIpv4At - 1] = 0xFF;
  std::copy_n(four_bytes, 4, address.begin() + kIpv4At);
  return address;
}

// The IPv4 address that traffic to this IPv6 one ends up at: 6to4 (RFC 3056) and NAT64 (RFC 6052).
std::optional<IpAddress> Embedded(const IpAddress& address) {
  constexpr std::array<std::uint8_t, 12> kNat64 = {0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
  if (address[0] == 0x20 && address[1] == 0x02) return Mapped(&address[2]);
  if (std::equal(kNat64.begin(), kNat64.end(), address.begin())) return Mapped(&address[12]);
  return std::nullopt;
}

bool IsIn(const IpAddress& address, const std::vector<Network>& networks) {
  return std::ranges::any_of(networks, [&](const Network& n) { return n.Contains(address); });
}

bool IsPublic(const IpAddress& address) {
  static const std::vector<Network> not_public_ipv4 = Parsed(kNotPublicIpv4);
  static const std::vector<Network> not_public_ipv6 = Parsed(kNotPublicIpv6);
  if (IsMapped(address)) return !IsIn(address, not_public_ipv4);
  if (const std::optional<IpAddress> within = Embedded(address)) return IsPublic(*within);
  return (address[0] & 0xE0) == 0x20 && !IsIn(address, not_public_ipv6);
}

std::optional<IpAddress> ParseAddress(const std::string& text) {
  IpAddress address{};
  if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return address;
  std::array<std::uint8_t, 4> ipv4{};
  if (inet_pton(AF_INET, text.c_str(), ipv4.data()) == 1) return Mapped(ipv4.data());
  return std::nullopt;
}

std::vector<Network> Parsed(std::span<const char* const> texts) {
  std::vector<Network> networks;
  for (const char* text : texts) networks.push_back(ParseNetwork(text).value());
  return networks;
}

// "localhost", "db.internal", "printer": RFC 6761, 6762, 8375 and what resolvers complete.
bool IsOwnName(std::string_view name) {
  constexpr std::array<std::string_view, 9> kOwn = {"localhost", "localdomain", "local",
                                                    "internal",  "intranet",    "private",
                                                    "lan",       "home.arpa",   "corp"};
  if (name.ends_with('.')) name.remove_suffix(1);
  return name.find('.') == std::string_view::npos ||
         std::ranges::any_of(kOwn, [&](std::string_view own) {
           return name == own || name.ends_with("." + std::string(own));
         });
}

}  // namespace

bool Network::Contains(const IpAddress& other) const {
  const auto whole = static_cast<std::size_t>(prefix_bits / 8);
  if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                  other.begin()))
    return false;
  const int rest = prefix_bits % 8;
  return rest == 0 || ((address[whole] ^ other[whole]) >> (8 - rest)) == 0;
}

Result<Network> ParseNetwork(std::string_view text) {
  const auto refuse = [&] {
    return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                              "' is no network; write e.g. 10.1.0.0/16, "
                                              "fd00::/8 or 127.0.0.1");
  };
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address = ParseAddress(std::string(text.substr(0, slash)));
  if (!address) return refuse();
  const bool is_ipv4 = text.find(':') == std::string_view::npos;
  const int longest = is_ipv4 ? kIpv4Bits : kIpv6Bits;
  int bits = longest;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > longest)
      return refuse();
  }
  return Network{.address = *address, .prefix_bits = bits + kIpv6Bits - longest};
}

std::string ToText(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool is_ipv4 = IsMapped(address);
  inet_ntop(is_ipv4 ? AF_INET : AF_INET6, is_ipv4 ? &address[kIpv4At] : address.data(), text.data(),
            static_cast<socklen_t>(text.size()));
  return text.data();
}

bool AddressPolicy::Allows(const IpAddress& address) const {
  return IsIn(address, allowed_) || IsPublic(address);
}

bool AddressPolicy::Allows(const sockaddr& address) const {
  IpAddress bytes{};
  if (address.sa_family == AF_INET) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, &address, sizeof ipv4);
    std::array<std::uint8_t, 4> four{};
    std::memcpy(four.data(), &ipv4.sin_addr, four.size());
    bytes = Mapped(four.data());
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 ipv6{};
    std::memcpy(&ipv6, &address, sizeof ipv6);
    std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
  } else {
    return false;
  }
  return Allows(bytes);
}

Status AddressPolicy::CheckHost(const std::string& host) const {
  constexpr std::string_view kRemedy =
      "; name a public host, or let the operator set allowed-networks";
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  const bool is_address = getaddrinfo(host.c_str(), nullptr, &hints, &found) == 0;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(found, &freeaddrinfo);
  if (is_address ? Allows(*found->ai_addr) : !allowed_.empty() || !IsOwnName(host)) return {};
  return Fail(ErrorCode::kInvalidInput,
              Quote(host) + " is not on the public internet" + std::string(kRemedy));
}

}  // namespace lawtrace::service
