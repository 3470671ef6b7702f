// Suggestions, and a property: on random trees they equal a search of all sets of answers.
#include "analysis/suggestion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <utility>

#include "analysis/league.h"
#include "tests/analysis/random_world.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "a 0 -> 100" of each change.
std::vector<std::string> Words(const Archive& archive, const Suggestion& suggestion) {
  std::vector<std::string> words;
  for (const SuggestedChange& change : suggestion.changes)
    words.push_back(archive.methodology().indicators[change.indicator.value].code + " " +
                    (change.old_answer ? change.old_answer->ToString() : "-") + " -> " +
                    change.new_answer.ToString());
  return words;
}

std::function<bool(double)> AtLeast(double target) {
  return [target](double score) { return score >= target - kScoreTolerance; };
}

class SuggestionTest : public testing::Test {
 protected:
  void Code(const std::string& indicator, const std::string& answer,
            const std::string& country = "PT") {
    log_.Record("2020-01-01", {.kind = EventKind::kCoding,
                               .country = country,
                               .indicator = indicator,
                               .answer = answer,
                               .effective = "2019-12-31"});
  }
  SuggestionTask Task(const Archive& archive, const std::string& node) const {
    return {.country = *archive.FindCountry("PT"),
            .node = *archive.evaluator().FindNode(node),
            .as_of = {.effective = DayOf("2020-06-01")}};
  }

  Methodology methodology_ = ToyMethodology();
  ToyLog log_;
};

TEST_F(SuggestionTest, TakesTheFewestChangesAndThenTheHighestScore) {
  for (const char* indicator : {"a", "b", "c"}) Code(indicator, "0");
  Code("n", "40");
  const Archive archive = log_.Build(methodology_);
  const Suggestion found = Suggest(archive, Task(archive, "all"), AtLeast(30)).value();
  EXPECT_EQ(found.now, 10.0);
  EXPECT_TRUE(found.is_within_reach);
  // One change to 50 gives 22.5; to 100, 35: of a, b, c the first in the codebook.
  EXPECT_EQ(found.score, 35.0);
  EXPECT_THAT(Words(archive, found), ElementsAre("a 0 -> 100"));
}

TEST_F(SuggestionTest, ANumericIndicatorMayBecomeOneHundred) {
  for (const char* indicator : {"a", "b", "c"}) Code(indicator, "100");
  Code("n", "40");
  const Archive archive = log_.Build(methodology_);
  const Suggestion found = Suggest(archive, Task(archive, "all"), AtLeast(100)).value();
  EXPECT_THAT(Words(archive, found), ElementsAre("n 40 -> 100"));
}

TEST_F(SuggestionTest, AGoalThatIsMetNeedsNoChange) {
  for (const char* indicator : {"a", "b", "c", "n"}) Code(indicator, "50");
  const Archive archive = log_.Build(methodology_);
  const Suggestion found = Suggest(archive, Task(archive, "all"), AtLeast(50)).value();
  EXPECT_TRUE(found.is_within_reach);
  EXPECT_EQ(found.score, 50.0);
  EXPECT_THAT(found.changes, IsEmpty());
}

TEST_F(SuggestionTest, OutOfReachTellsTheBestThatIsReachable) {
  for (const char* indicator : {"a", "b", "c", "n"}) Code(indicator, "0");
  const Archive archive = log_.Build(methodology_);
  SuggestionTask task = Task(archive, "all");
  task.excluded = {IndicatorId{0}, IndicatorId{3}};
  const Suggestion found = Suggest(archive, task, AtLeast(60)).value();
  EXPECT_FALSE(found.is_within_reach);
  EXPECT_EQ(found.score, 50.0);
  EXPECT_THAT(Words(archive, found), ElementsAre("b 0 -> 100", "c 0 -> 100"));
  task.max_changes = 1;
  EXPECT_EQ(Suggest(archive, task, AtLeast(60)).value().score, 25.0);
}

TEST_F(SuggestionTest, AnAnswerThatIsMissingStaysSoUnlessItMayBeFilled) {
  Code("a", "100");
  Code("b", "not_assessed");
  const Archive archive = log_.Build(methodology_);
  SuggestionTask task = Task(archive, "cn");
  Suggestion found = Suggest(archive, task, AtLeast(10)).value();
  EXPECT_FALSE(found.is_within_reach);
  EXPECT_EQ(found.score, std::nullopt);
  EXPECT_THAT(found.changes, IsEmpty());
  task.may_fill_missing = true;
  found = Suggest(archive, task, AtLeast(10)).value();
  EXPECT_THAT(Words(archive, found), ElementsAre("c - -> 100"));
}

TEST_F(SuggestionTest, ATableMayNeedTwoChangesAtOnceToRiseAtAll) {
  methodology_.nodes = {TableOf("t", {"a", "b"},
                                {{.when = {"100", "100"}, .score = 100},
                                 {.when = {"0", "0"}, .score = 10},
                                 {.when = {"0", std::nullopt}, .score = 5}}),
                        MeanOf("all", {"t", "c"})};
  for (const char* indicator : {"a", "b", "c"}) Code(indicator, "0");
  const Archive archive = log_.Build(methodology_);
  const Suggestion found = Suggest(archive, Task(archive, "t"), AtLeast(50)).value();
  EXPECT_THAT(Words(archive, found), ElementsAre("a 0 -> 100", "b 0 -> 100"));
  EXPECT_EQ(found.score, 100.0);
}

TEST_F(SuggestionTest, AChildMayLoseItsScoreWhereThatHelps) {
  // With b at 50 no row matches; then the table drops out of the mean and c alone counts.
  methodology_.nodes = {
      TableOf("t", {"a", "b"},
              {{.when = {"0", "0"}, .score = 10}, {.when = {"0", "100"}, .score = 20}}),
      MeanOf("all", {"t", "c"})};
  Code("a", "0");
  Code("b", "0");
  Code("c", "100");
  const Archive archive = log_.Build(methodology_);
  const Suggestion found = Suggest(archive, Task(archive, "all"), AtLeast(90)).value();
  EXPECT_EQ(found.score, 100.0);
  EXPECT_THAT(Words(archive, found), ElementsAre("a 0 -> 50"));
}

TEST_F(SuggestionTest, TooManySharedIndicatorsAreRefused) {
  methodology_.indicators.clear();
  std::vector<std::string> codes;
  for (int i = 0; i < 12; ++i) {
    codes.push_back("i" + std::to_string(i));
    methodology_.indicators.push_back(OptionsOf(codes.back(), {0, 50, 100}));
    Code(codes.back(), "0");
  }
  methodology_.nodes = {MeanOf("x", codes), MeanOf("y", codes), MeanOf("all", {"x", "y"})};
  const Archive archive = log_.Build(methodology_);
  const auto refused = Suggest(archive, Task(archive, "all"), AtLeast(90));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().Message(), HasSubstr("share 12 indicators"));
  EXPECT_TRUE(Suggest(archive, Task(archive, "x"), AtLeast(90)));
}

TEST_F(SuggestionTest, PrecedentsAreTheCountriesWithThatAnswerOnTheDay) {
  Code("a", "100", "ES");
  Code("a", "100", "FR");
  Code("a", "50", "PT");
  log_.Record("2020-01-02", {.country = "FR", .answer = "0", .effective = "2021-01-01"});
  const Archive archive = log_.Build(methodology_);
  const auto with = [&](const char* answer, const char* day) {
    return CountriesWith(archive, IndicatorId{0}, Answer::Option(answer),
                         {.effective = DayOf(day)});
  };
  EXPECT_THAT(with("100", "2020-06-01"), ElementsAre(CountryId{0}, CountryId{1}));
  EXPECT_THAT(with("100", "2021-01-01"), ElementsAre(CountryId{0}));
  EXPECT_THAT(with("77", "2021-01-01"), IsEmpty());
}

// What trying every set of answers finds, by the words of suggestion.h.
class Exhaustive {
 public:
  using Pick = std::pair<std::size_t, std::size_t>;  // Indicator, option.

  Exhaustive(const Archive& archive, const SuggestionTask& task) : archive_(archive), task_(task) {
    AnswerTable answers = archive.answers();
    const Methodology& methodology = archive.methodology();
    for (const IndicatorId id : IdsUpTo<IndicatorId>(methodology.indicators.size())) {
      const AnswerId now = archive.Block(task.country).AnswerAt(id, task.as_of);
      choices_.push_back({now});
      const bool is_excluded = std::ranges::find(task.excluded, id) != task.excluded.end();
      const bool counts = answers.ScoreOf(id, now).has_value() || task.may_fill_missing;
      if (is_excluded || !counts) continue;
      std::vector<std::string> codes;
      for (const Option& option : methodology.indicators[id.value].options)
        codes.push_back(option.code);
      if (methodology.indicators[id.value].is_numeric) codes.emplace_back("100");
      for (const std::string& code : codes) {
        const AnswerId answer = answers.Intern(id, Answer::Option(code));
        if (answers.ScoreOf(id, answer) && answer != now &&
            !(methodology.indicators[id.value].is_numeric &&
              answers.ScoreOf(id, answer) == answers.ScoreOf(id, now)))
          choices_.back().push_back(answer);
      }
    }
    Evaluator::State state(archive.evaluator(), answers, task.as_of.effective);
    std::vector<Pick> picks;
    Try(0, state, picks);
  }

  struct Candidate {
    std::vector<Pick> picks;
    double score = 0;
  };

  // The best candidate for the goal; none if it is out of reach.
  std::optional<Candidate> Best(const std::function<bool(double)>& meets_goal) const {
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const Candidate& candidate : candidates_)
      if (meets_goal(candidate.score)) fewest = std::min(fewest, candidate.picks.size());
    return Top([&](const Candidate& candidate) {
      return candidate.picks.size() == fewest && meets_goal(candidate.score);
    });
  }
  // The best score that is reachable at all, with the fewest changes.
  std::optional<Candidate> Summit() const {
    const std::optional<Candidate> top = Top([](const Candidate&) { return true; });
    if (!top) return top;
    return Best([top](double score) { return score >= top->score - kScoreTolerance; });
  }

 private:
  void Try(std::size_t indicator, Evaluator::State& state, std::vector<Pick>& picks) {
    if (picks.size() > task_.max_changes) return;
    if (indicator == choices_.size()) {
      state.Refresh();
      if (const auto score = state.ScoreOf(task_.node).score)
        candidates_.push_back({.picks = picks, .score = *score});
      return;
    }
    for (std::size_t c = 0; c < choices_[indicator].size(); ++c) {
      state.Set(IndicatorId{static_cast<std::uint16_t>(indicator)}, choices_[indicator][c]);
      if (c > 0) picks.emplace_back(indicator, c);
      Try(indicator + 1, state, picks);
      if (c > 0) picks.pop_back();
    }
  }
  // Highest score, within the tolerance; then first in the codebook.
  template <typename Condition>
  std::optional<Candidate> Top(Condition is_wanted) const {
    double highest = -1;
    for (const Candidate& candidate : candidates_)
      if (is_wanted(candidate)) highest = std::max(highest, candidate.score);
    const Candidate* first = nullptr;
    for (const Candidate& candidate : candidates_)
      if (is_wanted(candidate) && candidate.score >= highest - kScoreTolerance &&
          (first == nullptr || candidate.picks < first->picks))
        first = &candidate;
    return first == nullptr ? std::nullopt : std::optional(*first);
  }

  const Archive& archive_;
  const SuggestionTask& task_;
  std::vector<std::vector<AnswerId>> choices_;
  std::vector<Candidate> candidates_;
};

// What the comparisons came across.
struct Tally {
  int reached = 0;
  int of_several_changes = 0;
  int out_of_reach = 0;
  int without_score = 0;
};

// Suggestions for every node of AA against the exhaustive search; empty: they agree.
std::string Disagreement(const RandomWorld& world, const Choices& wishes, Tally& tally) {
  ArchiveBuilder builder(world.methodology);
  for (const Transaction& transaction : world.log) builder.Add(transaction);
  const Archive archive = std::move(builder).Build();
  const std::optional<CountryId> country = archive.FindCountry("AA");
  if (!country) return {};
  std::size_t next = 0;
  const auto deal = [&] { return next < wishes.size() ? wishes[next++] : std::uint8_t{0}; };
  for (const NodeId node : IdsUpTo<NodeId>(archive.evaluator().node_count())) {
    SuggestionTask task{.country = *country,
                        .node = node,
                        .as_of = {.effective = DayOf("2020-01-20").plus_days(deal() % 60)}};
    task.may_fill_missing = deal() % 2 == 0;
    if (deal() % 3 == 0) task.excluded = {IndicatorId{static_cast<std::uint16_t>(deal() % 5)}};
    if (deal() % 3 == 0) task.max_changes = 1U + deal() % 3;
    const double target = deal() % 101;
    const auto meets = AtLeast(target);
    const Suggestion found = Suggest(archive, task, meets).value();
    std::ostringstream where;
    where << "\n" << world.methodology.nodes[node.value].code << " to " << target << ": ";
    if (found.now && meets(*found.now)) {
      if (!found.is_within_reach || !found.changes.empty()) return where.str() + "met already";
      continue;
    }
    const Exhaustive all(archive, task);
    std::optional<Exhaustive::Candidate> expected = all.Best(meets);
    if (found.is_within_reach != expected.has_value()) return where.str() + "reach differs";
    ++(expected ? tally.reached : tally.out_of_reach);
    if (expected && expected->picks.size() > 1) ++tally.of_several_changes;
    if (!expected) expected = all.Summit();
    if (!expected) {
      ++tally.without_score;
      if (found.score) return where.str() + "has a score";
      continue;
    }
    if (!found.score || std::abs(*found.score - expected->score) > kScoreTolerance)
      return where.str() + "another score";
    if (found.changes.size() != expected->picks.size()) return where.str() + "another number";
    for (std::size_t i = 0; i < found.changes.size(); ++i)
      if (found.changes[i].indicator.value != expected->picks[i].first)
        return where.str() + "other indicators";
  }
  return {};
}

RC_GTEST_PROP(SuggestionProperty, EqualsASearchOfAllSetsOfAnswers, ()) {
  const auto choices = [](int count) {
    return rc::gen::container<Choices>(
        static_cast<std::size_t>(count),
        rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>()));
  };
  const RandomWorld world =
      *rc::gen::apply(MakeWorld, choices(kChoicesPerMethodology),
                      rc::gen::container<std::vector<Choices>>(choices(kChoicesPerStep)));
  Tally tally;
  const std::string found = Disagreement(world, *choices(60), tally);
  if (!found.empty()) RC_FAIL(found);
}

TEST(SuggestionSearchTest, RandomWorldsHoldHardCasesAndAllAgree) {
  std::mt19937 random(20261122);
  const auto choices = [&](int count) {
    Choices bytes;
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(random()));
    return bytes;
  };
  Tally tally;
  for (int i = 0; i < 400; ++i) {
    const Choices methodology = choices(kChoicesPerMethodology);
    std::vector<Choices> steps;
    for (int s = 0; s < 40; ++s) steps.push_back(choices(kChoicesPerStep));
    const RandomWorld world = MakeWorld(methodology, steps);
    ASSERT_EQ(Disagreement(world, choices(60), tally), "");
  }
  EXPECT_GT(tally.reached, 300);
  EXPECT_GT(tally.of_several_changes, 100);
  EXPECT_GT(tally.out_of_reach, 300);
  EXPECT_GT(tally.without_score, 20);
}

}  // namespace
}  // namespace lawtrace::analysis
