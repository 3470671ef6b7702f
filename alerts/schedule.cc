#include "alerts/schedule.h"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "model/digest.h"

namespace lawtrace::alerts {
namespace {

constexpr std::int64_t kFirstWait = 60;
constexpr std::int64_t kLongestWait = 4 * 3600;
constexpr std::int64_t kLongestAskedWait = 24 * 3600;
constexpr std::int64_t kGiveUpAfter = 3 * 24 * 3600;

// Null if the system's time zones lack it.
const date::time_zone* FindZone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

date::sys_seconds SysTime(Instant instant) {
  return date::sys_seconds(std::chrono::seconds(instant.seconds_since_epoch()));
}

// The first instant at or after the local time.
Instant InstantOf(const date::time_zone& zone, date::local_seconds local) {
  const date::local_info info = zone.get_info(local);
  const auto sys = info.result == date::local_info::nonexistent
                       ? info.first.end
                       : date::sys_seconds(local.time_since_epoch() - info.first.offset);
  return Instant(sys.time_since_epoch().count());
}

// The first day from `day` on that the cadence names.
date::local_days NamedDayFrom(const Cadence& cadence, date::local_days day) {
  if (cadence.kind == CadenceKind::kWeekly) {
    const date::weekday wanted(static_cast<unsigned>(cadence.day));  // Also takes 7 for Sunday.
    return day + (wanted - date::weekday(day));
  }
  if (cadence.kind != CadenceKind::kMonthly) return day;
  const date::year_month_day from(day);
  for (date::year_month month = from.year() / from.month();; month += date::months(1)) {
    const date::year_month_day_last last = month / date::last;
    const date::day number = std::min(date::day(static_cast<unsigned>(cadence.day)), last.day());
    const date::local_days named(month / number);
    if (named >= day) return named;
  }
}

}  // namespace

Status CheckCadence(const Cadence& cadence) {
  const bool is_clocked = cadence.kind == CadenceKind::kDaily ||
                          cadence.kind == CadenceKind::kWeekly ||
                          cadence.kind == CadenceKind::kMonthly;
  if (!is_clocked) return {};
  if (cadence.minute < 0 || cadence.minute >= 24 * 60)
    return Fail(ErrorCode::kInvalidInput, "a time of day lies from 00:00 to 23:59");
  if (cadence.kind == CadenceKind::kWeekly && (cadence.day < 1 || cadence.day > 7))
    return Fail(ErrorCode::kInvalidInput, "a day of the week lies from 1 (Monday) to 7 (Sunday)");
  if (cadence.kind == CadenceKind::kMonthly && (cadence.day < 1 || cadence.day > 31))
    return Fail(ErrorCode::kInvalidInput, "a day of the month lies from 1 to 31");
  if (FindZone(cadence.zone) == nullptr)
    return Fail(ErrorCode::kInvalidInput, "'" + cadence.zone +
                                              "' is no time zone that this machine knows; write "
                                              "one such as Europe/Lisbon, or UTC");
  return {};
}

Status CheckWishedCadence(Cadence cadence) {
  if (cadence.kind == CadenceKind::kImmediate || cadence.kind == CadenceKind::kPerEdition)
    cadence.kind = CadenceKind::kDaily;
  return CheckCadence(cadence);
}

Result<Instant> NextDue(const Cadence& cadence, Instant now) {
  const Status checked = CheckCadence(cadence);
  if (!checked) return Fail(checked.error());
  if (cadence.kind == CadenceKind::kImmediate) return now;
  if (cadence.kind == CadenceKind::kPerEdition) return kAtNextEdition;
  const date::time_zone& zone = *FindZone(cadence.zone);
  // Starting a day early finds the instant also where clocks were put back over midnight.
  auto day = date::floor<date::days>(zone.to_local(SysTime(now))) - date::days(1);
  while (true) {
    day = NamedDayFrom(cadence, day);
    const Instant due = InstantOf(zone, day + std::chrono::minutes(cadence.minute));
    if (due > now) return due;
    day += date::days(1);
  }
}

std::optional<Instant> NextAttempt(std::string_view receiver, int attempts, Instant first,
                                   Instant now, std::optional<std::int64_t> retry_after_seconds) {
  if (now.seconds_since_epoch() - first.seconds_since_epoch() >= kGiveUpAfter) return std::nullopt;
  const int doublings = std::min(attempts - 1, 16);
  std::int64_t wait = std::min(kFirstWait << doublings, kLongestWait);
  Digest digest;
  digest.Add(receiver);
  digest.Add(static_cast<std::uint64_t>(attempts));
  const int spread = std::stoi(digest.Hex().substr(0, 4), nullptr, 16);  // 0 to 65535.
  wait = wait * 4 / 5 + wait * 2 / 5 * spread / 65'535;
  if (retry_after_seconds) wait = std::max(wait, std::min(*retry_after_seconds, kLongestAskedWait));
  return Instant(now.seconds_since_epoch() + wait);
}

}  // namespace lawtrace::alerts
