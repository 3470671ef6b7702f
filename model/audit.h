// AuditEntry: who did what, when.  The entries of a store form a chain: each carries the digest of
// the one before, so that none can be changed or left out without all later ones disagreeing.
#pragma once

#include <cstdint>
#include <string>

#include "model/day.h"

namespace lawtrace {

struct AuditEntry {
  std::uint64_t number = 0;  // From 1, without holes.
  Instant at{0};
  std::string person;   // Empty: the service itself, or whoever may write to the store's files.
  std::string token;    // AccessToken::id; empty: no token was used.
  std::string action;   // "token.add", "submission.approve", ...
  std::string subject;  // What it was done to: "submission 12", "token 0123456789abcdef".
  std::string detail;   // In words; never a secret.
  std::string previous_digest;  // SHA-256 of the stored bytes of the entry before; empty: first.

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

}  // namespace lawtrace
