// Trends against the naive model on random logs and methodologies.
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "analysis/movement.h"
#include "analysis/trend.h"
#include "tests/analysis/naive_model.h"
#include "tests/analysis/random_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

constexpr double kTolerance = 1e-9;

// A world, a question about it, and the answer.
struct Case {
  RandomWorld world;
  Archive archive;
  NaiveModel naive;
  TrendQuestion question;

  Case(RandomWorld of, unsigned seed)
      : world(std::move(of)),
        archive(BuildFrom(world)),
        naive(world.methodology, EventsOf(world.log), Mistake::kNone),
        question(QuestionFor(archive, seed)) {}

  static Archive BuildFrom(const RandomWorld& world) {
    ArchiveBuilder builder(world.methodology);
    for (const Transaction& transaction : world.log) builder.Add(transaction);
    return std::move(builder).Build();
  }
  static std::vector<Event> EventsOf(const std::vector<Transaction>& log) {
    std::vector<Event> events;
    for (const Transaction& transaction : log)
      events.insert(events.end(), transaction.events.begin(), transaction.events.end());
    return events;
  }
  // Any nodes, three days.
  static TrendQuestion QuestionFor(const Archive& archive, unsigned seed) {
    std::mt19937 random(seed);
    TrendQuestion question;
    for (int i = 0; i < 3; ++i) {
      const auto days = static_cast<std::int32_t>(random() % 60);
      question.days.push_back(Day::Of(2020, 1, 1).plus_days(days));
      question.candidates.push_back(
          {static_cast<std::uint16_t>(random() % archive.evaluator().node_count())});
    }
    std::ranges::sort(question.days);
    for (const CountryId id : IdsUpTo<CountryId>(archive.countries().size()))
      question.countries.push_back(id);
    return question;
  }

  std::optional<double> Score(NodeId node, CountryId country, Day day) const {
    return naive
        .Score(archive.countries()[country.value], world.methodology.nodes[node.value],
               {.effective = day})
        .score;
  }
  // Countries that have a score of the node on every day.
  std::vector<CountryId> Comparable(NodeId node) const {
    std::vector<CountryId> countries;
    for (const CountryId country : question.countries)
      if (std::ranges::all_of(question.days,
                              [&](Day day) { return Score(node, country, day).has_value(); }))
        countries.push_back(country);
    return countries;
  }
  bool IsScoredThroughout(CountryId country, NodeId node) const {
    for (Day day = question.days.front(); day <= question.days.back(); day = day.plus_days(1))
      if (!Score(node, country, day)) return false;
    return true;
  }
};

RandomWorld LongWorld() {
  const auto choices = [](int count) {
    return rc::gen::container<Choices>(
        static_cast<std::size_t>(count),
        rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>()));
  };
  return *rc::gen::apply(MakeWorld, choices(kChoicesPerMethodology),
                         rc::gen::container<std::vector<Choices>>(60, choices(kChoicesPerStep)));
}

RC_GTEST_PROP(TrendProperty, TheChosenNodeHasMostComparableCountries, ()) {
  const Case test(LongWorld(), *rc::gen::arbitrary<unsigned>());
  std::size_t most = 0;
  for (const NodeId node : test.question.candidates)
    most = std::max(most, test.Comparable(node).size());
  const Result<Trend> trend = TraceTrend(test.archive, test.question);
  RC_ASSERT(trend.has_value() == (most > 0));
  if (!trend) return;
  const NodeId chosen = trend->comparison.node;
  RC_ASSERT(trend->comparison.countries == test.Comparable(chosen));
  RC_ASSERT(trend->comparison.countries.size() == most);
  // Among equals, the first.
  for (const NodeId node : test.question.candidates) {
    if (node == chosen) break;
    RC_ASSERT(test.Comparable(node).size() < most);
  }
}

RC_GTEST_PROP(TrendProperty, ScoresRanksAndMeansAreThoseOfTheNaiveModel, ()) {
  const Case test(LongWorld(), *rc::gen::arbitrary<unsigned>());
  const Result<Trend> trend = TraceTrend(test.archive, test.question);
  RC_PRE(trend.has_value());
  const std::vector<CountryId>& countries = trend->comparison.countries;
  for (std::size_t d = 0; d < test.question.days.size(); ++d) {
    double sum = 0;
    for (std::size_t c = 0; c < countries.size(); ++c) {
      const Day day = test.question.days[d];
      const double score = *test.Score(trend->comparison.node, countries[c], day);
      RC_ASSERT(std::abs(trend->ScoreOn(c, d) - score) < kTolerance);
      std::size_t better = 0;
      std::size_t equal = 0;
      for (const CountryId other : countries) {
        const double theirs = *test.Score(trend->comparison.node, other, day);
        if (theirs > score + kTolerance) ++better;
        if (std::abs(theirs - score) <= kTolerance) ++equal;
      }
      RC_ASSERT(trend->countries[c].points[d].rank == better + 1);
      RC_ASSERT(trend->countries[c].points[d].is_tied == (equal > 1));
      sum += score;
    }
    const GroupPoint& all = trend->groups.front().points[d];
    RC_ASSERT(std::abs(*all.mean.mean - sum / static_cast<double>(countries.size())) < kTolerance);
    RC_ASSERT(std::abs(all.spread->mean - *all.mean.mean) < kTolerance);
  }
}

RC_GTEST_PROP(TrendProperty, KindsAndIndicatorsAddUpToTheChange, ()) {
  const Case test(LongWorld(), *rc::gen::arbitrary<unsigned>());
  const Result<Trend> trend = TraceTrend(test.archive, test.question);
  RC_PRE(trend.has_value());
  const std::size_t last = test.question.days.size() - 1;
  for (std::size_t c = 0; c < trend->countries.size(); ++c) {
    const CountryTrend& country = trend->countries[c];
    const double change = trend->ScoreOn(c, last) - trend->ScoreOn(c, 0);
    double points = 0;
    for (const ContributionKind kind :
         {ContributionKind::kLaw, ContributionKind::kUnattributed, ContributionKind::kRecoding,
          ContributionKind::kMethodology, ContributionKind::kCoverage})
      points += PointsOf(country.steps, kind);
    RC_ASSERT(std::abs(points - change) < kTolerance);
    if (!test.IsScoredThroughout(country.country, trend->comparison.node)) continue;
    // Where new weights may take the score away before the answers of the day bring it back,
    // neither has the points.
    const auto may_lose = [](const Node& n) {
      return n.missing == MissingRule::kAtLeast && n.weights.size() > 1;
    };
    if (std::ranges::any_of(test.world.methodology.nodes, may_lose)) continue;
    double moved = PointsOf(country.steps, ContributionKind::kMethodology);
    for (const IndicatorMovement& movement :
         MovementsOf(test.archive, std::span(&country.country, 1), trend->comparison.node,
                     {.after = test.question.days.front(), .until = test.question.days.back()}))
      moved += movement.amended_points + movement.other_points;
    RC_ASSERT(std::abs(moved - change) < kTolerance);
  }
}

}  // namespace
}  // namespace lawtrace::analysis
