#include "ingest/ledger.h"

#include <gtest/gtest.h>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

Event Statement(EventKind kind, const char* answer, PartialDate effective) {
  return {.kind = kind,
          .country = "PT",
          .indicator = "aa1",
          .answer = Answer::Option(answer),
          .effective = effective};
}

PartialDate Year(int year) {
  return {Day::Of(year, 1, 1), Precision::kYear};
}

PartialDate OnDay(int year, int month, int day) {
  return {Day::Of(year, month, day), Precision::kDay};
}

class LedgerTest : public testing::Test {
 protected:
  Sequence Add(Event event) {
    event.sequence = ledger_.last().plus(1);
    ledger_.Add(event);
    return event.sequence;
  }
  Sequence Replace(EventKind kind, Sequence target, std::optional<Answer> answer,
                   PartialDate effective) {
    Event event = Statement(kind, "0", effective);
    event.answer = std::move(answer);
    event.supersedes = target;
    return Add(event);
  }
  std::string InForce(Day day) const {
    const Ledger::Entry* entry = ledger_.InForce("PT", "aa1", day);
    return entry == nullptr ? "none" : entry->event.answer->ToString();
  }

  Ledger ledger_;
};

TEST_F(LedgerTest, AnEmptyLogHoldsNothing) {
  EXPECT_EQ(ledger_.last(), Sequence{});
  EXPECT_EQ(ledger_.last_recorded_at(), std::nullopt);
  EXPECT_EQ(ledger_.FindEvent(Sequence{1}), nullptr);
  EXPECT_EQ(ledger_.FindLaw("x"), nullptr);
  EXPECT_EQ(InForce(Day::Of(2020, 1, 1)), "none");
}

TEST_F(LedgerTest, TheLatestEffectiveDayDecidesAndTiesGoToTheHigherSequence) {
  Add(Statement(EventKind::kAmendment, "100", OnDay(2020, 5, 1)));
  Add(Statement(EventKind::kCoding, "50", Year(2019)));
  EXPECT_EQ(InForce(Day::Of(2019, 12, 30)), "none");  // A year counts from its last day.
  EXPECT_EQ(InForce(Day::Of(2019, 12, 31)), "50");
  EXPECT_EQ(InForce(Day::Of(2020, 5, 1)), "100");
  Add(Statement(EventKind::kRecoding, "0", OnDay(2020, 5, 1)));
  EXPECT_EQ(InForce(Day::Of(2020, 5, 1)), "0");
}

TEST_F(LedgerTest, WhatDoesNotDecideIsNotInForce) {
  Add(Statement(EventKind::kConfirmation, "50", Year(2019)));
  Add(Statement(EventKind::kProposal, "50", Year(2019)));
  Event pending = Statement(EventKind::kAmendment, "50", Year(2019));
  pending.effective.reset();
  Add(pending);
  EXPECT_EQ(InForce(Day::Of(2025, 1, 1)), "none");
}

TEST_F(LedgerTest, AChainOfCorrectionsKeepsItsFirstKind) {
  const Sequence amendment = Add(Statement(EventKind::kAmendment, "50", Year(2019)));
  const Sequence correction =
      Replace(EventKind::kCorrection, amendment, Answer::Option("100"), Year(2018));
  EXPECT_EQ(InForce(Day::Of(2019, 1, 1)), "100");
  EXPECT_EQ(ledger_.FindEvent(correction)->counts_as, EventKind::kAmendment);
  EXPECT_EQ(ledger_.FindEvent(amendment)->superseded_by, correction);
  EXPECT_FALSE(ledger_.FindEvent(amendment)->IsLive());

  const Sequence retraction = Replace(EventKind::kRetraction, correction, std::nullopt, Year(2018));
  EXPECT_EQ(InForce(Day::Of(2019, 1, 1)), "none");
  Replace(EventKind::kCorrection, retraction, Answer::Option("50"), Year(2017));
  EXPECT_EQ(InForce(Day::Of(2018, 1, 1)), "50");
}

TEST_F(LedgerTest, ACorrectedProposalIsStillAProposal) {
  const Sequence proposal = Add(Statement(EventKind::kProposal, "50", Year(2019)));
  Replace(EventKind::kCorrection, proposal, Answer::Option("100"), Year(2019));
  EXPECT_EQ(InForce(Day::Of(2025, 1, 1)), "none");
}

TEST_F(LedgerTest, TheSameStatementIsFoundWhateverItsEvidence) {
  Event event = Statement(EventKind::kAmendment, "50", Year(2019));
  event.evidence.comment = "seen";
  const Sequence sequence = Add(event);
  event.evidence.comment = "seen again";
  ASSERT_NE(ledger_.FindSame(event), nullptr);
  EXPECT_EQ(ledger_.FindSame(event)->event.sequence, sequence);
  Replace(EventKind::kRetraction, sequence, std::nullopt, Year(2019));
  EXPECT_FALSE(ledger_.FindSame(event)->IsLive());
  event.effective = OnDay(2019, 12, 31);
  EXPECT_EQ(ledger_.FindSame(event), nullptr);
}

TEST_F(LedgerTest, ACorrectionMaySayOfWhichKindTheEventShouldHaveBeen) {
  Add(Statement(EventKind::kCoding, "50", Year(2018)));
  const Sequence seen = Add(Statement(EventKind::kConfirmation, "50", Year(2019)));
  Event correction = Statement(EventKind::kCorrection, "100", Year(2019));
  correction.supersedes = seen;
  const Sequence first = Add(correction);
  EXPECT_EQ(InForce(Day::Of(2020, 1, 1)), "50");  // Still a confirmation.
  correction.supersedes = first;
  correction.counts_as = EventKind::kAmendment;
  const Sequence second = Add(correction);
  EXPECT_EQ(InForce(Day::Of(2020, 1, 1)), "100");
  correction.supersedes = second;
  correction.counts_as.reset();
  const Sequence third = Add(correction);
  EXPECT_EQ(ledger_.FindEvent(third)->counts_as, EventKind::kAmendment);
  correction.supersedes = third;
  correction.counts_as = EventKind::kConfirmation;
  Add(correction);
  EXPECT_EQ(InForce(Day::Of(2020, 1, 1)), "50");
}

TEST_F(LedgerTest, WhatWasSeenLastOfADayContradictsWhatIsInForceThen) {
  const auto see = [&](EventKind kind, const char* answer, int year) {
    Event event = Statement(kind, answer, Year(year));
    event.observed = Day::Of(year, 12, 31);
    return Add(event);
  };
  const auto contradictions = [&] {
    std::string text;
    for (const auto& [seen, decides] : ledger_.Contradictions())
      text += seen->event.sequence.ToString() + " by " +
              (decides == nullptr ? "none" : decides->event.sequence.ToString()) + "; ";
    EXPECT_EQ(ledger_.ContradictionsOn("PT", "aa1").size(), ledger_.Contradictions().size());
    return text;
  };
  const Sequence coding = see(EventKind::kCoding, "50", 2018);
  see(EventKind::kConfirmation, "50", 2019);
  EXPECT_EQ(contradictions(), "");
  Add(Statement(EventKind::kAmendment, "100", OnDay(2019, 5, 1)));
  EXPECT_EQ(contradictions(), "2 by 3; ");
  see(EventKind::kConfirmation, "100", 2019);  // Seen otherwise since.
  EXPECT_EQ(contradictions(), "");
  Replace(EventKind::kRetraction, coding, std::nullopt, Year(2018));
  EXPECT_EQ(contradictions(), "");
  see(EventKind::kConfirmation, "50", 2017);
  EXPECT_EQ(contradictions(), "6 by none; ");
}

TEST_F(LedgerTest, AnEventIsOfTheSourceOfItsDocument) {
  Event event = Statement(EventKind::kCoding, "50", Year(2018));
  const Sequence without = Add(event);
  event.evidence.document = "core.xlsx";
  const Sequence first = Add(event);
  event.evidence.document = "update.xlsx";
  const Sequence other = Add(event);
  event.evidence.document = "core-v2.csv";
  const Sequence second = Add(event);
  const auto source = [&](Sequence sequence) { return ledger_.FindEvent(sequence)->source; };
  EXPECT_EQ(source(without), 0U);
  EXPECT_NE(source(first), 0U);
  EXPECT_EQ(source(first), source(second));
  EXPECT_NE(source(first), source(other));
  EXPECT_EQ(ledger_.SourceOf("Core (3).xlsx"), source(first));
  EXPECT_EQ(ledger_.SourceOf("another.xlsx"), 0U);
  EXPECT_EQ(ledger_.CellsOf(source(other)).size(), std::size_t{1});
  EXPECT_TRUE(ledger_.CellsOf(source(other) + 1).empty());
}

TEST_F(LedgerTest, TheLatestStatementOfALawIsTheLaw) {
  const Law first{.id = "pt-1", .title = "Bill"};
  const Law second{.id = "pt-1", .title = "Act"};
  const Instant early = Instant::StartOf(Day::Of(2020, 1, 1));
  const Instant late = Instant::StartOf(Day::Of(2021, 1, 1));
  ledger_.Add(first, Sequence{1}, early);
  ledger_.Add(second, Sequence{2}, late);
  EXPECT_EQ(*ledger_.FindLaw("pt-1"), second);
  EXPECT_EQ(*ledger_.FindLaw(Sequence{1}), first);
  EXPECT_EQ(ledger_.FindLaw(Sequence{3}), nullptr);
  EXPECT_TRUE(ledger_.Holds(second, Instant(0)));
  EXPECT_TRUE(ledger_.Holds(first, early));
  EXPECT_FALSE(ledger_.Holds(first, late));  // That would be a return to the old text.
  EXPECT_FALSE(ledger_.Holds(Law{.id = "pt-2"}, early));
}

TEST_F(LedgerTest, ReadTakesInTheWholeLog) {
  const TemporaryDirectory directory;
  store::EventLog log =
      store::EventLog::Open(directory / "store", "small", store::Access::kCreate).value();
  Transaction transaction{.recorded_at = Instant(1'000'000)};
  transaction.laws.push_back({.id = "pt-1", .title = "Act"});
  transaction.events.push_back(Statement(EventKind::kAmendment, "50", Year(2019)));
  ASSERT_TRUE(log.Append(transaction, Sequence{}));
  const Result<Ledger> ledger = Ledger::Read(log);
  ASSERT_TRUE(ledger);
  EXPECT_EQ(ledger->last(), Sequence{2});
  EXPECT_EQ(ledger->last_recorded_at(), Instant(1'000'000));
  EXPECT_NE(ledger->FindLaw("pt-1"), nullptr);
  EXPECT_EQ(ledger->FindEvent(Sequence{1}), nullptr);  // A law.
  EXPECT_NE(ledger->FindEvent(Sequence{2}), nullptr);
}

}  // namespace
}  // namespace lawtrace::ingest
