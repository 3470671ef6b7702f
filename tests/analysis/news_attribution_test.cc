// Attribution of what became known, of groups and across methodologies, case by case.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/attribution.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

class NewsAttributionTest : public testing::Test {
 protected:
  // Known on the first day: PT a = 0 by a coding of 2010, b = 50 by an amendment of 2012.
  NewsAttributionTest() {
    log_.Record("2020-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
    log_.Record("2020-01-01",
                {.kind = EventKind::kCoding, .indicator = "b", .answer = "0", .effective = "2010"});
    amendment_ = log_.Record("2020-01-01", {.indicator = "b", .answer = "50", .effective = "2012"});
  }

  // What became known after the first day of the law in force at the end of 2015, at node "ab".
  Attribution News() const {
    const Archive archive = log_.Build(methodology_);
    const AsOf now{.effective = DayOf("2015-12-31")};
    return Attribute(
        archive, *archive.FindCountry("PT"), *archive.evaluator().FindNode("ab"),
        {.from = {.effective = now.effective, .known = archive.KnownAt(DayOf("2020-01-01"))},
         .to = now});
  }
  static void ExpectOne(const Attribution& attribution, ContributionKind kind, double points,
                        Sequence event, const std::string& law = "") {
    ASSERT_EQ(attribution.contributions.size(), 1U);
    const Contribution& only = attribution.contributions.front();
    EXPECT_EQ(Name(only.kind), Name(kind));
    EXPECT_EQ(only.law, law);
    EXPECT_NEAR(only.points, points, 1e-9);
    EXPECT_EQ(only.events, std::vector{static_cast<std::uint32_t>(event.value)});
  }

  const Methodology methodology_ = ToyMethodology();
  ToyLog log_;
  Sequence amendment_;
};

TEST_F(NewsAttributionTest, ALateAmendmentIsOfItsLaw) {
  const Sequence late = log_.Record(
      "2021-01-01", {.answer = "100", .effective = "2014-05-01", .laws = {{.law = "law-one"}}});
  ExpectOne(News(), ContributionKind::kLaw, 50, late, "law-one");
}

TEST_F(NewsAttributionTest, LateNewsWithoutALawAndRecodingsKeepTheirKinds) {
  const Sequence late = log_.Record("2021-01-01", {.answer = "100", .effective = "2014-05-01"});
  ExpectOne(News(), ContributionKind::kUnattributed, 50, late);
  const Sequence recoding = log_.Record(
      "2021-02-01", {.kind = EventKind::kRecoding, .answer = "50", .effective = "2014-06-01"});
  ExpectOne(News(), ContributionKind::kRecoding, 25, recoding);
}

TEST_F(NewsAttributionTest, ACorrectionIsNoLaw) {
  const Sequence correction = log_.Record("2021-01-01", {.kind = EventKind::kCorrection,
                                                         .indicator = "b",
                                                         .answer = "100",
                                                         .effective = "2012",
                                                         .supersedes = amendment_,
                                                         .laws = {{.law = "law-one"}}});
  ExpectOne(News(), ContributionKind::kCorrection, 25, correction);
}

TEST_F(NewsAttributionTest, ARetractionIsACorrection) {
  const Sequence retraction = log_.Record(
      "2021-01-01", {.kind = EventKind::kRetraction, .indicator = "b", .supersedes = amendment_});
  ExpectOne(News(), ContributionKind::kCorrection, -25, retraction);
}

TEST_F(NewsAttributionTest, LateNewsThatWasCorrectedBeforeItWasReadIsLateNews) {
  const Sequence late = log_.Record("2021-01-01", {.answer = "50", .effective = "2014-05-01"});
  const Sequence correction = log_.Record("2021-02-01", {.kind = EventKind::kCorrection,
                                                         .answer = "100",
                                                         .effective = "2014-05-01",
                                                         .supersedes = late,
                                                         .laws = {{.law = "law-one"}}});
  ExpectOne(News(), ContributionKind::kLaw, 50, correction, "law-one");
}

TEST_F(NewsAttributionTest, AFirstAnswerIsCoverage) {
  const Archive before = log_.Build(methodology_);
  log_.Record("2021-01-01",
              {.kind = EventKind::kCoding, .indicator = "c", .answer = "100", .effective = "2010"});
  const Archive archive = log_.Build(methodology_);
  const Day day = DayOf("2015-12-31");
  const Attribution attribution =
      Attribute(archive, *archive.FindCountry("PT"), *archive.evaluator().FindNode("all"),
                {.from = {.effective = day, .known = before.last()}, .to = {.effective = day}});
  ExpectOne(attribution, ContributionKind::kCoverage, 37.5, archive.last());
}

TEST_F(NewsAttributionTest, NewsComeBeforeTime) {
  // Late: a law of 2014; then one of 2016, known from the start.
  log_.Record("2020-01-01", {.answer = "100", .effective = "2016", .laws = {{.law = "law-new"}}});
  log_.Record("2021-01-01", {.answer = "50", .effective = "2014", .laws = {{.law = "law-late"}}});
  const Archive archive = log_.Build(methodology_);
  const Attribution attribution = Attribute(
      archive, *archive.FindCountry("PT"), *archive.evaluator().FindNode("ab"),
      {.from = {.effective = DayOf("2015-12-31"), .known = archive.KnownAt(DayOf("2020-01-01"))},
       .to = {.effective = DayOf("2017-12-31")}});
  ASSERT_EQ(attribution.contributions.size(), 2U);
  for (const Contribution& c : attribution.contributions) EXPECT_NEAR(c.points, 25, 1e-9) << c.law;
  EXPECT_EQ(attribution.from, 25.0);
  EXPECT_EQ(attribution.to, 75.0);
}

class MeanAttributionTest : public testing::Test {
 protected:
  // At node "ab", of "a" alone: PT 0, from 2012 on 100 by law-pt; ES 50; FR 100, from 2013 on 0.
  MeanAttributionTest() {
    const auto say = [&](EventKind kind, const char* country, const char* answer,
                         const char* effective, std::vector<LawReference> laws = {}) {
      log_.Record("2020-01-01", {.kind = kind,
                                 .country = country,
                                 .answer = answer,
                                 .effective = effective,
                                 .laws = std::move(laws)});
    };
    say(EventKind::kCoding, "PT", "0", "2010-01-01");
    say(EventKind::kCoding, "ES", "50", "2010-01-01");
    say(EventKind::kCoding, "FR", "100", "2010-01-01");
    say(EventKind::kAmendment, "PT", "100", "2012-01-01", {{.law = "law-pt"}});
    say(EventKind::kAmendment, "FR", "0", "2013-01-01", {{.law = "law-fr"}});
  }
  // From the end of 2011 to the end of 2015.
  Attribution Of(const Group& group) const {
    const Archive archive = log_.Build(methodology_);
    return AttributeMean(
        archive, group, *archive.evaluator().FindNode("ab"),
        {.from = {.effective = DayOf("2011-12-31")}, .to = {.effective = DayOf("2015-12-31")}});
  }
  double PointsOf(const Attribution& attribution, ContributionKind kind,
                  std::string_view country) const {
    const std::optional<CountryId> id = log_.Build(methodology_).FindCountry(country);
    for (const Contribution& c : attribution.contributions)
      if (c.kind == kind && c.country == id) return c.points;
    return 0;
  }

  const Methodology methodology_ = ToyMethodology();
  ToyLog log_;
  Group group_{.id = "G",
               .memberships = {{.country = "PT"},
                               {.country = "ES", .from = DayOf("2012-06-01")},
                               {.country = "FR", .until = DayOf("2014-01-01")}}};
};

// PT's law at two members: +50.  ES enters 100, 100: -16.67.  FR's law at three: -33.33.  FR
// leaves 100, 50, 0: +25.
TEST_F(MeanAttributionTest, EachStepIsSharedAmongTheMembersOfItsDay) {
  const Attribution attribution = Of(group_);
  EXPECT_EQ(attribution.from, 50.0);
  EXPECT_EQ(attribution.to, 75.0);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, "PT"), 50, 1e-9);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, "FR"), -100.0 / 3, 1e-9);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kCoverage, "ES"), -50.0 / 3, 1e-9);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kCoverage, "FR"), 25, 1e-9);
  EXPECT_EQ(attribution.contributions.size(), 4U);
  EXPECT_EQ(attribution.contributions.front().law, "law-pt");
}

TEST_F(MeanAttributionTest, AFixedCompositionHasNoCoverage) {
  const Attribution attribution = Of(WithCompositionOf(group_, DayOf("2011-12-31")));
  EXPECT_EQ(attribution.from, 50.0);
  EXPECT_EQ(attribution.to, 50.0);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, "PT"), 50, 1e-9);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, "FR"), -50, 1e-9);
  EXPECT_EQ(attribution.contributions.size(), 2U);
}

TEST_F(MeanAttributionTest, WithoutAMemberThereIsNothingToSplit) {
  const Attribution attribution = Of({.id = "none", .memberships = {{.country = "DE"}}});
  EXPECT_FALSE(attribution.change.has_value());
  EXPECT_TRUE(attribution.contributions.empty());
}

TEST(MethodologyLegTest, WithoutAScoreInBetweenAllIsCoverage) {
  const Attribution split = AfterMethodology(40.0, {.from = std::nullopt, .to = 55.0});
  ASSERT_EQ(split.contributions.size(), 1U);
  EXPECT_EQ(split.contributions.front().kind, ContributionKind::kCoverage);
  EXPECT_NEAR(split.contributions.front().points, 15, 1e-9);
}

}  // namespace
}  // namespace lawtrace::analysis
