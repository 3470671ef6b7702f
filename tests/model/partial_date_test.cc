#include "model/partial_date.h"

#include <gtest/gtest.h>

#include <string>

namespace lawtrace {
namespace {

TEST(PartialDateTest, BoundsFollowThePrecision) {
  const Day day = Day::Of(2024, 2, 10);
  EXPECT_EQ(PartialDate(day, Precision::kDay).earliest(), day);
  EXPECT_EQ(PartialDate(day, Precision::kDay).latest(), day);
  EXPECT_EQ(PartialDate(day, Precision::kMonth).earliest(), Day::Of(2024, 2, 1));
  EXPECT_EQ(PartialDate(day, Precision::kMonth).latest(), Day::Of(2024, 2, 29));
  EXPECT_EQ(PartialDate(day, Precision::kYear).earliest(), Day::Of(2024, 1, 1));
  EXPECT_EQ(PartialDate(day, Precision::kYear).latest(), Day::Of(2024, 12, 31));
}

TEST(PartialDateTest, TextReadsBackWithItsPrecision) {
  EXPECT_EQ(PartialDate::Parse("2019")->precision(), Precision::kYear);
  EXPECT_EQ(PartialDate::Parse("2019-04")->precision(), Precision::kMonth);
  EXPECT_EQ(PartialDate::Parse("2019-04-30")->precision(), Precision::kDay);
  for (const char* text : {"2019", "2019-04", "2019-04-30"})
    EXPECT_EQ(PartialDate::Parse(text)->ToString(), text);
}

TEST(PartialDateTest, DatesOfOnePeriodAreEqual) {
  EXPECT_EQ(PartialDate(Day::Of(2019, 4, 1), Precision::kMonth), *PartialDate::Parse("2019-04"));
  EXPECT_FALSE(PartialDate(Day::Of(2019, 4, 1), Precision::kDay) == *PartialDate::Parse("2019-04"));
}

TEST(PartialDateTest, RefusesOtherText) {
  for (const std::string text : {"", "19", "2019-13", "2019-4", "abcd", "2019-04-3"})
    EXPECT_EQ(PartialDate::Parse(text).error().Message(),
              "'" + text + "' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY");
  EXPECT_EQ(PartialDate::Parse("2019-02-29").error().Message(),
            "'2019-02-29' is not a day of the calendar; write YYYY-MM-DD");
}

TEST(PrecisionTest, HasNames) {
  EXPECT_EQ(Name(Precision::kDay), "day");
  EXPECT_EQ(Name(Precision::kMonth), "month");
  EXPECT_EQ(Name(Precision::kYear), "year");
}

}  // namespace
}  // namespace lawtrace
