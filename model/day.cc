#include "model/day.h"

#include <algorithm>
#include <array>
#include <boost/date_time/gregorian/formatters.hpp>
#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>

#include "model/check.h"

namespace lawtrace {
namespace {

using boost::gregorian::date;

date ToBoost(Day day) {
  return date(1970, 1, 1) + boost::gregorian::days(day.days_since_epoch());
}

Day FromBoost(const date& civil) {
  return Day(static_cast<std::int32_t>((civil - date(1970, 1, 1)).days()));
}

// Reads `count` digits at `at`; absent if any is not a digit.
std::optional<int> Digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Boost throws on a day that does not exist and on years outside 1400..9999.
std::optional<Day> Civil(int year, int month, int day) {
  if (year < 0 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31)
    return std::nullopt;  // Would not survive the conversions below.
  try {
    return FromBoost(date(static_cast<unsigned short>(year), static_cast<unsigned short>(month),
                          static_cast<unsigned short>(day)));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// The day of "2019-12-31T00:00:00.000Z" and "2019-12-31 00:00:00", as programs write days; anything
// else as it is.
std::string_view WithoutMidnight(std::string_view text) {
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ')) return text;
  std::string_view clock = text.substr(11);
  for (const std::string_view ending : {"Z", "+00:00"})
    if (clock.ends_with(ending)) clock.remove_suffix(ending.size());
  const bool is_midnight =
      clock.starts_with("00:00") && clock.find_first_not_of("0:.") == std::string_view::npos;
  return is_midnight ? text.substr(0, 10) : text;
}

// The part of a moment that follows its day: "T11:00:00.5+01:00".
class ClockReader {
 public:
  explicit ClockReader(std::string_view rest) : rest_(rest) {}

  // Seconds since midnight; absent if there is no such time.
  std::optional<std::int64_t> ReadTime() {
    if (!Take("Tt ")) return std::nullopt;
    const std::optional<int> hour = TakeNumber(23);
    if (!hour || !Take(":")) return std::nullopt;
    const std::optional<int> minute = TakeNumber(59);
    if (!minute) return std::nullopt;
    const std::int64_t seconds = std::int64_t{60} * (60 * *hour + *minute);
    if (!Take(":")) return seconds;
    std::optional<int> second = TakeNumber(60);
    if (!second) return std::nullopt;
    is_leap_second_ = *second == 60;
    if (Take(".,")) {
      const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
      if (digits == 0) return std::nullopt;
      rest_.remove_prefix(digits);
    }
    return seconds + (is_leap_second_ ? 59 : *second);
  }

  // Seconds ahead of UTC; absent if the rest is no offset.
  std::optional<std::int64_t> ReadOffset() {
    if (Take("Zz")) return rest_.empty() ? std::optional<std::int64_t>(0) : std::nullopt;
    const bool is_behind = rest_.starts_with('-');
    if (!Take("+- ")) return std::nullopt;  // A blank is the plus sign of a query string.
    const std::optional<int> hours = TakeNumber(23);
    if (!hours) return std::nullopt;
    int minutes = 0;
    if (!rest_.empty()) {
      Take(":");
      const std::optional<int> written = TakeNumber(59);
      if (!written || !rest_.empty()) return std::nullopt;
      minutes = *written;
    }
    const std::int64_t seconds = std::int64_t{60} * (60 * *hours + minutes);
    return is_behind ? -seconds : seconds;
  }

  bool is_leap_second() const { return is_leap_second_; }

 private:
  bool Take(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Two digits; absent if they are none or more than `most`.
  std::optional<int> TakeNumber(int most) {
    if (rest_.size() < 2) return std::nullopt;
    const std::optional<int> number = Digits(rest_, 0, 2);
    if (!number || *number > most) return std::nullopt;
    rest_.remove_prefix(2);
    return number;
  }

  std::string_view rest_;
  bool is_leap_second_ = false;
};

}  // namespace

Day Day::Of(int year, int month, int day) {
  const std::optional<Day> civil = Civil(year, month, day);
  if (!civil) FailCheck("Day::Of: no such day", std::source_location::current());
  return *civil;
}

Result<Day> Day::Parse(std::string_view written) {
  const std::string_view text = WithoutMidnight(written);
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const auto year = Digits(text, 0, 4);
    const auto month = Digits(text, 5, 2);
    const auto day = Digits(text, 8, 2);
    if (year && month && day) {
      if (const std::optional<Day> civil = Civil(*year, *month, *day)) return *civil;
      return Fail(ErrorCode::kInvalidInput,
                  "'" + std::string(text) + "' is not a day of the calendar; write YYYY-MM-DD");
    }
  }
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a day; write YYYY-MM-DD");
}

int Day::year() const {
  return static_cast<int>(ToBoost(*this).year());
}
int Day::month() const {
  return static_cast<int>(ToBoost(*this).month());
}
Day Day::first_of_month() const {
  const date civil = ToBoost(*this);
  return FromBoost(date(civil.year(), civil.month(), 1));
}
Day Day::last_of_month() const {
  return FromBoost(ToBoost(*this).end_of_month());
}
Day Day::first_of_year() const {
  return Of(year(), 1, 1);
}
Day Day::last_of_year() const {
  return Of(year(), 12, 31);
}

std::string Day::ToString() const {
  // Tables have many days, and Boost formats them through a stream.
  const std::chrono::year_month_day civil{std::chrono::sys_days(std::chrono::days(days_))};
  std::string text = "0000-00-00";
  const auto put = [&](std::size_t end, unsigned number) {
    for (; number > 0; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
  };
  put(4, static_cast<unsigned>(static_cast<int>(civil.year())));
  put(7, static_cast<unsigned>(civil.month()));
  put(10, static_cast<unsigned>(civil.day()));
  return text;
}

Result<Instant> Instant::Parse(std::string_view text) {
  const Result<Day> day = Day::Parse(text.substr(0, 10));
  if (text.size() == 10) return day ? Result<Instant>(StartOf(*day)) : Fail(day.error());
  ClockReader clock(text.substr(std::min<std::size_t>(text.size(), 10)));
  const std::optional<std::int64_t> second_of_day = clock.ReadTime();
  if (!day || !second_of_day)
    return Fail(ErrorCode::kInvalidInput,
                "'" + std::string(text) +
                    "' is not a moment; write YYYY-MM-DD, YYYY-MM-DDThh:mm:ssZ (UTC) or "
                    "YYYY-MM-DDThh:mm:ss+01:00");
  const std::optional<std::int64_t> offset = clock.ReadOffset();
  if (!offset)
    return Fail(ErrorCode::kInvalidInput,
                "'" + std::string(text) +
                    "' does not say how far its clock is from UTC; end it with Z or +01:00");
  const Instant moment(StartOf(*day).seconds_since_epoch() + *second_of_day - *offset);
  constexpr std::int32_t kSecondsPerDay = 86'400;
  if (clock.is_leap_second() && (moment.seconds_since_epoch() + 1) % kSecondsPerDay != 0)
    return Fail(
        ErrorCode::kInvalidInput,
        "'" + std::string(text) + "': only the last minute of a day in UTC has a second 60");
  if (moment < StartOf(Day::Of(1400, 1, 1)) || moment > EndOf(Day::Of(9999, 12, 31)))
    return Fail(ErrorCode::kInvalidInput,
                "'" + std::string(text) + "' lies outside the years 1400 to 9999 of UTC");
  return moment;
}

std::string Instant::ToString() const {
  const auto second = static_cast<int>(seconds_ - StartOf(day()).seconds_);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60,
                second % 60);
  return day().ToString() + text.data();
}

}  // namespace lawtrace
