#include "model/event.h"

#include <gtest/gtest.h>

namespace lawtrace {
namespace {

TEST(EventKindTest, NamesReadBack) {
  for (const EventKind kind :
       {EventKind::kCoding, EventKind::kConfirmation, EventKind::kAmendment, EventKind::kRecoding,
        EventKind::kCorrection, EventKind::kRetraction, EventKind::kProposal})
    EXPECT_EQ(ParseEventKind(Name(kind)), kind);
  EXPECT_EQ(Name(EventKind::kRecoding), "recoding");
}

TEST(EventKindTest, RefusesOtherWords) {
  EXPECT_EQ(ParseEventKind("reform").error().Message(),
            "'reform' is not a kind; write coding, confirmation, amendment, recoding, correction, "
            "retraction or proposal");
}

TEST(EventKindTest, StoredValuesStayAsTheyAre) {
  EXPECT_EQ(static_cast<int>(EventKind::kCoding), 1);
  EXPECT_EQ(static_cast<int>(EventKind::kConfirmation), 2);
  EXPECT_EQ(static_cast<int>(EventKind::kAmendment), 3);
  EXPECT_EQ(static_cast<int>(EventKind::kRecoding), 4);
  EXPECT_EQ(static_cast<int>(EventKind::kCorrection), 5);
  EXPECT_EQ(static_cast<int>(EventKind::kRetraction), 6);
  EXPECT_EQ(static_cast<int>(EventKind::kProposal), 7);
}

TEST(BasisTest, NamesReadBack) {
  for (const Basis basis : {Basis::kConvention, Basis::kStated})
    EXPECT_EQ(ParseBasis(Name(basis)), basis);
  EXPECT_EQ(ParseBasis("guess").error().Message(),
            "'guess' is not a basis; write stated or convention");
}

}  // namespace
}  // namespace lawtrace
