#include "analysis/evaluator.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>
#include <string>
#include <vector>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

// A methodology compiled, with answers to set by word.
class Bench {
 public:
  explicit Bench(Methodology methodology)
      : methodology_(std::move(methodology)),
        evaluator_(methodology_),
        answers_(methodology_),
        state_(evaluator_, answers_, Day(0)) {}
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  Bench& Set(std::string_view indicator, std::string_view answer) {
    const IndicatorId id = evaluator_.FindIndicator(indicator).value();
    state_.Set(id, answer == "-" ? kNoAnswer : answers_.Intern(id, Answer::FromText(answer)));
    return *this;
  }
  NodeScore Score(std::string_view node) {
    state_.Refresh();
    return state_.ScoreOf(evaluator_.FindNode(node).value());
  }
  // The same answers, evaluated from nothing.
  NodeScore FreshScore(NodeId node) {
    Evaluator::State fresh(evaluator_, answers_, state_.day());
    for (std::uint16_t i = 0; i < evaluator_.indicator_count(); ++i)
      fresh.Set(IndicatorId{i}, state_.answer(IndicatorId{i}));
    fresh.Refresh();
    return fresh.ScoreOf(node);
  }

  const Evaluator& evaluator() const { return evaluator_; }
  AnswerTable& answers() { return answers_; }
  Evaluator::State& state() { return state_; }

 private:
  Methodology methodology_;
  Evaluator evaluator_;
  AnswerTable answers_;
  Evaluator::State state_;
};

NodeScore Scored(double score, std::uint16_t answered, std::uint16_t indicators) {
  return {.score = score, .answered = answered, .indicators = indicators};
}
NodeScore Absent(std::uint16_t answered, std::uint16_t indicators) {
  return {.score = std::nullopt, .answered = answered, .indicators = indicators};
}

TEST(EvaluatorTest, FindsPositionsByCode) {
  const Bench bench(ToyMethodology());
  EXPECT_EQ(bench.evaluator().FindIndicator("c"), IndicatorId{2});
  EXPECT_EQ(bench.evaluator().FindNode("all"), NodeId{2});
  EXPECT_EQ(bench.evaluator().FindIndicator("all"), std::nullopt);
  EXPECT_EQ(bench.evaluator().FindNode("a"), std::nullopt);
}

TEST(EvaluatorTest, MeanSkipsWhatIsAbsent) {
  Bench bench(ToyMethodology());
  EXPECT_EQ(bench.Score("all"), Absent(0, 4));
  EXPECT_EQ(bench.Set("a", "100").Score("ab"), Scored(100, 1, 2));
  EXPECT_EQ(bench.Set("b", "50").Score("ab"), Scored(75, 2, 2));
  EXPECT_EQ(bench.Score("all"), Scored(75, 2, 4)) << "an absent area drops out as well";
  EXPECT_EQ(bench.Set("n", "0").Score("all"), Scored(37.5, 3, 4));
  EXPECT_EQ(bench.Set("a", "not_assessed").Score("ab"), Scored(50, 1, 2));
  EXPECT_EQ(bench.Set("b", "not_applicable").Score("ab"), Absent(0, 2));
}

TEST(EvaluatorTest, AbsentIsNotZero) {
  Bench bench(ToyMethodology());
  EXPECT_EQ(bench.Set("a", "0").Score("all"), Scored(0, 1, 4));
  EXPECT_EQ(bench.Set("a", "-").Score("all"), Absent(0, 4));
}

TEST(EvaluatorTest, WeightedMeanDropsAnAbsentChildWithItsWeight) {
  Methodology methodology = ToyMethodology();
  methodology.nodes[0] = WeightedOf("ab", {"a", "b"}, {0.67, 0.33});
  Bench bench(std::move(methodology));
  EXPECT_EQ(bench.Set("a", "100").Set("b", "0").Score("ab"), Scored(67.0 / 1.0, 2, 2));
  EXPECT_EQ(bench.Set("a", "-").Score("ab"), Scored(0, 1, 2));
  EXPECT_EQ(bench.Set("a", "50").Set("b", "-").Score("ab"), Scored(50, 1, 2));
}

TEST(EvaluatorTest, RequiresAllWhereTheNodeSaysSo) {
  Methodology methodology = ToyMethodology();
  methodology.nodes[0].missing = MissingRule::kRequireAll;
  methodology.nodes[2] = WeightedOf("all", {"ab", "cn"}, {3, 1}, MissingRule::kRequireAll);
  Bench bench(std::move(methodology));
  EXPECT_EQ(bench.Set("a", "100").Score("ab"), Absent(1, 2));
  EXPECT_EQ(bench.Set("b", "0").Score("ab"), Scored(50, 2, 2));
  EXPECT_EQ(bench.Score("all"), Absent(2, 4));
  EXPECT_EQ(bench.Set("c", "100").Score("all"), Scored(62.5, 3, 4)) << "cn itself skips n";
}

Methodology WithTable(MissingRule missing) {
  Methodology methodology = ToyMethodology();
  methodology.nodes[0] = TableOf("ab", {"a", "b"},
                                 {{.when = {"100", std::nullopt}, .score = 100},
                                  {.when = {"0", "0"}, .score = 0},
                                  {.when = {"50", "0"}, .score = 17},
                                  {.when = {std::nullopt, "50"}, .score = 33},
                                  {.when = {std::nullopt, std::nullopt}, .score = 5}},
                                 missing);
  return methodology;
}

TEST(EvaluatorTest, TableGivesItsFirstMatchingRow) {
  Bench bench(WithTable(MissingRule::kSkip));
  EXPECT_EQ(bench.Set("a", "50").Set("b", "0").Score("ab"), Scored(17, 2, 2));
  EXPECT_EQ(bench.Set("b", "50").Score("ab"), Scored(33, 2, 2));
  EXPECT_EQ(bench.Set("a", "100").Score("ab"), Scored(100, 2, 2)) << "before the row of b";
  EXPECT_EQ(bench.Set("b", "-").Score("ab"), Scored(100, 1, 2)) << "any matches none";
  EXPECT_EQ(bench.Set("a", "0").Score("ab"), Scored(5, 1, 2)) << "none matches no option";
  EXPECT_EQ(bench.Score("all"), Scored(5, 1, 4));
}

TEST(EvaluatorTest, TableObeysItsMissingRule) {
  Bench skip(WithTable(MissingRule::kSkip));
  EXPECT_EQ(skip.Score("ab"), Absent(0, 2)) << "no answer at all gives no score";
  EXPECT_EQ(skip.Set("b", "not_assessed").Score("ab"), Absent(0, 2));
  EXPECT_EQ(skip.Set("a", "50").Score("ab"), Scored(5, 1, 2));
  EXPECT_EQ(skip.Set("a", "-").Score("ab"), Absent(0, 2)) << "as at the beginning";

  Bench require(WithTable(MissingRule::kRequireAll));
  EXPECT_EQ(require.Set("a", "100").Score("ab"), Absent(1, 2));
  EXPECT_EQ(require.Set("b", "0").Score("ab"), Scored(100, 2, 2));
}

TEST(EvaluatorTest, TableWithoutAMatchingRowHasNoScore) {
  Methodology methodology = WithTable(MissingRule::kSkip);
  methodology.nodes[0].table.resize(2);
  methodology.scores_unlisted_numbers = true;
  Bench bench(std::move(methodology));
  EXPECT_EQ(bench.Set("a", "0").Set("b", "50").Score("ab"), Absent(2, 2));
  EXPECT_EQ(bench.Set("b", "0").Score("ab"), Scored(0, 2, 2));
  EXPECT_EQ(bench.Set("b", "7").Score("ab"), Absent(2, 2)) << "unlisted: counts, matches nothing";
}

TEST(EvaluatorTest, CountsASharedLeafOnceAndWeighsItTwice) {
  Methodology methodology = ToyMethodology();
  methodology.nodes[1] = MeanOf("cn", {"a", "c"});
  Bench bench(std::move(methodology));
  EXPECT_EQ(bench.Set("a", "100").Score("all"), Scored(100, 1, 3));
  EXPECT_EQ(bench.Set("b", "0").Set("c", "0").Score("all"), Scored(50, 3, 3));
  EXPECT_EQ(bench.Set("a", "0").Score("ab"), Scored(0, 2, 2));
  EXPECT_EQ(bench.Score("cn"), Scored(0, 2, 2));
  const std::span<const NodeId> above = bench.evaluator().NodesAbove(IndicatorId{0});
  EXPECT_EQ(std::vector(above.begin(), above.end()),
            (std::vector{NodeId{0}, NodeId{1}, NodeId{2}}));
  const std::span<const IndicatorId> below = bench.evaluator().IndicatorsBelow(NodeId{2});
  EXPECT_EQ(std::vector(below.begin(), below.end()),
            (std::vector{IndicatorId{0}, IndicatorId{1}, IndicatorId{2}}));
}

TEST(EvaluatorTest, NodesNestToAnyDepthAndMixWithIndicators) {
  Methodology methodology = ToyMethodology();
  methodology.nodes = {MeanOf("d1", {"a", "b"}), MeanOf("d2", {"d1", "c"}),
                       WeightedOf("d3", {"n", "d2"}, {1, 3}), MeanOf("d4", {"d3"})};
  Bench bench(std::move(methodology));
  bench.Set("a", "100").Set("b", "0").Set("c", "0").Set("n", "10");
  EXPECT_EQ(bench.Score("d2"), Scored(25, 3, 3));
  EXPECT_EQ(bench.Score("d4"), Scored((10.0 + 3 * 25.0) / 4, 4, 4));
}

TEST(EvaluatorTest, UnlistedNumbersCountWhereTheMethodologySaysSo) {
  Methodology methodology = ToyMethodology();
  EXPECT_EQ(Bench(methodology).Set("a", "20").Score("ab"), Absent(0, 2));
  methodology.scores_unlisted_numbers = true;
  EXPECT_EQ(Bench(methodology).Set("a", "20").Score("ab"), Scored(20, 1, 2));
  EXPECT_EQ(Bench(methodology).Set("a", "2G").Score("ab"), Absent(0, 2));
}

TEST(EvaluatorTest, CombinesChildScoresLikeANode) {
  Methodology methodology = WithTable(MissingRule::kSkip);
  methodology.nodes[2] = WeightedOf("all", {"ab", "cn"}, {3, 1});
  const Bench bench(std::move(methodology));
  const Evaluator& evaluator = bench.evaluator();
  const std::vector<std::optional<double>> both = {80, 40};
  const std::vector<std::optional<double>> second = {std::nullopt, 40};
  EXPECT_EQ(evaluator.Combine(NodeId{2}, both, Day(0)), 70.0);
  EXPECT_EQ(evaluator.Combine(NodeId{2}, second, Day(0)), 40.0);
  EXPECT_EQ(evaluator.Combine(NodeId{0}, both, Day(0)), std::nullopt) << "a table reads answers";
}

TEST(EvaluatorTest, AGeometricMeanIsTheRootOfTheProduct) {
  Methodology methodology = ToyMethodology();
  methodology.nodes = {FoldOf(Aggregation::kGeometricMean, "all", {"a", "b", "n"})};
  Bench bench(methodology);
  EXPECT_EQ(bench.Set("a", "50").Set("b", "50").Score("all"), Scored(50, 2, 3)) << "to the bit";
  EXPECT_NEAR(*bench.Set("n", "0.4").Score("all").score, 10, 1e-9);
  EXPECT_EQ(bench.Set("n", "0").Score("all"), Scored(0, 3, 3)) << "one 0 makes the whole 0";
  methodology.nodes[0].weights = {{.weights = {1, 1, 2}}};
  Bench weighted(methodology);
  weighted.Set("a", "50").Set("b", "50").Set("n", "2");
  EXPECT_NEAR(*weighted.Score("all").score, 10, 1e-9);
}

TEST(EvaluatorTest, MinimumAndMaximumPassOverWhatIsAbsent) {
  Methodology methodology = ToyMethodology();
  methodology.indicators[3].scale = {.minimum = -10, .maximum = std::nullopt};
  methodology.nodes = {FoldOf(Aggregation::kMinimum, "low", {"a", "b", "n"}),
                       FoldOf(Aggregation::kMaximum, "high", {"a", "b", "n"}),
                       MeanOf("all", {"low", "high"})};
  Bench bench(methodology);
  EXPECT_EQ(bench.Score("low"), Absent(0, 3));
  EXPECT_EQ(bench.Set("a", "50").Score("low"), Scored(50, 1, 3));
  EXPECT_EQ(bench.Set("n", "-7.5").Score("low"), Scored(-7.5, 2, 3));
  EXPECT_EQ(bench.Score("high"), Scored(50, 2, 3));
  EXPECT_EQ(bench.Set("n", "1250").Score("high"), Scored(1250, 2, 3));
  EXPECT_EQ(bench.Set("n", "-10.5").Score("low"), Scored(50, 1, 3)) << "not on the scale";
}

TEST(EvaluatorTest, AShareThatIsMetExactlyIsMet) {
  Methodology methodology = ToyMethodology();
  Node& node = methodology.nodes[2] = WeightedOf("all", {"a", "b", "c"}, {0.1, 0.2, 0.7});
  methodology.nodes = {node};
  Node& all = methodology.nodes[0];
  all.missing = MissingRule::kAtLeast;
  all.minimum_share = 0.3;  // 0.1 + 0.2 is a little more, of 0.9999... in all.
  EXPECT_TRUE(Bench(methodology).Set("a", "50").Set("b", "50").Score("all").score.has_value());
  all.minimum_share = 0.9;
  EXPECT_TRUE(Bench(methodology).Set("b", "50").Set("c", "50").Score("all").score.has_value());
  EXPECT_FALSE(Bench(methodology).Set("a", "50").Set("c", "50").Score("all").score.has_value());
  all.minimum_share = 1;
  EXPECT_FALSE(Bench(methodology).Set("b", "50").Set("c", "50").Score("all").score.has_value());
  all = MeanOf("all", {"a", "b", "c"}, MissingRule::kAtLeast);
  for (const double third : {1.0 / 3, 0.33}) {
    all.minimum_share = third;
    EXPECT_TRUE(Bench(methodology).Set("c", "50").Score("all").score.has_value()) << third;
  }
  all.minimum_share = 0.34;
  EXPECT_FALSE(Bench(methodology).Set("c", "50").Score("all").score.has_value());
}

TEST(EvaluatorTest, WeightsAreThoseOfTheDay) {
  Methodology methodology = ToyMethodology();
  methodology.nodes = {WeightedOf("ab", {"a", "b"}, {1, 1}), MeanOf("all", {"ab", "c"})};
  methodology.nodes[0].weights.push_back({.weights = {3, 1}, .from = Day(100)});
  Bench bench(methodology);
  bench.Set("a", "100").Set("b", "0").Set("c", "0");
  EXPECT_EQ(bench.Score("all"), Scored(25, 3, 3));
  bench.state().MoveTo(Day(99));
  EXPECT_EQ(bench.Score("ab"), Scored(50, 2, 2));
  bench.state().MoveTo(Day(100));
  EXPECT_EQ(bench.Score("ab"), Scored(75, 2, 2));
  EXPECT_EQ(bench.Score("all"), Scored(37.5, 3, 3));
  EXPECT_EQ(bench.FreshScore(NodeId{1}), Scored(37.5, 3, 3));
  bench.state().MoveTo(Day(0));
  EXPECT_EQ(bench.Score("all"), Scored(25, 3, 3));
}

TEST(EvaluatorTest, RefreshGivesTheSameBitsAsAFreshEvaluation) {
  Methodology methodology = ToyMethodology();
  methodology.scores_unlisted_numbers = true;
  methodology.indicators.push_back(NumericOf("m"));
  methodology.nodes = {
      WeightedOf("w", {"a", "n", "m"}, {0.1, 0.7, 0.2}),
      TableOf("t", {"b"}, {{.when = {"50"}, .score = 33.3}}),
      MeanOf("x", {"w", "t", "c", "m", "n"}),
      WeightedOf("all", {"x", "w", "a"}, {0.3, 0.3, 0.4}, MissingRule::kRequireAll)};
  Bench bench(methodology);
  std::mt19937 random(7);
  for (int step = 0; step < 2'000; ++step) {
    const IndicatorId indicator{static_cast<std::uint16_t>(random() % 5)};
    AnswerId answer = kNoAnswer;
    if (random() % 4 != 0)
      answer = bench.answers().Intern(
          indicator, Answer::Option(std::to_string(static_cast<double>(random() % 1001) / 10)));
    if (indicator == IndicatorId{1} && random() % 2 == 0)
      answer = *bench.answers().Find(indicator, Answer::Option("50"));  // What the table looks up.
    bench.state().Set(indicator, answer);
    if (random() % 2 == 0) continue;  // Several answers between two refreshes.
    bench.state().Refresh();
    for (std::uint16_t n = 0; n < 4; ++n) {
      const NodeScore kept = bench.state().ScoreOf(NodeId{n});
      const NodeScore fresh = bench.FreshScore(NodeId{n});
      ASSERT_EQ(kept, fresh) << "step " << step << ", node " << n;
      ASSERT_EQ(std::bit_cast<std::uint64_t>(kept.score.value_or(-1)),
                std::bit_cast<std::uint64_t>(fresh.score.value_or(-1)));
    }
  }
}

TEST(EvaluatorDeathTest, RefusesAMethodologyThatIsNotValid) {
  Methodology methodology = ToyMethodology();
  methodology.nodes[0].children = {"all"};
  EXPECT_DEATH(Evaluator{methodology}, "before it is known");
  methodology = ToyMethodology();
  methodology.nodes[0].weights = {{.weights = {1}}};
  EXPECT_DEATH(Evaluator{methodology}, "one weight per child");
  methodology = WithTable(MissingRule::kSkip);
  methodology.nodes[0].table[0].when.pop_back();
  EXPECT_DEATH(Evaluator{methodology}, "one answer per child");
  methodology = WithTable(MissingRule::kSkip);
  methodology.nodes[0].table[0].when[0] = "25";
  EXPECT_DEATH(Evaluator{methodology}, "option that its indicator lacks");
  methodology = ToyMethodology();
  methodology.nodes[2] =
      TableOf("all", {"ab", "cn"}, {{.when = {std::nullopt, std::nullopt}, .score = 1}});
  EXPECT_DEATH(Evaluator{methodology}, "looks up a node");
}

}  // namespace
}  // namespace lawtrace::analysis
