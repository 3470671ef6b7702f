#include "model/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lawtrace {
namespace {

using ::testing::ElementsAre;

Group Union() {
  return {
      .id = "EU",
      .name = "Union",
      .source = "",
      .memberships = {{.country = "FR", .from = std::nullopt, .until = std::nullopt},
                      {.country = "GB", .from = Day::Of(1973, 1, 1), .until = Day::Of(2020, 2, 1)},
                      {.country = "HR", .from = Day::Of(2013, 7, 1), .until = std::nullopt}}};
}

TEST(GroupTest, AMembershipStartsOnItsFirstDayAndEndsBeforeItsLast) {
  const Group group = Union();
  EXPECT_FALSE(group.HasMember("GB", Day::Of(1972, 12, 31)));
  EXPECT_TRUE(group.HasMember("GB", Day::Of(1973, 1, 1)));
  EXPECT_TRUE(group.HasMember("GB", Day::Of(2020, 1, 31)));
  EXPECT_FALSE(group.HasMember("GB", Day::Of(2020, 2, 1)));
  EXPECT_TRUE(group.HasMember("FR", Day::Of(1500, 1, 1)));
  EXPECT_FALSE(group.HasMember("NO", Day::Of(2020, 1, 1)));
}

TEST(GroupTest, MembersStandInTheOrderOfTheFile) {
  EXPECT_THAT(Union().MembersOn(Day::Of(2013, 6, 30)), ElementsAre("FR", "GB"));
  EXPECT_THAT(Union().MembersOn(Day::Of(2013, 7, 1)), ElementsAre("FR", "GB", "HR"));
  EXPECT_THAT(Union().MembersOn(Day::Of(2020, 2, 1)), ElementsAre("FR", "HR"));
}

Index Example() {
  Index index;
  index.default_methodology = "core";
  index.methodologies.resize(1);
  index.methodologies[0].id = "core";
  index.editions.push_back({.id = "mipex-2010",
                            .title = "MIPEX III",
                            .aliases = {"III"},
                            .reference = Day::Of(2010, 5, 31),
                            .published = std::nullopt,
                            .methodology = "core",
                            .source = ""});
  index.countries.push_back({.code = "GB", .name = "United Kingdom", .aliases = {"UK"}});
  index.groups.push_back(Union());
  return index;
}

TEST(IndexTest, FindsEditionsByIdOrAliasInAnyLetterCase) {
  const Index index = Example();
  for (const char* name : {"mipex-2010", "MIPEX-2010", "III", "iii"}) {
    ASSERT_NE(index.FindEdition(name), nullptr) << name;
    EXPECT_EQ(index.FindEdition(name)->id, "mipex-2010");
  }
  EXPECT_EQ(index.FindEdition("II"), nullptr);
  EXPECT_EQ(index.FindEdition("2010"), nullptr);
}

TEST(IndexTest, FindsCountriesByExactCodeOrAlias) {
  const Index index = Example();
  EXPECT_EQ(index.FindCountry("GB")->name, "United Kingdom");
  EXPECT_EQ(index.FindCountry("UK")->code, "GB");
  EXPECT_EQ(index.FindCountry("FR"), nullptr);
}

Index Countries() {
  Index index;
  index.countries = {
      {.code = "CS", .name = "Serbia and Montenegro", .aliases = {}, .alpha3 = "SCG"},
      {.code = "GB",
       .name = "United Kingdom",
       .aliases = {"UK"},
       .alpha3 = "GBR",
       .names = {"Great Britain"}},
      {.code = "GB-SCT", .name = "Scotland", .aliases = {}},
      {.code = "KP", .name = "North Korea", .aliases = {}, .alpha3 = "PRK", .names = {"Korea"}},
      {.code = "KR", .name = "South Korea", .aliases = {}, .alpha3 = "KOR", .names = {"Korea"}},
      {.code = "NO", .name = "Norway", .aliases = {"SE"}, .alpha3 = "NOR"},
      {.code = "SE", .name = "Sweden", .aliases = {}, .alpha3 = "SWE"},
      {.code = "TR", .name = "Türkiye", .aliases = {"TU"}, .alpha3 = "TUR", .names = {"Turkey"}}};
  index.ListSpellings();
  return index;
}

TEST(IndexTest, FindsCountriesHoweverTheyAreWritten) {
  const Index index = Countries();
  const std::vector<std::pair<const char*, std::vector<const char*>>> writings = {
      {"GB",
       {"GB", "gb", "UK", "uk", "GBR", "gbr", "United Kingdom", "UNITED  KINGDOM ",
        "the United Kingdom", "Great\u00A0Britain", "g\u200Bb"}},
      {"TR", {"TR", "tu", "TUR", "Türkiye", "TURKIYE", "TÜRKİYE", "Tu\u0308rkiye", "Turkey"}},
      {"CS", {"Serbia & Montenegro", "scg"}},
      {"GB-SCT", {"gb-sct", "Scotland", "GB\u2011SCT"}},
      {"NO", {"no", "NOR"}},
      {"SE", {"SE", "se", "swe"}}};  // The code goes before another country's alias.
  for (const auto& [code, written] : writings)
    for (const char* text : written) {
      ASSERT_NE(index.FindCountry(text), nullptr) << text;
      EXPECT_EQ(index.FindCountry(text)->code, code) << text;
    }
  for (const char* text : {"", " ", "G", "GBRR", "Britain", "Korea"})
    EXPECT_EQ(index.FindCountry(text), nullptr) << text;
}

TEST(IndexTest, SaysWhichCountriesAWritingCouldMean) {
  EXPECT_EQ(UnknownCountry(Countries(), "KOREA"),
            "country 'KOREA' could be several; write KP (North Korea) or KR (South Korea)");
  EXPECT_EQ(UnknownCountry(Countries(), "Swedn"),
            "country 'Swedn' is not in the index; did you mean 'Sweden'?");
}

TEST(IndexTest, FindsGroupsInAnyLetterCase) {
  const Index index = Example();
  EXPECT_EQ(index.FindGroup("eu")->id, "EU");
  EXPECT_EQ(index.FindGroup("EFTA"), nullptr);
}

TEST(IndexTest, HasAMainMethodology) {
  const Index index = Example();
  EXPECT_EQ(index.main_methodology().id, "core");
  EXPECT_EQ(index.FindMethodology("other"), nullptr);
}

}  // namespace
}  // namespace lawtrace
