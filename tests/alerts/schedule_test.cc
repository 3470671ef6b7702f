#include "alerts/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace lawtrace::alerts {
namespace {

Instant At(std::string_view text) {
  return Instant::Parse(text).value();
}

Cadence Daily(int hour, std::string zone) {
  return {.kind = CadenceKind::kDaily, .minute = hour * 60, .zone = std::move(zone)};
}

std::string Due(const Cadence& cadence, std::string_view now) {
  const Result<Instant> due = NextDue(cadence, At(now));
  return due ? due->ToString() : due.error().Message();
}

TEST(NextDueTest, ADigestIsDueAtItsLocalTime) {
  EXPECT_EQ(Due(Daily(8, "UTC"), "2024-03-01T07:59:59Z"), "2024-03-01T08:00:00Z");
  EXPECT_EQ(Due(Daily(8, "UTC"), "2024-03-01T08:00:00Z"), "2024-03-02T08:00:00Z")
      << "what comes at the very moment waits for the next";
  EXPECT_EQ(Due(Daily(8, "Asia/Tokyo"), "2024-03-01T00:00:00Z"), "2024-03-01T23:00:00Z");
  EXPECT_EQ(Due(Daily(8, "America/New_York"), "2024-01-01T12:00:00Z"), "2024-01-01T13:00:00Z");
  const Cadence sundays{.kind = CadenceKind::kWeekly, .day = 7, .minute = 0, .zone = "UTC"};
  EXPECT_EQ(Due(sundays, "2024-03-01"), "2024-03-03T00:00:00Z");
  EXPECT_EQ(Due(sundays, "2024-03-03"), "2024-03-10T00:00:00Z");
  const Cadence lasts{.kind = CadenceKind::kMonthly, .day = 31, .minute = 60, .zone = "UTC"};
  EXPECT_EQ(Due(lasts, "2024-02-01"), "2024-02-29T01:00:00Z");
  EXPECT_EQ(Due(lasts, "2024-02-29T01:00:00Z"), "2024-03-31T01:00:00Z");
  EXPECT_EQ(Due({}, "2024-02-01"), "2024-02-01T00:00:00Z");
  EXPECT_EQ(NextDue({.kind = CadenceKind::kPerEdition}, At("2024-02-01")), kAtNextEdition);
}

TEST(NextDueTest, TheLocalHourStaysWhenTheClocksChange) {
  const Cadence cadence = Daily(8, "Europe/Lisbon");
  EXPECT_EQ(Due(cadence, "2024-03-30T12:00:00Z"), "2024-03-31T07:00:00Z");
  EXPECT_EQ(Due(cadence, "2024-10-26T12:00:00Z"), "2024-10-27T08:00:00Z");
}

TEST(NextDueTest, AnHourThatIsSkippedComesWhenTheClocksHaveChanged) {
  // 2024-03-31: 02:00 becomes 03:00 in Berlin, at 01:00 UTC.
  Cadence cadence = Daily(2, "Europe/Berlin");
  cadence.minute += 30;
  EXPECT_EQ(Due(cadence, "2024-03-30T12:00:00Z"), "2024-03-31T01:00:00Z");
  EXPECT_EQ(Due(cadence, "2024-03-31T01:00:00Z"), "2024-04-01T00:30:00Z");
}

TEST(NextDueTest, AnHourThatOccursTwiceComesTheFirstTimeOnly) {
  // 2024-10-27: 03:00 becomes 02:00 in Berlin, at 01:00 UTC.
  Cadence cadence = Daily(2, "Europe/Berlin");
  cadence.minute += 30;
  EXPECT_EQ(Due(cadence, "2024-10-26T12:00:00Z"), "2024-10-27T00:30:00Z");
  EXPECT_EQ(Due(cadence, "2024-10-27T00:30:00Z"), "2024-10-28T01:30:00Z");
}

TEST(NextDueTest, EveryLocalDayHasExactlyOneDigest) {
  for (const std::string zone : {"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe",
                                 "America/Asuncion", "Pacific/Apia", "Africa/Casablanca"}) {
    for (const int minute : {0, 30, 150, 1'439}) {
      const Cadence cadence{.kind = CadenceKind::kDaily, .minute = minute, .zone = zone};
      Instant now = At("2010-12-31T12:00:00Z");
      std::int64_t shortest = 1'000'000;
      std::int64_t longest = 0;
      int count = 0;
      while (now < At("2014-12-31T12:00:00Z")) {
        const Result<Instant> due = NextDue(cadence, now);
        ASSERT_TRUE(due.has_value()) << due.error().Message();
        ASSERT_GT(*due, now);
        if (count > 0) {
          shortest = std::min(shortest, due->seconds_since_epoch() - now.seconds_since_epoch());
          longest = std::max(longest, due->seconds_since_epoch() - now.seconds_since_epoch());
        }
        // Asking at any moment in between gives the same.
        const Instant between((now.seconds_since_epoch() + due->seconds_since_epoch()) / 2);
        EXPECT_EQ(NextDue(cadence, between), *due);
        now = *due;
        ++count;
      }
      // Apia left out 30 December 2011: its digest comes with the change of date; at midnight that
      // is the next day's, too.
      EXPECT_EQ(count, zone == "Pacific/Apia" && minute != 0 ? 1'463 : 1'462) << zone << minute;
      EXPECT_GE(shortest, zone == "Pacific/Apia" ? 0 : 22 * 3'600) << zone;
      EXPECT_LE(longest, 26 * 3'600) << zone;
    }
  }
}

TEST(NextDueTest, WhatIsNoCadenceIsRefused) {
  EXPECT_EQ(Due(Daily(8, "Europe/Lissabon"), "2024-01-01"),
            "'Europe/Lissabon' is no time zone that this machine knows; write one such as "
            "Europe/Lisbon, or UTC");
  EXPECT_EQ(Due(Daily(24, "UTC"), "2024-01-01"), "a time of day lies from 00:00 to 23:59");
  EXPECT_EQ(Due({.kind = CadenceKind::kWeekly, .day = 8}, "2024-01-01"),
            "a day of the week lies from 1 (Monday) to 7 (Sunday)");
  EXPECT_EQ(Due({.kind = CadenceKind::kMonthly, .day = 0}, "2024-01-01"),
            "a day of the month lies from 1 to 31");
}

TEST(NextAttemptTest, WaitsTwiceAsLongEachTimeWithinItsSpread) {
  const Instant first = At("2024-01-01");
  std::int64_t expected = 60;
  for (int attempts = 1; attempts < 12; ++attempts) {
    const auto next = NextAttempt("msg_1", attempts, first, first, std::nullopt);
    ASSERT_TRUE(next.has_value());
    const std::int64_t wait = next->seconds_since_epoch() - first.seconds_since_epoch();
    EXPECT_GE(wait, expected * 4 / 5) << attempts;
    EXPECT_LE(wait, expected * 6 / 5) << attempts;
    EXPECT_EQ(NextAttempt("msg_1", attempts, first, first, std::nullopt), next);
    expected = std::min<std::int64_t>(expected * 2, 4 * 3'600);
  }
  EXPECT_NE(NextAttempt("msg_1", 9, first, first, std::nullopt),
            NextAttempt("msg_2", 9, first, first, std::nullopt))
      << "messages that failed together do not come back together";
}

TEST(NextAttemptTest, ObeysTheReceiverWithinADay) {
  const Instant now = At("2024-01-01");
  const auto wait = [&](std::int64_t asked) {
    return NextAttempt("msg_1", 1, now, now, asked)->seconds_since_epoch() -
           now.seconds_since_epoch();
  };
  EXPECT_EQ(wait(3'600), 3'600);
  EXPECT_EQ(wait(1'000'000), 86'400);
  EXPECT_GE(wait(1), 48) << "not sooner than without being asked";
}

TEST(NextAttemptTest, GivesUpAfterThreeDays) {
  const Instant first = At("2024-01-01");
  EXPECT_TRUE(NextAttempt("m", 20, first, At("2024-01-03T23:59:59Z"), std::nullopt).has_value());
  EXPECT_EQ(NextAttempt("m", 20, first, At("2024-01-04"), std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace lawtrace::alerts
