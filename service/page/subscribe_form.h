// The form by which people follow: from its fields to a wish, and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/index.h"
#include "model/result.h"
#include "service/dispatch/enrolment.h"
#include "service/http/http_message.h"

namespace lawtrace::service {

// The last value of that name; empty if there is none.
std::string FieldOf(const NamedValues& fields, std::string_view name);
// All values of that name, split at commas, without blanks around them.
std::vector<std::string> ListOf(const NamedValues& fields, std::string_view name);

// kInvalidInput if there are more fields than the form has, or one is longer than any it takes.
[[nodiscard]] Status CheckBounds(const NamedValues& fields);

// The filter of the fields country, group, area, indicator, law, kind (lists), direction, timing,
// points, band and rank (of the score `of`, by default the headline) and where (written out), as
// alerts::ParseFilter reads it; empty: every change.
std::string FilterTextOf(const NamedValues& fields);

// The wish of those fields and of channel (mail, webhook), mail, webhook, cadence, weekday (1 to
// 7), monthday, time (HH:MM), zone, language.  kInvalidInput: each fault has its field, and its
// words stand beside it: "write one address, NAME@HOST".
[[nodiscard]] Result<SubscriptionWish> WishOfForm(const NamedValues& fields, const Index& index);

// The fields that give the subscription's wish again.
NamedValues FieldsOf(const Subscription& subscription);

}  // namespace lawtrace::service
