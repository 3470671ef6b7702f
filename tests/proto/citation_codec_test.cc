#include "proto/citation_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lawtrace::proto {
namespace {

using ::testing::HasSubstr;

Result<std::vector<CitationStyle>> Parse(const std::string& text) {
  const std::vector<SourceFile> files = {{.name = "x.textproto", .text = text}};
  return ParseCitationStyles(files);
}

TEST(CitationCodecTest, AStyleIsReadWhole) {
  const auto styles = Parse(R"(
      id: "x" countries: ["XA", "XB"]
      defines { name: "n" pattern: "[0-9]+" }
      patterns { id: "p" pattern: "Lex {n}" type: "act" rank: 3 confidence: 0.5 }
      abbreviations { text: "A.B. 1" type: "act" title: "Act of Bees" year: 1901 }
      months { number: 1 names: "Uno" }
      cues { kind: SINCE pattern: "since {n}" }
      examples { text: "Lex 1" number: "1" type: "act" }
      counterexamples: "none")");
  ASSERT_TRUE(styles) << styles.error().Message();
  const CitationStyle& style = styles->front();
  EXPECT_EQ(style.countries, (std::vector<std::string>{"XA", "XB"}));
  ASSERT_EQ(style.patterns.size(), 2U);
  EXPECT_EQ(style.patterns.front().confidence, 0.5);
  EXPECT_EQ(style.patterns.back().pattern, "A\\.B\\. 1");
  EXPECT_EQ(style.patterns.back().year, 1901);
  EXPECT_EQ(style.cues.front().kind, CitationCueKind::kSince);
  EXPECT_EQ(style.examples.front().year, std::nullopt);
}

TEST(CitationCodecTest, EveryFaultIsReportedWithItsLine) {
  const auto styles = Parse(
      "id: \"x\"\n"
      "patterns { id: \"p\" type: \"act\" pattern: \"a\" }\n"
      "patterns { id: \"p\" type: \"act\" pattern: \"b\" confidence: 2 }\n"
      "patterns { id: \"q\" }\n"
      "months { number: 13 }\n"
      "cues { pattern: \"since\" }\n"
      "examples { text: \"t\" type: \"act\" year: 17 }\n");
  ASSERT_FALSE(styles);
  const std::string& faults = styles.error().Message();
  EXPECT_THAT(faults, HasSubstr("x.textproto:3: id of a pattern: 'p' is already taken in line 2"));
  EXPECT_THAT(faults, HasSubstr("x.textproto:3: confidence 2 of pattern 'p' is not between 0"));
  EXPECT_THAT(faults, HasSubstr("x.textproto:4: type of pattern 'q' is missing or empty"));
  EXPECT_THAT(faults, HasSubstr("x.textproto:5: month 13 is not between 1 and 12"));
  EXPECT_THAT(faults, HasSubstr("x.textproto:6: kind of a cue is missing"));
  EXPECT_THAT(faults, HasSubstr("x.textproto:7: year 17 is not a year of a law"));
}

TEST(CitationCodecTest, AFileThatDoesNotParseNamesTheLine) {
  const auto styles = Parse("id: \"x\"\nnonsense: 3\n");
  ASSERT_FALSE(styles);
  EXPECT_THAT(styles.error().Message(), HasSubstr("x.textproto:2:"));
}

TEST(CitationCodecTest, AMissingFolderIsNotFound) {
  const auto styles = LoadCitationStyles("/nowhere/at/all");
  ASSERT_FALSE(styles);
  EXPECT_EQ(styles.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(styles.error().Message(), HasSubstr("cannot open the citation style folder"));
}

}  // namespace
}  // namespace lawtrace::proto
