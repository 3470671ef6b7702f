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
  EXPECT_EQ(ParseLawRole("Cause").error().Message(),
            "'Cause' is not a role; write cause, context or prior");
}

TEST(LawStatusTest, NamesReadBack) {
  for (const LawStatus status : {LawStatus::kConfirmed, LawStatus::kRecognised})
    EXPECT_EQ(ParseLawStatus(Name(status)), status);
  EXPECT_EQ(ParseLawStatus("sure").error().Message(),
            "'sure' is not a status; write confirmed or recognised");
}

TEST(LawLinkKindTest, NamesReadBack) {
  for (const LawLinkKind kind : {LawLinkKind::kAmends, LawLinkKind::kRepeals,
                                 LawLinkKind::kImplements, LawLinkKind::kCorrects})
    EXPECT_EQ(ParseLawLinkKind(Name(kind)), kind);
  EXPECT_FALSE(ParseLawLinkKind("amend"));
}

TEST(FollowThroughTest, NamesReadBack) {
  for (const FollowThrough question :
       {FollowThrough::kBasedOnEvidence, FollowThrough::kFunded, FollowThrough::kImplemented,
        FollowThrough::kEvaluated, FollowThrough::kImproved})
    EXPECT_EQ(ParseFollowThrough(Name(question)), question);
  EXPECT_FALSE(ParseFollowThrough("paid"));
}

}  // namespace
}  // namespace lawtrace
