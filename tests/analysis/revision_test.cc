#include "analysis/revision.h"

#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/analysis/any_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

constexpr double kTolerance = 1e-9;

class RevisionTest : public testing::Test {
 protected:
  // PT's a, b and c are 0 from 2010, recorded on 2011-01-01 (items 1 to 3).
  RevisionTest() {
    for (const char* indicator : {"a", "b", "c"})
      log_.Record(
          "2011-01-01",
          {.kind = EventKind::kCoding, .indicator = indicator, .answer = "0", .effective = "2010"});
  }
  // What became known from 2012 to 2014, with its points of "all".
  Revisions Of(std::string_view at = "2014-12-31", std::string_view after = "2011-12-31",
               std::string_view until = "2014-12-31") {
    archive_.emplace(log_.Build(methodology_));
    return RevisionsOf(*archive_, archive_->Block(archive_->FindCountry("PT").value()),
                       archive_->evaluator().FindNode("all").value(),
                       {.after = DayOf(after), .until = DayOf(until)}, DayOf(at));
  }
  // "a policy 4: 0 -> 50 by 12" of each row, joined by "; ".
  std::string Words(const Revisions& revisions) const {
    std::string words;
    for (const Revision& row : revisions.rows) {
      const auto text = [&](AnswerId answer) {
        const auto& found = archive_->answers().AnswerOf(row.indicator, answer);
        return found ? found->ToString() : std::string("none");
      };
      words += (words.empty() ? "" : "; ") + methodology_.indicators[row.indicator.value].code +
               " " + std::string(Name(row.revision_class)) + " " + std::to_string(row.event) +
               ": " + text(row.before) + " -> " + text(row.after);
      if (row.points) words += " by " + std::to_string(std::lround(*row.points * 10));
    }
    return words;
  }
  std::string Told(std::string_view at = "2014-12-31") { return Words(Of(at)); }

  Methodology methodology_ = ToyMethodology();
  ToyLog log_;
  std::optional<Archive> archive_;
};

// Points are tenths of a point of "all": a or b makes a quarter of it, c a half.
TEST_F(RevisionTest, AmendmentsAreLateOrPolicyOrUpcomingByTheirEffectiveDay) {
  log_.Record("2013-01-01", {.answer = "50", .effective = "2011-12-31"});
  log_.Record("2013-01-01", {.indicator = "b", .answer = "100", .effective = "2012-01-01"});
  log_.Record("2013-01-01", {.answer = "100", .effective = "2014-12-31"});
  log_.Record("2013-01-01", {.indicator = "c", .answer = "50", .effective = "2015-01-01"});
  EXPECT_EQ(Told(),
            "a late 4: 0 -> 50 by 125; b policy 5: 0 -> 100 by 250; a policy 6: 50 -> 100 by 125; "
            "c upcoming 7: 0 -> 50 by 0");
  EXPECT_EQ(Told("2015-01-01"),
            "a late 4: 0 -> 50 by 125; b policy 5: 0 -> 100 by 250; a policy 6: 50 -> 100 by 125; "
            "c upcoming 7: 0 -> 50 by 250");
  EXPECT_EQ(Told("2011-12-31"),
            "a late 4: 0 -> 50 by 125; b policy 5: 0 -> 100 by 0; a policy 6: 50 -> 100 by 0; "
            "c upcoming 7: 0 -> 50 by 0");
}

TEST_F(RevisionTest, ARecodingThatALawThenOvertakesKeepsItsOwnPoints) {
  log_.Record("2013-01-01", {.kind = EventKind::kRecoding, .answer = "100", .effective = "2011"});
  log_.Record("2013-01-01", {.answer = "50", .effective = "2012-07-01"});
  EXPECT_EQ(Told(), "a recoding 4: 0 -> 100 by 250; a policy 5: 100 -> 50 by -125");
}

TEST_F(RevisionTest, CorrectionsAndRetractionsSayWhatWasBelieved) {
  log_.Record("2011-06-01", {.answer = "100", .effective = "2011-02-01"});
  log_.Record("2013-01-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{4}});
  log_.Record("2013-01-01", {.kind = EventKind::kCorrection,
                             .indicator = "c",
                             .answer = "100",
                             .effective = "2010",
                             .supersedes = Sequence{3}});
  EXPECT_EQ(Told(), "c correction 6: 0 -> 100 by 500; a retraction 5: 100 -> 0 by -250");
}

TEST_F(RevisionTest, WhatIsRecordedAndCorrectedWithinTheRangeIsToldOnceAsItStands) {
  log_.Record("2013-01-01", {.answer = "50", .effective = "2012-07-01"});
  log_.Record("2013-02-01", {.kind = EventKind::kCorrection,
                             .answer = "100",
                             .effective = "2012-07-01",
                             .supersedes = Sequence{4}});
  log_.Record("2013-03-01", {.indicator = "b", .answer = "100", .effective = "2012-07-01"});
  log_.Record("2013-04-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{6}});
  EXPECT_EQ(Told(), "a policy 5: 0 -> 100 by 250");
}

TEST_F(RevisionTest, ACorrectionOfACorrectionIsToldAgainstWhatWasKnown) {
  log_.Record("2013-01-01", {.kind = EventKind::kCorrection,
                             .answer = "50",
                             .effective = "2010",
                             .supersedes = Sequence{1}});
  log_.Record("2013-02-01", {.kind = EventKind::kCorrection,
                             .answer = "100",
                             .effective = "2010",
                             .supersedes = Sequence{4}});
  EXPECT_EQ(Told(), "a correction 5: 0 -> 100 by 250");
}

TEST_F(RevisionTest, ARetractionThatIsItselfCorrectedIsTold) {
  log_.Record("2011-06-01", {.answer = "100", .effective = "2011-02-01"});
  log_.Record("2013-01-01", {.kind = EventKind::kRetraction, .supersedes = Sequence{4}});
  log_.Record("2013-06-01", {.kind = EventKind::kCorrection,
                             .answer = "50",
                             .effective = "2011-02-01",
                             .supersedes = Sequence{5}});
  EXPECT_EQ(Told(), "a correction 6: 100 -> 50 by -125");
  EXPECT_EQ(Words(Of("2014-12-31", "2013-01-01")), "a correction 6: 0 -> 50 by 125");
}

TEST_F(RevisionTest, ConfirmationsMoveNothing) {
  log_.Record("2013-01-01", {.kind = EventKind::kConfirmation,
                             .answer = "0",
                             .effective = "2012",
                             .observed = "2012-12-31"});
  EXPECT_EQ(Told(), "a confirmation 4: 0 -> 0 by 0");
}

TEST_F(RevisionTest, ACorrectionThatStatesNoDayWithdrawsWhatItCorrects) {
  log_.Record("2011-06-01", {.answer = "100", .effective = "2011-02-01"});
  log_.Record("2013-01-01", {.kind = EventKind::kCorrection,
                             .answer = "50",
                             .observed = "2012-12-31",
                             .supersedes = Sequence{4}});
  EXPECT_EQ(Told(), "a correction 5: 100 -> 0 by -250");
}

TEST_F(RevisionTest, OnlyTheRangeCounts) {
  log_.Record("2013-01-01", {.answer = "50", .effective = "2012-07-01"});
  EXPECT_EQ(Words(Of("2014-12-31", "2013-01-01", "2014-12-31")), "");
  EXPECT_EQ(Words(Of("2014-12-31", "2012-12-31", "2013-01-01")), "a late 4: 0 -> 50 by 125");
  EXPECT_EQ(Words(Of("2014-12-31", "2011-12-31", "2012-12-31")), "");
}

TEST_F(RevisionTest, WithoutAScoreBeforeThereAreNoPoints) {
  const Revisions revisions = Of("2011-12-31", "2010-12-31", "2011-12-31");
  EXPECT_FALSE(revisions.change.has_value());
  EXPECT_EQ(Words(revisions),
            "a coding 1: none -> 0; b coding 2: none -> 0; c coding 3: none -> 0");
}

// --- properties ---------------------------------------------------------------------------------

struct Asked {
  RecordedRange range;
  Day at;
};

// Random worlds are recorded from 1970 on, one transaction every half day or day.
Asked AnyRange() {
  const int after = *rc::gen::inRange(-1, 40);
  return {.range = {.after = Day(after), .until = Day(after + *rc::gen::inRange(1, 60))},
          .at = Day::Of(2019, 12, 30).plus_days(*rc::gen::inRange(0, 56))};
}

RC_GTEST_PROP(RevisionProperty, PointsAddUpToWhatBecameKnownAtEveryNode, ()) {
  const RandomWorld world = *AnyWorld();
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  const Archive archive = std::move(builder).Build();
  const auto [range, at] = AnyRange();
  const AsOf before{.effective = at, .known = archive.KnownAt(range.after)};
  const AsOf after{.effective = at, .known = archive.KnownAt(range.until)};
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryBlock& block = archive.Block(country);
    for (const NodeId node : IdsUpTo<NodeId>(archive.evaluator().node_count())) {
      const Revisions revisions = RevisionsOf(archive, block, node, range, at);
      RC_ASSERT(revisions.from == block.ScoreAt(node, before).score);
      RC_ASSERT(revisions.to == block.ScoreAt(node, after).score);
      double sum = 0;
      for (const Revision& row : revisions.rows) {
        RC_ASSERT(row.points.has_value() == revisions.change.has_value());
        RC_ASSERT(row.event > before.known.value && row.event <= after.known.value);
        sum += row.points.value_or(0);
      }
      if (revisions.change) RC_ASSERT(std::abs(sum - *revisions.change) < kTolerance);
    }
  }
}

// Whether a later event that is known by then replaces the event.
bool IsReplaced(const RandomWorld& world, const Event& event, Sequence known) {
  for (const Transaction& transaction : world.log)
    for (const Event& other : transaction.events)
      if (other.supersedes == event.sequence && other.sequence > event.sequence &&
          other.sequence <= known)
        return true;
  return false;
}

RC_GTEST_PROP(RevisionProperty, EveryStatementThatBecameKnownAndStandsIsListedOnce, ()) {
  const RandomWorld world = *AnyWorld();
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  const Archive archive = std::move(builder).Build();
  const auto [range, at] = AnyRange();
  const Sequence known = archive.KnownAt(range.until);
  std::multiset<std::pair<std::string, std::uint64_t>> listed;
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size()))
    for (const Revision& row :
         RevisionsOf(archive, archive.Block(country), NodeId{0}, range, at).rows)
      if (row.revision_class != RevisionClass::kCorrection &&
          row.revision_class != RevisionClass::kRetraction && row.statement != nullptr &&
          !row.statement->is_correction)
        listed.emplace(archive.countries()[country.value], row.event);
  std::multiset<std::pair<std::string, std::uint64_t>> expected;
  for (const Transaction& transaction : world.log)
    for (const Event& event : transaction.events)
      if (DecidesAnswer(event.kind) && event.effective && event.answer &&
          event.sequence > archive.KnownAt(range.after) && event.sequence <= known &&
          world.methodology.FindIndicator(event.indicator) != nullptr &&
          !IsReplaced(world, event, known))
        expected.emplace(event.country, event.sequence.value);
  RC_ASSERT(listed == expected);
}

}  // namespace
}  // namespace lawtrace::analysis
