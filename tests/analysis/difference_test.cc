#include "analysis/difference.h"

#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/analysis/any_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

constexpr double kTolerance = 1e-9;

AsOf On(std::string_view day, Sequence known = kLatest) {
  return {.effective = DayOf(day), .known = known};
}

class DifferenceTest : public testing::Test {
 protected:
  Difference Between(AsOf from, AsOf to, const std::string& node = "all") {
    archive_.emplace(log_.Build(methodology_));
    return DifferenceBetween(*archive_, archive_->Block(archive_->FindCountry("PT").value()),
                             archive_->evaluator().FindNode(node).value(), from, to);
  }
  // "a 0 -> 50 amendment 5" of each row, joined by "; ".
  std::string Words(const Difference& difference) const {
    std::string words;
    for (const AnswerDifference& row : difference.answers) {
      const auto text = [&](AnswerId answer) {
        const auto& found = archive_->answers().AnswerOf(row.indicator, answer);
        return found ? found->ToString() : std::string("none");
      };
      words += (words.empty() ? "" : "; ") + methodology_.indicators[row.indicator.value].code +
               " " + text(row.old_answer) + " -> " + text(row.new_answer) +
               (row.is_undone ? " undone " : " ") + std::string(Name(row.kind)) + " " +
               std::to_string(row.event);
    }
    return words;
  }
  std::string Told(AsOf from, AsOf to) {
    const Difference difference = Between(from, to);
    return Words(difference);
  }

  Methodology methodology_ = ToyMethodology();
  ToyLog log_;
  std::optional<Archive> archive_;
};

TEST_F(DifferenceTest, AnAmendmentIsTheEventBehindTheNewAnswer) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010-12-31"});
  log_.Record("2011-01-01",
              {.kind = EventKind::kCoding, .indicator = "c", .answer = "50", .effective = "2010"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2012-07-01"});
  log_.Record("2013-06-01", {.answer = "100", .effective = "2013-02-01"});
  const Difference difference = Between(On("2012-06-30"), On("2014-01-01"));
  EXPECT_EQ(Words(difference), "a 0 -> 100 amendment 4");
  const AnswerDifference& row = difference.answers.front();
  EXPECT_EQ(Day(row.statement->day), DayOf("2013-02-01"));
  EXPECT_EQ(row.points, 100.0);
  EXPECT_EQ(methodology_.nodes[row.area.value().value].code, "ab");
  EXPECT_EQ(row.area_points, 100.0);
  EXPECT_EQ(row.node_points, 50.0);
  EXPECT_EQ(difference.from, 25.0);
  EXPECT_EQ(difference.change, 50.0);
  EXPECT_EQ(Between(On("2012-06-30"), On("2014-01-01"), "cn").answers.front().node_points, 0.0);
}

TEST_F(DifferenceTest, NewsOfThePastIsLateUnlessItCorrectsWhatWasKnown) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
  log_.Record("2011-01-01",
              {.kind = EventKind::kCoding, .indicator = "b", .answer = "0", .effective = "2010"});
  log_.Record("2011-01-01",
              {.kind = EventKind::kCoding, .indicator = "c", .answer = "0", .effective = "2010"});
  const Sequence known{3};
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-07-01"});
  log_.Record("2013-01-01", {.kind = EventKind::kCorrection,
                             .indicator = "b",
                             .answer = "50",
                             .effective = "2010",
                             .supersedes = Sequence{2}});
  log_.Record(
      "2013-01-01",
      {.kind = EventKind::kRecoding, .indicator = "c", .answer = "100", .effective = "2010"});
  log_.Record("2013-01-01",
              {.kind = EventKind::kCoding, .indicator = "n", .answer = "7", .effective = "2010"});
  EXPECT_EQ(Told(On("2012-01-01", known), On("2012-01-01")),
            "a 0 -> 50 late amendment 4; b 0 -> 50 correction 5; c 0 -> 100 recoding 6; "
            "n none -> 7 coding 7");
}

TEST_F(DifferenceTest, ACorrectionOfWhatTheFirstReaderNeverKnewIsNone) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-07-01"});
  log_.Record("2014-01-01", {.kind = EventKind::kCorrection,
                             .answer = "100",
                             .effective = "2011-07-01",
                             .supersedes = Sequence{2}});
  EXPECT_EQ(Told(On("2012-01-01", Sequence{1}), On("2012-01-01")), "a 0 -> 100 late amendment 3");
  EXPECT_EQ(Told(On("2012-01-01", Sequence{2}), On("2012-01-01")), "a 50 -> 100 correction 3");
  EXPECT_EQ(Told(On("2011-01-01"), On("2012-01-01")), "a 0 -> 100 amendment 3");
}

TEST_F(DifferenceTest, ARetractionIsTheEventBehindWhatItUncovers) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-07-01"});
  log_.Record("2014-01-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{2}});
  const Difference difference = Between(On("2012-01-01", Sequence{2}), On("2012-01-01"));
  EXPECT_EQ(Words(difference), "a 50 -> 0 retraction 3");
  EXPECT_EQ(difference.answers.front().statement->sequence, 2U);  // What it withdraws.
  log_.Record("2015-01-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{1}});
  EXPECT_EQ(Told(On("2012-01-01", Sequence{2}), On("2012-01-01")), "a 50 -> none retraction 3");
  EXPECT_EQ(Told(On("2011-01-01", Sequence{2}), On("2012-01-01")), "a 0 -> none retraction 4");
}

TEST_F(DifferenceTest, ACorrectionOfARetractionIsACorrection) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-07-01"});
  log_.Record("2014-01-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{2}});
  log_.Record("2015-01-01", {.kind = EventKind::kCorrection,
                             .answer = "100",
                             .effective = "2011-07-01",
                             .supersedes = Sequence{3}});
  EXPECT_EQ(Told(On("2012-01-01", Sequence{2}), On("2012-01-01")), "a 50 -> 100 correction 4");
  EXPECT_EQ(Told(On("2012-01-01", Sequence{3}), On("2012-01-01")), "a 0 -> 100 correction 4");
}

TEST_F(DifferenceTest, ACorrectionThatMovesTheDayAwayIsTheEventBehindWhatItUncovers) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-07-01"});
  log_.Record("2014-01-01", {.kind = EventKind::kCorrection,
                             .answer = "50",
                             .effective = "2015-07-01",
                             .supersedes = Sequence{2}});
  const Difference difference = Between(On("2012-01-01", Sequence{2}), On("2012-01-01"));
  EXPECT_EQ(Words(difference), "a 50 -> 0 correction 3");
  EXPECT_EQ(difference.answers.front().statement->sequence, 3U);
}

TEST_F(DifferenceTest, GoingBackUndoesTheEvent) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2010"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-07-01"});
  log_.Record("2014-01-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{2}});
  EXPECT_EQ(Told(On("2012-01-01", Sequence{2}), On("2011-01-01", Sequence{2})),
            "a 50 -> 0 undone amendment 2");
  EXPECT_EQ(Told(On("2012-01-01"), On("2012-01-01", Sequence{2})), "a 0 -> 50 undone retraction 3");
  EXPECT_EQ(Told(On("2012-01-01"), On("2009-01-01")), "a 0 -> none undone coding 1");
}

TEST_F(DifferenceTest, WithoutAScoreThereAreNoPoints) {
  log_.Record("2011-01-01", {.kind = EventKind::kCoding, .answer = "50", .effective = "2010"});
  const Difference difference = Between(On("2009-12-31"), On("2011-01-01"));
  EXPECT_EQ(Words(difference), "a none -> 50 coding 1");
  EXPECT_FALSE(difference.change.has_value());
  EXPECT_FALSE(difference.answers.front().points.has_value());
  EXPECT_FALSE(difference.answers.front().area_points.has_value());
  EXPECT_FALSE(difference.answers.front().node_points.has_value());
}

// 45 answers in three parts, one of which comes to have answers at all: at the top the parts count
// as one player each, and their answers share equally.
TEST_F(DifferenceTest, FortyAnswersOnOneNodeAreSplitInTime) {
  Methodology m{.id = "flat", .version = "1", .headline = "top"};
  std::vector<std::string> children;
  std::vector<Event> before;
  std::vector<Event> after;
  for (int i = 0; i < 40; ++i) {
    children.push_back("i" + std::to_string(i));
    m.indicators.push_back(OptionsOf(children.back(), {0, 50, 100}));
    before.push_back(EventOf({.kind = EventKind::kCoding,
                              .indicator = children.back(),
                              .answer = i % 3 == 0 ? "not_assessed" : "0",
                              .effective = "2010"}));
    after.push_back(EventOf(
        {.indicator = children.back(), .answer = i % 2 == 0 ? "100" : "50", .effective = "2011"}));
  }
  m.nodes.push_back(MeanOf("top", children));
  methodology_ = m;
  log_.RecordAll("2012-01-01", before);
  log_.RecordAll("2012-01-01", after);
  const Difference difference = Between(On("2010-12-31"), On("2011-12-31"), "top");
  double sum = 0;
  for (const AnswerDifference& row : difference.answers) sum += row.node_points.value();
  EXPECT_NEAR(sum, 75, kTolerance);
  EXPECT_EQ(difference.change, 75.0);
}

// --- properties ---------------------------------------------------------------------------------

Archive Build(const RandomWorld& world) {
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  return std::move(builder).Build();
}

AsOf AnyMoment(const RandomWorld& world) {
  const auto known = *rc::gen::inRange<std::uint64_t>(0, world.last().value + 2);
  return {.effective = Day::Of(2019, 12, 30).plus_days(*rc::gen::inRange(0, 56)),
          .known = known > world.last().value ? kLatest : Sequence{known}};
}

bool IsForward(AsOf from, AsOf to) {
  return from.effective <= to.effective && from.known <= to.known;
}

void ExpectSameState(const Evaluator& evaluator, const Evaluator::State& found,
                     const Evaluator::State& wanted) {
  for (const IndicatorId i : IdsUpTo<IndicatorId>(evaluator.indicator_count()))
    RC_ASSERT(found.answer(i) == wanted.answer(i));
  for (const NodeId n : IdsUpTo<NodeId>(evaluator.node_count()))
    RC_ASSERT(found.ScoreOf(n) == wanted.ScoreOf(n));
}

// The points at each area that shares no indicator with another.
void ExpectAreaSums(const Evaluator& evaluator, const Difference& difference,
                    const Evaluator::State& before, const Evaluator::State& after) {
  for (const NodeId area : IdsUpTo<NodeId>(evaluator.node_count())) {
    const auto below = evaluator.IndicatorsBelow(area);
    double sum = 0;
    bool is_own = true;
    bool is_area = false;
    for (const AnswerDifference& row : difference.answers) {
      if (std::ranges::find(below, row.indicator) == below.end()) continue;
      is_own = is_own && row.area == area;
      is_area = is_area || row.area == area;
      sum += row.area_points.value_or(0);
    }
    const auto old_score = before.ScoreOf(area).score;
    const auto new_score = after.ScoreOf(area).score;
    if (is_area && is_own && old_score && new_score)
      RC_ASSERT(std::abs(sum - (*new_score - *old_score)) < kTolerance);
  }
}

RC_GTEST_PROP(DifferenceProperty, AppliedToTheFirstPointItGivesTheSecond, ()) {
  const RandomWorld world = *AnyWorld();
  const Archive archive = Build(world);
  const AsOf from = AnyMoment(world);
  const AsOf to = AnyMoment(world);
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryBlock& block = archive.Block(country);
    const Evaluator::State before = block.StateAt(from);
    const Evaluator::State after = block.StateAt(to);
    const Difference difference = DifferenceBetween(archive, block, NodeId{0}, from, to);
    Evaluator::State moved = before;
    moved.MoveTo(to.effective);
    ExpectSameState(archive.evaluator(), Apply(difference, moved), after);
    for (const AnswerDifference& row : difference.answers)
      RC_ASSERT(row.old_answer == before.answer(row.indicator) && row.old_answer != row.new_answer);
  }
}

RC_GTEST_PROP(DifferenceProperty, PointsAddUpToTheChangeAtEveryNode, ()) {
  const RandomWorld world = *AnyWorld();
  const Archive archive = Build(world);
  const AsOf from = AnyMoment(world);
  const AsOf to = AnyMoment(world);
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryBlock& block = archive.Block(country);
    for (const NodeId node : IdsUpTo<NodeId>(archive.evaluator().node_count())) {
      const Difference difference = DifferenceBetween(archive, block, node, from, to);
      RC_ASSERT(difference.from == block.ScoreAt(node, from).score);
      RC_ASSERT(difference.to == block.ScoreAt(node, to).score);
      Evaluator::State moved = block.StateAt(from);
      moved.MoveTo(to.effective);
      moved.Refresh();
      const std::optional<double> weighed = moved.ScoreOf(node).score;
      RC_ASSERT(difference.weights_points.has_value() == (difference.change && weighed));
      double sum = difference.weights_points.value_or(0);
      if (weighed && difference.from && difference.change)
        RC_ASSERT(std::abs(sum - (*weighed - *difference.from)) < kTolerance);
      for (const AnswerDifference& row : difference.answers) {
        RC_ASSERT(row.node_points.has_value() == difference.weights_points.has_value());
        sum += row.node_points.value_or(0);
      }
      if (difference.weights_points) RC_ASSERT(std::abs(sum - *difference.change) < kTolerance);
      if (node == NodeId{0})
        ExpectAreaSums(archive.evaluator(), difference, moved, block.StateAt(to));
    }
  }
}

RC_GTEST_PROP(DifferenceProperty, TheEventOfARowIsNewToTheFirstPoint, ()) {
  const RandomWorld world = *AnyWorld();
  const Archive archive = Build(world);
  const AsOf from = AnyMoment(world);
  const AsOf to = AnyMoment(world);
  std::map<std::uint64_t, EventKind> kinds;
  for (const Transaction& transaction : world.log)
    for (const Event& event : transaction.events) kinds[event.sequence.value] = event.kind;
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    for (const AnswerDifference& row :
         DifferenceBetween(archive, archive.Block(country), NodeId{0}, from, to).answers) {
      if (IsForward(from, to)) RC_ASSERT(!row.is_undone);
      if (IsForward(to, from)) RC_ASSERT(row.is_undone);
      const AsOf& first = row.is_undone ? to : from;
      const AsOf& second = row.is_undone ? from : to;
      RC_ASSERT(row.event <= second.known.value);
      RC_ASSERT(row.event > first.known.value || Day(row.statement->day) > first.effective);
      RC_ASSERT(row.statement->indicator == row.indicator);
      const EventKind kind = kinds.at(row.event);
      RC_ASSERT((row.kind == DifferenceKind::kRetraction) == (kind == EventKind::kRetraction));
      if (row.kind == DifferenceKind::kCorrection) RC_ASSERT(kind == EventKind::kCorrection);
    }
  }
}

}  // namespace
}  // namespace lawtrace::analysis
