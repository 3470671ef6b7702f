#include "alerts/decision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/alerts/sample_notice.h"

namespace lawtrace::alerts {
namespace {

using analysis::Archive;
using analysis::EventOf;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

class DecisionTest : public testing::Test {
 protected:
  DecisionTest() : index_(SampleIndex()) {
    for (const std::string country : {"ES", "PT"})
      for (const std::string indicator : {"a", "b", "c", "n"})
        events_.push_back(EventOf({.kind = EventKind::kCoding,
                                   .country = country,
                                   .indicator = indicator,
                                   .answer = "50",
                                   .effective = "2019",
                                   .observed = "2019-12-31"}));
    log_.RecordAll("2020-02-01", events_);
  }

  Archive Build() const { return log_.Build(index_.main_methodology()); }

  // The event's own notice; a failed expectation if it gives none.
  Notice NoticeOf(const Archive& archive, Sequence sequence) const {
    for (const Transaction& transaction : log_.transactions()) {
      for (const Event& event : transaction.events) {
        if (event.sequence != sequence) continue;
        const auto trigger = TriggerOf(archive, event, transaction.recorded_at);
        EXPECT_TRUE(trigger.has_value());
        return NoticeWriter(archive, index_)
            .OfEvent(event, transaction.recorded_at, transaction.first, trigger.value(),
                     transaction.last());
      }
    }
    ADD_FAILURE() << "no event " << sequence.ToString();
    return {};
  }

  const Event& EventAt(Sequence sequence) const {
    for (const Transaction& transaction : log_.transactions())
      for (const Event& event : transaction.events)
        if (event.sequence == sequence) return event;
    std::abort();
  }

  Index index_;
  std::vector<Event> events_;
  analysis::ToyLog log_;
};

TEST_F(DecisionTest, CodingsAndConfirmationsGiveNothingToTell) {
  const Sequence seen = log_.Record("2021-02-01", {.kind = EventKind::kConfirmation,
                                                   .answer = "50",
                                                   .effective = "2020",
                                                   .observed = "2020-12-31"});
  const Archive archive = Build();
  EXPECT_EQ(TriggerOf(archive, EventAt(Sequence{1}), Instant(0)), std::nullopt);
  EXPECT_EQ(TriggerOf(archive, EventAt(seen), Instant(0)), std::nullopt);
}

TEST_F(DecisionTest, AnAmendmentTellsTheDayBeforeAndTheDay) {
  const Sequence sequence = log_.RecordAll(
      "2021-03-05",
      {EventOf({.answer = "100",
                .effective = "2021-03-01",
                .laws = {{.law = "pt-1", .role = LawRole::kCause, .provision = "art. 2"}}})},
      {{.id = "pt-1", .title = "Lei um", .url = "https://example.org/1"}});
  const Archive archive = Build();
  const Notice notice = NoticeOf(archive, sequence.plus(1));
  EXPECT_EQ(notice.trigger, Trigger::kAmendment);
  EXPECT_EQ(notice.country_name, "Portugal");
  EXPECT_THAT(notice.groups, ElementsAre("EU"));
  EXPECT_EQ(notice.question, "a");
  EXPECT_EQ(notice.area, "ab");
  EXPECT_EQ(notice.old_answer, Answer::Option("50"));
  EXPECT_EQ(notice.new_answer, Answer::Option("100"));
  EXPECT_EQ(notice.answer_points, 50);
  EXPECT_EQ(notice.timing, Timing::kRetroactive);
  ASSERT_EQ(notice.levels.size(), 2U);
  EXPECT_EQ(notice.levels[0].node, "ab");
  EXPECT_EQ(notice.levels[1].node, "all");
  EXPECT_EQ(notice.levels[1].before, 50);
  EXPECT_EQ(notice.levels[1].after, 62.5);
  EXPECT_THAT(notice.levels[1].points, Optional(DoubleNear(12.5, 1e-9)));
  EXPECT_EQ(notice.levels[1].rank_before, 1U) << "tied with Spain";
  EXPECT_EQ(notice.levels[1].rank_after, 1U);
  EXPECT_EQ(notice.levels[1].ranked_after, 2U);
  EXPECT_EQ(notice.levels[1].band_before, "good");
  ASSERT_EQ(notice.laws.size(), 1U);
  EXPECT_EQ(notice.laws[0].title, "Lei um");
  EXPECT_EQ(notice.laws[0].provision, "art. 2");
  EXPECT_EQ(notice.without_effect, "");
}

TEST_F(DecisionTest, EventsOfOneDayShareItsPoints) {
  const Sequence first = log_.RecordAll(
      "2021-03-05", {EventOf({.answer = "100", .effective = "2021-03-01"}),
                     EventOf({.indicator = "b", .answer = "0", .effective = "2021-03-01"})});
  const Archive archive = Build();
  const Notice up = NoticeOf(archive, first);
  const Notice down = NoticeOf(archive, first.plus(1));
  EXPECT_THAT(up.levels[0].points, Optional(DoubleNear(25, 1e-9)));
  EXPECT_THAT(down.levels[0].points, Optional(DoubleNear(-25, 1e-9)));
  for (const Notice& notice : {up, down})
    EXPECT_FALSE(Differs(notice.levels[0].before, notice.levels[0].after))
        << "together they change nothing";
}

TEST_F(DecisionTest, FiguresRestOnWhatWasKnownAtTheTransaction) {
  const Sequence first = log_.Record("2021-03-05", {.answer = "100", .effective = "2021-03-01"});
  const Notice before = NoticeOf(Build(), first);
  log_.Record("2022-01-01", {.indicator = "b", .answer = "100", .effective = "2021-02-01"});
  const Notice after = NoticeOf(Build(), first);
  EXPECT_EQ(before.levels[1].before, 50);
  EXPECT_EQ(after.levels[1].before, before.levels[1].before);
  EXPECT_EQ(after.levels[1].after, before.levels[1].after);
}

TEST_F(DecisionTest, AnAmendmentOfALaterDayIsAnnouncedAndThenTakesEffect) {
  const Sequence sequence = log_.Record("2021-03-05", {.answer = "100", .effective = "2021-07-01"});
  const Archive archive = Build();
  const Notice notice = NoticeOf(archive, sequence);
  EXPECT_EQ(notice.trigger, Trigger::kAnnouncement);
  EXPECT_EQ(notice.timing, Timing::kFuture);
  EXPECT_EQ(notice.levels[1].after, 62.5);
  const std::vector<ScheduledEntry> entries = EntriesOf(archive, log_.transactions().back());
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].day, analysis::DayOf("2021-07-01"));
  EXPECT_EQ(entries[0].event, sequence);
  EXPECT_TRUE(TakesEffect(archive, "PT", "a", sequence, archive.last()));
}

TEST_F(DecisionTest, AnAnnouncementThatWasMovedDoesNotTakeEffectOnItsFormerDay) {
  const Sequence announced =
      log_.Record("2021-03-05", {.answer = "100", .effective = "2021-07-01"});
  const Sequence moved = log_.Record("2021-06-01", {.kind = EventKind::kCorrection,
                                                    .answer = "100",
                                                    .effective = "2021-09-01",
                                                    .supersedes = announced});
  const Archive archive = Build();
  EXPECT_FALSE(TakesEffect(archive, "PT", "a", announced, archive.last()));
  EXPECT_TRUE(TakesEffect(archive, "PT", "a", announced, announced)) << "as known before";
  EXPECT_TRUE(TakesEffect(archive, "PT", "a", moved, archive.last()));
  const auto entries = EntriesOf(archive, log_.transactions().back());
  ASSERT_EQ(entries.size(), 1U) << "the correction of an amendment takes effect as one";
  EXPECT_EQ(entries[0].day, analysis::DayOf("2021-09-01"));
  const Notice notice = NoticeOf(archive, moved);
  EXPECT_EQ(notice.trigger, Trigger::kCorrection);
  EXPECT_EQ(notice.day, analysis::DayOf("2021-07-01")) << "the day on which the answer differs";
  EXPECT_EQ(notice.old_answer, Answer::Option("100"));
  EXPECT_EQ(notice.new_answer, Answer::Option("50"));
}

TEST_F(DecisionTest, ACorrectionTellsTheSameDayBeforeAndAfterItWasKnown) {
  const Sequence wrong = log_.Record("2021-03-05", {.answer = "100", .effective = "2021-03-01"});
  const Sequence right = log_.Record("2021-04-01", {.kind = EventKind::kCorrection,
                                                    .answer = "0",
                                                    .effective = "2021-03-01",
                                                    .supersedes = wrong});
  const Archive archive = Build();
  const Notice notice = NoticeOf(archive, right);
  EXPECT_EQ(notice.old_answer, Answer::Option("100"));
  EXPECT_EQ(notice.new_answer, Answer::Option("0"));
  EXPECT_EQ(notice.levels[1].before, 62.5);
  EXPECT_EQ(notice.levels[1].after, 37.5);
  EXPECT_EQ(notice.supersedes, wrong);
}

TEST_F(DecisionTest, ACorrectedSightingThatDecidesIsTheChangeThatItStates) {
  const Sequence seen = log_.Record("2021-02-01", {.kind = EventKind::kConfirmation,
                                                   .answer = "50",
                                                   .effective = "2020",
                                                   .observed = "2020-12-31"});
  const Sequence later = log_.Record("2022-02-01", {.kind = EventKind::kConfirmation,
                                                    .answer = "50",
                                                    .effective = "2021",
                                                    .observed = "2021-12-31"});
  const Sequence there =
      log_.RecordAll("2023-02-01", {EventOf({.kind = EventKind::kCorrection,
                                             .answer = "100",
                                             .effective = "2020",
                                             .observed = "2020-12-31",
                                             .supersedes = seen,
                                             .counts_as = EventKind::kAmendment}),
                                    EventOf({.kind = EventKind::kCorrection,
                                             .answer = "50",
                                             .effective = "2021",
                                             .observed = "2021-12-31",
                                             .supersedes = later,
                                             .counts_as = EventKind::kAmendment})});
  const Archive archive = Build();
  const Notice up = NoticeOf(archive, there);
  EXPECT_EQ(up.trigger, Trigger::kAmendment) << "of the sighting nobody was told";
  EXPECT_EQ(up.day, analysis::DayOf("2020-12-31"));
  EXPECT_EQ(up.old_answer, Answer::Option("50"));
  EXPECT_EQ(up.new_answer, Answer::Option("100"));
  EXPECT_EQ(up.levels[1].after, 62.5);
  const Notice back = NoticeOf(archive, there.plus(1));
  EXPECT_EQ(back.day, analysis::DayOf("2021-12-31"));
  EXPECT_EQ(back.old_answer, Answer::Option("100"));
  EXPECT_EQ(back.new_answer, Answer::Option("50"));
  EXPECT_EQ(back.levels[1].after, 50);
}

TEST_F(DecisionTest, ACorrectionThatDecidesNoMoreTellsWhatHoldsInstead) {
  const Sequence told = log_.Record("2021-02-01", {.answer = "100", .effective = "2020"});
  const Sequence taken_back = log_.Record("2022-02-01", {.kind = EventKind::kCorrection,
                                                         .answer = "50",
                                                         .effective = "2020",
                                                         .observed = "2020-12-31",
                                                         .supersedes = told,
                                                         .counts_as = EventKind::kConfirmation});
  const Notice notice = NoticeOf(Build(), taken_back);
  EXPECT_EQ(notice.supersedes, told);
  EXPECT_EQ(notice.old_answer, Answer::Option("100"));
  EXPECT_EQ(notice.new_answer, Answer::Option("50"));
}

TEST_F(DecisionTest, NewEvidenceOfASightingGivesNothingToTell) {
  const Sequence seen = log_.Record("2021-02-01", {.kind = EventKind::kConfirmation,
                                                   .answer = "50",
                                                   .effective = "2020",
                                                   .observed = "2020-12-31"});
  const Sequence again = log_.Record("2022-02-01", {.kind = EventKind::kCorrection,
                                                    .answer = "50",
                                                    .effective = "2020",
                                                    .observed = "2020-12-31",
                                                    .supersedes = seen});
  EXPECT_EQ(TriggerOf(Build(), EventAt(again), Instant(0)), std::nullopt);
}

TEST_F(DecisionTest, ARetractionHasTheDateAndTheLawsOfWhatItWithdraws) {
  const Sequence wrong = log_.Record(
      "2021-03-05", {.answer = "100", .effective = "2021-03", .laws = {{.law = "pt-1"}}});
  const Sequence withdrawn =
      log_.Record("2021-04-10", {.kind = EventKind::kRetraction, .supersedes = wrong});
  const Archive archive = Build();
  const Notice notice = NoticeOf(archive, withdrawn);
  EXPECT_EQ(notice.trigger, Trigger::kRetraction);
  EXPECT_EQ(notice.effective, PartialDate::Parse("2021-03").value());
  EXPECT_EQ(notice.old_answer, Answer::Option("100"));
  EXPECT_EQ(notice.new_answer, Answer::Option("50"));
  ASSERT_EQ(notice.laws.size(), 1U);
  EXPECT_EQ(notice.laws[0].id, "pt-1");
}

TEST_F(DecisionTest, AProposalTellsWhatItWouldDoAndChangesNothing) {
  const Sequence bill = log_.Record(
      "2021-03-05",
      {.kind = EventKind::kProposal, .country = "ES", .answer = "100", .effective = "2022-01-01"});
  const Archive archive = Build();
  const Notice notice = NoticeOf(archive, bill);
  EXPECT_EQ(notice.trigger, Trigger::kProposal);
  EXPECT_EQ(notice.old_answer, Answer::Option("50"));
  EXPECT_EQ(notice.new_answer, Answer::Option("100"));
  EXPECT_EQ(notice.levels[1].before, 50);
  EXPECT_EQ(notice.levels[1].after, 62.5);
  EXPECT_THAT(notice.levels[1].points, Optional(DoubleNear(12.5, 1e-9)));
  EXPECT_THAT(EntriesOf(archive, log_.transactions().back()), IsEmpty());
}

TEST_F(DecisionTest, AnAmendmentOfUnknownCommencementIsAnnouncedWithWhatItWouldDo) {
  const Sequence adopted = log_.Record("2021-03-05", {.answer = "0"});
  const Archive archive = Build();
  const Notice notice = NoticeOf(archive, adopted);
  EXPECT_EQ(notice.trigger, Trigger::kAnnouncement);
  EXPECT_EQ(notice.effective, std::nullopt);
  EXPECT_EQ(notice.day, analysis::DayOf("2021-03-05"));
  EXPECT_EQ(notice.levels[1].after, 37.5);
  EXPECT_THAT(EntriesOf(archive, log_.transactions().back()), IsEmpty());
}

TEST_F(DecisionTest, AnEventThatDoesNotDecideSaysWhy) {
  const Sequence first =
      log_.RecordAll("2021-03-05", {EventOf({.answer = "100", .effective = "2021-03-01"}),
                                    EventOf({.answer = "0", .effective = "2021-03-01"})});
  const Archive archive = Build();
  EXPECT_EQ(NoticeOf(archive, first).without_effect,
            "event " + first.plus(1).ToString() + " decides on the same day");
  EXPECT_EQ(NoticeOf(archive, first.plus(1)).without_effect, "");
}

TEST_F(DecisionTest, AnEditionTellsEachCountryThatItObserved) {
  index_.editions = {{.id = "one", .title = "One", .reference = analysis::DayOf("2019-12-31")},
                     {.id = "two",
                      .title = "Two",
                      .reference = analysis::DayOf("2021-12-31"),
                      .published = PartialDate::Parse("2022-05-01").value()}};
  log_.Record("2021-03-05", {.answer = "100", .effective = "2021-03-01"});
  EXPECT_FALSE(IsPublished(Build(), index_.editions[1], analysis::DayOf("2022-06-01")))
      << "the log does not hold its answers yet";
  log_.Record("2022-05-02", {.kind = EventKind::kConfirmation,
                             .answer = "100",
                             .effective = "2021",
                             .observed = "2021-12-31"});
  const Archive archive = Build();
  EXPECT_FALSE(IsPublished(archive, index_.editions[0], analysis::DayOf("2022-06-01")))
      << "it is not known when it was published";
  EXPECT_FALSE(IsPublished(archive, index_.editions[1], analysis::DayOf("2022-04-30")));
  EXPECT_TRUE(IsPublished(archive, index_.editions[1], analysis::DayOf("2022-05-01")));
  const std::vector<Notice> notices =
      NoticeWriter(archive, index_).OfEdition(index_.editions[1], archive.last());
  ASSERT_EQ(notices.size(), 1U) << "it did not look at Spain";
  EXPECT_EQ(notices[0].country, "PT");
  EXPECT_EQ(notices[0].edition_title, "Two");
  ASSERT_EQ(notices[0].levels.size(), 3U);
  EXPECT_EQ(notices[0].levels.back().node, "all");
  EXPECT_EQ(notices[0].levels.back().before, 50);
  EXPECT_EQ(notices[0].levels.back().after, 62.5);
}

}  // namespace
}  // namespace lawtrace::alerts
