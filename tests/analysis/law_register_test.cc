#include "analysis/law_register.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> IdsOf(const std::vector<const Law*>& laws) {
  std::vector<std::string> ids;
  for (const Law* law : laws) ids.push_back(law->id);
  return ids;
}

// Item 1: a, 2: b, 3: a again with b and a name as aliases, 4: c with a as alias.
LawRegister SmallRegister() {
  LawRegister laws;
  laws.Add({.id = "a", .title = "A"}, Sequence{1});
  laws.Add({.id = "b", .title = "B", .links = {{.kind = LawLinkKind::kRepeals, .law = "d"}}},
           Sequence{2});
  laws.Add({.id = "a", .title = "Act A", .aliases = {"b", "The Act"}}, Sequence{3});
  laws.Add({.id = "c",
            .title = "C",
            .aliases = {"a"},
            .links = {{.kind = LawLinkKind::kAmends, .law = "b"}}},
           Sequence{4});
  laws.Add({.id = "d", .title = "D"}, Sequence{5});
  return laws;
}

TEST(LawRegisterTest, TheLatestStatementHolds) {
  const LawRegister laws = SmallRegister().KnownAt(Sequence{3});
  EXPECT_EQ(laws.Find("a")->title, "Act A");
  EXPECT_EQ(laws.StatementsOf("a").size(), 2U);
  EXPECT_EQ(laws.StatementsOf("a")[0].law.title, "A");
  EXPECT_EQ(laws.Find("x"), nullptr);
  EXPECT_THAT(laws.StatementsOf("x"), IsEmpty());
}

TEST(LawRegisterTest, DeclaredAliasesMergeEntriesOverSeveralSteps) {
  const LawRegister laws = SmallRegister();
  for (const char* id : {"a", "b", "c", "The Act"}) {
    EXPECT_EQ(laws.CanonicalId(id), "c") << id;
    EXPECT_EQ(laws.Find(id)->title, "C") << id;
  }
  EXPECT_EQ(laws.CanonicalId("unheard-of"), "unheard-of");
  EXPECT_THAT(IdsOf(laws.All()), ElementsAre("c", "d"));
  EXPECT_THAT(laws.MergedInto("c"), ElementsAre("a"));
  EXPECT_THAT(laws.MergedInto("a"), ElementsAre("b"));
}

TEST(LawRegisterTest, AnEarlierReaderSeesTheEarlierRegister) {
  const LawRegister laws = SmallRegister();
  EXPECT_THAT(IdsOf(laws.KnownAt(Sequence{}).All()), IsEmpty());
  EXPECT_THAT(IdsOf(laws.KnownAt(Sequence{2}).All()), ElementsAre("a", "b"));
  EXPECT_EQ(laws.KnownAt(Sequence{2}).Find("b")->title, "B");
  EXPECT_EQ(laws.KnownAt(Sequence{3}).Find("b")->title, "Act A");
}

TEST(LawRegisterTest, AnAliasThatIsDroppedMergesNoLonger) {
  LawRegister laws = SmallRegister();
  laws.Add({.id = "c", .title = "C"}, Sequence{6});
  EXPECT_EQ(laws.CanonicalId("b"), "a");
  EXPECT_THAT(IdsOf(laws.All()), ElementsAre("a", "c", "d"));
}

TEST(LawRegisterTest, LinksAreSeenFromTheOtherEnd) {
  const LawRegister laws = SmallRegister().KnownAt(Sequence{2});
  EXPECT_THAT(laws.LinksTo("d"), ElementsAre(LawLink{.kind = LawLinkKind::kRepeals, .law = "b"}));
  EXPECT_THAT(laws.LinksTo("a"), IsEmpty());
}

TEST(LawRegisterTest, ARingOfAliasesStillEnds) {
  LawRegister laws;
  laws.Add({.id = "a", .title = "A", .aliases = {"b"}}, Sequence{1});
  laws.Add({.id = "b", .title = "B", .aliases = {"a"}}, Sequence{2});
  EXPECT_NE(laws.Find("a"), nullptr);
}

}  // namespace
}  // namespace lawtrace::analysis
