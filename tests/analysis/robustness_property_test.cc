// Robustness against rescoring everything by the naive model on random logs and methodologies.
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "analysis/robustness.h"
#include "tests/analysis/any_world.h"
#include "tests/analysis/naive_model.h"
#include "tests/analysis/random_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

constexpr double kTolerance = 1e-9;

// How many of the scores are better, plus 1.
std::size_t RankOf(double score, const std::vector<std::optional<double>>& scores) {
  return 1 + static_cast<std::size_t>(std::ranges::count_if(
                 scores, [&](const auto& other) { return other && *other > score + kTolerance; }));
}

struct Case {
  RandomWorld world;
  Archive archive;
  RobustnessQuestion question;

  Case(RandomWorld of, unsigned node, bool of_leaves)
      : world(std::move(of)),
        archive(BuildFrom(world)),
        question{.node = {static_cast<std::uint16_t>(node % archive.evaluator().node_count())},
                 .as_of = {.effective = Day::Of(2020, 2, 1)},
                 .draws = 20,
                 .seed = node,
                 .weighted = of_leaves ? WeightedParts::kLeaves : WeightedParts::kChildren} {
    for (const CountryId id : IdsUpTo<CountryId>(archive.countries().size()))
      question.countries.push_back(id);
  }

  static Archive BuildFrom(const RandomWorld& world) {
    ArchiveBuilder builder(world.methodology);
    for (const Transaction& transaction : world.log) builder.Add(transaction);
    return std::move(builder).Build();
  }
  // The log in which the indicator is never assessed.
  std::vector<Event> EventsWithout(const std::string& indicator) const {
    std::vector<Event> events;
    for (const Transaction& transaction : world.log)
      for (const Event& event : transaction.events) {
        events.push_back(event);
        if (event.indicator == indicator && event.answer)
          events.back().answer = Answer::NotAssessed();
      }
    return events;
  }
};

RC_GTEST_PROP(RobustnessProperty, DroppingOneIsRescoringAndRankingWithoutIt, ()) {
  const Case test(*AnyWorld(), *rc::gen::arbitrary<unsigned>(), false);
  const Result<Robustness> robustness = TestRobustness(test.archive, test.question);
  RC_PRE(robustness.has_value());
  const std::string& node = test.world.methodology.nodes[test.question.node.value].code;
  for (const Dropped& dropped : robustness->dropped) {
    const Methodology without = Without(test.world.methodology, dropped.code);
    const NaiveModel naive(without, test.EventsWithout(dropped.is_indicator ? dropped.code : ""),
                           Mistake::kNone);
    std::vector<std::optional<double>> after;
    std::vector<std::optional<double>> before;
    for (std::size_t c = 0; c < robustness->countries.size(); ++c) {
      const std::string& country = test.archive.countries()[robustness->countries[c].value];
      after.push_back(naive.Score(country, *without.FindNode(node), test.question.as_of).score);
      before.push_back(after.back() ? robustness->league.ranked[c].score.score : std::nullopt);
    }
    for (std::size_t c = 0; c < after.size(); ++c) {
      RC_ASSERT(dropped.scores[c].has_value() == after[c].has_value());
      RC_ASSERT(dropped.shifts[c].has_value() == after[c].has_value());
      if (!after[c]) continue;
      RC_ASSERT(std::abs(*dropped.scores[c] - *after[c]) < kTolerance);
      const int shift =
          static_cast<int>(RankOf(*after[c], after)) - static_cast<int>(RankOf(*before[c], before));
      RC_ASSERT(*dropped.shifts[c] == shift);
    }
  }
}

// With no spread between a country's parts, weights mean nothing, whichever parts get them.
RC_GTEST_PROP(RobustnessProperty, WithoutSpreadEveryDrawGivesTheRankItself, ()) {
  const std::size_t parts = *rc::gen::inRange<std::size_t>(1, 9);
  const auto values =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20)));
  PartScores scores{.part_count = parts, .scores = {}};
  std::vector<std::optional<double>> totals;
  for (const int value : values) {
    totals.emplace_back(value * 5.0);
    const std::size_t present = *rc::gen::inRange<std::size_t>(0, parts);
    for (std::size_t p = 0; p < parts; ++p)
      scores.scores.push_back(p == present || *rc::gen::arbitrary<bool>() ? totals.back()
                                                                          : std::nullopt);
  }
  const std::vector<RankInterval> intervals = RankIntervals(scores, 10, 3);
  for (std::size_t c = 0; c < totals.size(); ++c) {
    RC_ASSERT(intervals[c].best == RankOf(*totals[c], totals));
    RC_ASSERT(intervals[c].worst == intervals[c].best);
    RC_ASSERT(intervals[c].median == intervals[c].best);
  }
}

RC_GTEST_PROP(RobustnessProperty, ASinglePartLeavesTheRankAsItIs, ()) {
  const Case test(*AnyWorld(), *rc::gen::arbitrary<unsigned>(), *rc::gen::arbitrary<bool>());
  const Result<Robustness> robustness = TestRobustness(test.archive, test.question);
  RC_PRE(robustness.has_value());
  RC_ASSERT(robustness->part_count > 0U);
  for (std::size_t c = 0; c < robustness->countries.size(); ++c) {
    const RankInterval& interval = robustness->intervals[c];
    RC_ASSERT(interval.best <= interval.low && interval.low <= interval.median &&
              interval.median <= interval.high && interval.high <= interval.worst);
    if (robustness->part_count == 1)
      RC_ASSERT(interval.best == robustness->league.ranked[c].rank &&
                interval.worst == robustness->league.ranked[c].rank);
  }
}

}  // namespace
}  // namespace lawtrace::analysis
