#include "alerts/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/sample_notice.h"

namespace lawtrace::alerts {
namespace {

using ::testing::ElementsAre;

Item ItemOf(std::string country, std::uint64_t event, double points, std::uint64_t subscription) {
  Item item{.notice = SampleNotice(), .subscriptions = {{subscription}}};
  item.notice.country = country;
  item.notice.event = Sequence{event};
  item.notice.levels.back().points = points;
  item.id = NoticeId({subscription}, OccasionOf(item.notice));
  item.reasons = {"country " + country};
  return item;
}

TEST(MessageTest, IdsNeverChange) {
  const Occasion occasion{.trigger = Trigger::kAmendment, .event = Sequence{7}};
  EXPECT_EQ(NoticeId({3}, occasion), "ntc_d635b91bd8d9cec0");
  EXPECT_EQ(MessageId("mail ana@example.org en", {NoticeId({3}, occasion)}),
            "msg_554aa34260445cc4");
  EXPECT_NE(NoticeId({3}, occasion), NoticeId({4}, occasion));
  Occasion entry = occasion;
  entry.trigger = Trigger::kEntryIntoForce;
  EXPECT_NE(NoticeId({3}, occasion), NoticeId({3}, entry));
}

TEST(MessageTest, IsGroupedByCountryWithTheBiggestChangeFirst) {
  const auto sections = Arrange({ItemOf("ES", 1, 1, 1), ItemOf("PT", 2, 0.5, 1),
                                 ItemOf("PT", 3, -4, 1), ItemOf("ES", 4, 2, 1)});
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections[0].country, "PT");
  EXPECT_EQ(sections[0].items[0].notice.event, Sequence{3});
  EXPECT_EQ(sections[0].items[1].notice.event, Sequence{2});
  EXPECT_EQ(sections[1].country, "ES");
  EXPECT_EQ(sections[1].items[0].notice.event, Sequence{4});
}

TEST(MessageTest, WhatTwoSubscriptionsTellIsToldOnce) {
  Item second = ItemOf("PT", 2, 1, 9);
  second.reasons = {"group EU", "country PT"};
  const auto sections = Arrange({ItemOf("PT", 2, 1, 5), second});
  ASSERT_EQ(sections.size(), 1U);
  ASSERT_EQ(sections[0].items.size(), 1U);
  const Item& item = sections[0].items[0];
  EXPECT_EQ(item.id, ItemOf("PT", 2, 1, 5).id);
  EXPECT_THAT(item.subscriptions, ElementsAre(SubscriptionId{5}, SubscriptionId{9}));
  EXPECT_THAT(item.reasons, ElementsAre("country PT", "group EU"));
}

}  // namespace
}  // namespace lawtrace::alerts
