#include "ingest/record_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/event_format.h"
#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kHeader = "kind,country,indicator,answer,effective";

std::string Quoted(const std::vector<std::string>& values) {
  std::string row;
  for (const std::string& value : values) row += (row.empty() ? "\"" : ",\"") + value + "\"";
  return row + "\n";
}

class RecordImportTest : public testing::Test {
 protected:
  static std::optional<RecordFile> File(const std::string& name, const std::string& text,
                                        const std::vector<std::string>& columns) {
    if (text.empty()) return std::nullopt;
    return ParseRecords(name, text, columns).value();
  }
  Result<RecordPlan> Plan(const std::string& events, const std::string& laws = {}) const {
    return PlanRecords(File("in/events.csv", events, EventColumns()),
                       File("in/laws.csv", laws, LawColumns()), index_, ledger_, defaults_);
  }
  // Plans and takes the plan into the log.
  RecordPlan Import(const std::string& events, const std::string& laws = {}) {
    Result<RecordPlan> plan = Plan(events, laws);
    EXPECT_TRUE(plan) << plan.error().Message();
    if (!plan) return {};
    for (const Transaction& transaction : plan->transactions) {
      ledger_.Add(transaction);
      log_.push_back(transaction);
    }
    return *std::move(plan);
  }
  void ExpectFaults(const std::string& events, const std::string& laws,
                    const std::string& message) const {
    const Result<RecordPlan> plan = Plan(events, laws);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(plan.error().Message(), message);
  }
  std::string ExportedEvents(std::size_t skip = 0) const {
    std::string text = Quoted(EventColumns());
    for (const Transaction& transaction : log_)
      for (const Event& event : transaction.events)
        if (event.sequence.value > skip) text += Quoted(EventFields(transaction, event));
    return text;
  }
  std::string ExportedLaws() const {
    std::string text = Quoted(LawColumns());
    for (const Transaction& transaction : log_)
      for (std::size_t i = 0; i < transaction.laws.size(); ++i)
        text += Quoted(LawFields(transaction, transaction.laws[i], transaction.first.plus(i)));
    return text;
  }
  void StartOver() {
    ledger_ = Ledger();
    log_.clear();
  }

  Index index_ = SmallIndex();
  Ledger ledger_;
  std::vector<Transaction> log_;
  RecordDefaults defaults_{.now = Instant::Parse("2025-06-30T12:00:00Z").value(),
                           .recorded_at = Instant::Parse("2025-06-30T12:00:00Z").value(),
                           .author = "editor"};
};

// Three transactions: a law and two events, a correction, a restated law and an event that names
// it.
constexpr const char* kStory =
    "kind,country,indicator,answer,effective,supersedes,laws,recorded_at,author\n"
    "coding,PT,aa1,50,2019,,pt-1,2020-01-01,ann\n"
    "coding,PT,ab2,33,2019,,,2020-01-01,ann\n"
    "correction,PT,aa1,100,2019,2,,2021-01-01,bob\n"
    "amendment,UK,aa1,0,unknown,,pt-1:prior,2022-01-01,ann\n";
constexpr const char* kStoryLaws =
    "law,country,title,recorded_at,author,source\n"
    "pt-1,PT,Bill,2020-01-01,ann,events.csv\n"
    "pt-1,PT,Act,2022-01-01,ann,events.csv\n";

TEST_F(RecordImportTest, NewRowsAreOneTransactionWithTheDefaults) {
  const RecordPlan plan =
      Import(std::string(kHeader) + "\ncoding,PT,aa1,50,2019\namendment,PT,aa1,100,2020-05\n");
  ASSERT_THAT(plan.transactions, SizeIs(1));
  const Transaction& transaction = plan.transactions[0];
  EXPECT_EQ(transaction.first, Sequence{1});
  EXPECT_EQ(transaction.recorded_at, defaults_.recorded_at);
  EXPECT_EQ(transaction.author, "editor");
  EXPECT_EQ(transaction.source, "events.csv");  // Without its folder.
  ASSERT_THAT(transaction.events, SizeIs(2));
  EXPECT_EQ(transaction.events[0].sequence, Sequence{1});
  EXPECT_EQ(transaction.events[1].sequence, Sequence{2});
}

TEST_F(RecordImportTest, ATransactionEndsWhereMomentAuthorOrSourceChanges) {
  const RecordPlan plan = Import(
      "kind,country,indicator,answer,effective,recorded_at,author,source\n"
      "coding,PT,aa1,50,2019,2021-01-01,ann,a\n"
      "coding,PT,ab2,33,2019,2020-01-01,ann,a\n"  // Earlier: comes first.
      "coding,PT,ac3,50,2019,2021-01-01,ann,a\n"
      "coding,PT,ac4,50,2019,2021-01-01,bob,a\n"
      "coding,PT,ba5,50,2019,2021-01-01,bob,b\n"
      "coding,PT,148,50,2019,,,\n");
  std::vector<std::string> shown;
  for (const Transaction& t : plan.transactions)
    shown.push_back(t.first.ToString() + " " + t.recorded_at.ToString().substr(0, 10) + " " +
                    t.author + " " + t.source + " " + std::to_string(t.events.size()));
  EXPECT_THAT(shown,
              ElementsAre("1 2020-01-01 ann a 1", "2 2021-01-01 ann a 2", "4 2021-01-01 bob a 1",
                          "5 2021-01-01 bob b 1", "6 2025-06-30 editor events.csv 1"));
}

TEST_F(RecordImportTest, LawsComeBeforeTheEventsThatNameThem) {
  const RecordPlan plan = Import(
      "kind,country,indicator,answer,effective,laws,recorded_at,author\n"
      "amendment,PT,aa1,50,2020,,2021-01-01,ann\n"
      "coding,PT,aa1,0,2019,pt-1,2020-01-01,bob\n",
      "law,country,title\npt-1,PT,Act\n");
  ASSERT_THAT(plan.transactions, SizeIs(2));
  // The law goes with the earliest event, not with the first row.
  EXPECT_EQ(plan.transactions[0].recorded_at, Instant::Parse("2020-01-01").value());
  EXPECT_EQ(plan.transactions[0].author, "bob");
  EXPECT_THAT(plan.transactions[0].laws, SizeIs(1));
  EXPECT_THAT(plan.transactions[0].events, SizeIs(1));
  EXPECT_EQ(plan.transactions[0].events[0].sequence, Sequence{2});
}

TEST_F(RecordImportTest, ALawAddedToAKnownFileComesWithTheNewEvents) {
  const std::string old =
      "kind,country,indicator,answer,effective,laws,recorded_at\n"
      "coding,PT,aa1,0,2019,pt-1,2020-01-01\n";
  Import(old, "law,country,title\npt-1,PT,Act\n");
  const RecordPlan plan = Import(old + "amendment,PT,aa1,50,2021,pt-2,2021-12-01\n",
                                 "law,country,title\npt-1,PT,Act\npt-2,PT,Act 2\n");
  ASSERT_THAT(plan.transactions, SizeIs(1));
  EXPECT_EQ(plan.transactions[0].laws.at(0).id, "pt-2");
  EXPECT_EQ(plan.transactions[0].recorded_at, Instant::Parse("2021-12-01").value());
  EXPECT_EQ(plan.already_recorded, std::size_t{2});
}

TEST_F(RecordImportTest, ASecondImportAddsNothing) {
  EXPECT_THAT(Import(kStory, kStoryLaws).transactions, SizeIs(3));
  const RecordPlan again = Import(kStory, kStoryLaws);
  EXPECT_THAT(again.transactions, IsEmpty());
  EXPECT_EQ(again.already_recorded, std::size_t{6});
  EXPECT_THAT(again.superseded, ElementsAre(Sequence{2}));
  EXPECT_EQ(ledger_.FindLaw("pt-1")->title, "Act");
}

TEST_F(RecordImportTest, OnlyWhatIsNewEntersAFileThatGrew) {
  Import(std::string(kHeader) + "\ncoding,PT,aa1,50,2019\n");
  const RecordPlan plan =
      Import(std::string(kHeader) + "\ncoding,PT,aa1,50,2019\namendment,PT,aa1,0,2020\n");
  EXPECT_EQ(plan.already_recorded, std::size_t{1});
  ASSERT_THAT(plan.transactions, SizeIs(1));
  EXPECT_EQ(plan.transactions[0].events.at(0).sequence, Sequence{2});
}

TEST_F(RecordImportTest, RowsThatSayTheSameOrTwoThingsAtOnceAreFaults) {
  const std::string twice =
      std::string(kHeader) +
      "\namendment,PT,aa1,50,2020\namendment,PT,aa1,50,2020\namendment,PT,aa1,0,2020\n";
  const std::string faults =
      "in/events.csv:3: states the same kind, country, indicator and date as line 2; keep one of "
      "them\n"
      "in/events.csv:4: states the same kind, country, indicator and date as line 2; keep one of "
      "them";
  ExpectFaults(twice, "", faults);
  Import(std::string(kHeader) + "\namendment,PT,aa1,50,2020\n");
  ExpectFaults(twice, "", faults);  // Whether or not the log holds the first.
  ExpectFaults("", "law,country,title\npt-1,PT,Act\npt-1,PT,Act\n",
               "in/laws.csv:3: states the same law at the same moment as line 2; keep one of them");
}

TEST_F(RecordImportTest, SeveralBillsMayBePendingAtOnce) {
  const RecordPlan plan = Import(
      "kind,country,indicator,answer,effective,laws\n"
      "proposal,PT,aa1,0,unknown,\n"
      "proposal,PT,aa1,50,unknown,\n"
      "amendment,PT,aa1,0,unknown,\n");
  EXPECT_THAT(plan.transactions.at(0).events, SizeIs(3));
}

TEST_F(RecordImportTest, ACorrectionMayNameARowOfTheSameFile) {
  Import(kStory, kStoryLaws);
  const Ledger::Entry* coding = ledger_.FindEvent(Sequence{2});
  ASSERT_NE(coding, nullptr);
  EXPECT_EQ(coding->superseded_by, Sequence{4});
  ExpectFaults(
      "kind,country,indicator,answer,effective,supersedes\n"
      "correction,PT,ab2,67,2019,9\n",
      "",
      "in/events.csv:2: there is no event 9 in the log; 'lawtrace show --country C --indicator I' "
      "lists them");
}

TEST_F(RecordImportTest, MomentsGoForwardAndNotBeyondNow) {
  Import("kind,country,indicator,answer,effective,recorded_at\ncoding,PT,aa1,50,2019,2021-01-01\n");
  ExpectFaults(
      "kind,country,indicator,answer,effective,recorded_at\n"
      "coding,PT,ab2,33,2019,2020-12-31\n"
      "coding,PT,ac3,50,2019,2025-07-01\n",
      "",
      "in/events.csv:2: recorded_at 2020-12-31T00:00:00Z is before the last record of "
      "2021-01-01T00:00:00Z; the log keeps the order of recording, so give that moment or a later "
      "one\n"
      "in/events.csv:3: recorded_at 2025-07-01T00:00:00Z lies in the future; write when it became "
      "known, or nothing");
}

TEST_F(RecordImportTest, DatesAreHeldAgainstTheClockNotAgainstRecordedAt) {
  defaults_.recorded_at = Instant::Parse("2007-01-01").value();
  EXPECT_THAT(Import(std::string(kHeader) + "\namendment,PT,aa1,50,2045\n").transactions,
              SizeIs(1));
  ExpectFaults(std::string(kHeader) + "\namendment,PT,ab2,33,2046\n", "",
               "in/events.csv:2: effective 2046 is more than 20 years ahead; check the year");
}

TEST_F(RecordImportTest, AnExportRebuildsTheTransactions) {
  Import(kStory, kStoryLaws);
  const std::string events = ExportedEvents();
  const std::string laws = ExportedLaws();
  const std::vector<Transaction> log = log_;
  StartOver();
  Import(events, laws);
  EXPECT_EQ(log_, log);
  const RecordPlan again = Import(events, laws);
  EXPECT_THAT(again.transactions, IsEmpty());
  EXPECT_EQ(again.already_recorded, std::size_t{6});
}

TEST_F(RecordImportTest, AnExportContinuesTheLogThatItCameFrom) {
  Import(kStory, kStoryLaws);
  const std::vector<Transaction> log = log_;
  const std::string events = ExportedEvents();
  const std::string laws = ExportedLaws();
  StartOver();
  ledger_.Add(log[0]);
  const RecordPlan plan = Import(events, laws);
  EXPECT_EQ(plan.already_recorded, std::size_t{3});
  EXPECT_THAT(plan.transactions, ElementsAre(log[1], log[2]));
}

TEST_F(RecordImportTest, AnExportWithAHoleIsRefused) {
  Import(kStory, kStoryLaws);
  const std::string whole = ExportedEvents();
  const std::string tail = ExportedEvents(/*skip=*/2);
  StartOver();
  const std::string remedy =
      " is expected; import the whole export, events with their --laws, into a new store, or empty "
      "the columns sequence, transaction and recorded_at";
  ExpectFaults(whole, "", "in/events.csv:2: sequence 2 follows where 1" + remedy);
  ExpectFaults(tail, "", "in/events.csv:2: sequence 3 follows where 1" + remedy);
}

TEST_F(RecordImportTest, AnotherLogUnderTheSameSequencesIsRefused) {
  Import(kStory, kStoryLaws);
  const std::string events = ExportedEvents();
  const std::string laws = ExportedLaws();
  StartOver();
  Import(std::string(kHeader) + "\ncoding,GB,aa1,50,2019\ncoding,GB,ab2,33,2019\n");
  const Result<RecordPlan> plan = Plan(events, laws);
  ASSERT_FALSE(plan);
  const std::string remedy =
      "; import an export into the log that it came from, or into a new store";
  EXPECT_THAT(plan.error().Message(),
              HasSubstr("in/laws.csv:2: the log holds something else under sequence 1" + remedy));
  EXPECT_THAT(plan.error().Message(),
              HasSubstr("in/events.csv:2: the log holds something else under sequence 2" + remedy));
}

TEST_F(RecordImportTest, ARestatedLawIsToldFromItsFirstText) {
  Import(kStory, kStoryLaws);
  std::string laws = ExportedLaws();
  laws.replace(laws.find("Bill"), 4, "Text");
  ExpectFaults("", laws,
               "in/laws.csv:2: the log holds something else under sequence 1; import an export "
               "into the log that it came from, or into a new store");
}

TEST_F(RecordImportTest, AnExportNeedsItsPlacesInEveryRow) {
  ExpectFaults(
      "kind,country,indicator,answer,effective,sequence,transaction,recorded_at\n"
      "coding,PT,aa1,50,2019,1,1,2020-01-01\n"
      "coding,PT,ab2,33,2019,,,\n",
      "",
      "in/events.csv:3: some rows have a sequence; then each needs sequence, transaction and "
      "recorded_at; fill them, or empty these columns in every row");
  ExpectFaults(
      "kind,country,indicator,answer,effective,sequence,transaction,recorded_at\n"
      "coding,PT,aa1,50,2019,1,1,2020-01-01\n"
      "coding,PT,ab2,33,2019,1,1,2020-01-01\n",
      "",
      "in/events.csv:3: sequence 1 follows where 2 is expected; import the whole export, events "
      "with their --laws, into a new store, or empty the columns sequence, transaction and "
      "recorded_at");
}

TEST_F(RecordImportTest, APartOfATransactionIsRefused) {
  ExpectFaults(
      "kind,country,indicator,answer,effective,sequence,transaction,recorded_at\n"
      "coding,PT,aa1,50,2019,1,1,2020-01-01\n"
      "coding,PT,ab2,33,2019,2,1,2021-01-01\n",
      "", "in/events.csv:3: the transaction 1 lacks its first rows; export it whole");
}

TEST_F(RecordImportTest, ALawAfterAnEventOfItsTransactionIsRefused) {
  ExpectFaults(
      "kind,country,indicator,answer,effective,sequence,transaction,recorded_at\n"
      "coding,PT,aa1,50,2019,1,1,2020-01-01\n",
      "law,title,sequence,transaction,recorded_at\npt-1,Act,2,1,2020-01-01\n",
      "in/laws.csv:2: a law cannot follow an event of its transaction; give laws the lower "
      "sequences");
}

// What a coder saw is contradicted by a person only.
class ContradictionTest : public RecordImportTest {
 protected:
  ContradictionTest() {
    Import(kHeader +
           "coding,PT,aa1,50,2014,,,\n"
           "confirmation,PT,aa1,50,2015,,,\n"
           "confirmation,PT,aa1,50,2016,,,\n");
  }
  // "4 correction 100 as amendment of 2" of each event, which enter the log.
  std::vector<std::string> Recorded(const std::string& rows) {
    std::vector<std::string> shown;
    for (const Transaction& transaction : Import(kHeader + rows).transactions)
      for (const Event& event : transaction.events) {
        shown.push_back(event.sequence.ToString() + " " + std::string(Name(event.kind)) + " " +
                        (event.answer ? event.answer->ToString() : "-"));
        if (event.counts_as) shown.back() += " as " + std::string(Name(*event.counts_as));
        if (event.supersedes) shown.back() += " of " + event.supersedes->ToString();
      }
    EXPECT_TRUE(ledger_.Contradictions().empty());
    return shown;
  }
  void ExpectRefused(const std::string& rows, const std::string& place, const std::string& sequence,
                     const std::string& seen, const std::string& made) const {
    ExpectFaults(kHeader + rows, {},
                 "in/events.csv:" + place + ": contradicts event " + sequence + ", which saw 50 " +
                     "for PT aa1 on " + seen + ": by this it would be " + made +
                     "; if it was 50 again by then, record that amendment together with this "
                     "(--until DAY, " +
                     seen +
                     " at the latest); if that observation was wrong, correct it, before this "
                     "('lawtrace record correction --supersedes " +
                     sequence + " --answer " + made + "') or with it (--correct-observations)");
  }

  static inline const std::string kHeader =
      "kind,country,indicator,answer,effective,observed,supersedes,counts_as\n";
};

TEST_F(ContradictionTest, ALateEntryIsHeldAgainstWhatWasSeenLater) {
  ExpectRefused("amendment,PT,aa1,100,2015-06-01,,,\n", "2", "2", "2015-12-31", "100");
  ExpectRefused("amendment,PT,aa1,100,2016-06-01,,,\n", "2", "3", "2016-12-31", "100");
  ExpectRefused("recoding,PT,aa1,100,2015-12-31,,,\n", "2", "2", "2015-12-31", "100");
  ExpectRefused("correction,PT,aa1,100,2014,2014-12-31,1,\n", "2", "2", "2015-12-31", "100");
  EXPECT_THAT(Recorded("amendment,PT,aa1,50,2015-06-01,,,\n"), ElementsAre("4 amendment 50"));
  EXPECT_THAT(Recorded("amendment,PT,aa1,100,2017-06-01,,,\n"), ElementsAre("5 amendment 100"));
  EXPECT_THAT(Recorded("proposal,PT,aa1,0,2015-06-01,,,\n"), ElementsAre("6 proposal 0"));
  EXPECT_THAT(Recorded("amendment,PT,aa1,0,unknown,,,\n"), ElementsAre("7 amendment 0"));
}

TEST_F(ContradictionTest, AChangeBackByThenIsNoContradiction) {
  ExpectRefused("amendment,PT,aa1,100,2015-01-15,,,\namendment,PT,aa1,50,2016-01-01,,,\n", "3", "2",
                "2015-12-31", "100");
  EXPECT_THAT(Recorded("amendment,PT,aa1,100,2015-01-15,,,\namendment,PT,aa1,50,2015-12-31,,,\n"),
              ElementsAre("4 amendment 100", "5 amendment 50"));
}

TEST_F(ContradictionTest, AnObservationThatWasWrongIsCorrectedFirst) {
  // From the latest on: each correction states what was so from its year on.
  EXPECT_THAT(Recorded("correction,PT,aa1,100,2016,2016-12-31,3,\n"),
              ElementsAre("4 correction 100 as amendment of 3"));
  EXPECT_THAT(Recorded("correction,PT,aa1,100,2015,2015-12-31,2,\n"),
              ElementsAre("5 correction 100 as amendment of 2"));
  EXPECT_THAT(Recorded("amendment,PT,aa1,100,2015-06-01,,,\n"), ElementsAre("6 amendment 100"));
  EXPECT_THAT(Recorded("correction,PT,aa1,100,2016,2016-12-31,4,confirmation\n"),
              ElementsAre("7 correction 100 as confirmation of 4"));
}

TEST_F(ContradictionTest, ObservationsAreCorrectedWithTheEntryIfAsked) {
  defaults_.corrects_observations = true;
  EXPECT_THAT(Recorded("amendment,PT,aa1,100,2015-06-01,,,\n"),
              ElementsAre("4 amendment 100", "5 correction 100 of 2", "6 correction 100 of 3"));
  EXPECT_THAT(Recorded("retraction,PT,aa1,,,,1,\n"), ElementsAre("7 retraction - of 1"));
  EXPECT_THAT(Recorded("retraction,PT,aa1,,,,4,\n"),
              ElementsAre("8 retraction - of 4", "9 retraction - of 5", "10 retraction - of 6"));
}

TEST_F(ContradictionTest, ARetractionLeavesNoSightingBehind) {
  ExpectFaults(kHeader + "retraction,PT,aa1,,,,1,\n", {},
               "in/events.csv:2: contradicts event 2, which saw 50 for PT aa1 on 2015-12-31: by "
               "this no answer would be in force then; retract that observation, too, before this "
               "('lawtrace record retraction --supersedes 2') or with it (--correct-observations)");
  EXPECT_THAT(Recorded("retraction,PT,aa1,,,,3,\nretraction,PT,aa1,,,,2,\n"
                       "retraction,PT,aa1,,,,1,\n"),
              ElementsAre("4 retraction - of 3", "5 retraction - of 2", "6 retraction - of 1"));
}

TEST_F(ContradictionTest, WhatARowSawMustBeWhatItMakesOfTheLog) {
  ExpectFaults(kHeader + "confirmation,PT,aa1,100,2017,,,\n", {},
               "in/events.csv:2: says that 100 was seen for PT aa1 on 2017-12-31, but 50 is in "
               "force then; record what changed it, as an amendment or recoding with that day in "
               "'observed'");
  ExpectFaults(kHeader + "correction,PT,aa1,50,2015-03-01,2014-12-31,1,\n", {},
               "in/events.csv:2: says that 50 was seen for PT aa1 on 2014-12-31, but nothing is in "
               "force then; give another 'observed' or none");
}

TEST_F(ContradictionTest, ALogThatContradictsAlreadyStaysOpenToOtherNews) {
  Event late{.sequence = ledger_.last().plus(1),
             .kind = EventKind::kAmendment,
             .country = "PT",
             .indicator = "aa1",
             .answer = Answer::Option("100"),
             .effective = PartialDate(Day::Of(2015, 6, 1), Precision::kDay)};
  ledger_.Add(late);
  EXPECT_EQ(ledger_.Contradictions().size(), std::size_t{2});
  EXPECT_TRUE(Plan(kHeader + "amendment,PT,aa1,0,2018-06-01,,,\n"));
  EXPECT_TRUE(Plan(kHeader + "correction,PT,aa1,100,2016,2016-12-31,3,\n"));
}

TEST_F(ContradictionTest, AnExportRestoresWhateverTheLogHeld) {
  StartOver();
  const Result<RecordPlan> plan = Plan(
      "kind,country,indicator,answer,effective,observed,sequence,transaction,recorded_at\n"
      "coding,PT,aa1,50,2014,2014-12-31,1,1,2020-01-01\n"
      "confirmation,PT,aa1,100,2015,2015-12-31,2,1,2020-01-01\n");
  EXPECT_TRUE(plan);
}

TEST_F(ContradictionTest, ARowWithAnotherCommentIsNewEvidence) {
  const std::string header = "kind,country,indicator,answer,effective,comment\n";
  Import(header + "amendment,PT,aa1,100,2018-03-01,Act 7\n");
  EXPECT_EQ(Import(header + "amendment,PT,aa1,100,2018-03-01,\n").already_recorded, std::size_t{1});
  const RecordPlan plan = Import(header + "amendment,PT,aa1,100,2018-03-01,Act 9\n");
  ASSERT_EQ(plan.transactions.size(), std::size_t{1});
  const Event& event = plan.transactions[0].events[0];
  EXPECT_EQ(event.kind, EventKind::kCorrection);
  EXPECT_EQ(event.supersedes, Sequence{4});
  EXPECT_EQ(event.evidence.comment, "Act 9");
  for (const char* comment : {"Act 9", "Act 7"})
    EXPECT_EQ(Import(header + "amendment,PT,aa1,100,2018-03-01," + comment + "\n").already_recorded,
              std::size_t{1});
}

TEST_F(ContradictionTest, OnlyCorrectionsSayAsWhatTheyCount) {
  ExpectFaults(kHeader + "amendment,PT,aa1,0,2018,,,amendment\n", {},
               "in/events.csv:2: only a correction says as what it counts; leave counts_as empty");
  ExpectFaults(kHeader + "correction,PT,aa1,50,2016,2016-12-31,3,proposal\n", {},
               "in/events.csv:2: counts_as: proposal is no kind of observation or change; write "
               "coding, confirmation, amendment or recoding, or leave it empty");
}

}  // namespace
}  // namespace lawtrace::ingest
