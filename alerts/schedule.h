// Schedule: when a digest is due, and when a failed attempt is made again.  Pure in the instants
// given; what is queued carries its due instant, so neither a restart nor a change of the clock
// skips or repeats it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/day.h"
#include "model/result.h"
#include "model/subscription.h"

namespace lawtrace::alerts {

// Due when an edition is published and not before.
inline constexpr Instant kAtNextEdition{253'402'300'799};  // 9999-12-31T23:59:59Z.

// kInvalidInput if the day or the minute is out of range or the system's time zones lack the zone.
[[nodiscard]] Status CheckCadence(const Cadence& cadence);
// The same of what somebody wishes for: the time and zone of a cadence that needs none are kept,
// too, so they have to be some.
[[nodiscard]] Status CheckWishedCadence(Cadence cadence);

// The first instant after `now` at which what was queued then is due; `now` itself for immediate
// delivery, kAtNextEdition for that.  A local time that a change of the clocks skips is due when
// they have changed; one that occurs twice is due the first time.
// Errors as CheckCadence.
[[nodiscard]] Result<Instant> NextDue(const Cadence& cadence, Instant now);

// When attempt number `attempts` + 1 is due, after `attempts` >= 1 have failed, the last of them at
// `now`: one minute, doubled each time up to four hours, from 80 to 120 % of it by the receiver's
// name, so that what waits for one keeps its order, or what the receiver asked for if that is
// longer, up to a day.  Absent once three days have passed since `first`: the message becomes a
// dead letter.
std::optional<Instant> NextAttempt(std::string_view receiver, int attempts, Instant first,
                                   Instant now, std::optional<std::int64_t> retry_after_seconds);

}  // namespace lawtrace::alerts
