// Signatures of webhooks by the Standard Webhooks specification, 1.0.0.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/day.h"
#include "model/result.h"

namespace lawtrace::service {

// A new secret, "whsec_" and 32 random bytes in base64.
std::string NewWebhookSecret();

// The key of a secret as people write it.  kInvalidInput unless it is "whsec_" and base64 of 24 to
// 64 bytes.
[[nodiscard]] Result<std::string> ParseWebhookSecret(std::string_view secret);

// The value of the header webhook-signature: one "v1,..." per key, separated by blanks, so that a
// receiver accepts it that holds any one of the keys.
std::string SignWebhook(std::span<const std::string> keys, std::string_view id, Instant sent_at,
                        std::string_view body);

}  // namespace lawtrace::service
