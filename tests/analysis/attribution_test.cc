#include "analysis/attribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "model/methodology.h"

namespace lawtrace::analysis {
namespace {

Indicator Fifty(const std::string& code) {
  return {.code = code,
          .labels = {{code, std::nullopt}},
          .options = {{"0", 0, ""}, {"50", 50, ""}, {"100", 100, ""}}};
}

Node Inner(const std::string& code, std::vector<std::string> children, MissingRule missing) {
  return {.code = code,
          .labels = {{code, std::nullopt}},
          .level = "area",
          .aggregation = Aggregation::kMean,
          .missing = missing,
          .children = std::move(children)};
}

// Two areas of a mean each, one of them with a lookup table that no weighted sum can give.
Methodology Tree() {
  Methodology m{.id = "tree", .version = "1", .title = "Tree", .headline = "overall"};
  for (const char* code : {"a1", "a2", "a3", "b1", "b2", "t1", "t2", "t3"})
    m.indicators.push_back(Fifty(code));
  Node table = Inner("t", {"t1", "t2", "t3"}, MissingRule::kSkip);
  table.aggregation = Aggregation::kTable;
  table.table = {
      {{"100", std::nullopt, std::nullopt}, 100}, {{"50", "50", std::nullopt}, 70},
      {{std::nullopt, "100", "100"}, 60},         {{std::nullopt, "50", std::nullopt}, 30},
      {{std::nullopt, std::nullopt, "50"}, 20},   {{std::nullopt, std::nullopt, std::nullopt}, 0}};
  m.nodes = {Inner("a", {"a1", "a2", "a3"}, MissingRule::kSkip), table,
             Inner("b", {"b1", "t", "b2"}, MissingRule::kSkip),
             Inner("overall", {"a", "b"}, MissingRule::kRequireAll)};
  return m;
}

const Day kStart = Day::Of(2010, 12, 31);
const Day kEnd = Day::Of(2020, 12, 31);

Event Say(EventKind kind, const std::string& indicator, const std::string& answer, Day day,
          std::vector<std::string> laws = {}) {
  Event event{.kind = kind,
              .country = "PT",
              .indicator = indicator,
              .answer = Answer::FromText(answer),
              .effective = PartialDate(day, Precision::kDay)};
  for (std::string& law : laws) event.laws.push_back({.law = std::move(law)});
  return event;
}

class AttributionTest : public testing::Test {
 protected:
  void Start(const std::vector<std::string>& indicators) {
    for (const std::string& indicator : indicators)
      events_.push_back(Say(EventKind::kCoding, indicator, "0", kStart));
  }
  void Amend(const std::string& indicator, const std::string& answer, Day day,
             std::vector<std::string> laws = {}) {
    events_.push_back(Say(EventKind::kAmendment, indicator, answer, day, std::move(laws)));
  }
  Archive Build() const {
    Transaction transaction;
    transaction.events = events_;
    transaction.Number(Sequence{1});
    ArchiveBuilder builder(tree_);
    builder.Add(transaction);
    return std::move(builder).Build();
  }
  Attribution Of(const std::string& node, Day after = kStart, Day until = kEnd) const {
    const Archive archive = Build();
    return Attribute(archive, archive.Block(*archive.FindCountry("PT")),
                     *archive.evaluator().FindNode(node), {.after = after, .until = until});
  }
  static double PointsOf(const Attribution& attribution, ContributionKind kind,
                         const std::string& law = "") {
    for (const Contribution& c : attribution.contributions)
      if (c.kind == kind && c.law == law) return c.points;
    return 0;
  }
  static double Sum(const Attribution& attribution) {
    double sum = 0;
    for (const Contribution& c : attribution.contributions) sum += c.points;
    return sum;
  }

  const Methodology tree_ = Tree();
  const std::vector<std::string> all_ = {"a1", "a2", "a3", "b1", "b2", "t1", "t2", "t3"};
  std::vector<Event> events_;
};

TEST_F(AttributionTest, ALawGetsTheStepOfItsDay) {
  Start(all_);
  Amend("a1", "100", Day::Of(2012, 7, 1), {"law-one"});
  Amend("a2", "50", Day::Of(2013, 7, 1), {"law-two"});
  const Attribution area = Of("a");
  EXPECT_NEAR(PointsOf(area, ContributionKind::kLaw, "law-one"), 100.0 / 3, 1e-9);
  EXPECT_NEAR(PointsOf(area, ContributionKind::kLaw, "law-two"), 50.0 / 3, 1e-9);
  const Attribution overall = Of("overall");
  EXPECT_NEAR(PointsOf(overall, ContributionKind::kLaw, "law-one"), 100.0 / 6, 1e-9);
  EXPECT_NEAR(Sum(overall), overall.change.value(), 1e-9);
  EXPECT_EQ(overall.contributions.front().law, "law-one");
  EXPECT_EQ(overall.contributions.front().events, std::vector<std::uint32_t>{9});
}

TEST_F(AttributionTest, TheRangeIsOpenAtItsStartAndClosedAtItsEnd) {
  Start(all_);
  const Day day = Day::Of(2012, 7, 1);
  Amend("a1", "100", day, {"law-one"});
  EXPECT_TRUE(Of("a", day, kEnd).contributions.empty());
  EXPECT_EQ(Of("a", day.plus_days(-1), day).contributions.size(), 1U);
}

TEST_F(AttributionTest, SeveralCauseLawsShareEqually) {
  Start(all_);
  Amend("a1", "100", Day::Of(2012, 7, 1), {"law-one", "law-two"});
  const Attribution area = Of("a");
  EXPECT_NEAR(PointsOf(area, ContributionKind::kLaw, "law-one"), 50.0 / 3, 1e-9);
  EXPECT_NEAR(PointsOf(area, ContributionKind::kLaw, "law-two"), 50.0 / 3, 1e-9);
}

TEST_F(AttributionTest, ContextLawsGetNothing) {
  Start(all_);
  Amend("a1", "100", Day::Of(2012, 7, 1), {"law-one"});
  events_.back().laws.push_back({.law = "law-old", .role = LawRole::kContext});
  EXPECT_EQ(Of("a").contributions.size(), 1U);
}

TEST_F(AttributionTest, TellsRecodingsAndUnattributedAmendmentsApart) {
  Start(all_);
  Amend("a1", "100", Day::Of(2012, 12, 31));
  events_.push_back(Say(EventKind::kRecoding, "a2", "50", Day::Of(2012, 12, 31)));
  const Attribution area = Of("a");
  EXPECT_NEAR(PointsOf(area, ContributionKind::kUnattributed), 100.0 / 3, 1e-9);
  EXPECT_NEAR(PointsOf(area, ContributionKind::kRecoding), 50.0 / 3, 1e-9);
}

// Skipped answers that appear move a mean without any law.
TEST_F(AttributionTest, FirstAnswersAreCoverage) {
  Start({"a1", "b1", "b2", "t1", "t2", "t3"});
  events_.push_back(Say(EventKind::kCoding, "a2", "100", Day::Of(2012, 12, 31)));
  Amend("a1", "50", Day::Of(2012, 12, 31), {"law-one"});
  const Attribution area = Of("a");
  EXPECT_NEAR(area.change.value(), 75, 1e-9);
  // Orders: law first 50 then +25; coverage first +50, then law +25.
  EXPECT_NEAR(PointsOf(area, ContributionKind::kLaw, "law-one"), 37.5, 1e-9);
  EXPECT_NEAR(PointsOf(area, ContributionKind::kCoverage), 37.5, 1e-9);
}

TEST_F(AttributionTest, WithoutAScoreThereIsNothingToSplit) {
  Start({"a1"});
  Amend("a1", "50", Day::Of(2012, 12, 31), {"law-one"});
  const Attribution overall = Of("overall");
  EXPECT_FALSE(overall.from.has_value());
  EXPECT_FALSE(overall.change.has_value());
  EXPECT_TRUE(overall.contributions.empty());
}

TEST_F(AttributionTest, AGapInTheSeriesIsCoverage) {
  Start(all_);
  for (const char* indicator : {"a1", "a2", "a3"})
    Amend(indicator, "not_assessed", Day::Of(2012, 1, 1));
  for (const char* indicator : {"a1", "a2", "a3"}) Amend(indicator, "100", Day::Of(2014, 1, 1));
  const Attribution area = Of("a");
  EXPECT_NEAR(area.change.value(), 100, 1e-9);
  EXPECT_NEAR(PointsOf(area, ContributionKind::kCoverage), 100, 1e-9);
}

TEST_F(AttributionTest, SymmetricLawsGetTheSameAndNullLawsNothing) {
  Start(all_);
  const Day day = Day::Of(2015, 1, 1);
  Amend("a1", "50", day, {"law-one"});
  Amend("a2", "50", day, {"law-two"});
  Amend("t3", "100", day, {"law-null"});  // No row of the table turns on t3 = 100 alone.
  const Attribution overall = Of("overall");
  EXPECT_NEAR(PointsOf(overall, ContributionKind::kLaw, "law-one"),
              PointsOf(overall, ContributionKind::kLaw, "law-two"), 1e-12);
  EXPECT_NEAR(PointsOf(overall, ContributionKind::kLaw, "law-null"), 0, 1e-12);
}

TEST_F(AttributionTest, ALawTellsWhatItDidWhereAndWhen) {
  Start(all_);
  Amend("a1", "100", Day::Of(2012, 7, 1), {"law-one"});
  Amend("b1", "50", Day::Of(2013, 7, 1), {"law-one", "law-two"});
  const Archive archive = Build();
  const NodeId overall = *archive.evaluator().FindNode("overall");
  const std::vector<LawEffect> effects = EffectsOf(archive, "law-one", overall);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_EQ(effects[0].day, Day::Of(2012, 7, 1));
  EXPECT_NEAR(effects[0].points.value(), 100.0 / 6, 1e-9);
  EXPECT_EQ(effects[0].events, std::vector<std::uint32_t>{9});
  EXPECT_EQ(effects[1].day, Day::Of(2013, 7, 1));
  EXPECT_NEAR(effects[1].points.value(), 50.0 / 6 / 2, 1e-9);
  EXPECT_TRUE(EffectsOf(archive, "law-three", overall).empty());
}

TEST_F(AttributionTest, AnEffectOnANodeWithoutAScoreHasNoPoints) {
  Start({"a1"});
  Amend("a1", "100", Day::Of(2012, 7, 1), {"law-one"});
  const Archive archive = Build();
  const std::vector<LawEffect> effects =
      EffectsOf(archive, "law-one", *archive.evaluator().FindNode("overall"));
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_FALSE(effects[0].points.has_value());
}

TEST_F(AttributionTest, AmendmentsWithoutALawAreListedLargestFirst) {
  Start(all_);
  Amend("a1", "50", Day::Of(2012, 7, 1));
  Amend("a2", "100", Day::Of(2012, 7, 1));
  Amend("a3", "100", Day::Of(2012, 7, 1), {"law-one"});
  events_.push_back(Say(EventKind::kRecoding, "b1", "50", Day::Of(2013, 7, 1)));
  const Archive archive = Build();
  const std::vector<UnattributedChange> changes =
      UnattributedChanges(archive, *archive.evaluator().FindNode("overall"));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].change.statement->sequence, 10U);
  EXPECT_NEAR(changes[0].area_points, 100.0 / 3, 1e-9);
  EXPECT_EQ(changes[0].area, archive.evaluator().FindNode("a"));
  EXPECT_NEAR(changes[0].points.value(), 100.0 / 6, 1e-9);
  EXPECT_EQ(changes[1].change.statement->sequence, 9U);
}

// Average over every order of the laws of one day of the steps that they make, straight from the
// definition.
std::map<std::string, double> OverAllOrders(
    const Methodology& tree, const std::map<std::string, std::string>& before,
    const std::map<std::string, std::vector<std::pair<std::string, std::string>>>& laws,
    const std::string& node) {
  const Evaluator evaluator(tree);
  const AnswerTable answers(tree);
  const auto score = [&](const std::map<std::string, std::string>& state_answers) {
    Evaluator::State state(evaluator, answers);
    for (const auto& [code, answer] : state_answers) {
      const IndicatorId id = *evaluator.FindIndicator(code);
      state.Set(id, *answers.Find(id, Answer::Option(answer)));
    }
    state.Refresh();
    return state.ScoreOf(*evaluator.FindNode(node)).score;
  };
  std::vector<std::string> order;
  for (const auto& [law, changes] : laws) order.push_back(law);
  std::map<std::string, double> shares;
  double orders = 0;
  do {
    std::map<std::string, std::string> now = before;
    double last = score(now).value();
    for (const std::string& law : order) {
      for (const auto& [code, answer] : laws.at(law)) now[code] = answer;
      const double next = score(now).value_or(score(before).value());
      shares[law] += next - last;
      last = next;
    }
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  for (auto& [law, share] : shares) share /= orders;
  return shares;
}

TEST_F(AttributionTest, EqualsTheAverageOverAllOrders) {
  std::mt19937 random(20260701);
  const std::vector<std::string> options = {"0", "50", "100"};
  for (int round = 0; round < 200; ++round) {
    events_.clear();
    std::map<std::string, std::string> before;
    for (const std::string& code : all_) {
      if (random() % 8 == 0 && (code == "a3" || code == "b2")) continue;  // An absent answer.
      before[code] = options[random() % 3];
      events_.push_back(Say(EventKind::kCoding, code, before[code], kStart));
    }
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> laws;
    const int law_count = 1 + static_cast<int>(random() % 6);
    for (const std::string& code : all_) {
      if (random() % 3 == 0) continue;
      const std::string answer = options[random() % 3];
      if (before.contains(code) && before[code] == answer) continue;
      if (!before.contains(code)) continue;
      laws["law-" + std::to_string(random() % static_cast<unsigned>(law_count))].push_back(
          {code, answer});
    }
    std::vector<Event> amendments;
    for (const auto& [law, changes] : laws)
      for (const auto& [code, answer] : changes)
        amendments.push_back(Say(EventKind::kAmendment, code, answer, Day::Of(2015, 5, 5), {law}));
    std::ranges::shuffle(amendments, random);  // The order of recording is of no matter.
    events_.insert(events_.end(), amendments.begin(), amendments.end());
    for (const char* node : {"a", "t", "b", "overall"}) {
      const Attribution attribution = Of(node);
      if (!attribution.change || laws.empty()) continue;
      EXPECT_NEAR(Sum(attribution), *attribution.change, 1e-9);
      for (const auto& [law, share] : OverAllOrders(tree_, before, laws, node))
        EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, law), share, 1e-9)
            << node << ' ' << law << " in round " << round;
    }
  }
}

// More players than are enumerated one by one: still exact in sum.
TEST(ManyPlayersTest, SharesSumToTheStep) {
  Methodology wide{.id = "wide", .version = "1", .title = "Wide", .headline = "all"};
  std::vector<std::string> children;
  for (int i = 0; i < 30; ++i) {
    wide.indicators.push_back(Fifty("i" + std::to_string(i)));
    children.push_back("i" + std::to_string(i));
  }
  wide.nodes = {Inner("all", children, MissingRule::kSkip)};
  Transaction transaction;
  for (int i = 0; i < 20; ++i) {
    transaction.events.push_back(
        Say(EventKind::kCoding, children[static_cast<std::size_t>(i)], "0", kStart));
  }
  for (int i = 0; i < 30; ++i)
    transaction.events.push_back(Say(i < 20 ? EventKind::kAmendment : EventKind::kCoding,
                                     children[static_cast<std::size_t>(i)], "100",
                                     Day::Of(2015, 1, 1)));
  transaction.Number(Sequence{1});
  ArchiveBuilder builder(wide);
  builder.Add(transaction);
  const Archive archive = std::move(builder).Build();
  const Attribution attribution =
      Attribute(archive, archive.Block(*archive.FindCountry("PT")),
                *archive.evaluator().FindNode("all"), {.after = kStart, .until = kEnd});
  double sum = 0;
  for (const Contribution& c : attribution.contributions) sum += c.points;
  EXPECT_EQ(attribution.change, 100.0);
  EXPECT_NEAR(sum, 100.0, 1e-9);
}

}  // namespace
}  // namespace lawtrace::analysis
