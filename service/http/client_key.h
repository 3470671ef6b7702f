// Whom a request counts for.
#pragma once

#include <string>
#include <string_view>

namespace lawtrace::service {

// What limits count an address under: an IPv4 address itself, of an IPv6 address its first 64 bits
// ("2001:db8:0:1::/64"), of which whoever has one has all; anything else as it stands.
std::string ClientKey(std::string_view address);

}  // namespace lawtrace::service
