#include "model/day.h"

#include <gtest/gtest.h>

#include <string>

namespace lawtrace {
namespace {

TEST(DayTest, CountsFrom1970) {
  EXPECT_EQ(Day::Of(1970, 1, 1).days_since_epoch(), 0);
  EXPECT_EQ(Day::Of(1969, 12, 31).days_since_epoch(), -1);
  EXPECT_EQ(Day::Of(2020, 2, 1).days_since_epoch(), 18'293);
}

TEST(DayTest, TextReadsBack) {
  for (const char* text : {"1400-01-01", "1969-12-31", "2020-02-29", "9999-12-31"}) {
    const Result<Day> day = Day::Parse(text);
    ASSERT_TRUE(day) << text;
    EXPECT_EQ(day->ToString(), text);
  }
}

TEST(DayTest, RefusesWhatIsNoDay) {
  for (const std::string text : {"2023-02-29", "2023-13-01", "2023-00-10", "1399-12-31"})
    EXPECT_EQ(Day::Parse(text).error().message,
              "'" + text + "' is not a day of the calendar; write YYYY-MM-DD");
  for (const std::string text : {"", "2023", "2023-2-1", "2023/02/01", "2023-02-01 ", "20a3-02-01"})
    EXPECT_EQ(Day::Parse(text).error().message, "'" + text + "' is not a day; write YYYY-MM-DD");
  EXPECT_EQ(Day::Parse("x").error().code, ErrorCode::kInvalidInput);
}

TEST(DayTest, KnowsItsMonthAndYear) {
  const Day day = Day::Of(2024, 2, 10);
  EXPECT_EQ(day.year(), 2024);
  EXPECT_EQ(day.month(), 2);
  EXPECT_EQ(day.first_of_month(), Day::Of(2024, 2, 1));
  EXPECT_EQ(day.last_of_month(), Day::Of(2024, 2, 29));
  EXPECT_EQ(day.first_of_year(), Day::Of(2024, 1, 1));
  EXPECT_EQ(day.last_of_year(), Day::Of(2024, 12, 31));
  EXPECT_EQ(day.plus_days(20), Day::Of(2024, 3, 1));
  EXPECT_LT(day, day.plus_days(1));
}

TEST(DayDeathTest, OfNeedsADayOfTheCalendar) {
  EXPECT_DEATH(Day::Of(2023, 2, 29), "Day::Of: no such day");
}

TEST(InstantTest, ADayIsItsFirstSecond) {
  EXPECT_EQ(Instant::Parse("1970-01-02")->seconds_since_epoch(), 86'400);
  EXPECT_EQ(Instant::StartOf(Day::Of(1970, 1, 2)).seconds_since_epoch(), 86'400);
  EXPECT_EQ(Instant::EndOf(Day::Of(1970, 1, 2)).seconds_since_epoch(), 2 * 86'400 - 1);
}

TEST(InstantTest, TextReadsBack) {
  for (const char* text :
       {"2021-05-07T23:59:59Z", "1969-12-31T23:59:59Z", "1969-12-31T00:00:00Z"}) {
    const Result<Instant> instant = Instant::Parse(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(instant->ToString(), text);
    EXPECT_EQ(instant->day().ToString(), std::string(text).substr(0, 10));
  }
}

TEST(InstantTest, RefusesWhatIsNoMoment) {
  for (const std::string text :
       {"2021", "2021-05-07T24:00:00Z", "2021-05-07T23:60:00Z", "2021-05-07T23:59:60Z",
        "2021-05-07 23:59:59Z", "2021-05-07T23:59:59+"})
    EXPECT_EQ(Instant::Parse(text).error().message,
              "'" + text + "' is not a moment; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ (UTC)");
  EXPECT_EQ(Instant::Parse("2021-02-30").error().message,
            "'2021-02-30' is not a day of the calendar; write YYYY-MM-DD");
}

}  // namespace
}  // namespace lawtrace
