// What a delivery status notification (RFC 3464), a "bounce", says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/result.h"

namespace lawtrace::service {

enum class BounceKind : std::uint8_t {
  kHard,  // Failed because of the address: it takes no mail.
  kSoft,  // Failed otherwise, also for good: it may take other mail later.
  kNone,  // Delivered, relayed or expanded; or delayed, where the last word is yet to come.
};

struct Bounce {
  BounceKind kind = BounceKind::kNone;
  std::string recipient;   // Final or original recipient, as the notification writes it.
  std::string status;      // "5.1.1".
  std::string diagnostic;  // The other server's words, one line; may be empty.
};

// The gravest of the recipients of a notification.
// kInvalidInput: the mail is no delivery status notification.
[[nodiscard]] Result<Bounce> ReadBounce(std::string_view mail);

// "5.1.1 mailbox unknown".
std::string ReasonOf(const Bounce& bounce);

// The address to which the bounces of one subscription go: "bounces+TOKEN@DOMAIN".
std::string BounceAddress(std::string_view token, std::string_view domain);
// The token of such an address; absent if it is another one.
std::optional<std::string> TokenOfBounceAddress(std::string_view address);

}  // namespace lawtrace::service
