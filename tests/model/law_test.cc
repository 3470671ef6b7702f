#include "model/law.h"

#include <gtest/gtest.h>

namespace lawtrace {
namespace {

TEST(LawRoleTest, NamesReadBack) {
  for (const LawRole role : {LawRole::kCause, LawRole::kContext, LawRole::kPrior})
    EXPECT_EQ(ParseLawRole(Name(role)), role);
  EXPECT_EQ(Name(LawRole::kPrior), "prior");
}

TEST(LawRoleTest, RefusesOtherWords) {
  EXPECT_EQ(ParseLawRole("Cause").error().message,
            "'Cause' is not a role; write cause, context or prior");
}

}  // namespace
}  // namespace lawtrace
