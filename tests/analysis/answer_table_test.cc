#include "analysis/answer_table.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

constexpr IndicatorId kA{0};
constexpr IndicatorId kNumeric{3};

TEST(AnswerTableTest, KnowsEveryOptionAndTheReasonsForNone) {
  const Methodology methodology = ToyMethodology();
  const AnswerTable table(methodology);
  for (const Answer& answer : {Answer::Option("0"), Answer::Option("50"), Answer::Option("100"),
                               Answer::NotAssessed(), Answer::NotApplicable()}) {
    const std::optional<AnswerId> id = table.Find(kA, answer);
    ASSERT_TRUE(id.has_value()) << answer.ToString();
    EXPECT_NE(*id, kNoAnswer);
    EXPECT_EQ(table.AnswerOf(kA, *id), answer);
  }
  EXPECT_EQ(table.AnswerOf(kA, kNoAnswer), std::nullopt);
  EXPECT_EQ(table.Find(kA, Answer::Option("25")), std::nullopt);
}

TEST(AnswerTableTest, ScoresOptionsByTheMethodologyAndReasonsNotAtAll) {
  Methodology methodology = ToyMethodology();
  methodology.indicators[0].options[1] = {.code = "2G", .score = 12.5};
  const AnswerTable table(methodology);
  EXPECT_EQ(table.ScoreOf(kA, *table.Find(kA, Answer::Option("2G"))), 12.5);
  EXPECT_EQ(table.ScoreOf(kA, *table.Find(kA, Answer::Option("0"))), 0.0);
  EXPECT_EQ(table.ScoreOf(kA, *table.Find(kA, Answer::NotAssessed())), std::nullopt);
  EXPECT_EQ(table.ScoreOf(kA, *table.Find(kA, Answer::NotApplicable())), std::nullopt);
  EXPECT_EQ(table.ScoreOf(kA, kNoAnswer), std::nullopt);
}

TEST(AnswerTableTest, AddsAnAnswerOnceAndPerIndicator) {
  const Methodology methodology = ToyMethodology();
  AnswerTable table(methodology);
  const AnswerId id = table.Intern(kA, Answer::Option("25"));
  EXPECT_EQ(table.Intern(kA, Answer::Option("25")), id);
  EXPECT_EQ(table.Find(kA, Answer::Option("25")), id);
  EXPECT_EQ(table.Find(IndicatorId{1}, Answer::Option("25")), std::nullopt);
  EXPECT_EQ(table.Intern(kA, Answer::Option("50")), table.Find(kA, Answer::Option("50")));
}

TEST(AnswerTableTest, ScoresUnlistedNumbersWhereTheMethodologySaysSo) {
  Methodology methodology = ToyMethodology();
  {
    AnswerTable table(methodology);
    EXPECT_EQ(table.ScoreOf(kA, table.Intern(kA, Answer::Option("25"))), std::nullopt);
  }
  methodology.scores_unlisted_numbers = true;
  AnswerTable table(methodology);
  EXPECT_EQ(table.ScoreOf(kA, table.Intern(kA, Answer::Option("25"))), 25.0);
}

struct NumberCase {
  const char* text;
  std::optional<double> score;
};

TEST(AnswerTableTest, ReadsNumbersOnTheScaleOnly) {
  const Methodology methodology = ToyMethodology();
  AnswerTable table(methodology);
  for (const auto& [text, score] : std::vector<NumberCase>{{"0", 0.0},
                                                           {"100", 100.0},
                                                           {"33.3", 33.3},
                                                           {"100.0001", std::nullopt},
                                                           {"-1", std::nullopt},
                                                           {"50%", std::nullopt},
                                                           {" 50", std::nullopt},
                                                           {"5 0", std::nullopt},
                                                           {"1,5", std::nullopt},
                                                           {"nan", std::nullopt},
                                                           {"inf", std::nullopt},
                                                           {"2G", std::nullopt}})
    EXPECT_EQ(table.ScoreOf(kNumeric, table.Intern(kNumeric, Answer::Option(text))), score) << text;
}

TEST(AnswerTableTest, TellsEqualScoresOfDifferentAnswersApart) {
  const Methodology methodology = ToyMethodology();
  AnswerTable table(methodology);
  EXPECT_NE(table.Intern(kNumeric, Answer::Option("50")),
            table.Intern(kNumeric, Answer::Option("50.0")));
}

}  // namespace
}  // namespace lawtrace::analysis
