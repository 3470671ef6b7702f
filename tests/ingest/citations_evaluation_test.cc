// The recogniser against comments that people have read.  Prints precision and recall by country
// and by style; asserts the levels that docs/citations.md states.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ingest/citations.h"
#include "proto/citation_codec.h"

namespace lawtrace::ingest {
namespace {

using nlohmann::json;

const std::filesystem::path kExamples =
    std::filesystem::path(LAWTRACE_SHARED_DATA_DIR) / "mipex/citation-examples.jsonl";

struct Tally {
  int expected = 0;
  int hit = 0;    // Expected laws that were found.
  int found = 0;  // Laws that the recogniser names.

  double recall() const { return expected == 0 ? 1 : static_cast<double>(hit) / expected; }
  double precision() const { return found == 0 ? 1 : static_cast<double>(hit) / found; }
};

struct Figures {
  Tally all;
  Tally numbered;
  Tally other;
  int right_roles = 0;
  int comments = 0;
  int right_dates = 0;    // Comments with the right date, or rightly without one.
  int stated_dates = 0;   // Expected.
  int named_dates = 0;    // Found.
  int matched_dates = 0;  // Found and right.
  std::map<std::string, Tally> by_country;
  std::map<std::string, Tally> by_style;  // Expected laws count for the style that found them.
};

std::string TextOrEmpty(const json& value) {
  return value.is_string() ? value.get<std::string>() : "";
}

// The same law: overlapping text, or the same canonical number and year.
bool IsSame(const json& expected, const Citation& law, const std::string& comment) {
  const std::string number = TextOrEmpty(expected["number"]);
  if (!number.empty() && number == law.number &&
      (expected["year"].is_null() || !law.year || expected["year"].get<int>() == *law.year))
    return true;
  const std::string text = TextOrEmpty(expected["citation"]);
  for (std::size_t at = comment.find(text); at != std::string::npos;
       at = comment.find(text, at + 1))
    if (at < law.start + law.text.size() && law.start < at + text.size()) return true;
  return false;
}

void Compare(const json& example, const Citations& found, Figures& figures) {
  const std::string comment = TextOrEmpty(example["comment"]);
  Tally& country = figures.by_country[TextOrEmpty(example["country"])];
  std::vector<bool> is_used(found.laws.size(), false);
  for (const json& expected : example["laws"]) {
    Tally& kind = expected["number"].is_null() ? figures.other : figures.numbered;
    ++kind.expected;
    ++country.expected;
    ++figures.all.expected;
    for (std::size_t i = 0; i < found.laws.size(); ++i) {
      const Citation& law = found.laws[i];
      if (is_used[i] || !IsSame(expected, law, comment)) continue;
      is_used[i] = true;
      ++kind.hit;
      ++country.hit;
      ++figures.all.hit;
      ++figures.by_style[law.reason.substr(0, law.reason.find(':'))].hit;
      figures.right_roles += Name(law.role) == TextOrEmpty(expected["role"]) ? 1 : 0;
      break;
    }
  }
  for (const Citation& law : found.laws)
    ++figures.by_style[law.reason.substr(0, law.reason.find(':'))].found;
  country.found += static_cast<int>(found.laws.size());
  figures.all.found += static_cast<int>(found.laws.size());
  const std::string expected_date = TextOrEmpty(example["effective_date"]);
  const std::string date = found.in_force ? found.in_force->date.ToString() : "";
  ++figures.comments;
  figures.right_dates += date == expected_date ? 1 : 0;
  figures.stated_dates += expected_date.empty() ? 0 : 1;
  figures.named_dates += date.empty() ? 0 : 1;
  figures.matched_dates += !date.empty() && date == expected_date ? 1 : 0;
}

Figures Evaluate(std::istream& examples, const CitationStyles& styles) {
  Figures figures;
  for (std::string line; std::getline(examples, line);) {
    if (line.empty()) continue;
    const json example = json::parse(line);
    const Citations found = FindCitations(
        styles, {.country = TextOrEmpty(example["country"]), .year = example["year"].get<int>()},
        TextOrEmpty(example["comment"]));
    Compare(example, found, figures);
  }
  return figures;
}

void Print(const Figures& figures) {
  std::printf("laws: precision %.3f (%d of %d), recall %.3f\n", figures.all.precision(),
              figures.all.hit, figures.all.found, figures.all.recall());
  std::printf("numbered: recall %.3f (%d of %d)\n", figures.numbered.recall(), figures.numbered.hit,
              figures.numbered.expected);
  std::printf("other: recall %.3f (%d of %d)\n", figures.other.recall(), figures.other.hit,
              figures.other.expected);
  std::printf("roles: %d of %d\n", figures.right_roles, figures.all.hit);
  std::printf("dates: right in %d of %d comments; %d stated, %d named, %d right\n",
              figures.right_dates, figures.comments, figures.stated_dates, figures.named_dates,
              figures.matched_dates);
  for (const auto& [country, tally] : figures.by_country)
    std::printf("country %s: precision %.2f, recall %.2f (%d of %d; %d found)\n", country.c_str(),
                tally.precision(), tally.recall(), tally.hit, tally.expected, tally.found);
  for (const auto& [style, tally] : figures.by_style)
    std::printf("style %s: precision %.2f (%d of %d)\n", style.c_str(), tally.precision(),
                tally.hit, tally.found);
}

TEST(CitationsEvaluationTest, ReachesTheStatedLevels) {
  std::ifstream examples(kExamples);
  if (!examples) GTEST_SKIP() << "skipped: no data";
  const auto loaded =
      proto::LoadCitationStyles(std::filesystem::path(LAWTRACE_SOURCE_DIR) / "data/citations");
  ASSERT_TRUE(loaded) << loaded.error().Message();
  const auto styles = CitationStyles::Compile(*loaded);
  ASSERT_TRUE(styles) << styles.error().Message();
  const Figures figures = Evaluate(examples, *styles);
  Print(figures);
  EXPECT_GE(figures.all.precision(), 0.95);
  EXPECT_GE(figures.numbered.recall(), 0.95);
  EXPECT_GE(figures.other.recall(), 0.90);
  EXPECT_GE(figures.right_roles, 0.94 * figures.all.hit);
  EXPECT_GE(figures.right_dates, 0.94 * figures.comments);
  EXPECT_GE(figures.matched_dates, 0.94 * figures.stated_dates);
}

}  // namespace
}  // namespace lawtrace::ingest
