#include "service/http/client_key.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

namespace lawtrace::service {

std::string ClientKey(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return std::string(address);
  const std::string text(address.substr(0, address.find('%')));
  in6_addr bytes{};
  if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return std::string(address);
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) {
    std::array<char, INET_ADDRSTRLEN> mapped{};
    inet_ntop(AF_INET, &bytes.s6_addr[12], mapped.data(), mapped.size());
    return mapped.data();
  }
  if (IN6_IS_ADDR_LOOPBACK(&bytes)) return text;
  std::fill(std::begin(bytes.s6_addr) + 8, std::end(bytes.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> network{};
  inet_ntop(AF_INET6, &bytes, network.data(), network.size());
  return std::string(network.data()) + "/64";
}

}  // namespace lawtrace::service
