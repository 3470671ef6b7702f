// Attribution between any two moments, of countries and groups, on random logs and methodologies.
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/attribution.h"
#include "analysis/league.h"
#include "tests/analysis/random_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

RandomWorld AnyWorld() {
  const auto methodology =
      *rc::gen::container<Choices>(kChoicesPerMethodology, rc::gen::arbitrary<std::uint8_t>());
  const auto steps = *rc::gen::container<std::vector<Choices>>(
      rc::gen::container<Choices>(kChoicesPerStep, rc::gen::arbitrary<std::uint8_t>()));
  return MakeWorld(methodology, steps);
}

Archive Build(const RandomWorld& world) {
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  return std::move(builder).Build();
}

Day AnyDay() {
  return Day::Of(2019, 12, 30).plus_days(*rc::gen::inRange(0, 60));
}

MomentRange AnyRange(Sequence last) {
  const Day one = AnyDay();
  const Day other = AnyDay();
  const auto known = [&] {
    return *rc::gen::inRange(0, 3) == 0
               ? kLatest
               : Sequence{*rc::gen::inRange<std::uint64_t>(0, last.value + 2)};
  };
  return {.from = {.effective = std::min(one, other), .known = known()},
          .to = {.effective = std::max(one, other), .known = known()}};
}

double Sum(const Attribution& attribution) {
  double sum = 0;
  for (const Contribution& c : attribution.contributions) sum += c.points;
  return sum;
}

void AssertSumsUp(const Attribution& attribution) {
  if (attribution.change) {
    RC_ASSERT(std::abs(*attribution.to - *attribution.from - *attribution.change) < 1e-9);
    RC_ASSERT(std::abs(Sum(attribution) - *attribution.change) < 1e-9);
  } else {
    RC_ASSERT(!attribution.from || !attribution.to);
    RC_ASSERT(attribution.contributions.empty());
  }
}

using Points =
    std::map<std::tuple<ContributionKind, std::optional<CountryId>, std::string>, double>;

Points PointsOf(const Attribution& attribution, double sign = 1) {
  Points points;
  for (const Contribution& c : attribution.contributions)
    if (std::abs(c.points) > 1e-9) points[{c.kind, c.country, c.law}] = sign * c.points;
  return points;
}

bool AreNear(const Points& a, const Points& b) {
  if (a.size() != b.size()) return false;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (x->first != y->first || std::abs(x->second - y->second) > 1e-9) return false;
  return true;
}

template <typename Use>
void ForEachNode(const Archive& archive, Use use) {
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size()))
    for (const NodeId node : IdsUpTo<NodeId>(archive.evaluator().node_count())) use(country, node);
}

RC_GTEST_PROP(AttributionPropertyTest, SumsToTheChangeBetweenAnyTwoMoments, ()) {
  const RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  const MomentRange range = AnyRange(world.last());
  ForEachNode(archive, [&](CountryId country, NodeId node) {
    const Attribution attribution = Attribute(archive, country, node, range);
    const CountryBlock& block = archive.Block(country);
    RC_ASSERT(attribution.from == block.StateAt(range.from).ScoreOf(node).score);
    RC_ASSERT(attribution.to == block.StateAt(range.to).ScoreOf(node).score);
    AssertSumsUp(attribution);
  });
}

RC_GTEST_PROP(AttributionPropertyTest, WhatIsUnlearntIsTheNegativeOfWhatIsLearnt, ()) {
  const RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  MomentRange there = AnyRange(world.last());
  there.to.effective = there.from.effective;
  const MomentRange back{.from = there.to, .to = there.from};
  ForEachNode(archive, [&](CountryId country, NodeId node) {
    RC_ASSERT(AreNear(PointsOf(Attribute(archive, country, node, there)),
                      PointsOf(Attribute(archive, country, node, back), -1)));
  });
}

RC_GTEST_PROP(AttributionPropertyTest, AReaderOfThePastSplitsAsTheLogOfThePastDoes, ()) {
  RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  MomentRange range = AnyRange(world.last());
  range.to.known = range.from.known;
  world.log = Truncated(world.log, range.to.known);
  const Archive past = Build(world);
  ForEachNode(past, [&](CountryId country, NodeId node) {
    const CountryId same = *archive.FindCountry(past.countries()[country.value]);
    const MomentRange days{.from = {.effective = range.from.effective},
                           .to = {.effective = range.to.effective}};
    RC_ASSERT(AreNear(PointsOf(Attribute(archive, same, node, range)),
                      PointsOf(Attribute(past, country, node, days))));
  });
}

// Two ranges that meet give together what the whole gives, where the score is never absent.
RC_GTEST_PROP(AttributionPropertyTest, RangesThatMeetAddUp, ()) {
  const RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  MomentRange range = AnyRange(world.last());
  range.from.known = range.to.known;
  const std::int32_t days =
      range.to.effective.days_since_epoch() - range.from.effective.days_since_epoch();
  const AsOf middle{.effective = range.from.effective.plus_days(*rc::gen::inRange(0, days + 1)),
                    .known = range.to.known};
  ForEachNode(archive, [&](CountryId country, NodeId node) {
    const CountryBlock block = archive.Block(country).KnownAt(range.to.known);
    for (std::int32_t d = 0; d <= days; ++d)
      if (!block.ScoreAt(node, {.effective = range.from.effective.plus_days(d)}).score) return;
    Points sum = PointsOf(Attribute(archive, country, node, {.from = range.from, .to = middle}));
    for (const auto& [key, points] :
         PointsOf(Attribute(archive, country, node, {.from = middle, .to = range.to})))
      sum[key] += points;
    std::erase_if(sum, [](const auto& row) { return std::abs(row.second) <= 1e-9; });
    RC_ASSERT(AreNear(sum, PointsOf(Attribute(archive, country, node, range))));
  });
}

RC_GTEST_PROP(AttributionPropertyTest, AMeanOfChangingMembersSumsToItsChange, ()) {
  const RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  const MomentRange range = AnyRange(world.last());
  Group group{.id = "G"};
  for (const std::string& country : kCountries) {
    Membership membership{.country = country};
    if (*rc::gen::arbitrary<bool>()) membership.from = AnyDay();
    if (*rc::gen::arbitrary<bool>()) membership.until = AnyDay();
    group.memberships.push_back(membership);
  }
  const auto mean = [&](const Group& of, NodeId node, AsOf as_of) {
    std::vector<CountryId> members;
    for (const std::string& code : of.MembersOn(as_of.effective))
      if (const auto id = archive.FindCountry(code)) members.push_back(*id);
    return MeanOf(archive, node, members, members.size(), as_of).mean;
  };
  const Group fixed = WithCompositionOf(group, AnyDay());
  for (const NodeId node : IdsUpTo<NodeId>(archive.evaluator().node_count())) {
    for (const Group& of : {group, fixed}) {
      const Attribution attribution = AttributeMean(archive, of, node, range);
      RC_ASSERT(attribution.from == mean(of, node, range.from));
      RC_ASSERT(attribution.to == mean(of, node, range.to));
      AssertSumsUp(attribution);
    }
  }
}

RC_GTEST_PROP(AttributionPropertyTest, TheMeanOfOneCountryIsThatCountry, ()) {
  const RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  const MomentRange range = AnyRange(world.last());
  ForEachNode(archive, [&](CountryId country, NodeId node) {
    const std::string& code = archive.countries()[country.value];
    const Group alone{.id = "G", .memberships = {{.country = code}}};
    const CountryBlock block = archive.Block(country).KnownAt(range.to.known);
    for (Day day = range.from.effective; day <= range.to.effective; day = day.plus_days(1))
      if (!block.ScoreAt(node, {.effective = day}).score) return;
    Attribution own = Attribute(archive, country, node, range);
    for (Contribution& c : own.contributions) c.country = country;
    RC_ASSERT(AreNear(PointsOf(AttributeMean(archive, alone, node, range)), PointsOf(own)));
  });
}

RC_GTEST_PROP(AttributionPropertyTest, AnotherMethodologyIsOneMoreLeg, ()) {
  const RandomWorld world = AnyWorld();
  const Archive archive = Build(world);
  const MomentRange range = AnyRange(world.last());
  const std::optional<double> former =
      *rc::gen::arbitrary<bool>() ? std::optional(1.0 * *rc::gen::inRange(0, 100)) : std::nullopt;
  ForEachNode(archive, [&](CountryId country, NodeId node) {
    const Attribution plain = Attribute(archive, country, node, range);
    const Attribution whole = AfterMethodology(former, plain);
    RC_ASSERT(whole.from == former);
    RC_ASSERT(whole.to == plain.to);
    AssertSumsUp(whole);
    if (!whole.change || !plain.from) return;
    // New weights of the one methodology and the change to it are one sum.
    Points expected = PointsOf(plain);
    const auto of_methodology =
        expected.try_emplace({ContributionKind::kMethodology, std::nullopt, ""}, 0).first;
    of_methodology->second += *plain.from - *former;
    if (std::abs(of_methodology->second) <= 1e-9) expected.erase(of_methodology);
    RC_ASSERT(AreNear(PointsOf(whole), expected));
  });
}

}  // namespace
}  // namespace lawtrace::analysis
