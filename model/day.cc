#include "model/day.h"

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

}  // namespace

Day Day::Of(int year, int month, int day) {
  const std::optional<Day> civil = Civil(year, month, day);
  if (!civil) FailCheck("Day::Of: no such day", std::source_location::current());
  return *civil;
}

Result<Day> Day::Parse(std::string_view text) {
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
  const auto bad = [&] {
    return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                              "' is not a moment; write YYYY-MM-DD or "
                                              "YYYY-MM-DDThh:mm:ssZ (UTC)");
  };
  if (text.size() != 10 && text.size() != 20) return bad();
  const Result<Day> day = Day::Parse(text.substr(0, 10));
  if (!day) return Fail(day.error());
  if (text.size() == 10) return StartOf(*day);
  if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') return bad();
  const auto hour = Digits(text, 11, 2);
  const auto minute = Digits(text, 14, 2);
  const auto second = Digits(text, 17, 2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return bad();
  const std::int64_t second_of_day = std::int64_t{60} * (60 * *hour + *minute) + *second;
  return Instant(StartOf(*day).seconds_since_epoch() + second_of_day);
}

std::string Instant::ToString() const {
  const auto second = static_cast<int>(seconds_ - StartOf(day()).seconds_);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60,
                second % 60);
  return day().ToString() + text.data();
}

}  // namespace lawtrace
