#include "analysis/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "tests/analysis/random_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ScenarioChange Set(const std::string& indicator, const std::string& answer,
                   const std::string& effective, const std::string& place = "",
                   const std::string& country = "PT") {
  return {.country = country,
          .indicator = indicator,
          .answer = Answer::FromText(answer),
          .effective = PartialDate::Parse(effective).value(),
          .place = place};
}

class ScenarioTest : public testing::Test {
 protected:
  ScenarioTest() {
    for (const char* indicator : {"a", "b", "c", "n"}) Code("PT", indicator, "50");
    for (const char* indicator : {"a", "b", "c", "n"}) Code("ES", indicator, "60");
    archive_.emplace(log_.Build(methodology_));
  }
  void Code(const std::string& country, const std::string& indicator, const std::string& answer) {
    log_.Record("2020-01-01", {.kind = EventKind::kCoding,
                               .country = country,
                               .indicator = indicator,
                               .answer = answer,
                               .effective = "2019-12-31"});
  }
  // PT's score of the node on the day under the layers.
  std::optional<double> Score(const std::vector<ScenarioLayer>& layers, const char* node,
                              const char* day, OnConflict rule = OnConflict::kRefuse) const {
    const Overlay overlay = Overlay::Lay(*archive_, layers, rule).value();
    const CountryOutcome outcome =
        OutcomeOf(overlay, *archive_->FindCountry("PT"), {.effective = DayOf(day)});
    return outcome.after[archive_->evaluator().FindNode(node)->value].score;
  }
  std::vector<std::string> Statuses(const std::vector<ScenarioLayer>& layers, const char* day,
                                    OnConflict rule = OnConflict::kRefuse) const {
    const Overlay overlay = Overlay::Lay(*archive_, layers, rule).value();
    std::vector<std::string> statuses;
    for (std::size_t i = 0; i < overlay.changes().size(); ++i)
      statuses.emplace_back(Name(EffectOf(overlay, i, {.effective = DayOf(day)}).status));
    return statuses;
  }
  std::string Fault(const std::vector<ScenarioLayer>& layers) const {
    const Result<Overlay> overlay = Overlay::Lay(*archive_, layers, OnConflict::kRefuse);
    return overlay ? "" : overlay.error().Message();
  }

  // RankScores compares "a", whose scale ES leaves: 60 counts as itself.
  Methodology methodology_ = [] {
    Methodology methodology = ToyMethodology();
    methodology.scores_unlisted_numbers = true;
    return methodology;
  }();
  ToyLog log_;
  std::optional<Archive> archive_;
};

TEST_F(ScenarioTest, AChangeHoldsFromTheLastDayOfItsBoundsOn) {
  const std::vector<ScenarioLayer> layers = {{"x", {Set("a", "100", "2021")}}};
  EXPECT_EQ(Score(layers, "ab", "2021-12-30"), 50.0);
  EXPECT_EQ(Score(layers, "ab", "2021-12-31"), 75.0);
  EXPECT_EQ(Score(layers, "ab", "2099-01-01"), 75.0);
  EXPECT_THAT(Statuses(layers, "2021-12-30"), ElementsAre("not in force"));
  EXPECT_THAT(Statuses(layers, "2021-12-31"), ElementsAre("counts"));
}

TEST_F(ScenarioTest, ALayerMayChangeAnAnswerInSteps) {
  const std::vector<ScenarioLayer> layers = {
      {"x", {Set("a", "0", "2023-01-01"), Set("a", "100", "2021-01-01")}}};
  EXPECT_EQ(Score(layers, "ab", "2022-12-31"), 75.0);
  EXPECT_EQ(Score(layers, "ab", "2023-01-01"), 25.0);
  EXPECT_THAT(Statuses(layers, "2022-01-01"), ElementsAre("not in force", "counts"));
  EXPECT_THAT(Statuses(layers, "2023-01-01"), ElementsAre("counts", "replaced"));
}

TEST_F(ScenarioTest, TheSameDayTwiceInOneLayerIsAnError) {
  EXPECT_EQ(Fault({{"x",
                    {Set("a", "0", "2021-01-01", "x:2"), Set("b", "0", "2021-01-01", "x:3"),
                     Set("a", "0", "2021-01-01", "x:4")}}}),
            "x:4: overlaps x:2, which states the same country, indicator and day; keep one of "
            "them");
}

TEST_F(ScenarioTest, WhatTheArchiveLacksIsAnErrorForEachChange) {
  EXPECT_EQ(Fault({{"x", {Set("a", "0", "2021", "x:2", "FR"), Set("z", "0", "2021", "x:3")}}}),
            "x:2: country 'FR': the log holds nothing on it\n"
            "x:3: indicator 'z' is not in methodology toy");
}

TEST_F(ScenarioTest, LayersInConflictAreRefusedAndNamed) {
  const std::vector<ScenarioLayer> layers = {
      {"x", {Set("a", "100", "2021-01-01", "x:2"), Set("a", "50", "2024-01-01", "x:3")}},
      {"y", {Set("a", "0", "2022-01-01", "y:2")}}};
  EXPECT_EQ(Fault(layers),
            "conflict on PT a from 2022-01-01 until before 2024-01-01: x:2 says 100 from "
            "2021-01-01 on, y:2 says 0 from 2022-01-01 on\n"
            "conflict on PT a from 2024-01-01: x:3 says 50 from 2024-01-01 on, y:2 says 0 from "
            "2022-01-01 on\n"
            "say whose answer holds, on conflict first or last, or leave one of the files out");
}

TEST_F(ScenarioTest, AConflictGoesToTheFirstOrTheLastLayerAsDecided) {
  const std::vector<ScenarioLayer> layers = {{"x", {Set("a", "100", "2022-01-01")}},
                                             {"y", {Set("a", "0", "2021-01-01")}}};
  EXPECT_EQ(Score(layers, "ab", "2021-12-31", OnConflict::kFirst), 25.0);
  EXPECT_EQ(Score(layers, "ab", "2022-01-01", OnConflict::kFirst), 75.0);
  EXPECT_EQ(Score(layers, "ab", "2022-01-01", OnConflict::kLast), 25.0);
  EXPECT_THAT(Statuses(layers, "2022-01-01", OnConflict::kFirst),
              ElementsAre("counts", "overruled"));
  EXPECT_THAT(Statuses(layers, "2022-01-01", OnConflict::kLast),
              ElementsAre("overruled", "counts"));
}

TEST_F(ScenarioTest, LayersThatAgreeOrMeetElsewhereAreNoConflict) {
  EXPECT_EQ(Fault({{"x", {Set("a", "100", "2021-01-01")}}, {"y", {Set("a", "100", "2022-01-01")}}}),
            "");
  EXPECT_EQ(Fault({{"x", {Set("a", "100", "2021-01-01")}}, {"y", {Set("b", "0", "2021-01-01")}}}),
            "");
  EXPECT_EQ(Fault({{"x", {Set("a", "100", "2021-01-01")}},
                   {"y", {Set("a", "0", "2021-01-01", "", "ES")}}}),
            "");
  // The first layer has moved on to what the second says by the time it says so.
  EXPECT_EQ(Fault({{"x", {Set("a", "100", "2021-01-01"), Set("a", "0", "2022-01-01")}},
                   {"y", {Set("a", "0", "2022-01-01")}}}),
            "");
}

TEST_F(ScenarioTest, AChangeSetsAsideWhatTheLogSaysOfLaterDays) {
  const Sequence later = log_.Record("2020-02-01", {.answer = "100", .effective = "2023-01-01"});
  archive_.emplace(log_.Build(methodology_));
  const std::vector<ScenarioLayer> layers = {{"x", {Set("a", "0", "2022-01-01")}}};
  EXPECT_EQ(Score(layers, "ab", "2023-06-01"), 25.0);
  const Overlay overlay = Overlay::Lay(*archive_, layers, OnConflict::kRefuse).value();
  EXPECT_EQ(EffectOf(overlay, 0, {.effective = DayOf("2022-06-01")}).set_aside, nullptr);
  const Statement* aside = EffectOf(overlay, 0, {.effective = DayOf("2023-06-01")}).set_aside;
  ASSERT_NE(aside, nullptr);
  EXPECT_EQ(aside->sequence, later.value);
  // What takes effect on the same day is replaced, not set aside.
  const std::vector<ScenarioLayer> same = {{"x", {Set("a", "0", "2023-01-01")}}};
  const Overlay same_day = Overlay::Lay(*archive_, same, OnConflict::kRefuse).value();
  EXPECT_EQ(EffectOf(same_day, 0, {.effective = DayOf("2023-06-01")}).set_aside, nullptr);
}

TEST_F(ScenarioTest, AnAnswerThatTheLogSaysAlreadyMovesNothing) {
  const std::vector<ScenarioLayer> layers = {{"x", {Set("a", "50", "2021")}}};
  EXPECT_THAT(Statuses(layers, "2022-01-01"), ElementsAre("same answer"));
  const Overlay overlay = Overlay::Lay(*archive_, layers, OnConflict::kRefuse).value();
  EXPECT_THAT(
      OutcomeOf(overlay, *archive_->FindCountry("PT"), {.effective = DayOf("2022-01-01")}).acting,
      IsEmpty());
}

TEST_F(ScenarioTest, ANumberThatTheLogNeverSaidScoresItself) {
  EXPECT_EQ(Score({{"x", {Set("n", "62.5", "2021")}}}, "cn", "2022-01-01"), 56.25);
}

TEST_F(ScenarioTest, RanksCountOthersUnderTheSameScenario) {
  const std::vector<ScenarioLayer> layers = {
      {"x", {Set("a", "100", "2021"), Set("b", "0", "2021", "", "ES")}}};
  const Overlay overlay = Overlay::Lay(*archive_, layers, OnConflict::kRefuse).value();
  EXPECT_THAT(overlay.Countries(), ElementsAre(CountryId{0}, CountryId{1}));
  const std::vector<CountryId> all = {CountryId{0}, CountryId{1}};
  const AsOf as_of{.effective = DayOf("2022-01-01")};
  const NodeId ab = *archive_->evaluator().FindNode("ab");
  const CountryId pt = *archive_->FindCountry("PT");
  const Scoreboard before(*archive_, all, as_of);
  const Scoreboard after = BoardUnder(overlay, all, as_of);
  EXPECT_EQ(before.PlaceOf(pt, ab)->rank, 2U);
  EXPECT_EQ(after.PlaceOf(pt, ab)->rank, 1U);
  EXPECT_EQ(after.PlaceOf(pt, ab)->of, 2U);
  EXPECT_EQ(after.ScoreOf(*archive_->FindCountry("ES"), ab).score, 30.0);
  const Scoreboard alone(*archive_, std::vector<CountryId>{*archive_->FindCountry("ES")}, as_of);
  EXPECT_FALSE(alone.PlaceOf(pt, ab).has_value());
}

// One layer of the wishes: each three bytes set an answer of a country from a day on.
std::vector<ScenarioLayer> LayersOf(const Choices& wishes) {
  static const std::vector<std::string> kAnswers = {"0", "50", "100", "not_assessed", "33"};
  std::vector<ScenarioLayer> layers(3);
  for (std::size_t i = 0; i + 3 < wishes.size(); i += 4) {
    const Day day = DayOf("2020-01-01").plus_days(wishes[i + 3] % 50);
    const ScenarioChange change =
        Set("i" + std::to_string(wishes[i] % 5), kAnswers[wishes[i + 1] % 5], day.ToString(), "",
            kCountries[wishes[i + 2] % 2]);
    std::vector<ScenarioChange>& changes = layers[wishes[i + 3] % 3].changes;
    const bool is_repeat = std::ranges::any_of(changes, [&](const ScenarioChange& other) {
      return other.country == change.country && other.indicator == change.indicator &&
             other.effective == change.effective;
    });
    if (!is_repeat) changes.push_back(change);
  }
  return layers;
}

Archive Build(const RandomWorld& world, const std::vector<Event>& more = {}) {
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  if (!more.empty()) {
    Transaction extra{.recorded_at = Instant(10'000'000), .events = more};
    extra.Number(world.last().plus(1));
    builder.Add(extra);
  }
  return std::move(builder).Build();
}

rc::Gen<Choices> Bytes(int count) {
  return rc::gen::container<Choices>(
      static_cast<std::size_t>(count),
      rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>()));
}

rc::Gen<RandomWorld> AnyWorld() {
  return rc::gen::apply(MakeWorld, Bytes(kChoicesPerMethodology),
                        rc::gen::container<std::vector<Choices>>(Bytes(kChoicesPerStep)));
}

// Drops the changes on countries that the log is silent about.
void KeepKnown(const Archive& archive, std::vector<ScenarioLayer>& layers) {
  for (ScenarioLayer& layer : layers)
    std::erase_if(layer.changes, [&](const ScenarioChange& change) {
      return !archive.FindCountry(change.country);
    });
}

RC_GTEST_PROP(ScenarioProperty, AnEmptyScenarioIsTheBaseline, ()) {
  const RandomWorld world = *AnyWorld();
  const Archive archive = Build(world);
  const AsOf as_of{.effective = DayOf("2020-01-20"),
                   .known = Sequence{*rc::gen::inRange<std::uint64_t>(0, 30)}};
  const std::vector<ScenarioLayer> none;
  const Overlay overlay = Overlay::Lay(archive, none, OnConflict::kRefuse).value();
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryOutcome outcome = OutcomeOf(overlay, country, as_of);
    RC_ASSERT(outcome.before == archive.Block(country).ScoresAt(as_of));
    RC_ASSERT(outcome.after == outcome.before);
    RC_ASSERT(outcome.acting.empty());
  }
}

RC_GTEST_PROP(ScenarioProperty, ScoresAreThoseOfALogThatHoldsTheChanges, ()) {
  const RandomWorld world = *AnyWorld();
  const Archive archive = Build(world);
  std::vector<ScenarioLayer> layers = LayersOf(*Bytes(48));
  KeepKnown(archive, layers);
  const OnConflict rule = *rc::gen::element(OnConflict::kFirst, OnConflict::kLast);
  const Day day = DayOf("2020-01-01").plus_days(*rc::gen::inRange(0, 60));
  const Overlay overlay = Overlay::Lay(archive, layers, rule).value();

  // By hand: of each answer, the layers in the order of precedence; in a layer, the latest day.
  std::vector<Event> events;
  for (const std::string& country : kCountries) {
    for (const Indicator& indicator : world.methodology.indicators) {
      const ScenarioChange* wins = nullptr;
      for (const ScenarioLayer& layer : layers) {
        const ScenarioChange* latest = nullptr;
        for (const ScenarioChange& change : layer.changes)
          if (change.country == country && change.indicator == indicator.code &&
              change.effective.latest() <= day &&
              (latest == nullptr || change.effective.latest() > latest->effective.latest()))
            latest = &change;
        if (latest != nullptr && (wins == nullptr || rule == OnConflict::kLast)) wins = latest;
      }
      if (wins == nullptr) continue;
      events.push_back(EventOf({.country = country,
                                .indicator = indicator.code,
                                .answer = wins->answer.ToString(),
                                .effective = day.ToString()}));
    }
  }
  const Archive expected = Build(world, events);
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryOutcome outcome = OutcomeOf(overlay, country, {.effective = day});
    RC_ASSERT(outcome.before == archive.Block(country).ScoresAt({.effective = day}));
    RC_ASSERT(outcome.after == expected.Block(country).ScoresAt({.effective = day}));
  }
}

// The mean, over all orders of the acting changes, of the step that each makes in its turn.
std::vector<double> ByAllOrders(const Overlay& overlay, const CountryOutcome& outcome, NodeId node,
                                AsOf as_of) {
  const Archive& archive = overlay.archive();
  Evaluator::State start(archive.evaluator(), overlay.answers(), as_of.effective);
  for (const IndicatorId id : IdsUpTo<IndicatorId>(archive.evaluator().indicator_count()))
    start.Set(id, archive.Block(outcome.country).AnswerAt(id, as_of));
  start.Refresh();
  const double nothing = *start.ScoreOf(node).score;
  std::vector<std::size_t> order(outcome.acting.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<double> points(order.size());
  double orders = 0;
  do {
    Evaluator::State state = start;
    double before = nothing;
    for (const std::size_t a : order) {
      const LaidChange& change = overlay.changes()[outcome.acting[a]];
      state.Set(change.indicator, change.answer);
      state.Refresh();
      const double after = state.ScoreOf(node).score.value_or(nothing);
      points[a] += after - before;
      before = after;
    }
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  for (double& share : points) share /= orders;
  return points;
}

class ScenarioContributionTest : public testing::TestWithParam<Aggregation> {};

INSTANTIATE_TEST_SUITE_P(EveryAggregation, ScenarioContributionTest,
                         testing::Values(Aggregation::kMean, Aggregation::kGeometricMean,
                                         Aggregation::kMinimum, Aggregation::kMaximum),
                         [](const auto& test) { return std::string(Name(test.param)); });

TEST_P(ScenarioContributionTest, EqualTheMeanOverAllOrdersAndSumToTheChange) {
  // The table lets no change add up alone; b has a part without an answer.
  Methodology methodology = ToyMethodology();
  methodology.indicators.push_back(OptionsOf("d", {0, 50, 100}));
  methodology.nodes = {TableOf("t", {"a", "b"},
                               {{.when = {"100", "100"}, .score = 100},
                                {.when = {"100", std::nullopt}, .score = 40},
                                {.when = {std::nullopt, "100"}, .score = 15},
                                {.when = {std::nullopt, std::nullopt}, .score = 5}}),
                       FoldOf(GetParam(), "cd", {"c", "d"}),
                       FoldOf(GetParam(), "all", {"t", "cd", "n"})};
  ToyLog log;
  for (const char* indicator : {"a", "b", "c", "n"})
    log.Record("2020-01-01", {.kind = EventKind::kCoding,
                              .indicator = indicator,
                              .answer = "0",
                              .effective = "2019-12-31"});
  const Archive archive = log.Build(methodology);
  const std::vector<ScenarioLayer> layers = {
      {"x",
       {Set("a", "100", "2021"), Set("b", "100", "2021"), Set("c", "50", "2021"),
        Set("d", "100", "2021"), Set("n", "80", "2021")}}};
  const Overlay overlay = Overlay::Lay(archive, layers, OnConflict::kRefuse).value();
  const AsOf as_of{.effective = DayOf("2022-01-01")};
  const CountryOutcome outcome = OutcomeOf(overlay, CountryId{0}, as_of);
  ASSERT_EQ(outcome.acting.size(), 5U);
  for (const NodeId node : IdsUpTo<NodeId>(methodology.nodes.size())) {
    const std::vector<double> expected = ByAllOrders(overlay, outcome, node, as_of);
    const std::vector<double>& points = outcome.points[node.value];
    ASSERT_EQ(points.size(), expected.size());
    double sum = 0;
    for (std::size_t a = 0; a < points.size(); ++a) {
      EXPECT_NEAR(points[a], expected[a], 1e-9) << methodology.nodes[node.value].code << " " << a;
      sum += points[a];
    }
    EXPECT_NEAR(sum, *outcome.after[node.value].score - *outcome.before[node.value].score, 1e-9);
  }
  // a alone makes the table rise by 35, b by 10, both by 95: they share the other 50.
  EXPECT_NEAR(outcome.points[0][0], 35 + (95 - 35 - 10) / 2.0, 1e-9);
}

RC_GTEST_PROP(ScenarioProperty, ContributionsSumToTheChangeOfEveryNode, ()) {
  const RandomWorld world = *AnyWorld();
  const Archive archive = Build(world);
  std::vector<ScenarioLayer> layers = LayersOf(*Bytes(48));
  KeepKnown(archive, layers);
  const Overlay overlay = Overlay::Lay(archive, layers, OnConflict::kFirst).value();
  const AsOf as_of{.effective = DayOf("2020-02-10")};
  for (const CountryId country : overlay.Countries()) {
    const CountryOutcome outcome = OutcomeOf(overlay, country, as_of);
    for (const NodeId node : IdsUpTo<NodeId>(archive.evaluator().node_count())) {
      const std::optional<double>& before = outcome.before[node.value].score;
      const std::optional<double>& after = outcome.after[node.value].score;
      const std::vector<double>& points = outcome.points[node.value];
      RC_ASSERT(points.size() == (before && after ? outcome.acting.size() : 0U));
      if (!before || !after) continue;
      const double sum = std::accumulate(points.begin(), points.end(), 0.0);
      RC_ASSERT(std::abs(sum - (*after - *before)) < 1e-9);
    }
  }
}

}  // namespace
}  // namespace lawtrace::analysis
