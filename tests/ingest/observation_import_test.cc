#include "ingest/observation_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Observation Seen(Day reference, const char* answer, const char* indicator = "aa1") {
  return {.country = "PT",
          .indicator = indicator,
          .reference = reference,
          .answer = Answer::FromText(answer),
          .comment = "as seen",
          .place = "PT!C9"};
}

Observation Seen(int year, const char* answer, const char* indicator = "aa1") {
  return Seen(Day::Of(year, 12, 31), answer, indicator);
}

class ObservationImportTest : public testing::Test {
 protected:
  ObservationPlan Plan(const std::vector<Observation>& observations,
                       const std::string& document = "core.xlsx") const {
    return PlanObservations(observations, ledger_,
                            {.document = document,
                             .kind = "workbook",
                             .recorded_at = Instant(1'000),
                             .author = "ann",
                             .blanks = blanks_,
                             .withdraws = withdraws_});
  }
  // "coding 2019 50", "correction 2019 50 as amendment of 3" of each new event, which enter the
  // log.
  std::vector<std::string> Import(const std::vector<Observation>& observations,
                                  const std::string& document = "core.xlsx") {
    ObservationPlan plan = Plan(observations, document);
    plan.transaction.Number(ledger_.last().plus(1));
    std::vector<std::string> shown;
    for (const Event& event : plan.transaction.events) {
      shown.push_back(std::string(Name(event.kind)) + " " + event.effective->ToString() + " " +
                      event.answer->ToString());
      if (event.counts_as) shown.back() += " as " + std::string(Name(*event.counts_as));
      if (event.supersedes) shown.back() += " of " + event.supersedes->ToString();
    }
    ledger_.Add(plan.transaction);
    EXPECT_TRUE(CheckAnswers(observations, ledger_));
    return shown;
  }
  static Observation Said(int year, const char* answer, const char* comment) {
    Observation observation = Seen(year, answer);
    observation.comment = comment;
    return observation;
  }
  // Of aa1 at the end of each year: "50 100".
  std::string Answers(const std::vector<int>& years) const {
    std::string answers;
    for (const int year : years)
      answers += (answers.empty() ? "" : " ") +
                 ledger_.InForce("PT", "aa1", Day::Of(year, 12, 31))->event.answer->ToString();
    return answers;
  }
  void Record(EventKind kind, const char* answer, PartialDate effective,
              std::optional<Sequence> supersedes = std::nullopt,
              std::optional<Day> observed = std::nullopt) {
    ledger_.Add(Event{.sequence = ledger_.last().plus(1),
                      .kind = kind,
                      .country = "PT",
                      .indicator = "aa1",
                      .answer = Answer::Option(answer),
                      .effective = effective,
                      .observed = observed,
                      .supersedes = supersedes});
  }

  Ledger ledger_;
  std::vector<std::pair<std::string, Day>> blanks_;
  bool withdraws_ = false;
};

TEST_F(ObservationImportTest, TheFirstIsACodingAndTheRestIsHeldAgainstTheYearBefore) {
  EXPECT_THAT(Import({Seen(2017, "50"), Seen(2018, "50"), Seen(2019, "100"), Seen(2020, "100"),
                      Seen(2021, "50")}),
              ElementsAre("coding 2017 50", "confirmation 2018 50", "amendment 2019 100",
                          "confirmation 2020 100", "amendment 2021 50"));
}

TEST_F(ObservationImportTest, YearsComeInOrderWhateverTheOrderOfTheSource) {
  EXPECT_THAT(Import({Seen(2019, "100"), Seen(2017, "50"), Seen(2018, "50")}),
              ElementsAre("coding 2017 50", "confirmation 2018 50", "amendment 2019 100"));
}

TEST_F(ObservationImportTest, AYearLeftOutIsBridged) {
  EXPECT_THAT(Import({Seen(2015, "50"), Seen(2019, "50"), Seen(2020, "0")}),
              ElementsAre("coding 2015 50", "confirmation 2019 50", "amendment 2020 0"));
}

TEST_F(ObservationImportTest, NotAssessedIsAnAnswerLikeOthers) {
  EXPECT_THAT(Import({Seen(2018, "not_assessed"), Seen(2019, "50")}),
              ElementsAre("coding 2018 not_assessed", "amendment 2019 50"));
}

TEST_F(ObservationImportTest, AnEventSaysWhereItWasSeen) {
  Observation unlisted = Seen(2019, "75");
  unlisted.is_unlisted = true;
  const ObservationPlan plan = Plan({unlisted});
  ASSERT_EQ(plan.transaction.events.size(), std::size_t{1});
  EXPECT_EQ(plan.transaction.events[0],
            (Event{.kind = EventKind::kCoding,
                   .country = "PT",
                   .indicator = "aa1",
                   .answer = Answer::Option("75"),
                   .effective = PartialDate(Day::Of(2019, 12, 31), Precision::kYear),
                   .basis = Basis::kConvention,
                   .observed = Day::Of(2019, 12, 31),
                   .is_unlisted = true,
                   .evidence = {.comment = "as seen", .document = "core.xlsx", .place = "PT!C9"}}));
  EXPECT_EQ(plan.unlisted, std::size_t{1});
  EXPECT_EQ(plan.transaction.source, "workbook core.xlsx");
  EXPECT_EQ(plan.transaction.author, "ann");
  EXPECT_EQ(plan.transaction.recorded_at, Instant(1'000));
}

TEST_F(ObservationImportTest, AReferenceDayInsideAYearIsADay) {
  EXPECT_THAT(Import({Seen(Day::Of(2018, 6, 30), "50"), Seen(Day::Of(2019, 6, 30), "0")}),
              ElementsAre("coding 2018-06-30 50", "amendment 2019-06-30 0"));
}

TEST_F(ObservationImportTest, CountsAddUp) {
  Import({Seen(2018, "50"), Seen(2019, "50")});
  const ObservationPlan plan = Plan({Seen(2018, "50"), Seen(2019, "50"), Seen(2020, "50"),
                                     Seen(2021, "0"), Seen(2018, "33", "ab2")});
  EXPECT_EQ(plan.already_recorded, std::size_t{2});
  EXPECT_EQ(plan.confirmations, std::size_t{1});
  EXPECT_EQ(plan.amendments, std::size_t{1});
  EXPECT_EQ(plan.codings, std::size_t{1});
  EXPECT_EQ(plan.recodings, std::size_t{0});
}

TEST_F(ObservationImportTest, AnotherSourceThatDisagreesRecodes) {
  Import({Seen(2018, "50"), Seen(2019, "50")});
  EXPECT_THAT(Import({Seen(2020, "100"), Seen(2021, "100"), Seen(2022, "0")}, "eu.xlsx"),
              ElementsAre("recoding 2020 100", "confirmation 2021 100", "amendment 2022 0"));
}

TEST_F(ObservationImportTest, ARestatedYearOfAnotherSourceRecodesThatYear) {
  Import({Seen(2018, "50"), Seen(2019, "50")});
  EXPECT_THAT(Import({Seen(2018, "50"), Seen(2019, "0")}, "eu.xlsx"),
              ElementsAre("amendment 2019 0"));
  EXPECT_THAT(Import({Seen(2018, "100")}, "third.xlsx"), ElementsAre("recoding 2018 100"));
}

TEST_F(ObservationImportTest, AnOlderSourceMayComeLater) {
  Import({Seen(2020, "100"), Seen(2021, "100")}, "eu.xlsx");
  EXPECT_THAT(Import({Seen(2017, "0"), Seen(2018, "50"), Seen(2019, "50")}),
              ElementsAre("coding 2017 0", "amendment 2018 50", "confirmation 2019 50"));
  EXPECT_EQ(ledger_.InForce("PT", "aa1", Day::Of(2019, 12, 31))->event.answer,
            Answer::Option("50"));
  EXPECT_EQ(ledger_.InForce("PT", "aa1", Day::Of(2020, 12, 31))->event.answer,
            Answer::Option("100"));
}

TEST_F(ObservationImportTest, WhatAnEditorRecordedIsConfirmed) {
  Import({Seen(2019, "50")});
  Record(EventKind::kAmendment, "100", PartialDate(Day::Of(2020, 5, 1), Precision::kDay));
  EXPECT_THAT(Import({Seen(2019, "50"), Seen(2020, "100"), Seen(2021, "100")}),
              ElementsAre("confirmation 2020 100", "confirmation 2021 100"));
}

// Between two answers of the workbook, the log has one that took effect after the first of them.
TEST_F(ObservationImportTest, AnAnswerIsHeldAgainstALaterOneInTheLogNotAgainstTheWorkbooksOwn) {
  Record(EventKind::kAmendment, "100", PartialDate(Day::Of(2015, 5, 1), Precision::kDay));
  EXPECT_THAT(Import({Seen(2014, "0"), Seen(2016, "100")}),
              ElementsAre("coding 2014 0", "confirmation 2016 100"));
}

TEST_F(ObservationImportTest, AnAnswerIsHeldAgainstTheWorkbooksOwnWhereThatIsLater) {
  Record(EventKind::kAmendment, "100", PartialDate(Day::Of(2015, 5, 1), Precision::kDay));
  EXPECT_THAT(Import({Seen(2016, "0"), Seen(2017, "0")}),
              ElementsAre("recoding 2016 0", "confirmation 2017 0"));
}

TEST_F(ObservationImportTest, AWorkbookThatMissesAnEditorsAmendmentRecodes) {
  Import({Seen(2019, "50")});
  Record(EventKind::kAmendment, "100", PartialDate(Day::Of(2020, 5, 1), Precision::kDay));
  EXPECT_THAT(Import({Seen(2019, "50"), Seen(2020, "50")}), ElementsAre("recoding 2020 50"));
}

TEST_F(ObservationImportTest, TheSameSourceAgainAddsNothingAfterACorrectionThatItBears) {
  const std::vector<Observation> observations = {Seen(2018, "50"), Seen(2019, "100"),
                                                 Seen(2020, "100")};
  Import(observations);
  EXPECT_THAT(Import(observations), IsEmpty());
  Record(EventKind::kCorrection, "100", PartialDate(Day::Of(2019, 3, 1), Precision::kDay),
         Sequence{2}, Day::Of(2019, 12, 31));
  const ObservationPlan plan = Plan(observations);
  EXPECT_TRUE(plan.transaction.empty());
  EXPECT_EQ(plan.already_recorded, std::size_t{3});
}

TEST_F(ObservationImportTest, WhatASourceStatesAgainHoldsAgainstAnEditorsCorrection) {
  Import({Seen(2018, "50"), Seen(2019, "100")});
  Record(EventKind::kCorrection, "50", PartialDate(Day::Of(2019, 12, 31), Precision::kYear),
         Sequence{2});
  EXPECT_THAT(Import({Seen(2018, "50"), Seen(2019, "100"), Seen(2020, "50")}),
              ElementsAre("amendment 2019 100", "amendment 2020 50"));
}

TEST_F(ObservationImportTest, ACorrectedMiddleYearLeavesTheYearsAfterIt) {
  Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50"), Seen(2017, "50")}, "v1.xlsx");
  EXPECT_THAT(
      Import({Seen(2014, "50"), Seen(2015, "100"), Seen(2016, "50"), Seen(2017, "50")}, "v2.xlsx"),
      ElementsAre("correction 2015 100 as amendment of 2", "correction 2016 50 as amendment of 3"));
  EXPECT_EQ(Answers({2014, 2015, 2016, 2017}), "50 100 50 50");
  // Taken back: no change is left of it.
  EXPECT_THAT(
      Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50"), Seen(2017, "50")}, "v1.xlsx"),
      ElementsAre("correction 2015 50 as confirmation of 5",
                  "correction 2016 50 as confirmation of 6"));
  EXPECT_EQ(Answers({2014, 2015, 2016, 2017}), "50 50 50 50");
}

TEST_F(ObservationImportTest, ACorrectedFirstYearTakesTheSightingsWithIt) {
  Import({Seen(2014, "50"), Seen(2015, "50")});
  EXPECT_THAT(Import({Seen(2014, "0"), Seen(2015, "0")}),
              ElementsAre("correction 2014 0 of 1", "correction 2015 0 of 2"));
  EXPECT_EQ(Answers({2014, 2015}), "0 0");
}

TEST_F(ObservationImportTest, APartialFileChangesItsOwnYearsOnly) {
  Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50")});
  EXPECT_THAT(
      Import({Seen(2015, "100")}, "core-v2.xlsx"),
      ElementsAre("correction 2015 100 as recoding of 2", "correction 2016 50 as amendment of 3"));
  EXPECT_EQ(Answers({2014, 2015, 2016}), "50 100 50");
}

TEST_F(ObservationImportTest, OtherSourcesKeepTheDaysThatTheyState) {
  Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50")});
  EXPECT_THAT(Import({Seen(2015, "100")}, "other.xlsx"),
              ElementsAre("recoding 2015 100", "recoding 2016 50"));
  EXPECT_EQ(Answers({2014, 2015, 2016}), "50 100 50");
  const Event& kept = ledger_.FindEvent(ledger_.last())->event;
  EXPECT_EQ(kept.evidence.document, "core.xlsx");  // Whose word it is.
  EXPECT_EQ(kept.evidence.comment, "as seen");
  // The first source insists: a change back, since it was another that differed.
  EXPECT_THAT(Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50")}),
              ElementsAre("recoding 2015 50"));
  EXPECT_EQ(Answers({2014, 2015, 2016}), "50 50 50");
}

TEST_F(ObservationImportTest, AnEditorsEntryBetweenIsChangedBackByWhatIsSeen) {
  Import({Seen(2014, "50"), Seen(2015, "50")});
  Record(EventKind::kAmendment, "100", PartialDate(Day::Of(2016, 3, 1), Precision::kDay));
  EXPECT_THAT(Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50"), Seen(2017, "50")}),
              ElementsAre("recoding 2016 50", "confirmation 2017 50"));
}

TEST_F(ObservationImportTest, AnotherCommentBesideTheSameAnswerIsNewEvidence) {
  Import({Said(2014, "50", "a"), Said(2015, "100", "Act 7/2015"), Said(2016, "100", "")});
  ObservationPlan plan =
      Plan({Said(2014, "50", "b"), Said(2015, "100", "Act 9/2015"), Said(2016, "100", "c")});
  EXPECT_EQ(plan.new_evidence, std::size_t{3});
  EXPECT_EQ(plan.corrections, std::size_t{0});
  ASSERT_EQ(plan.transaction.events.size(), std::size_t{3});
  const Event& event = plan.transaction.events[1];
  EXPECT_EQ(event.kind, EventKind::kCorrection);
  EXPECT_EQ(event.supersedes, Sequence{2});
  EXPECT_EQ(event.counts_as, std::nullopt);
  EXPECT_EQ(event.evidence.comment, "Act 9/2015");
  EXPECT_EQ(plan.margins[1].kind, EventKind::kAmendment);  // Its comment is read for laws.
}

TEST_F(ObservationImportTest, NewEvidenceOfAnAmendmentThatBeganEarlierInItsYearIsNoMore) {
  Import({Said(2014, "50", "a")});
  Event dated{.sequence = ledger_.last().plus(1),
              .kind = EventKind::kAmendment,
              .country = "PT",
              .indicator = "aa1",
              .answer = Answer::Option("100"),
              .effective = PartialDate(Day::Of(2015, 3, 1), Precision::kDay),
              .basis = Basis::kStated,
              .observed = Day::Of(2015, 12, 31),
              .evidence = {.comment = "since March", .document = "core.xlsx"}};
  ledger_.Add(dated);
  const ObservationPlan plan = Plan({Said(2014, "50", "a"), Said(2015, "100", "since May")});
  EXPECT_EQ(plan.new_evidence, std::size_t{1});
  EXPECT_EQ(plan.kept, std::size_t{0});
  ASSERT_EQ(plan.transaction.events.size(), std::size_t{1});
  EXPECT_EQ(plan.transaction.events[0].counts_as, std::nullopt);
  EXPECT_EQ(plan.margins[0].kind, EventKind::kAmendment);
}

TEST_F(ObservationImportTest, BlanksThatAProgramChangedAreNoNews) {
  Import({Said(2014, "50", "As the law\nof 2014 says")});
  EXPECT_THAT(Import({Said(2014, "50", "As the law\r\nof 2014  says")}), IsEmpty());
}

TEST_F(ObservationImportTest, ACommentThatIsGoneIsNoNews) {
  Import({Said(2014, "50", "a"), Said(2015, "100", "b")});
  EXPECT_THAT(Import({Said(2014, "50", ""), Said(2015, "100", "")}), IsEmpty());
}

TEST_F(ObservationImportTest, AnotherSourceWithACommentOfItsOwnConfirms) {
  Import({Said(2014, "50", "a")});
  EXPECT_THAT(Import({Said(2014, "50", "a")}, "other.xlsx"), IsEmpty());
  EXPECT_THAT(Import({Said(2014, "50", "b")}, "other.xlsx"), ElementsAre("confirmation 2014 50"));
  EXPECT_THAT(Import({Said(2014, "50", "b")}, "other.xlsx"), IsEmpty());
}

TEST_F(ObservationImportTest, WhatIsBlankNowIsListedAndWithdrawnIfAsked) {
  const std::vector<Observation> before = {Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50"),
                                           Seen(2014, "0", "ab2"), Seen(2016, "0", "ab2")};
  Import(before);
  const std::vector<Observation> after = {Seen(2014, "50"), Seen(2016, "50"),
                                          Seen(2014, "0", "ab2"), Seen(2016, "0", "ab2")};
  ObservationPlan plan = Plan(after);
  EXPECT_TRUE(plan.transaction.empty());
  ASSERT_EQ(plan.withdrawn.size(), std::size_t{1});
  EXPECT_EQ(plan.withdrawn[0].indicator, "aa1");
  EXPECT_EQ(plan.withdrawn[0].reference, Day::Of(2015, 12, 31));
  EXPECT_EQ(plan.withdrawn[0].answer, Answer::Option("50"));
  // The days from 2014 to 2016 are those of the file, 2017 is not.
  EXPECT_EQ(Plan({Seen(2014, "0", "ab2"), Seen(2017, "50")}).withdrawn.size(), std::size_t{4});
  EXPECT_THAT(Plan({Seen(2015, "50")}).withdrawn, IsEmpty());
  withdraws_ = true;
  EXPECT_THAT(Import(after), ElementsAre("correction 2015 not_assessed as recoding of 3",
                                         "correction 2016 50 as recoding of 4"));
  EXPECT_EQ(Answers({2014, 2015, 2016}), "50 not_assessed 50");
  EXPECT_THAT(Plan(after).withdrawn, IsEmpty());
  EXPECT_THAT(Import(before), ElementsAre("correction 2015 50 as confirmation of 6",
                                          "correction 2016 50 as confirmation of 7"));
}

TEST_F(ObservationImportTest, ARoomBesideTheObservationsIsPartOfTheDocument) {
  Import({Seen(2014, "50"), Seen(2015, "50"), Seen(2016, "50")});
  blanks_ = {{"PT", Day::Of(2016, 12, 31)}};
  EXPECT_EQ(Plan({Seen(2014, "50"), Seen(2015, "50")}).withdrawn.size(), std::size_t{1});
  blanks_ = {{"GB", Day::Of(2016, 12, 31)}};
  EXPECT_THAT(Plan({Seen(2014, "50"), Seen(2015, "50")}).withdrawn, IsEmpty());
}

TEST_F(ObservationImportTest, AnAnswerThatTheLogWouldNotGiveIsNamed) {
  Import({Seen(2014, "50")});
  const std::vector<Observation> stated = {Seen(2014, "50"), Seen(2015, "0")};
  const Status status = CheckAnswers(stated, ledger_);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().Message(),
            "PT!C9: PT aa1 is 0 on 2015-12-31, but the log would answer 50 (item 1); nothing was "
            "imported");
}

TEST_F(ObservationImportTest, ProposalsAreNotWhatIsInForce) {
  Record(EventKind::kProposal, "100", PartialDate(Day::Of(2018, 1, 1), Precision::kDay));
  EXPECT_THAT(Import({Seen(2019, "50")}), ElementsAre("coding 2019 50"));
}

TEST_F(ObservationImportTest, ReferenceDaysHaveBounds) {
  const Day today = Day::Of(2025, 6, 30);
  EXPECT_TRUE(CheckReferences("f", std::vector{Seen(1950, "50"), Seen(2045, "50")}, today));
  const Status status = CheckReferences(
      "f", std::vector{Seen(1949, "50"), Seen(1949, "50", "ab2"), Seen(2046, "50")}, today);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().Message(),
            "f:PT!C9: reference 1949-12-31 is before 1950; check the year\n"
            "f:PT!C9: reference 2046-12-31 is more than 20 years ahead; check the year");
}

}  // namespace
}  // namespace lawtrace::ingest
