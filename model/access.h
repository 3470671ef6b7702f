// AccessToken: who may do what through the service.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/day.h"
#include "model/result.h"

namespace lawtrace {

// Each may do all that those before it may.
// Stored beside the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class Role : std::uint8_t {
  kReader = 1,    // Asks.
  kCoder = 2,     // Submits statements; withdraws own ones.
  kReviewer = 3,  // Approves and rejects what others submitted.
  kEditor = 4,    // Writes without a second person where the configuration allows it.
  kAdmin = 5,     // Reads the audit trail.
};

std::string_view Name(Role role);  // "reader", "coder", "reviewer", "editor", "admin".
[[nodiscard]] Result<Role> ParseRole(std::string_view text);

// What the store keeps of a token.  Its secret is shown once and never stored.
struct AccessToken {
  std::string id;             // Sixteen hexadecimal digits; unique in the store; not secret.
  std::string secret_digest;  // SHA-256 of the secret, 32 bytes.
  Role role = Role::kReader;
  std::string person;     // Whose it is, as people write it.
  std::string person_id;  // Who submits and who approves are told apart by this; empty in tokens
                          // that were made without one: service::PersonIdOf the name.
  Instant created_at{0};
  std::optional<Instant> expires_at;  // From then on it is worth nothing.
  std::optional<Instant> revoked_at;

  bool IsValidAt(Instant now) const { return !revoked_at && (!expires_at || now < *expires_at); }

  friend bool operator==(const AccessToken&, const AccessToken&) = default;
};

}  // namespace lawtrace
