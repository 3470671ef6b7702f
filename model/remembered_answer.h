// RememberedAnswer: what a request with an idempotency key was answered, so that its repetition is
// answered the same and done once.
#pragma once

#include <string>

#include "model/day.h"

namespace lawtrace {

struct RememberedAnswer {
  Instant at{0};
  std::string request_digest;  // SHA-256 of method, path and body.
  int status = 0;              // Of HTTP.
  std::string location;        // Of what was made; empty: nothing was.
  std::string body;

  friend bool operator==(const RememberedAnswer&, const RememberedAnswer&) = default;
};

}  // namespace lawtrace
