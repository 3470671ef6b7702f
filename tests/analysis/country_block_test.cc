#include "analysis/country_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr IndicatorId kA{0};
constexpr NodeId kAb{0};
constexpr NodeId kAll{2};

class CountryBlockTest : public ::testing::Test {
 protected:
  CountryBlockTest() : evaluator_(methodology_), answers_(methodology_) {}

  AnswerId Id(IndicatorId indicator, std::string_view answer) {
    return answers_.Intern(indicator, Answer::FromText(answer));
  }
  // Adds a live statement.
  Statement& State(std::uint32_t sequence, std::string_view day, std::uint16_t indicator,
                   std::string_view answer) {
    return statements_.emplace_back(Statement{.sequence = sequence,
                                              .day = DayOf(day).days_since_epoch(),
                                              .indicator = IndicatorId{indicator},
                                              .answer = Id(IndicatorId{indicator}, answer),
                                              .kind = EventKind::kAmendment});
  }
  Sighting& See(std::uint32_t sequence, std::string_view day, std::string_view answer) {
    return sightings_.emplace_back(Sighting{.sequence = sequence,
                                            .day = DayOf(day).days_since_epoch(),
                                            .indicator = kA,
                                            .answer = Id(kA, answer)});
  }
  CountryBlock Block() const { return {evaluator_, answers_, statements_, sightings_}; }

  static AsOf At(std::string_view effective, std::uint64_t known = kLatest.value) {
    return {.effective = DayOf(effective), .known = Sequence{known}};
  }
  static std::vector<std::string> Days(const CountryBlock& block) {
    std::vector<std::string> days;
    for (const std::int32_t day : block.row_days()) days.push_back(Day(day).ToString());
    return days;
  }

  Methodology methodology_ = ToyMethodology();
  Evaluator evaluator_;
  AnswerTable answers_;
  std::vector<Statement> statements_;
  std::vector<Sighting> sightings_;
};

TEST_F(CountryBlockTest, AnEmptyBlockHasNoScoreOnAnyDay) {
  const CountryBlock block = Block();
  EXPECT_THAT(block.row_days(), IsEmpty());
  EXPECT_THAT(block.changes(), IsEmpty());
  EXPECT_EQ(block.RowOn(DayOf("2024-01-01")), std::nullopt);
  EXPECT_EQ(block.ScoreAt(kAll, At("2024-01-01")), (NodeScore{.indicators = 4}));
  EXPECT_EQ(block.ScoresAt(At("2024-01-01")).at(0), (NodeScore{.indicators = 2}));
  EXPECT_EQ(block.AnswerAt(kA, At("2024-01-01")), kNoAnswer);
  EXPECT_EQ(block.StandingAt(kA, At("2024-01-01")).statement, nullptr);
  EXPECT_TRUE(block.IsWhollyKnownAt(Sequence{0}));
}

TEST_F(CountryBlockTest, TakesStatementsInAnyOrder) {
  State(3, "2022-01-01", 0, "100");
  State(1, "2020-01-01", 0, "0");
  State(2, "2021-01-01", 0, "50");
  const CountryBlock block = Block();
  EXPECT_THAT(Days(block), ElementsAre("2020-01-01", "2021-01-01", "2022-01-01"));
  EXPECT_THAT(block.ScoreColumn(kAb), ElementsAre(0, 50, 100));
  EXPECT_EQ(block.StandingAt(kA, At("2021-06-01")).statement->sequence, 2U);
}

TEST_F(CountryBlockTest, KeepsARowPerDayOnWhichAnAnswerChanged) {
  State(1, "2020-01-01", 0, "0");
  State(2, "2020-01-01", 1, "100");
  State(3, "2021-01-01", 0, "0");  // The same answer again is no change ...
  State(4, "2022-01-01", 0, "50");
  const CountryBlock block = Block();
  EXPECT_THAT(Days(block), ElementsAre("2020-01-01", "2022-01-01"));
  EXPECT_EQ(block.changes().size(), 3U);
  EXPECT_EQ(block.StandingAt(kA, At("2021-01-01")).statement->sequence, 3U) << "... but decides";
  EXPECT_EQ(block.RowOn(DayOf("2019-12-31")), std::nullopt);
  EXPECT_EQ(block.RowOn(DayOf("2020-01-01")), 0U);
  EXPECT_EQ(block.RowOn(DayOf("2021-12-31")), 0U);
  EXPECT_EQ(block.RowOn(DayOf("2022-01-01")), 1U);
  EXPECT_EQ(block.ScoreInRow(kAb, 1), (NodeScore{.score = 75.0, .answered = 2, .indicators = 2}));
}

TEST_F(CountryBlockTest, ListsChangesByDayThenCodebookOrder) {
  State(1, "2020-01-01", 1, "0");
  State(2, "2020-01-01", 0, "50");
  State(3, "2019-01-01", 1, "100");
  const CountryBlock block = Block();
  ASSERT_EQ(block.changes().size(), 3U);
  EXPECT_EQ(block.changes()[0].statement->sequence, 3U);
  EXPECT_EQ(block.changes()[0].old_answer, kNoAnswer);
  EXPECT_EQ(block.changes()[1].statement->sequence, 2U);
  EXPECT_EQ(block.changes()[2].statement->sequence, 1U);
  EXPECT_EQ(block.changes()[2].old_answer, Id(IndicatorId{1}, "100"));
}

TEST_F(CountryBlockTest, AnswersAsKnownThen) {
  State(1, "2020-01-01", 0, "0").superseded_by = 4;
  State(2, "2021-01-01", 0, "50").superseded_by = 3;
  State(4, "2020-01-01", 0, "100");
  const CountryBlock block = Block();
  EXPECT_FALSE(block.IsWhollyKnownAt(Sequence{3}));
  EXPECT_TRUE(block.IsWhollyKnownAt(Sequence{4}));
  EXPECT_EQ(block.AnswerAt(kA, At("2021-01-01", 0)), kNoAnswer);
  EXPECT_EQ(block.AnswerAt(kA, At("2021-01-01", 1)), Id(kA, "0"));
  EXPECT_EQ(block.AnswerAt(kA, At("2021-01-01", 2)), Id(kA, "50"));
  EXPECT_EQ(block.AnswerAt(kA, At("2021-01-01", 3)), Id(kA, "0"));
  EXPECT_EQ(block.AnswerAt(kA, At("2021-01-01", 4)), Id(kA, "100"));
  EXPECT_EQ(block.AnswerAt(kA, At("2021-01-01")), Id(kA, "100"));
  EXPECT_EQ(block.ScoreAt(kAll, At("2021-01-01", 2)).score, 50.0);
  EXPECT_EQ(block.ScoresAt(At("2021-01-01", 3)).at(0).score, 0.0);

  const CountryBlock known = block.KnownAt(Sequence{2});
  EXPECT_TRUE(known.IsWhollyKnownAt(Sequence{2}));
  EXPECT_EQ(known.StatementsOn(kA).size(), 2U);
  EXPECT_EQ(known.StatementsOn(kA)[0].superseded_by, kNotSuperseded);
  EXPECT_THAT(Days(known), ElementsAre("2020-01-01", "2021-01-01"));
  EXPECT_THAT(known.ScoreColumn(kAb), ElementsAre(0, 50));
}

TEST_F(CountryBlockTest, AStatementIsLiveUntilItIsSuperseded) {
  Statement statement = State(2, "2020-01-01", 0, "0");
  EXPECT_FALSE(statement.IsLiveAt(Sequence{1}));
  EXPECT_TRUE(statement.IsLiveAt(Sequence{2}));
  EXPECT_TRUE(statement.IsLiveAt(kLatest));
  statement.superseded_by = 5;
  EXPECT_TRUE(statement.IsLiveAt(Sequence{4}));
  EXPECT_FALSE(statement.IsLiveAt(Sequence{5}));
  EXPECT_FALSE(statement.IsLiveAt(kLatest));
}

TEST_F(CountryBlockTest, LastSeenIsTheLatestLiveSightingOfTheAnswerInForce) {
  State(1, "2020-01-01", 0, "50");
  State(2, "2022-01-01", 0, "100");
  See(3, "2019-06-01", "50");
  See(4, "2020-06-01", "50");
  See(5, "2021-06-01", "50").superseded_by = 7;
  See(6, "2023-06-01", "50");  // Contradicts the answer in force.
  const CountryBlock block = Block();
  EXPECT_EQ(block.LastSeen(kA, At("2019-12-31")), std::nullopt);
  EXPECT_EQ(block.LastSeen(kA, At("2020-03-01")), DayOf("2020-01-01")) << "not before it held";
  EXPECT_EQ(block.LastSeen(kA, At("2021-12-31")), DayOf("2020-06-01"));
  EXPECT_EQ(block.LastSeen(kA, At("2021-12-31", 6)), DayOf("2021-06-01"));
  EXPECT_EQ(block.LastSeen(kA, At("2021-12-31", 3)), DayOf("2020-01-01"));
  EXPECT_EQ(block.LastSeen(kA, At("2024-01-01")), DayOf("2022-01-01"));
}

TEST_F(CountryBlockTest, StateHasEveryAnswerAndScoreOfTheMoment) {
  State(1, "2020-01-01", 0, "50");
  State(2, "2020-01-01", 3, "12.5");
  const CountryBlock block = Block();
  const Evaluator::State state = block.StateAt(At("2020-01-01"));
  EXPECT_EQ(state.answer(kA), Id(kA, "50"));
  EXPECT_EQ(state.answer(IndicatorId{1}), kNoAnswer);
  for (std::uint16_t n = 0; n < evaluator_.node_count(); ++n)
    EXPECT_EQ(state.ScoreOf(NodeId{n}), block.ScoreAt(NodeId{n}, At("2020-01-01")));
  EXPECT_EQ(state.ScoreOf(kAll).score, (50 + 12.5) / 2);
}

TEST_F(CountryBlockTest, PointersSurviveAMove) {
  State(1, "2020-01-01", 0, "50");
  CountryBlock block = Block();
  const CountryBlock moved = std::move(block);
  EXPECT_EQ(moved.changes()[0].statement, &moved.StatementsOn(kA)[0]);
}

}  // namespace
}  // namespace lawtrace::analysis
