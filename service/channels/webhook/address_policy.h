// Which network addresses messages may be sent to.
//
// Whoever subscribes chooses the address that this program connects to.  Addresses that are not on
// the public internet are therefore refused, so that nobody reaches through it what only its own
// machine or network can reach.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

struct sockaddr;

namespace lawtrace::service {

// 16 bytes in network order; IPv4 as ::ffff:a.b.c.d.
using IpAddress = std::array<std::uint8_t, 16>;

struct Network {
  IpAddress address{};
  int prefix_bits = 128;  // Of the 128.

  bool Contains(const IpAddress& other) const;
};

// Parses "10.1.0.0/16", "fd00::/8", "127.0.0.1" or "::1".  kInvalidInput on any other text.
[[nodiscard]] Result<Network> ParseNetwork(std::string_view text);

// "192.0.2.1", "2001:db8::1".
std::string ToText(const IpAddress& address);

class AddressPolicy {
 public:
  AddressPolicy() = default;
  // Allows these networks, too.
  explicit AddressPolicy(std::vector<Network> allowed) : allowed_(std::move(allowed)) {}

  // Whether the address lies in an allowed network, or is a public unicast address (IANA's
  // special-purpose registries, RFC 6890).  An IPv4 address within an IPv6 one (mapped, 6to4,
  // NAT64) counts as what it is within.
  bool Allows(const IpAddress& address) const;
  // The same; an address of another family than IPv4 and IPv6 is refused.
  bool Allows(const sockaddr& address) const;
  // What can be told of a host without asking anybody: kInvalidInput for an address that is not
  // allowed, however it is written, and, unless some networks are allowed, for names that mean this
  // machine or its own network.  What other names resolve to is seen when connecting.
  [[nodiscard]] Status CheckHost(const std::string& host) const;

 private:
  std::vector<Network> allowed_;
};

}  // namespace lawtrace::service
