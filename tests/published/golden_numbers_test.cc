// Numbers that editions II to IV printed, from the dimension and area scores that they printed.
// Printed scores are rounded, so a score computed from them is compared as printed.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "proto/index_codec.h"

namespace lawtrace {
namespace {

class GoldenNumbersTest : public testing::Test {
 protected:
  // The score of a node as the edition prints it, from answers by dimension.
  double Printed(const std::string& methodology_id, const std::string& node,
                 const std::vector<std::pair<std::string, int>>& answers) {
    const Methodology* methodology = index_.FindMethodology(methodology_id);
    EXPECT_NE(methodology, nullptr) << methodology_id;
    if (methodology == nullptr) return -1;
    Transaction transaction;
    for (const auto& [indicator, answer] : answers) {
      EXPECT_NE(methodology->FindIndicator(indicator), nullptr) << indicator;
      transaction.events.push_back(
          {.kind = EventKind::kCoding,
           .country = "DE",
           .indicator = indicator,
           .answer = Answer::Option(std::to_string(answer)),
           .effective = PartialDate(Day::Of(2010, 5, 31), Precision::kDay)});
    }
    transaction.Number(Sequence{1});
    analysis::ArchiveBuilder builder(*methodology);
    builder.Add(transaction);
    const analysis::Archive archive = std::move(builder).Build();
    const std::optional<double> score =
        archive.Block(*archive.FindCountry("DE"))
            .ScoreAt(*archive.evaluator().FindNode(node), {.effective = Day::Of(2011, 1, 1)})
            .score;
    EXPECT_TRUE(score.has_value());
    return methodology->Rounded(score.value_or(-1));
  }

  Index index_ = proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
};

TEST_F(GoldenNumbersTest, GermanyOfEditionThree) {
  EXPECT_EQ(Printed("mipex-2010", "f",
                    {{"nationality.eligibility", 90},
                     {"nationality.conditions", 33},
                     {"nationality.security", 64},
                     {"nationality.dual", 50}}),
            59);
  EXPECT_EQ(Printed("mipex-2010", "g",
                    {{"antidiscrimination.definitions", 50},
                     {"antidiscrimination.fields", 75},
                     {"antidiscrimination.enforcement", 50},
                     {"antidiscrimination.equality_policies", 17}}),
            48);
}

TEST_F(GoldenNumbersTest, GermanyOfEditionTwo) {
  EXPECT_EQ(Printed("mipex-2007", "f",
                    {{"nationality.eligibility", 90},
                     {"nationality.conditions", 18},
                     {"nationality.security", 50},
                     {"nationality.dual", 50}}),
            52);
}

// The edition prints areas, not dimensions; four equal dimensions make the area.
TEST_F(GoldenNumbersTest, PortugalOfEditionFour) {
  const Methodology* methodology = index_.FindMethodology("mipex-2014");
  ASSERT_NE(methodology, nullptr);
  const std::vector<int> areas = {91, 88, 62, 43, 74, 68, 86, 88};
  std::vector<std::pair<std::string, int>> answers;
  const Node* overall = methodology->FindNode("overall_with_health");
  ASSERT_NE(overall, nullptr);
  ASSERT_EQ(overall->children.size(), areas.size());
  for (std::size_t a = 0; a < areas.size(); ++a)
    for (const std::string& dimension : methodology->FindNode(overall->children[a])->children)
      answers.emplace_back(dimension, areas[a]);
  EXPECT_EQ(answers.size(), 32U);
  EXPECT_EQ(Printed("mipex-2014", "overall_with_health", answers), 75);
}

// Six areas of edition II, all of which edition III has, too: the like-for-like comparison.
TEST_F(GoldenNumbersTest, EditionsNameTheSameAreasAlike) {
  const Methodology* second = index_.FindMethodology("mipex-2007");
  const Methodology* third = index_.FindMethodology("mipex-2010");
  ASSERT_TRUE(second != nullptr && third != nullptr);
  const Node* six = second->FindNode("overall_without_health_education");
  ASSERT_NE(six, nullptr);
  EXPECT_EQ(six->children.size(), 6U);
  for (const std::string& area : six->children) EXPECT_NE(third->FindNode(area), nullptr) << area;
}

}  // namespace
}  // namespace lawtrace
