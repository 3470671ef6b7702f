#include "model/methodology.h"

#include <gtest/gtest.h>

namespace lawtrace {
namespace {

TEST(LabelOnTest, ALabelHoldsFromItsDayUntilTheNext) {
  const std::vector<DatedLabel> labels = {{.text = "reunion", .from = std::nullopt},
                                          {.text = "reunification", .from = Day::Of(2015, 1, 1)},
                                          {.text = "family life", .from = Day::Of(2020, 1, 1)}};
  EXPECT_EQ(LabelOn(labels, Day::Of(1900, 1, 1)), "reunion");
  EXPECT_EQ(LabelOn(labels, Day::Of(2014, 12, 31)), "reunion");
  EXPECT_EQ(LabelOn(labels, Day::Of(2015, 1, 1)), "reunification");
  EXPECT_EQ(LabelOn(labels, Day::Of(2030, 1, 1)), "family life");
}

TEST(LabelOnDeathTest, NeedsALabel) {
  EXPECT_DEATH(LabelOn({}, Day::Of(2020, 1, 1)), "LabelOn: no labels");
}

Methodology Example() {
  Methodology methodology;
  methodology.indicators.push_back({.code = "ba21",
                                    .labels = {{.text = "Residence", .from = std::nullopt}},
                                    .options = {{.code = "0", .score = 0, .label = ""},
                                                {.code = "2G", .score = 66.7, .label = ""}},
                                    .is_numeric = false});
  Node area;
  area.code = "b";
  area.labels = {{.text = "Family", .from = std::nullopt}};
  area.children = {"ba21"};
  methodology.nodes.push_back(area);
  methodology.bands = {{.name = "high", .from = 60}, {.name = "low", .from = 41}};
  return methodology;
}

TEST(MethodologyTest, FindsByCode) {
  const Methodology methodology = Example();
  EXPECT_EQ(methodology.FindIndicator("ba21")->Find("2G")->score, 66.7);
  EXPECT_EQ(methodology.FindIndicator("ba21")->Find("50"), nullptr);
  EXPECT_EQ(methodology.FindIndicator("ba21")->LabelOn(Day::Of(2020, 1, 1)), "Residence");
  EXPECT_EQ(methodology.FindNode("b")->LabelOn(Day::Of(2020, 1, 1)), "Family");
  EXPECT_EQ(methodology.FindIndicator("b"), nullptr);
  EXPECT_EQ(methodology.FindNode("ba21"), nullptr);
}

TEST(MethodologyTest, RoundsHalfAwayFromZeroAtItsDecimals) {
  Methodology methodology;
  EXPECT_EQ(methodology.Rounded(58.5), 59);
  EXPECT_EQ(methodology.Rounded(58.49), 58);
  EXPECT_EQ(methodology.Rounded(0.5), 1);
  methodology.decimals = 1;
  EXPECT_EQ(methodology.Rounded(66.25), 66.3);
  EXPECT_EQ(methodology.Rounded(100), 100);
}

TEST(MethodologyTest, ABandHoldsPrintedScores) {
  const Methodology methodology = Example();
  EXPECT_EQ(methodology.BandOf(100), "high");
  EXPECT_EQ(methodology.BandOf(59.5), "high");
  EXPECT_EQ(methodology.BandOf(59.4), "low");
  EXPECT_EQ(methodology.BandOf(40.5), "low");
  EXPECT_EQ(methodology.BandOf(40.4), "");
  EXPECT_EQ(Methodology{}.BandOf(50), "");
}

}  // namespace
}  // namespace lawtrace
