#include "model/budget.h"

#include <gtest/gtest.h>

#include <optional>

namespace lawtrace {
namespace {

std::optional<Error> ErrorOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const BudgetSpent& spent) {
    return spent.error();
  }
  return std::nullopt;
}

void WorkThrough(int steps) {
  for (int i = 0; i < steps; ++i) SpendStep();
}

TEST(BudgetTest, WithoutOneWorkHasNoLimit) {
  EXPECT_FALSE(ErrorOf([] { WorkThrough(10'000); }));
  EXPECT_FALSE(ErrorOf([] { SpendBytes(1U << 30); }));
}

TEST(BudgetTest, WorkEndsSoonAfterItsTime) {
  bool is_late = false;
  const Budget budget([&] { return is_late; }, 100);
  EXPECT_FALSE(ErrorOf([] { WorkThrough(10'000); }));
  is_late = true;
  const std::optional<Error> error = ErrorOf([] { WorkThrough(100); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::kUnavailable);
}

TEST(BudgetTest, AnAnswerThatIsTooLongIsNamedWithTheLimit) {
  const Budget budget([] { return false; }, 100);
  EXPECT_FALSE(ErrorOf([] { SpendBytes(60); }));
  const std::optional<Error> error = ErrorOf([] { SpendBytes(41); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::kInvalidInput);
  EXPECT_NE(error->Message().find("100 bytes"), std::string::npos) << error->Message();
  EXPECT_FALSE(ErrorOf([] { SpendBytes(40); }));
}

TEST(BudgetTest, TheFormerOneHoldsAgainBehindAnInnerOne) {
  const Budget outer([] { return false; }, 10);
  {
    const Budget inner([] { return true; }, 1'000);
    EXPECT_TRUE(ErrorOf([] { WorkThrough(100); }));
    EXPECT_FALSE(ErrorOf([] { SpendBytes(500); }));
  }
  EXPECT_FALSE(ErrorOf([] { WorkThrough(100); }));
  EXPECT_TRUE(ErrorOf([] { SpendBytes(11); }));
}

}  // namespace
}  // namespace lawtrace
