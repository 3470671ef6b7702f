#include "analysis/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ArchiveTest : public ::testing::Test {
 protected:
  Archive Build() const { return log_.Build(methodology_); }
  // PT's answer on "a".
  std::string Answer(std::string_view effective, Sequence known = kLatest) const {
    return AnswerText(Build(), "PT", "a", effective, known);
  }

  Methodology methodology_ = ToyMethodology();
  ToyLog log_;
};

TEST_F(ArchiveTest, AnEmptyLogKnowsNothing) {
  const Archive archive = Build();
  EXPECT_THAT(archive.countries(), IsEmpty());
  EXPECT_EQ(archive.FindCountry("PT"), std::nullopt);
  EXPECT_EQ(archive.last(), Sequence{0});
  EXPECT_EQ(archive.KnownAt(DayOf("2024-01-01")), Sequence{0});
  EXPECT_EQ(archive.laws().Find("x"), nullptr);
}

TEST_F(ArchiveTest, ListsCountriesInOrderAndPassesOverOtherIndicators) {
  log_.RecordAll(
      "2024-01-01",
      {EventOf({.country = "SE", .answer = "50", .effective = "2020"}),
       EventOf({.country = "AT", .answer = "50", .effective = "2020"}),
       EventOf({.country = "FR", .indicator = "zz", .answer = "1", .effective = "2020"})});
  const Archive archive = Build();
  EXPECT_THAT(archive.countries(), ElementsAre("AT", "SE"));
  EXPECT_EQ(archive.FindCountry("SE"), CountryId{1});
  EXPECT_EQ(archive.FindCountry("FR"), std::nullopt);
  EXPECT_EQ(archive.FindCountry("S"), std::nullopt);
}

TEST_F(ArchiveTest, KnowsAtADayWhatWasRecordedByItsEnd) {
  const EventWords words{.answer = "50", .effective = "2020"};
  log_.RecordAll("2024-01-10T23:59:59Z", {EventOf(words), EventOf(words)});
  log_.Record("2024-01-11", words);
  log_.Record("2024-01-11", words);
  log_.Record("2024-02-01T12:00:00Z", words);
  const Archive archive = Build();
  EXPECT_EQ(archive.KnownAt(DayOf("2024-01-09")), Sequence{0});
  EXPECT_EQ(archive.KnownAt(DayOf("2024-01-10")), Sequence{2});
  EXPECT_EQ(archive.KnownAt(DayOf("2024-01-11")), Sequence{4});
  EXPECT_EQ(archive.KnownAt(DayOf("2024-01-31")), Sequence{4});
  EXPECT_EQ(archive.KnownAt(DayOf("2024-02-01")), Sequence{5});
  EXPECT_EQ(archive.KnownAt(DayOf("9999-12-31")), Sequence{5});
  EXPECT_EQ(archive.last(), Sequence{5});
}

TEST_F(ArchiveTest, TellsWhenAnItemWasRecorded) {
  const EventWords words{.answer = "50", .effective = "2020"};
  log_.RecordAll("2024-01-10", {EventOf(words), EventOf(words)}, {{.id = "law"}});
  log_.Record("2024-03-01T01:02:03Z", words);
  const Archive archive = Build();
  for (const std::uint64_t sequence : {1U, 2U, 3U})
    EXPECT_EQ(archive.RecordedAt(Sequence{sequence}).ToString(), "2024-01-10T00:00:00Z");
  EXPECT_EQ(archive.RecordedAt(Sequence{4}).ToString(), "2024-03-01T01:02:03Z");
  EXPECT_DEATH((void)archive.RecordedAt(Sequence{0}), "no such item");
  EXPECT_DEATH((void)archive.RecordedAt(Sequence{5}), "no such item");
}

TEST_F(ArchiveTest, KeepsTheLawsOfEachStatement) {
  const std::vector<LawReference> laws = {{.law = "x", .provision = "art. 1"},
                                          {.law = "y", .role = LawRole::kContext}};
  const std::vector<LawReference> other = {{.law = "x", .provision = "art. 1"}};
  log_.RecordAll("2024-01-01",
                 {EventOf({.answer = "0", .effective = "2019", .laws = laws}),
                  EventOf({.answer = "50", .effective = "2020"}),
                  EventOf({.answer = "0", .effective = "2021", .laws = other}),
                  EventOf({.country = "ES", .answer = "0", .effective = "2021", .laws = laws})});
  const Archive archive = Build();
  const std::span<const Statement> cell =
      archive.Block(*archive.FindCountry("PT")).StatementsOn(IndicatorId{0});
  ASSERT_EQ(cell.size(), 3U);
  EXPECT_TRUE(std::ranges::equal(archive.LawsOf(cell[0]), laws));
  EXPECT_THAT(archive.LawsOf(cell[1]), IsEmpty());
  EXPECT_TRUE(std::ranges::equal(archive.LawsOf(cell[2]), other));
  const Statement& spanish =
      archive.Block(*archive.FindCountry("ES")).StatementsOn(IndicatorId{0})[0];
  EXPECT_EQ(spanish.law_set, cell[0].law_set) << "equal sets are kept once";
}

TEST_F(ArchiveTest, TheLatestStatementOfALawIsTheLaw) {
  log_.RecordAll("2024-01-01", {}, {{.id = "x", .title = "Bill"}, {.id = "y"}});
  log_.RecordAll("2024-02-01", {}, {{.id = "x", .title = "Act"}});
  const Archive archive = Build();
  EXPECT_EQ(archive.laws().All().size(), 2U);
  EXPECT_EQ(archive.laws().Find("x")->title, "Act");
  EXPECT_EQ(archive.laws().Find("z"), nullptr);
}

TEST_F(ArchiveTest, TheLatestEffectiveDayWinsAndTiesGoToTheHigherSequence) {
  log_.Record("2024-01-01", {.answer = "50", .effective = "2020-06-01"});
  log_.Record("2024-01-02", {.answer = "0", .effective = "2020-01-01"});
  log_.Record("2024-01-03", {.answer = "100", .effective = "2020-06-01"});
  EXPECT_EQ(Answer("2019-12-31"), "-");
  EXPECT_EQ(Answer("2020-01-01"), "0");
  EXPECT_EQ(Answer("2020-05-31"), "0");
  EXPECT_EQ(Answer("2020-06-01"), "100");
  EXPECT_EQ(Answer("2020-06-01", Sequence{2}), "50");
  EXPECT_EQ(Answer("2020-02-01", Sequence{1}), "-") << "a late entry is for later readers only";
  EXPECT_EQ(Answer("2020-06-01", Sequence{0}), "-");
}

TEST_F(ArchiveTest, PartialDatesCountFromTheirLastDay) {
  log_.Record("2024-01-01", {.answer = "50", .effective = "2020"});
  log_.Record("2024-01-01", {.answer = "100", .effective = "2021-02"});
  EXPECT_EQ(Answer("2020-12-30"), "-");
  EXPECT_EQ(Answer("2020-12-31"), "50");
  EXPECT_EQ(Answer("2021-02-27"), "50");
  EXPECT_EQ(Answer("2021-02-28"), "100");
}

TEST_F(ArchiveTest, ACorrectionReplacesOnlyForLaterReaders) {
  const Sequence wrong =
      log_.Record("2024-01-01", {.kind = EventKind::kCoding, .answer = "0", .effective = "2020"});
  const Sequence correction = log_.Record(
      "2024-02-01",
      {.kind = EventKind::kCorrection, .answer = "50", .effective = "2021", .supersedes = wrong});
  EXPECT_EQ(Answer("2020-12-31", wrong), "0");
  EXPECT_EQ(Answer("2020-12-31", correction), "-");
  EXPECT_EQ(Answer("2021-12-31", correction), "50");
  const Archive archive = Build();
  const Statement& statement = archive.Block(CountryId{0}).StatementsOn(IndicatorId{0})[1];
  EXPECT_TRUE(statement.is_correction);
  EXPECT_EQ(statement.kind, EventKind::kCoding) << "of the first event in the chain";
}

TEST_F(ArchiveTest, ACorrectionOfACorrectionReplacesIt) {
  const Sequence first = log_.Record("2024-01-01", {.answer = "0", .effective = "2020-01-01"});
  const EventWords words{.kind = EventKind::kCorrection, .effective = "2020-01-01"};
  EventWords second = words;
  second.answer = "50";
  second.supersedes = first;
  second.supersedes = log_.Record("2024-01-02", second);
  second.answer = "100";
  log_.Record("2024-01-03", second);
  EXPECT_EQ(Answer("2020-01-01", Sequence{1}), "0");
  EXPECT_EQ(Answer("2020-01-01", Sequence{2}), "50");
  EXPECT_EQ(Answer("2020-01-01", Sequence{3}), "100");
  EXPECT_EQ(Build().Block(CountryId{0}).StatementsOn(IndicatorId{0})[2].kind,
            EventKind::kAmendment);
}

TEST_F(ArchiveTest, ASecondCorrectionOfTheSameEventDoesNotReviveItInBetween) {
  const Sequence wrong = log_.Record("2024-01-01", {.answer = "100", .effective = "2022-01-01"});
  log_.Record("2024-01-02", {.kind = EventKind::kCorrection,
                             .answer = "0",
                             .effective = "2020-01-01",
                             .supersedes = wrong});
  log_.Record("2024-01-03", {.kind = EventKind::kCorrection,
                             .answer = "50",
                             .effective = "2021-01-01",
                             .supersedes = wrong});
  EXPECT_EQ(Answer("2022-01-01", Sequence{1}), "100");
  EXPECT_EQ(Answer("2022-01-01", Sequence{2}), "0");
  EXPECT_EQ(Answer("2022-01-01", Sequence{3}), "50");
}

TEST_F(ArchiveTest, ARetractionRevivesNeitherWhatItNorWhatItsTargetReplaced) {
  const Sequence first = log_.Record("2024-01-01", {.answer = "0", .effective = "2020-01-01"});
  const Sequence correction = log_.Record("2024-01-02", {.kind = EventKind::kCorrection,
                                                         .answer = "50",
                                                         .effective = "2020-01-01",
                                                         .supersedes = first});
  const Sequence retraction =
      log_.Record("2024-01-03", {.kind = EventKind::kRetraction, .supersedes = correction});
  log_.Record("2024-01-04", {.kind = EventKind::kRetraction, .supersedes = retraction});
  EXPECT_EQ(Answer("2020-01-01", Sequence{2}), "50");
  EXPECT_EQ(Answer("2020-01-01", Sequence{3}), "-");
  EXPECT_EQ(Answer("2020-01-01", Sequence{4}), "-");
}

TEST_F(ArchiveTest, ACorrectionOfARetractionStatesTheAnswerAgain) {
  const Sequence first = log_.Record("2024-01-01", {.answer = "0", .effective = "2020-01-01"});
  const Sequence retraction =
      log_.Record("2024-01-02", {.kind = EventKind::kRetraction, .supersedes = first});
  log_.Record("2024-01-03", {.kind = EventKind::kCorrection,
                             .answer = "0",
                             .effective = "2020-01-01",
                             .supersedes = retraction});
  EXPECT_EQ(Answer("2020-01-01", Sequence{2}), "-");
  EXPECT_EQ(Answer("2020-01-01", Sequence{3}), "0");
}

TEST_F(ArchiveTest, AProposalNeverCountsEvenCorrected) {
  const Sequence proposal = log_.Record(
      "2024-01-01", {.kind = EventKind::kProposal, .answer = "100", .effective = "2020-01-01"});
  const Sequence correction = log_.Record("2024-01-02", {.kind = EventKind::kCorrection,
                                                         .answer = "50",
                                                         .effective = "2020-01-01",
                                                         .supersedes = proposal});
  log_.Record("2024-01-03", {.kind = EventKind::kCorrection,
                             .answer = "0",
                             .effective = "2020-01-01",
                             .supersedes = correction});
  EXPECT_EQ(Answer("2024-01-01"), "-");
}

TEST_F(ArchiveTest, AnAmendmentCountsFromTheDateThatACorrectionGivesIt) {
  const Sequence passed = log_.Record("2024-01-01", {.answer = "100"});
  const Sequence set = log_.Record("2024-02-01", {.kind = EventKind::kCorrection,
                                                  .answer = "100",
                                                  .effective = "2024-07-01",
                                                  .supersedes = passed});
  log_.Record("2024-03-01", {.kind = EventKind::kCorrection, .answer = "100", .supersedes = set});
  EXPECT_EQ(Answer("2024-07-01", Sequence{1}), "-");
  EXPECT_EQ(Answer("2024-07-01", Sequence{2}), "100");
  EXPECT_EQ(Answer("2024-06-30", Sequence{2}), "-");
  EXPECT_EQ(Answer("2024-07-01", Sequence{3}), "-") << "and no longer when it is taken away";
}

TEST_F(ArchiveTest, ACorrectionMayMoveAnEventToAnotherIndicatorOrCountry) {
  const Sequence indicator = log_.Record("2024-01-01", {.answer = "0", .effective = "2020-01-01"});
  log_.Record("2024-01-02", {.kind = EventKind::kCorrection,
                             .indicator = "b",
                             .answer = "0",
                             .effective = "2020-01-01",
                             .supersedes = indicator});
  const Sequence country = log_.Record("2024-01-03", {.answer = "50", .effective = "2020-01-01"});
  log_.Record("2024-01-04", {.kind = EventKind::kCorrection,
                             .country = "ES",
                             .answer = "50",
                             .effective = "2020-01-01",
                             .supersedes = country});
  EXPECT_EQ(Answer("2020-01-01"), "-");
  EXPECT_EQ(Answer("2020-01-01", country), "50");
  EXPECT_EQ(AnswerText(Build(), "PT", "b", "2020-01-01"), "0");
  EXPECT_EQ(AnswerText(Build(), "ES", "a", "2020-01-01"), "50");
}

TEST_F(ArchiveTest, SupersedingDoesNotDependOnTheMethodology) {
  const Sequence known = log_.Record("2024-01-01", {.answer = "0", .effective = "2020-01-01"});
  const Sequence moved = log_.Record("2024-01-02", {.kind = EventKind::kCorrection,
                                                    .indicator = "zz",
                                                    .answer = "0",
                                                    .effective = "2020-01-01",
                                                    .supersedes = known});
  EXPECT_EQ(Answer("2020-01-01"), "-") << "moved to an indicator that is not scored";
  log_.Record("2024-01-03", {.kind = EventKind::kCorrection,
                             .answer = "50",
                             .effective = "2020-01-01",
                             .supersedes = moved});
  EXPECT_EQ(Answer("2020-01-01"), "50") << "and back";
}

TEST_F(ArchiveTest, SupersedingNothingKnownChangesNothing) {
  log_.Record("2024-01-01", {.answer = "0", .effective = "2020-01-01"});
  const auto correct = [&](std::uint64_t target) {
    log_.Record("2024-01-02", {.kind = EventKind::kCorrection,
                               .answer = "50",
                               .effective = "2020-01-01",
                               .supersedes = Sequence{target}});
  };
  correct(2);                   // Itself.
  correct(100);                 // Later than itself.
  correct((1ULL << 32U) + 1U);  // Beyond 32 bits: not item 1.
  EXPECT_EQ(Answer("2020-01-01"), "0");
}

TEST_F(ArchiveTest, ConfirmationsDecideNothingButRefreshWhenTheAnswerWasSeen) {
  log_.Record("2024-01-01", {.kind = EventKind::kCoding, .answer = "50", .effective = "2019"});
  const Sequence seen = log_.Record("2024-02-01", {.kind = EventKind::kConfirmation,
                                                   .answer = "100",
                                                   .effective = "2021-06-01",
                                                   .observed = "2021-06-01"});
  EXPECT_EQ(Answer("2022-01-01"), "50") << "whatever a confirmation says";
  log_.Record("2024-03-01", {.kind = EventKind::kConfirmation,
                             .answer = "50",
                             .effective = "2022-12-31",
                             .observed = "2022-12-31"});
  const Archive archive = Build();
  const CountryBlock& block = archive.Block(CountryId{0});
  const auto last_seen = [&](std::string_view effective, Sequence known) {
    return block.LastSeen(IndicatorId{0}, {.effective = DayOf(effective), .known = known});
  };
  EXPECT_EQ(last_seen("2019-12-30", kLatest), std::nullopt);
  EXPECT_EQ(last_seen("2021-12-31", kLatest), DayOf("2019-12-31")) << "100 was seen, not 50";
  EXPECT_EQ(last_seen("2022-12-31", kLatest), DayOf("2022-12-31"));
  EXPECT_EQ(last_seen("2030-01-01", Sequence{3}), DayOf("2022-12-31"));
  EXPECT_EQ(last_seen("2030-01-01", seen), DayOf("2019-12-31"));
}

TEST_F(ArchiveTest, AnAnswerThatCannotBeAssessedRemovesTheScore) {
  log_.Record("2024-01-01", {.answer = "100", .effective = "2019-01-01"});
  log_.Record("2024-01-01", {.answer = "not_assessed", .effective = "2020-01-01"});
  log_.Record("2024-01-01", {.answer = "not_applicable", .effective = "2021-01-01"});
  const Archive archive = Build();
  EXPECT_EQ(ScoreOf(archive, "PT", "all", "2019-12-31").score, 100.0);
  EXPECT_EQ(ScoreOf(archive, "PT", "all", "2020-01-01"), (NodeScore{.indicators = 4}));
  EXPECT_EQ(ScoreOf(archive, "PT", "all", "2021-01-01"), (NodeScore{.indicators = 4}));
  EXPECT_EQ(Answer("2020-01-01"), "not_assessed");
  EXPECT_EQ(Answer("2021-01-01"), "not_applicable");
}

TEST_F(ArchiveTest, AnAmendmentThatSupersedesAProposalCountsAsAnAmendment) {
  const Sequence bill = log_.Record(
      "2024-01-01", {.kind = EventKind::kProposal, .answer = "100", .effective = "2024-05-01"});
  log_.Record("2024-02-01", {.answer = "50", .effective = "2024-06-01", .supersedes = bill});
  EXPECT_EQ(Answer("2024-05-01"), "-");
  EXPECT_EQ(Answer("2024-06-01"), "50");
  const Archive archive = Build();
  const std::span<const Statement> cell = archive.Block(CountryId{0}).StatementsOn(IndicatorId{0});
  ASSERT_EQ(cell.size(), 1U);
  EXPECT_FALSE(cell[0].is_correction);
}

TEST_F(ArchiveTest, RefusesTransactionsOutOfOrder) {
  const Transaction second{.first = Sequence{2}, .laws = {{.id = "x"}}};
  const Transaction first{.first = Sequence{1}, .laws = {{.id = "y"}, {.id = "z"}}};
  ArchiveBuilder builder(methodology_);
  builder.Add(second);
  EXPECT_DEATH(builder.Add(first), "not in log order");
}

}  // namespace
}  // namespace lawtrace::analysis
