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
    EXPECT_EQ(Day::Parse(text).error().Message(),
              "'" + text + "' is not a day of the calendar; write YYYY-MM-DD");
  for (const std::string text : {"", "2023", "2023-2-1", "2023/02/01", "2023-02-01 ", "20a3-02-01"})
    EXPECT_EQ(Day::Parse(text).error().Message(), "'" + text + "' is not a day; write YYYY-MM-DD");
  EXPECT_EQ(Day::Parse("x").error().code, ErrorCode::kInvalidInput);
}

TEST(DayTest, MidnightMayFollow) {
  for (const char* text : {"2019-12-31T00:00:00", "2019-12-31 00:00:00", "2019-12-31T00:00:00.000Z",
                           "2019-12-31T00:00:00+00:00", "2019-12-31T00:00"})
    EXPECT_EQ(Day::Parse(text).value_or(Day(0)), Day::Of(2019, 12, 31)) << text;
  for (const char* text : {"2019-12-31T00:00:01", "2019-12-31T12:00:00Z", "2019-12-31T00",
                           "2019-12-31T00:00:00+01:00", "2019-12-31x00:00:00"})
    EXPECT_FALSE(Day::Parse(text)) << text;
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

TEST(InstantTest, ReadsEveryFormOfRfc3339) {
  const std::string moment = "2021-03-02T10:00:00Z";
  for (const char* text :
       {"2021-03-02T10:00:00Z", "2021-03-02t10:00:00z", "2021-03-02 10:00:00Z",
        "2021-03-02T10:00:00.000Z", "2021-03-02T10:00:00.123456789+00:00", "2021-03-02T10:00:00,5Z",
        "2021-03-02T10:00:00-00:00", "2021-03-02T11:00:00+01:00", "2021-03-02T04:30:00-05:30",
        "2021-03-03T09:59:00+23:59", "2021-03-01T10:01:00-23:59", "2021-03-02T11:00+01:00",
        "2021-03-02T11:00:00+0100", "2021-03-02T11:00:00+01", "2021-03-02T11:00:00 01:00"})
    EXPECT_EQ(Instant::Parse(text).value_or(Instant(0)).ToString(), moment) << text;
}

TEST(InstantTest, ALeapSecondIsTheOneBeforeIt) {
  for (const char* text :
       {"2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00", "2016-12-31T15:59:60.7-08:00"})
    EXPECT_EQ(Instant::Parse(text).value_or(Instant(0)).ToString(), "2016-12-31T23:59:59Z") << text;
  EXPECT_EQ(Instant::Parse("2016-12-31T22:59:60Z").error().Message(),
            "'2016-12-31T22:59:60Z': only the last minute of a day in UTC has a second 60");
}

TEST(InstantTest, RefusesWhatIsNoMoment) {
  for (const std::string text :
       {"2021", "", "2021-05-07T24:00:00Z", "2021-05-07T23:60:00Z", "2021-05-07T23:59:61Z",
        "2021-05-07T23", "2021-05-07T23:5Z", "2021-05-07T23:59:59.Z", "2021-02-30T10:00:00Z",
        "2021-05-07X23:59:59Z"})
    EXPECT_EQ(Instant::Parse(text).error().Message(),
              "'" + text +
                  "' is not a moment; write YYYY-MM-DD, YYYY-MM-DDThh:mm:ssZ (UTC) or "
                  "YYYY-MM-DDThh:mm:ss+01:00");
  for (const std::string text :
       {"2021-05-07T23:59:59", "2021-05-07T23:59:59+", "2021-05-07T23:59:59+24:00",
        "2021-05-07T23:59:59+01:60", "2021-05-07T23:59:59Zulu", "2021-05-07T23:59:59 CET"})
    EXPECT_EQ(Instant::Parse(text).error().Message(),
              "'" + text + "' does not say how far its clock is from UTC; end it with Z or +01:00");
  EXPECT_EQ(Instant::Parse("2021-02-30").error().Message(),
            "'2021-02-30' is not a day of the calendar; write YYYY-MM-DD");
  EXPECT_EQ(Instant::Parse("9999-12-31T23:59:59-01:00").error().Message(),
            "'9999-12-31T23:59:59-01:00' lies outside the years 1400 to 9999 of UTC");
}

}  // namespace
}  // namespace lawtrace
