// WebAddress: what the program lets people link to and send to.  One rule for the sources of laws
// and events and for webhooks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"

namespace lawtrace {

struct WebAddress {
  bool is_secure = false;  // https.
  std::string host;        // ASCII letters in small; an IPv6 address without its brackets.
  std::uint16_t port = 0;  // That of the scheme if none is written.
  bool has_fragment = false;
};

// Takes an http or https address apart.
//
// kInvalidInput, "'ftp://x' does not begin with http:// or https://", also for more than 2048
// bytes, blanks and other characters that no address has, a user or password, a host that is none
// and a port that is not from 1 to 65535.
[[nodiscard]] Result<WebAddress> ParseWebAddress(std::string_view text);

// Whether a page may lead there.
inline bool IsWebAddress(std::string_view text) {
  return ParseWebAddress(text).has_value();
}

}  // namespace lawtrace
