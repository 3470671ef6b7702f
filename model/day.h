// Day and Instant: a civil date and a moment.  Law is dated in days; the log is stamped in moments.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"

namespace lawtrace {

// A civil date in the proleptic Gregorian calendar, kept as whole days since 1970-01-01.
class Day {
 public:
  constexpr explicit Day(std::int32_t days_since_epoch) : days_(days_since_epoch) {}

  // REQUIRES: 1400 <= year <= 9999, 1 <= month <= 12, and the day exists in that month.
  static Day Of(int year, int month, int day);

  // Parses "YYYY-MM-DD", also with midnight behind it.  kInvalidInput on any other text.
  [[nodiscard]] static Result<Day> Parse(std::string_view text);

  constexpr std::int32_t days_since_epoch() const { return days_; }
  int year() const;
  int month() const;  // 1..12.
  Day first_of_month() const;
  Day last_of_month() const;
  Day first_of_year() const;
  Day last_of_year() const;
  Day plus_days(std::int32_t days) const { return Day(days_ + days); }
  std::string ToString() const;  // "YYYY-MM-DD".

  friend constexpr auto operator<=>(Day, Day) = default;

 private:
  std::int32_t days_;
};

// A moment, in whole seconds since 1970-01-01T00:00:00Z.
class Instant {
 public:
  constexpr explicit Instant(std::int64_t seconds_since_epoch) : seconds_(seconds_since_epoch) {}

  // The first and the last second of `day`, in UTC.
  static constexpr Instant StartOf(Day day) { return Instant(day.days_since_epoch() * kDay); }
  static constexpr Instant EndOf(Day day) {
    return Instant(day.days_since_epoch() * kDay + kDay - 1);
  }

  // Parses "YYYY-MM-DD" (its first second, UTC) or a moment as RFC 3339 writes it:
  // "2021-03-02T11:00:00.5+01:00".  A fraction is dropped, a leap second is the one before it;
  // T and Z may be small, T a blank, seconds left out.  kInvalidInput on any other text.
  [[nodiscard]] static Result<Instant> Parse(std::string_view text);

  constexpr std::int64_t seconds_since_epoch() const { return seconds_; }
  constexpr Day day() const {  // In UTC.
    const std::int64_t days = seconds_ / kDay - (seconds_ % kDay < 0 ? 1 : 0);
    return Day(static_cast<std::int32_t>(days));
  }
  std::string ToString() const;  // "YYYY-MM-DDThh:mm:ssZ".

  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  static constexpr std::int64_t kDay = 86'400;
  std::int64_t seconds_;
};

}  // namespace lawtrace
