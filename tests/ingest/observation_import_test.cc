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
    return PlanObservations(
        observations, ledger_,
        {.document = document, .kind = "workbook", .recorded_at = Instant(1'000), .author = "ann"});
  }
  // "coding 2019 50" of each new event, which enter the log.
  std::vector<std::string> Import(const std::vector<Observation>& observations,
                                  const std::string& document = "core.xlsx") {
    ObservationPlan plan = Plan(observations, document);
    plan.transaction.Number(ledger_.last().plus(1));
    std::vector<std::string> shown;
    for (const Event& event : plan.transaction.events)
      shown.push_back(std::string(Name(event.kind)) + " " + event.effective->ToString() + " " +
                      event.answer->ToString());
    ledger_.Add(plan.transaction);
    return shown;
  }
  void Record(EventKind kind, const char* answer, PartialDate effective,
              std::optional<Sequence> supersedes = std::nullopt) {
    ledger_.Add(Event{.sequence = ledger_.last().plus(1),
                      .kind = kind,
                      .country = "PT",
                      .indicator = "aa1",
                      .answer = Answer::Option(answer),
                      .effective = effective,
                      .supersedes = supersedes});
  }

  Ledger ledger_;
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

TEST_F(ObservationImportTest, TheSameSourceAgainAddsNothingEvenAfterACorrection) {
  const std::vector<Observation> observations = {Seen(2018, "50"), Seen(2019, "100"),
                                                 Seen(2020, "100")};
  Import(observations);
  EXPECT_THAT(Import(observations), IsEmpty());
  Record(EventKind::kCorrection, "0", PartialDate(Day::Of(2019, 3, 1), Precision::kDay),
         Sequence{2});
  const ObservationPlan plan = Plan(observations);
  EXPECT_TRUE(plan.transaction.empty());
  EXPECT_EQ(plan.already_recorded, std::size_t{3});
}

TEST_F(ObservationImportTest, ANewYearIsHeldAgainstTheCorrection) {
  Import({Seen(2018, "50"), Seen(2019, "100")});
  Record(EventKind::kCorrection, "50", PartialDate(Day::Of(2019, 12, 31), Precision::kYear),
         Sequence{2});
  EXPECT_THAT(Import({Seen(2018, "50"), Seen(2019, "100"), Seen(2020, "50")}),
              ElementsAre("confirmation 2020 50"));
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
  EXPECT_EQ(status.error().message,
            "f:PT!C9: reference 1949-12-31 is before 1950; check the year\n"
            "f:PT!C9: reference 2046-12-31 is more than 20 years ahead; check the year");
}

}  // namespace
}  // namespace lawtrace::ingest
