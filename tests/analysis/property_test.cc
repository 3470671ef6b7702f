// The archive against the naive model on random logs and methodologies.
//
// RapidCheck prints the seed of a failure; RC_PARAMS="seed=N max_success=M" sets it.
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tests/analysis/any_world.h"
#include "tests/analysis/naive_model.h"
#include "tests/analysis/random_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

// The two differ when they differ in a single bit.
bool SameBits(const std::optional<double>& a, const std::optional<double>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || std::bit_cast<std::uint64_t>(*a) == std::bit_cast<std::uint64_t>(*b);
}

std::string Text(const NodeScore& score) {
  std::ostringstream out;
  out.precision(17);
  if (score.score) {
    out << *score.score;
  } else {
    out << "-";
  }
  out << " (" << score.answered << " of " << score.indicators << ")";
  return out.str();
}

// A log built into an archive, and the naive model of it.  Each comparison returns the first
// disagreement in words; empty: none.
class Comparison {
 public:
  explicit Comparison(const RandomWorld& world, Mistake mistake = Mistake::kNone)
      : world_(world),
        archive_(Build(world.log)),
        naive_(world.methodology, EventsOf(world.log), mistake) {}

  // One country at one moment.
  std::string At(const std::string& country, AsOf as_of) const {
    const std::string moment =
        country + " on " + as_of.effective.ToString() + ", known " + as_of.known.ToString() + ": ";
    const std::optional<CountryId> id = archive_.FindCountry(country);
    const Evaluator& evaluator = archive_.evaluator();
    for (std::uint16_t i = 0; i < evaluator.indicator_count(); ++i) {
      const std::string& code = world_.methodology.indicators[i].code;
      const Event* expected = naive_.Deciding(country, code, as_of);
      const Standing found =
          id ? archive_.Block(*id).StandingAt(IndicatorId{i}, as_of) : Standing{};
      const std::uint64_t decided_by = found.statement == nullptr ? 0 : found.statement->sequence;
      if (decided_by != (expected == nullptr ? 0 : expected->sequence.value))
        return moment + code + " is decided by " + std::to_string(decided_by);
      const std::optional<Answer> answer =
          archive_.answers().AnswerOf(IndicatorId{i}, found.answer);
      if (answer != (expected == nullptr ? std::nullopt : expected->answer))
        return moment + code + " has another answer";
      if (id && archive_.Block(*id).LastSeen(IndicatorId{i}, as_of) !=
                    naive_.LastSeen(country, code, as_of))
        return moment + code + " was last seen on another day";
    }
    if (!id) return {};
    const CountryBlock& block = archive_.Block(*id);
    const std::vector<NodeScore> all = block.ScoresAt(as_of);
    for (std::uint16_t n = 0; n < evaluator.node_count(); ++n) {
      const Node& node = world_.methodology.nodes[n];
      const NaiveScore expected = naive_.Score(country, node, as_of);
      const NodeScore found = block.ScoreAt(NodeId{n}, as_of);
      const NodeScore wanted{.score = expected.score,
                             .answered = static_cast<std::uint16_t>(expected.answered),
                             .indicators = static_cast<std::uint16_t>(expected.indicators)};
      if (!AreSame(found, wanted) || !(all[n] == found))
        return moment + node.code + " scores " + Text(found) + ", not " + Text(wanted);
    }
    return {};
  }

  // To the bit; a geometric mean has a root and its model a product of powers.
  bool AreSame(const NodeScore& found, const NodeScore& wanted) const {
    const bool has_root = std::ranges::find(world_.methodology.nodes, Aggregation::kGeometricMean,
                                            &Node::aggregation) != world_.methodology.nodes.end();
    if (!has_root) return found == wanted && SameBits(found.score, wanted.score);
    return found.answered == wanted.answered && found.indicators == wanted.indicators &&
           found.score.has_value() == wanted.score.has_value() &&
           std::abs(found.score.value_or(0) - wanted.score.value_or(0)) < 1e-9;
  }

  // Random moments around the days and sequences that occur.
  std::string AtRandomMoments(int count, unsigned seed) const {
    std::vector<Day> days = {Day::Of(2019, 12, 31), Day::Of(2021, 1, 1)};
    for (const Event& event : EventsOf(world_.log)) {
      if (event.effective) {
        days.push_back(event.effective->latest());
        days.push_back(event.effective->latest().plus_days(-1));
        days.push_back(event.effective->earliest());
      }
      if (event.observed) days.push_back(*event.observed);
    }
    std::mt19937 random(seed);
    for (int i = 0; i < count; ++i) {
      const std::uint64_t known = random() % (world_.last().value + 2);
      const AsOf as_of{.effective = days[random() % days.size()],
                       .known = known > world_.last().value ? kLatest : Sequence{known}};
      for (const std::string& country : kCountries)
        if (std::string found = At(country, as_of); !found.empty()) return found;
    }
    return {};
  }

  // KnownAt(known) against an archive of the log up to `known`.
  std::string KnownBlocks(Sequence known) const {
    const Archive then = Build(Truncated(world_.log, known));
    for (std::uint16_t c = 0; c < archive_.countries().size(); ++c) {
      const std::string& country = archive_.countries()[c];
      const CountryBlock block = archive_.Block(CountryId{c}).KnownAt(known);
      if (!block.IsWhollyKnownAt(known)) return country + " knows more than was known";
      const std::optional<CountryId> id = then.FindCountry(country);
      if (!id) {
        if (!block.changes().empty()) return country + " was not there at " + known.ToString();
        continue;
      }
      if (Describe(archive_, block) != Describe(then, then.Block(*id)))
        return country + " as known at " + known.ToString() + ":\n" + Describe(archive_, block) +
               "is not\n" + Describe(then, then.Block(*id));
    }
    return {};
  }

  // The kept series and changes against point queries on every day of a window.
  std::string DayByDay() const {
    for (std::uint16_t c = 0; c < archive_.countries().size(); ++c) {
      const CountryBlock& block = archive_.Block(CountryId{c});
      std::map<std::uint16_t, AnswerId> answers;  // Replayed from the changes.
      auto change = block.changes().begin();
      for (Day day = Day::Of(2019, 12, 30); day <= Day::Of(2021, 1, 2); day = day.plus_days(1)) {
        const std::string where = archive_.countries()[c] + " on " + day.ToString() + ": ";
        bool has_changed = false;
        for (; change != block.changes().end() && change->day == day.days_since_epoch(); ++change) {
          AnswerId& answer = answers[change->statement->indicator.value];
          if (answer != change->old_answer) return where + "a change starts from another answer";
          if (answer == change->statement->answer) return where + "a change changes nothing";
          answer = change->statement->answer;
          has_changed = true;
        }
        const auto weight_days = archive_.evaluator().weight_days();
        const bool has_new_weights = std::ranges::find(weight_days, day) != weight_days.end();
        has_changed |= has_new_weights && !block.row_days().empty() &&
                       day.days_since_epoch() > block.row_days().front();
        const std::optional<std::size_t> row = block.RowOn(day);
        const bool has_row = row && block.row_days()[*row] == day.days_since_epoch();
        if (has_row != has_changed) return where + "rows differ from changes and new weights";
        const Evaluator::State state = block.StateAt({.effective = day});
        for (std::uint16_t i = 0; i < archive_.evaluator().indicator_count(); ++i)
          if (state.answer(IndicatorId{i}) != answers[i]) return where + "changes miss an answer";
        for (std::uint16_t n = 0; n < archive_.evaluator().node_count(); ++n) {
          const NodeScore fresh = state.ScoreOf(NodeId{n});
          if (!(block.ScoreAt(NodeId{n}, {.effective = day}) == fresh))
            return where + "the series differs from a fresh evaluation";
          if (!row) continue;
          if (!(block.ScoreInRow(NodeId{n}, *row) == fresh) ||
              block.ScoreColumn(NodeId{n})[*row] != fresh.score.value_or(0))
            return where + "the row differs from a fresh evaluation";
        }
      }
      if (change != block.changes().end()) return "a change lies outside the window";
    }
    return {};
  }

 private:
  Archive Build(const std::vector<Transaction>& log) const {
    ArchiveBuilder builder(world_.methodology);
    for (const Transaction& transaction : log) builder.Add(transaction);
    return std::move(builder).Build();
  }

  static std::vector<Event> EventsOf(const std::vector<Transaction>& log) {
    std::vector<Event> events;
    for (const Transaction& transaction : log)
      events.insert(events.end(), transaction.events.begin(), transaction.events.end());
    return events;
  }

  // All that a block says, in words that do not depend on how the archive numbers answers.
  static std::string Describe(const Archive& archive, const CountryBlock& block) {
    std::ostringstream out;
    const auto text = [&](IndicatorId indicator, AnswerId answer) {
      const std::optional<Answer>& found = archive.answers().AnswerOf(indicator, answer);
      return found ? found->ToString() : "-";
    };
    for (const Change& change : block.changes())
      out << Day(change.day).ToString() << " " << change.statement->indicator.value << " "
          << text(change.statement->indicator, change.old_answer) << " -> "
          << text(change.statement->indicator, change.statement->answer) << " by "
          << change.statement->sequence << " " << Name(change.statement->kind) << "\n";
    for (std::size_t row = 0; row < block.row_days().size(); ++row)
      for (std::uint16_t n = 0; n < archive.evaluator().node_count(); ++n)
        out << block.row_days()[row] << " " << n << " " << Text(block.ScoreInRow(NodeId{n}, row))
            << "\n";
    for (std::uint16_t i = 0; i < archive.evaluator().indicator_count(); ++i) {
      for (const Statement& statement : block.StatementsOn(IndicatorId{i}))
        out << "statement " << statement.sequence << " until " << statement.superseded_by << "\n";
      for (const Sighting& sighting : block.SightingsOf(IndicatorId{i}))
        out << "sighting " << sighting.sequence << " until " << sighting.superseded_by << "\n";
    }
    return out.str();
  }

  const RandomWorld& world_;
  Archive archive_;
  NaiveModel naive_;
};

Choices RandomChoices(std::mt19937& random, int count) {
  Choices choices;
  for (int i = 0; i < count; ++i) choices.push_back(static_cast<std::uint8_t>(random()));
  return choices;
}

// A world of `size` items.
RandomWorld WorldOf(std::mt19937& random, int size) {
  const Choices methodology = RandomChoices(random, kChoicesPerMethodology);
  std::vector<Choices> steps;
  for (int i = 0; i < size; ++i) steps.push_back(RandomChoices(random, kChoicesPerStep));
  return MakeWorld(methodology, steps);
}

void ExpectNone(const std::string& disagreement) {
  if (!disagreement.empty()) RC_FAIL(disagreement);
}

RC_GTEST_PROP(ArchiveProperty, AnswersAndScoresAgreeWithTheNaiveModel, ()) {
  const RandomWorld world = *AnyWorld();
  ExpectNone(Comparison(world).AtRandomMoments(40, 1));
}

RC_GTEST_PROP(ArchiveProperty, ABlockAsKnownThenIsTheBlockOfTheLogUpToThen, ()) {
  const RandomWorld world = *AnyWorld();
  const Comparison comparison(world);
  for (std::uint64_t known = 0; known <= world.last().value; ++known)
    ExpectNone(comparison.KnownBlocks(Sequence{known}));
}

RC_GTEST_PROP(ArchiveProperty, SeriesAndChangesAgreeWithPointQueriesOnEveryDay, ()) {
  const RandomWorld world = *AnyWorld();
  ExpectNone(Comparison(world).DayByDay());
}

RC_GTEST_PROP(ArchiveProperty, KnownAtADayIsTheLastItemRecordedByItsEnd, ()) {
  const RandomWorld world = *AnyWorld();
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  const Archive archive = std::move(builder).Build();
  for (Day day(-1); day <= Day(100); day = day.plus_days(1)) {
    Sequence expected{};
    for (const Transaction& transaction : world.log)
      if (transaction.recorded_at <= Instant::EndOf(day)) expected = transaction.last();
    RC_ASSERT(archive.KnownAt(day) == expected);
  }
  for (const Transaction& transaction : world.log)
    for (Sequence item = transaction.first; item <= transaction.last(); item = item.plus(1))
      RC_ASSERT(archive.RecordedAt(item) == transaction.recorded_at);
}

// Worlds of this seed on which the naive model makes the mistake and is found out.
int Detections(Mistake mistake) {
  std::mt19937 random(20240301);
  int detections = 0;
  for (int i = 0; i < 30; ++i) {
    const RandomWorld world = WorldOf(random, 60);
    if (!Comparison(world, mistake).AtRandomMoments(40, 1).empty()) ++detections;
  }
  return detections;
}

TEST(NaiveModelTest, TheComparisonFindsEveryDeliberateMistake) {
  EXPECT_EQ(Detections(Mistake::kNone), 0);
  EXPECT_GT(Detections(Mistake::kTiesGoToTheLowerSequence), 0);
  EXPECT_GT(Detections(Mistake::kRetractionRevives), 0);
  EXPECT_GT(Detections(Mistake::kSupersededForAll), 0);
  EXPECT_GT(Detections(Mistake::kProposalsCount), 0);
  EXPECT_GT(Detections(Mistake::kCountsFromEarliestDay), 0);
  EXPECT_GT(Detections(Mistake::kAbsentIsZero), 0);
  EXPECT_GT(Detections(Mistake::kWeightsIgnored), 0);
  EXPECT_GT(Detections(Mistake::kFirstWeightsForEver), 0);
  EXPECT_GT(Detections(Mistake::kShareOfNumber), 0);
  EXPECT_GT(Detections(Mistake::kGeometricIsArithmetic), 0);
  EXPECT_GT(Detections(Mistake::kTableTakesLastRow), 0);
  EXPECT_GT(Detections(Mistake::kCoverageCountsRepeats), 0);
}

}  // namespace
}  // namespace lawtrace::analysis
