#include "report/question/score_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class ScoreTablesTest : public testing::Test {
 protected:
  analysis::NodeId Node(const char* code) const { return *archive_.evaluator().FindNode(code); }
  std::vector<analysis::CountryId> Countries() const {
    return {*archive_.FindCountry("NO"), *archive_.FindCountry("SE")};
  }
  Table Scores(const Moment& moment) const {
    const std::vector<analysis::NodeId> nodes = {Node("overall"), Node("a")};
    return ScoreTable(archive_, index_, Countries(), nodes, moment);
  }

  Index index_ = TinyIndex();
  analysis::Archive archive_ = TinyArchive(index_);
};

TEST_F(ScoreTablesTest, AScoreComesWithItsCoverageBandAndAge) {
  const Table table = Scores(MomentOn(2019, 1, 1));
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(ShowRow(table, 2),
              ElementsAre("country=SE", "name=Sweden", "node=overall", "label=Node overall",
                          "score=100", "band=high", "answered=3", "indicators=3",
                          "oldest_answer=2010-12-31", "at=2019-01-01"));
  EXPECT_THAT(ShowRow(table, 1), ElementsAre("country=NO", "name=Norway", "node=a", "label=Node a",
                                             "score=0", "band=low", "answered=1", "indicators=2",
                                             "oldest_answer=2010-12-31", "at=2019-01-01"));
}

TEST_F(ScoreTablesTest, AnAbsentScoreHasItsReason) {
  EXPECT_THAT(ShowRow(Scores(MomentOn(2019, 1, 1)), 0),
              ElementsAre("country=NO", "name=Norway", "node=overall", "label=Node overall",
                          "answered=1", "indicators=3", "oldest_answer=2010-12-31",
                          "reason=needs all parts; missing: b", "at=2019-01-01"));
  EXPECT_THAT(ShowRow(Scores(MomentOn(2009, 1, 1)), 3),
              ElementsAre("country=SE", "name=Sweden", "node=a", "label=Node a", "answered=0",
                          "indicators=2", "reason=no answers", "at=2009-01-01"));
}

TEST_F(ScoreTablesTest, WhatWasNotKnownDoesNotCount) {
  Moment moment = MomentOn(2019, 1, 1);
  moment.known_at = Day::Of(2020, 1, 4);
  moment.as_of.known = archive_.KnownAt(*moment.known_at);
  EXPECT_THAT(ShowRow(Scores(moment), 3),
              ElementsAre("country=SE", "name=Sweden", "node=a", "label=Node a", "score=50",
                          "band=high", "answered=2", "indicators=2", "oldest_answer=2010-12-31",
                          "at=2019-01-01", "known_at=2020-01-04"));
  moment.known_at = Day::Of(2019, 12, 31);
  moment.as_of.known = archive_.KnownAt(*moment.known_at);
  EXPECT_THAT(ShowRow(Scores(moment), 3),
              ElementsAre("country=SE", "name=Sweden", "node=a", "label=Node a", "answered=0",
                          "indicators=2", "reason=nothing was recorded by then", "at=2019-01-01",
                          "known_at=2019-12-31"));
}

TEST_F(ScoreTablesTest, AGroupCountsItsMembers) {
  const Moment moment = MomentOn(2019, 1, 1);
  Table table = Scores(moment);
  const auto append = [&](const char* node) {
    const analysis::GroupMean mean =
        analysis::MeanOf(archive_, Node(node), Countries(), 3, moment.as_of);
    AppendGroupMean(index_.groups[0], mean, archive_, Node(node), moment, table);
    return ShowRow(table, table.rows.size() - 1);
  };
  EXPECT_THAT(append("a"), ElementsAre("country=north", "name=\"The North, mean of members\"",
                                       "node=a", "label=Node a", "score=50", "band=high",
                                       "answered=2", "indicators=3", "at=2019-01-01"));
}

TEST_F(ScoreTablesTest, AProfileWalksTheTreeParentsFirst) {
  const Table table = ProfileTable(archive_, *archive_.FindCountry("SE"), MomentOn(2019, 1, 1));
  ASSERT_THAT(table.rows, SizeIs(6));
  EXPECT_THAT(
      ShowRow(table, 0),
      ElementsAre("depth=0", "level=overall", "code=overall", "label=Node overall", "score=100",
                  "answered=3", "indicators=3", "last_seen=2010-12-31", "at=2019-01-01"));
  EXPECT_THAT(ShowRow(table, 3),
              ElementsAre("depth=2", "level=indicator", "code=y", "label=Question y", "score=100",
                          "answer=100", "answered=1", "indicators=1", "effective=2015-06-01",
                          "earliest=2015-06-01", "latest=2015-06-01", "kind=amendment",
                          "last_seen=2018-12-31", "at=2019-01-01"));
  const Table norway = ProfileTable(archive_, *archive_.FindCountry("NO"), MomentOn(2019, 1, 1));
  EXPECT_THAT(ShowRow(norway, 3),
              ElementsAre("depth=2", "level=indicator", "code=y", "label=Question y", "answered=0",
                          "indicators=1", "reason=no answer", "at=2019-01-01"));
}

TEST_F(ScoreTablesTest, ALeagueEndsWithThoseThatHaveNoScore) {
  const Moment moment = MomentOn(2019, 1, 1);
  const analysis::League league =
      analysis::RankCountries(archive_, Node("overall"), Countries(), moment.as_of);
  const Table table = LeagueTable(archive_, index_, league, Node("overall"), moment);
  ASSERT_THAT(table.rows, SizeIs(2));
  EXPECT_THAT(ShowRow(table, 0), ElementsAre("rank=1", "tied=false", "country=SE", "name=Sweden",
                                             "score=100", "band=high", "answered=3", "indicators=3",
                                             "oldest_answer=2010-12-31", "at=2019-01-01"));
  EXPECT_THAT(ShowRow(table, 1),
              ElementsAre("country=NO", "name=Norway", "answered=1", "indicators=3",
                          "oldest_answer=2010-12-31", "reason=needs all parts; missing: b",
                          "at=2019-01-01"));
}

TEST_F(ScoreTablesTest, AnswersAreThoseInForce) {
  const auto answers_on = [&](const Moment& moment) {
    Table table = AnswerColumns();
    for (const analysis::CountryId country : Countries())
      for (std::uint16_t i = 0; i < archive_.evaluator().indicator_count(); ++i)
        AppendAnswer(archive_, country, analysis::IndicatorId{i}, moment, table);
    return table;
  };
  const Table table = answers_on(MomentOn(2019, 1, 1));
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(
      ShowRow(table, 2),
      ElementsAre("country=SE", "indicator=y", "answer=100", "score=100", "reference=2018-12-31",
                  "effective=2015-06-01", "earliest=2015-06-01", "latest=2015-06-01",
                  "basis=stated", "kind=amendment", "event=5", "at=2019-01-01"));
  EXPECT_THAT(answers_on(MomentOn(2009, 1, 1)).rows, SizeIs(0));
}

}  // namespace
}  // namespace lawtrace::report
