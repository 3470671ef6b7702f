// The matcher against asking every filter, on random filters and notices.
#include "alerts/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/alerts/sample_notice.h"

namespace lawtrace::alerts {
namespace {

using ::testing::ElementsAre;

// Few words, so that filters and notices meet often.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}

  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  std::size_t Below(std::size_t count) { return random_() % count; }
  std::string Of(const std::vector<std::string>& words) { return words[Below(words.size())]; }
  std::vector<std::string> Some(const std::vector<std::string>& words) {
    std::vector<std::string> some;
    for (std::size_t i = Below(3) + 1; i > 0; --i) some.push_back(Of(words));
    return some;
  }

  Filter AnyFilter() {
    Filter filter;
    for (std::size_t i = Below(5); i > 0; --i) filter.terms.push_back(AnyTerm());
    return filter;
  }

  Notice AnyNotice() {
    Notice notice{.trigger = static_cast<Trigger>(Below(kTriggerCount) + 1),
                  .country = Of(kCountries),
                  .indicator = Of(kIndicators)};
    for (const std::string& group : kGroups)
      if (Chance(40)) notice.groups.push_back(group);
    for (const std::string& node : kNodes) {
      if (Chance(40)) continue;
      LevelChange level{.node = node};
      if (Chance(80)) level.before = static_cast<double>(Below(3)) * 25;
      if (Chance(80)) level.after = static_cast<double>(Below(3)) * 25;
      if (level.before && level.after) level.points = (static_cast<double>(Below(9)) - 4) / 2;
      if (Chance(70)) level.rank_before = Below(3) + 1;
      if (Chance(70)) level.rank_after = Below(3) + 1;
      level.band_before = Of({"good", "poor"});
      level.band_after = Of({"good", "poor"});
      notice.levels.push_back(level);
    }
    if (Chance(80)) notice.answer_points = static_cast<double>(Below(3)) * 50 - 50;
    notice.timing = static_cast<Timing>(Below(3));
    if (Chance(50)) notice.laws.push_back({.id = Of(kLaws), .aliases = {Of(kLaws)}});
    return notice;
  }

 private:
  Term AnyTerm() {
    Term term{.subject = static_cast<Subject>(Below(11) + 1), .is_negated = Chance(25)};
    switch (term.subject) {
      case Subject::kCountry:
        term.values = Some(kCountries);
        break;
      case Subject::kGroup:
        term.values = Some(kGroups);
        break;
      case Subject::kArea:
        term.values = Some(kNodes);
        break;
      case Subject::kIndicator:
        term.values = Some(kIndicators);
        break;
      case Subject::kLaw:
        term.values = Some(kLaws);
        break;
      case Subject::kKind:
        for (std::size_t i = Below(4) + 1; i > 0; --i)
          term.values.emplace_back(Name(static_cast<Trigger>(Below(kTriggerCount) + 1)));
        break;
      case Subject::kDirection:
        term.values = {Of({"up", "down"})};
        if (Chance(50)) term.node = Of(kNodes);
        break;
      case Subject::kChange:
        term.node = Of(kNodes);
        term.least = static_cast<double>(Below(4) + 1) / 2;
        break;
      case Subject::kBand:
      case Subject::kRank:
        term.node = Of(kNodes);
        break;
      case Subject::kTiming:
        term.values = {std::string(Name(static_cast<Timing>(Below(3))))};
        break;
    }
    return term;
  }

  inline static const std::vector<std::string> kCountries = {"PT", "ES", "FR"};
  inline static const std::vector<std::string> kGroups = {"EU", "EFTA", "OECD"};
  inline static const std::vector<std::string> kNodes = {"ab", "cn", "all"};
  inline static const std::vector<std::string> kIndicators = {"a", "b", "c"};
  inline static const std::vector<std::string> kLaws = {"l1", "l2", "l3"};
  std::mt19937 random_;
};

RC_GTEST_PROP(MatcherProperty, FindsExactlyTheFiltersThatWantTheNotice, ()) {
  Dice dice(*rc::gen::arbitrary<std::uint32_t>());
  std::vector<Filter> filters;
  Matcher matcher;
  for (int i = 0; i < 60; ++i) {
    filters.push_back(dice.AnyFilter());
    matcher.Add(filters.back());
  }
  matcher.Build();
  Matches matches;
  for (int n = 0; n < 20; ++n) {
    const Notice notice = dice.AnyNotice();
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < filters.size(); ++i)
      if (Wants(filters[i], notice)) expected.push_back(i);
    matcher.Match(notice, matches);
    RC_ASSERT(matches.Sorted() == expected);
    RC_ASSERT(matches.size() == expected.size());
  }
}

TEST(MatcherTest, TheRandomFiltersDoMatch) {
  Dice dice(7);
  int wanted = 0;
  int corrections = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Filter filter = dice.AnyFilter();
    const Notice notice = dice.AnyNotice();
    if (filter.terms.size() < 2 || !Wants(filter, notice)) continue;
    ++wanted;
    if (notice.trigger == Trigger::kCorrection) ++corrections;
  }
  EXPECT_GT(wanted, 100);
  EXPECT_GT(corrections, 3);
}

TEST(MatcherTest, AFilterThatIsMetInSeveralWaysMatchesOnce) {
  Matcher matcher;
  matcher.Add({{{.subject = Subject::kGroup, .values = {"EU", "OECD", "EU"}},
                {.subject = Subject::kArea, .values = {"ab", "all"}}}});
  matcher.Build();
  Notice notice = SampleNotice();
  notice.groups = {"EU", "OECD"};
  Matches matches;
  matcher.Match(notice, matches);
  EXPECT_THAT(matches.Sorted(), ElementsAre(0U));
}

TEST(MatcherTest, WithoutFiltersNothingMatches) {
  Matcher matcher;
  matcher.Build();
  Matches matches;
  matcher.Match(SampleNotice(), matches);
  EXPECT_EQ(matches.size(), 0U);
}

}  // namespace
}  // namespace lawtrace::alerts
