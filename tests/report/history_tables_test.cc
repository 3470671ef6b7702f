#include "report/question/history_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class HistoryTablesTest : public testing::Test {
 protected:
  const analysis::CountryBlock& Sweden() const {
    return archive_.Block(*archive_.FindCountry("SE"));
  }
  Table History(const char* code) const {
    const analysis::NodeId node = *archive_.evaluator().FindNode(code);
    Table table = ScoreHistoryTable();
    AppendScoreHistory(archive_, "SE", node,
                       analysis::ScoreHistory(archive_.evaluator(), Sweden(), node), table);
    return table;
  }

  Index index_ = TinyIndex();
  analysis::Archive archive_ = TinyArchive(index_);
};

TEST_F(HistoryTablesTest, AStepNamesItsChangesAndLaws) {
  const Table table = History("overall");
  ASSERT_THAT(table.rows, SizeIs(2));
  EXPECT_THAT(ShowRow(table, 0),
              ElementsAre("country=SE", "node=overall", "day=2010-12-31",
                          "bounds=2010-01-01..2010-12-31", "score=75", "answered=3", "indicators=3",
                          "kinds=coding", "changed=3 first answers"));
  EXPECT_THAT(ShowRow(table, 1),
              ElementsAre("country=SE", "node=overall", "day=2015-06-01", "bounds=2015-06-01",
                          "score=100", "previous=75", "change=25", "answered=3", "indicators=3",
                          "kinds=amendment", "changed=y 0 -> 100", "laws=se-1 s. 4 (cause)"));
  EXPECT_THAT(ShowRow(History("b"), 0), Contains("changed=1 first answer"));
}

TEST_F(HistoryTablesTest, AChangeHasItsBoundsAndItsEvent) {
  Table table = ChangesTable();
  AppendChanges(archive_, index_, "SE", Sweden().changes(), table);
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(ShowRow(table, 0),
              ElementsAre("country=SE", "name=Sweden", "indicator=x", "label=Question x", "new=100",
                          "new_score=100", "kind=coding", "bounds=2010-01-01..2010-12-31",
                          "effective=2010", "earliest=2010-01-01", "latest=2010-12-31",
                          "precision=year", "basis=convention", "event=1"));
  EXPECT_THAT(
      ShowRow(table, 3),
      ElementsAre("country=SE", "name=Sweden", "indicator=y", "label=Question y", "old=0",
                  "new=100", "old_score=0", "new_score=100", "kind=amendment", "bounds=2015-06-01",
                  "effective=2015-06-01", "earliest=2015-06-01", "latest=2015-06-01",
                  "precision=day", "basis=stated", "laws=se-1 s. 4 (cause)", "event=5"));
}

TEST_F(HistoryTablesTest, AnEventSaysWhatBecameOfIt) {
  RecordedEvent recorded{.event = {.sequence = Sequence{4},
                                   .kind = EventKind::kAmendment,
                                   .country = "SE",
                                   .indicator = "y",
                                   .answer = Answer::NotApplicable(),
                                   .effective = PartialDate(Day::Of(2015, 6, 1), Precision::kMonth),
                                   .laws = {{.law = "se-1", .role = LawRole::kPrior}},
                                   .evidence = {.comment = "why", .place = "SE!C9"}},
                         .recorded_at = Instant::StartOf(Day::Of(2020, 1, 5)),
                         .author = "ann",
                         .source = "file",
                         .superseded_by = std::nullopt};
  const auto show = [&] { return ShowRow(EventTable({recorded}), 0); };
  EXPECT_THAT(show(), ElementsAre("event=4", "kind=amendment", "country=SE", "indicator=y",
                                  "answer=not_applicable", "bounds=2015-06-01..2015-06-30",
                                  "effective=2015-06", "earliest=2015-06-01", "latest=2015-06-30",
                                  "basis=convention", "status=stands", "laws=se-1 (prior)",
                                  "recorded_at=2020-01-05T00:00:00Z", "comment=why", "place=SE!C9",
                                  "unlisted=false", "author=ann", "source=file"));
  recorded.superseded_by = Sequence{9};
  EXPECT_THAT(show(), Contains("status=superseded by 9"));
  recorded.superseded_by.reset();
  recorded.event.effective.reset();
  EXPECT_THAT(show(), Contains("status=not commenced"));
  recorded.event.kind = EventKind::kProposal;
  EXPECT_THAT(show(), Contains("status=pending"));
  recorded.event.kind = EventKind::kRetraction;
  EXPECT_THAT(show(), Contains("status=withdraws"));
}

TEST_F(HistoryTablesTest, AVerificationListsWhatDiffersAndWhatIsBlank) {
  const PublishedFigure wrong{.country = "SE",
                              .node = "a",
                              .reference = Day::Of(2019, 12, 31),
                              .value = 40,
                              .place = "SE!B9"};
  PublishedFigure blank = wrong;
  blank.value.reset();
  const Table table = VerificationTable(
      {.published = 1,
       .equal = 0,
       .disagreements = {{.figure = wrong, .computed = 100, .cause = "no cause found"},
                         {.figure = wrong, .computed = std::nullopt, .cause = "silence"}},
       .unpublished = {{.figure = blank, .computed = 100}}});
  ASSERT_THAT(table.rows, SizeIs(3));
  EXPECT_THAT(ShowRow(table, 0),
              ElementsAre("status=different", "country=SE", "node=a", "reference=2019-12-31",
                          "published=40", "computed=100", "difference=60", "cause=no cause found",
                          "place=SE!B9"));
  EXPECT_THAT(ShowRow(table, 1),
              ElementsAre("status=different", "country=SE", "node=a", "reference=2019-12-31",
                          "published=40", "cause=silence", "place=SE!B9"));
  EXPECT_THAT(
      ShowRow(table, 2),
      ElementsAre("status=unpublished", "country=SE", "node=a", "reference=2019-12-31",
                  "computed=100", "cause=the workbook leaves this cell blank", "place=SE!B9"));
}

}  // namespace
}  // namespace lawtrace::report
