#include "analysis/candidates.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

class RecodedAnswersTest : public testing::Test {
 protected:
  RecodedAnswersTest() {
    for (const char* indicator : {"a", "b", "c", "n"})
      log_.Record(
          "2020-01-01",
          {.kind = EventKind::kCoding, .indicator = indicator, .answer = "0", .effective = "2018"});
  }
  std::vector<RecodedAnswer> Recoded() {
    archive_.emplace(log_.Build(methodology_));
    return RecodedAnswers(*archive_, *archive_->FindCountry("PT"),
                          *archive_->evaluator().FindNode("all"));
  }

  Methodology methodology_ = ToyMethodology();
  ToyLog log_;
  std::optional<Archive> archive_;
};

TEST_F(RecodedAnswersTest, EachIsTheDifferenceThatItMakesAlone) {
  log_.Record("2021-01-01", {.kind = EventKind::kRecoding, .answer = "50", .effective = "2019"});
  log_.Record("2021-01-01", {.indicator = "b", .answer = "100", .effective = "2019"});
  const std::vector<RecodedAnswer> recoded = Recoded();
  ASSERT_EQ(recoded.size(), 1U);
  EXPECT_EQ(recoded[0].change.statement->sequence, 5U);
  EXPECT_DOUBLE_EQ(recoded[0].points.value(), 12.5);
  EXPECT_DOUBLE_EQ(recoded[0].area_points.value(), 25);
  EXPECT_EQ(methodology_.nodes[recoded[0].area->value].code, "ab");
}

TEST_F(RecodedAnswersTest, WhatAnEditorHasJudgedIsNotListed) {
  const Sequence first = log_.Record(
      "2021-01-01", {.kind = EventKind::kRecoding, .answer = "50", .effective = "2019"});
  const Sequence second = log_.Record(
      "2021-01-01",
      {.kind = EventKind::kRecoding, .indicator = "b", .answer = "50", .effective = "2019"});
  EXPECT_EQ(Recoded().size(), 2U);
  log_.Record("2022-01-01", {.kind = EventKind::kRetraction, .supersedes = first});
  log_.Record("2022-01-01", {.answer = "50", .effective = "2019"});
  log_.Record("2022-01-01", {.kind = EventKind::kCorrection,
                             .indicator = "b",
                             .answer = "100",
                             .effective = "2019",
                             .supersedes = second});
  EXPECT_TRUE(Recoded().empty());
}

TEST_F(RecodedAnswersTest, AnAnswerWithoutAScoreBeforeHasNoPoints) {
  log_.Record(
      "2020-02-01",
      {.kind = EventKind::kCoding, .country = "ES", .answer = "not_assessed", .effective = "2018"});
  log_.Record("2021-01-01",
              {.kind = EventKind::kRecoding, .country = "ES", .answer = "50", .effective = "2019"});
  Recoded();
  const std::vector<RecodedAnswer> recoded = RecodedAnswers(*archive_, *archive_->FindCountry("ES"),
                                                            *archive_->evaluator().FindNode("all"));
  ASSERT_EQ(recoded.size(), 1U);
  EXPECT_FALSE(recoded[0].points.has_value());
  EXPECT_FALSE(recoded[0].area_points.has_value());
}

}  // namespace
}  // namespace lawtrace::analysis
