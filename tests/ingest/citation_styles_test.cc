// Every style of data/citations against its own examples.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "ingest/citations.h"
#include "proto/citation_codec.h"

namespace lawtrace::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<CitationStyle>& BundledStyles() {
  static const std::vector<CitationStyle> styles = [] {
    auto loaded =
        proto::LoadCitationStyles(std::filesystem::path(LAWTRACE_SOURCE_DIR) / "data/citations");
    if (!loaded) ADD_FAILURE() << loaded.error().Message();
    return loaded.value_or(std::vector<CitationStyle>{});
  }();
  return styles;
}

Result<CitationStyles> Compiled() {
  return CitationStyles::Compile(BundledStyles());
}

CommentContext ContextOf(const CitationStyle& style) {
  return {.country = style.countries.empty() ? "" : style.countries.front(), .year = std::nullopt};
}

std::string Described(const Citations& found) {
  std::string text;
  for (const Citation& law : found.laws)
    text += "  [" + law.text + "] " + law.number + " " + law.type + " " + law.reason + "\n";
  return text;
}

TEST(CitationStylesTest, CoverAtLeastThirtyCountries) {
  std::set<std::string> countries;
  for (const CitationStyle& style : BundledStyles())
    countries.insert(style.countries.begin(), style.countries.end());
  EXPECT_GE(countries.size(), 30U);
}

TEST(CitationStylesTest, EachExampleNamesExactlyItsLaw) {
  const auto styles = Compiled();
  ASSERT_TRUE(styles) << styles.error().Message();
  for (const CitationStyle& style : BundledStyles()) {
    EXPECT_FALSE(style.examples.empty()) << style.id;
    for (const CitationExample& example : style.examples) {
      const Citations found = FindCitations(*styles, ContextOf(style), example.text);
      ASSERT_EQ(found.laws.size(), 1U) << style.id << ": " << example.text << "\n"
                                       << Described(found);
      EXPECT_EQ(found.laws.front().number, example.number) << style.id << ": " << example.text;
      EXPECT_EQ(found.laws.front().year, example.year) << style.id << ": " << example.text;
      EXPECT_EQ(found.laws.front().type, example.type) << style.id << ": " << example.text;
    }
  }
}

TEST(CitationStylesTest, NoCounterexampleNamesALaw) {
  const auto styles = Compiled();
  ASSERT_TRUE(styles) << styles.error().Message();
  for (const CitationStyle& style : BundledStyles()) {
    EXPECT_FALSE(style.counterexamples.empty()) << style.id;
    for (const std::string& text : style.counterexamples) {
      const Citations found = FindCitations(*styles, ContextOf(style), text);
      EXPECT_THAT(found.laws, IsEmpty()) << style.id << ": " << text << "\n" << Described(found);
    }
  }
}

TEST(CitationStylesTest, AnEnglishExampleHoldsInEveryCountry) {
  const auto styles = Compiled();
  ASSERT_TRUE(styles) << styles.error().Message();
  for (const CitationStyle& style : BundledStyles())
    for (const std::string& country : style.countries) {
      const Citations found = FindCitations(*styles, {.country = country, .year = 2014},
                                            "Since then Law no. 25 of 3 May 2014 is in force.");
      ASSERT_EQ(found.laws.size(), 1U) << country << "\n" << Described(found);
      EXPECT_EQ(found.laws.front().number, "25/2014") << country;
    }
}

TEST(CitationStylesTest, APatternThatDoesNotCompileIsNamed) {
  CitationStyle style;
  style.id = "broken";
  style.patterns = {{.id = "open", .pattern = "(", .type = "act"},
                    {.id = "stranger", .pattern = "{nobody}", .type = "act"}};
  style.defines = {{.name = "loop", .pattern = "{loop}"}};
  style.cues = {{.kind = CitationCueKind::kSince, .pattern = "{loop}"}};
  const auto styles = CitationStyles::Compile(std::vector<CitationStyle>{style});
  ASSERT_FALSE(styles);
  EXPECT_THAT(styles.error().Message(), HasSubstr("broken:open: is no regular expression"));
  EXPECT_THAT(styles.error().Message(), HasSubstr("broken:stranger: define 'nobody' is unknown"));
  EXPECT_THAT(styles.error().Message(),
              HasSubstr("broken:cue: define 'loop' is unknown or refers"));
}

}  // namespace
}  // namespace lawtrace::ingest
