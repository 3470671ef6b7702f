#include "model/answer.h"

#include <gtest/gtest.h>

namespace lawtrace {
namespace {

TEST(AnswerTest, TheTwoReasonsAreWordsAndAllElseIsAnOption) {
  EXPECT_EQ(Answer::FromText("not_assessed"), Answer::NotAssessed());
  EXPECT_EQ(Answer::FromText("not_applicable"), Answer::NotApplicable());
  EXPECT_EQ(Answer::FromText("2G"), Answer::Option("2G"));
  EXPECT_EQ(Answer::FromText("Not_assessed").state(), Answer::State::kOption);
}

TEST(AnswerTest, TextReadsBack) {
  for (const Answer& answer :
       {Answer::Option("50"), Answer::NotAssessed(), Answer::NotApplicable()})
    EXPECT_EQ(Answer::FromText(answer.ToString()), answer);
}

TEST(AnswerTest, OnlyAnOptionHasACode) {
  EXPECT_TRUE(Answer::Option("0").is_option());
  EXPECT_EQ(Answer::Option("0").code(), "0");
  EXPECT_FALSE(Answer::NotAssessed().is_option());
  EXPECT_EQ(Answer::NotAssessed().code(), "");
}

TEST(AnswerDeathTest, AnOptionNeedsACode) {
  EXPECT_DEATH(Answer::Option(""), "Answer::Option: empty code");
}

}  // namespace
}  // namespace lawtrace
