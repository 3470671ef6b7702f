// The words of a subscription, as commands and programs say them alike.
#pragma once

#include <optional>
#include <string>

#include "model/index.h"
#include "model/result.h"
#include "service/dispatch/enrolment.h"

namespace lawtrace::service {

// What is not said is absent, and stays as it is.
struct WishWords {
  std::optional<std::string> to;        // "mail:ana@example.org", "webhook:URL", "file:PATH", "-".
  std::optional<std::string> where;     // A filter, as alerts::ParseFilter reads it.
  std::optional<std::string> cadence;   // "immediate", "daily", "weekly", "monthly", "edition".
  std::optional<std::string> day;       // "monday" to "sunday", or "1" to "31".
  std::optional<std::string> at;        // "HH:MM".
  std::optional<std::string> zone;      // IANA name; Enrolment checks it.
  std::optional<std::string> language;  // "en".
};

// Puts what the words say in the place of what `wish` has.  kInvalidInput: a line for each fault,
// begun with the option, "--day: 'x' is no day of the week; ...", or with the term of the filter.
[[nodiscard]] Status SetWish(const WishWords& words, const Index& index, SubscriptionWish& wish);

}  // namespace lawtrace::service
