#include "ingest/law_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PartialDate Date(std::string_view text) {
  return PartialDate::Parse(text).value();
}

TEST(LawReferencesTest, RoleAndProvisionMayBeLeftOut) {
  const auto parsed = ParseLawReferences("a; b:prior ;c:context:art. 1: lit. b;d::s. 2;");
  ASSERT_TRUE(parsed) << parsed.error().Message();
  EXPECT_THAT(
      *parsed,
      ElementsAre(
          LawReference{.law = "a"}, LawReference{.law = "b", .role = LawRole::kPrior},
          LawReference{.law = "c", .role = LawRole::kContext, .provision = "art. 1: lit. b"},
          LawReference{.law = "d", .provision = "s. 2"}));
  EXPECT_EQ(LawReferencesText(*parsed), "a:cause;b:prior;c:context:art. 1: lit. b;d:cause:s. 2");
  EXPECT_EQ(ParseLawReferences(LawReferencesText(*parsed)).value(), *parsed);
  EXPECT_THAT(*ParseLawReferences(""), IsEmpty());
}

TEST(LawReferencesTest, EachMistakeIsNamed) {
  for (const char* text : {";", ":cause", "a;;b", " : prior"})
    EXPECT_EQ(ParseLawReferences(text).error().Message(),
              "a law has no id; write id:role:provision;id:role")
        << text;
  EXPECT_EQ(ParseLawReferences("a:art. 3").error().Message(),
            "'art. 3' is not a role; write cause, context or prior");
}

TEST(AliasesTest, BlankItemsArePassedOver) {
  EXPECT_THAT(ParseAliases(" Lei do Asilo ;;pt-1;"), ElementsAre("Lei do Asilo", "pt-1"));
  EXPECT_EQ(AliasesText({"Lei do Asilo", "pt-1"}), "Lei do Asilo;pt-1");
  EXPECT_THAT(ParseAliases(""), IsEmpty());
}

TEST(LawLinksTest, ReadBackAndSayWhatIsWrong) {
  const std::vector<LawLink> links = {{.kind = LawLinkKind::kAmends, .law = "pt-1"},
                                      {.kind = LawLinkKind::kRepeals, .law = "pt-2"}};
  EXPECT_EQ(LawLinksText(links), "amends:pt-1;repeals:pt-2");
  EXPECT_EQ(ParseLawLinks("amends: pt-1 ; repeals:pt-2").value(), links);
  EXPECT_EQ(ParseLawLinks("pt-1").error().Message(),
            "'pt-1' is not a link; write amends, repeals, implements or corrects");
  EXPECT_EQ(ParseLawLinks("amends:").error().Message(),
            "'amends:' is incomplete; write amends:id, repeals:id, ...");
}

TEST(CommencementsTest, TheDateStandsBehindTheLastColon) {
  const std::vector<Commencement> dated = {
      {.provision = "art. 98: lit. b", .in_force = Date("2019-01-01")},
      {.provision = "art. 3", .in_force = Date("2020")}};
  EXPECT_EQ(CommencementsText(dated), "art. 98: lit. b:2019-01-01;art. 3:2020");
  EXPECT_EQ(ParseCommencements(CommencementsText(dated)).value(), dated);
  for (const char* text : {"art. 3", ":2019"})
    EXPECT_EQ(ParseCommencements(text).error().Message(),
              "'" + std::string(text) +
                  "' is incomplete; write provision:date, such as art. 98:2019-01-01");
  EXPECT_FALSE(ParseCommencements("art. 3:soon"));
}

TEST(FollowThroughNotesTest, ReadBackAndSayWhatIsWrong) {
  const std::vector<FollowThroughNote> notes = {
      {.question = FollowThrough::kBasedOnEvidence, .note = "yes: two pilots"},
      {.question = FollowThrough::kFunded, .note = "no"}};
  EXPECT_EQ(FollowThroughText(notes), "based_on_evidence:yes: two pilots;funded:no");
  EXPECT_EQ(ParseFollowThroughNotes(FollowThroughText(notes)).value(), notes);
  EXPECT_EQ(ParseFollowThroughNotes("paid:no").error().Message(),
            "'paid' is not a question of follow-through; write based_on_evidence, funded, "
            "implemented, evaluated or improved");
  EXPECT_EQ(ParseFollowThroughNotes("funded").error().Message(),
            "'funded' is incomplete; write question:note, such as funded:no");
}

}  // namespace
}  // namespace lawtrace::ingest
