#include "analysis/attribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
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
  for (const char* code : {"a1", "a2", "a3", "a4", "b1", "b2", "b3", "t1", "t2", "t3", "w1", "w2"})
    m.indicators.push_back(Fifty(code));
  Node table = Inner("t", {"t1", "t2", "t3"}, MissingRule::kSkip);
  table.aggregation = Aggregation::kTable;
  table.table = {
      {{"100", std::nullopt, std::nullopt}, 100}, {{"50", "50", std::nullopt}, 70},
      {{std::nullopt, "100", "100"}, 60},         {{std::nullopt, "50", std::nullopt}, 30},
      {{std::nullopt, std::nullopt, "50"}, 20},   {{std::nullopt, std::nullopt, std::nullopt}, 0}};
  Node weighted = Inner("w", {"w1", "w2", "b3"}, MissingRule::kSkip);
  weighted.aggregation = Aggregation::kWeightedMean;
  weighted.weights = {{.weights = {0.67, 0.33, 1}}};
  m.nodes = {Inner("a", {"a1", "a2", "a3", "a4"}, MissingRule::kSkip), table, weighted,
             Inner("b", {"b1", "t", "b2", "w"}, MissingRule::kSkip),
             Inner("overall", {"a", "b"}, MissingRule::kRequireAll)};
  return m;
}

const Day kStart = Day::Of(2010, 12, 31);
const Day kLawDay = Day::Of(2015, 5, 5);
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
    return Attribute(archive, *archive.FindCountry("PT"), *archive.evaluator().FindNode(node),
                     {.from = {.effective = after}, .to = {.effective = until}});
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

  Methodology tree_ = Tree();
  const std::vector<std::string> all_ = {"a1", "a2", "a3", "b1", "b2", "t1", "t2", "t3"};
  const std::vector<std::string> codes_ = {"a1", "a2", "a3", "a4", "b1", "b2",
                                           "b3", "t1", "t2", "t3", "w1", "w2"};
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

using Answers = std::map<std::string, std::string>;

// Average over every order of the laws of one day of the steps that they make, straight from the
// definition: a set under which the node has no score is worth what there was before.
std::map<std::string, double> OverAllOrders(const Methodology& tree, const Answers& before,
                                            const std::map<std::string, Answers>& laws,
                                            const std::string& node) {
  const Evaluator evaluator(tree);
  const AnswerTable answers(tree);
  const auto score = [&](const Answers& now) {
    Evaluator::State state(evaluator, answers, kLawDay);
    for (const auto& [code, answer] : now) {
      const IndicatorId id = *evaluator.FindIndicator(code);
      state.Set(id, *answers.Find(id, Answer::FromText(answer)));
    }
    state.Refresh();
    return state.ScoreOf(*evaluator.FindNode(node)).score;
  };
  std::vector<std::string> names;
  for (const auto& [law, changes] : laws) names.push_back(law);
  std::map<std::string, double> shares;
  for (const std::string& law : names) shares[law] = 0;
  const std::optional<double> nothing = score(before);
  if (!nothing) return shares;  // New weights took the score away.
  std::vector<double> worth(std::size_t{1} << names.size());
  for (std::size_t set = 0; set < worth.size(); ++set) {
    Answers now = before;
    for (std::size_t law = 0; law < names.size(); ++law)
      if ((set >> law & 1U) != 0)
        for (const auto& [code, answer] : laws.at(names[law])) now[code] = answer;
    worth[set] = score(now).value_or(*nothing);
  }
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> steps(names.size());
  double orders = 0;
  do {
    std::size_t set = 0;
    for (const std::size_t law : order) {
      const std::size_t next = set | std::size_t{1} << law;
      steps[law] += worth[next] - worth[set];
      set = next;
    }
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  for (std::size_t law = 0; law < names.size(); ++law) shares[names[law]] = steps[law] / orders;
  return shares;
}

// Random answers, some not assessed or never given, and on one day random laws that change them,
// also to and from not assessed.
class AllOrdersTest : public AttributionTest {
 protected:
  void CompareRound(int round, unsigned most_laws) {
    events_.clear();
    Answers before;
    for (const std::string& code : codes_) {
      if (random_() % 8 == 0) continue;
      before[code] = Draw();
      events_.push_back(Say(EventKind::kCoding, code, before[code], kStart));
    }
    std::map<std::string, Answers> laws;
    unsigned dealt = 0;
    for (const auto& [code, old_answer] : before) {
      const std::string answer = Draw();
      if (answer == old_answer) continue;
      laws["law-" + std::to_string(dealt++ % most_laws)][code] = answer;
    }
    std::vector<Event> amendments;
    for (const auto& [law, changes] : laws)
      for (const auto& [code, answer] : changes)
        amendments.push_back(Say(EventKind::kAmendment, code, answer, kLawDay, {law}));
    std::ranges::shuffle(amendments, random_);  // The order of recording is of no matter.
    events_.insert(events_.end(), amendments.begin(), amendments.end());
    largest_ = std::max(largest_, laws.size());
    for (const char* node : {"a", "t", "w", "b", "overall"}) {
      const Attribution attribution = Of(node);
      if (!attribution.change || laws.empty()) continue;
      ++compared_;
      EXPECT_NEAR(Sum(attribution), *attribution.change, 1e-9);
      for (const auto& [law, share] : OverAllOrders(tree_, before, laws, node))
        EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, law), share, 1e-9)
            << node << ' ' << law << " in round " << round;
    }
  }

  std::size_t compared_ = 0;
  std::size_t largest_ = 0;  // Number of laws.

 private:
  std::string Draw() {
    static const std::vector<std::string> kAnswers = {"0", "50", "100", "0", "50", "not_assessed"};
    return kAnswers[random_() % kAnswers.size()];
  }

  std::mt19937 random_{20260701};
};

TEST_F(AllOrdersTest, FewLawsGetTheirAverageOverAllOrders) {
  for (int round = 0; round < 300; ++round)
    CompareRound(round, 1 + static_cast<unsigned>(round) % 6);
  EXPECT_GT(compared_, 1000U);
}

TEST_F(AllOrdersTest, TenLawsGetTheirAverageOverAllOrders) {
  for (int round = 0; round < 12; ++round) CompareRound(round, 10);
  EXPECT_EQ(largest_, 10U);
}

// Every aggregation in every place of the tree, some with weights that change on the laws' own day.
TEST_F(AllOrdersTest, LawsGetTheirAverageUnderEveryAggregationAndUnderNewWeights) {
  const Methodology plain = tree_;
  for (int round = 0; round < 64; ++round) {
    tree_ = plain;
    const auto node = [&](const char* code) -> Node& {
      return *std::ranges::find(tree_.nodes, code, &Node::code);
    };
    constexpr std::array kKinds = {Aggregation::kMean, Aggregation::kGeometricMean,
                                   Aggregation::kMinimum, Aggregation::kMaximum};
    node("a").aggregation = kKinds[static_cast<std::size_t>(round) % 4];
    node("b").aggregation = kKinds[static_cast<std::size_t>(round) / 4 % 4];
    node("overall").aggregation = kKinds[static_cast<std::size_t>(round) / 16 % 4];
    if (round % 3 == 0) node("w").weights.push_back({.weights = {0.2, 3, 1}, .from = kLawDay});
    if (round % 5 == 0) {
      node("w").aggregation = Aggregation::kGeometricMean;
      node("w").missing = MissingRule::kAtLeast;
      node("w").minimum_share = 0.5;
    }
    CompareRound(round, 1 + static_cast<unsigned>(round) % 6);
  }
  EXPECT_GT(compared_, 150U);
}

TEST_F(AttributionTest, NewWeightsAreMethodologyAndNoLaw) {
  std::ranges::find(tree_.nodes, "w", &Node::code)->weights = {
      {.weights = {1, 1, 1}}, {.weights = {3, 1, 1}, .from = kLawDay}};
  for (const char* code : {"w1", "w2", "b3"})
    events_.push_back(
        Say(EventKind::kCoding, code, code == std::string("w1") ? "100" : "0", kStart));
  events_.push_back(Say(EventKind::kAmendment, "w2", "100", kLawDay, {"law"}));
  const Attribution attribution = Of("w");
  EXPECT_NEAR(attribution.from.value(), 100.0 / 3, 1e-9);
  EXPECT_NEAR(attribution.to.value(), 80, 1e-9);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kMethodology, ""), 60 - 100.0 / 3, 1e-9);
  EXPECT_NEAR(PointsOf(attribution, ContributionKind::kLaw, "law"), 20, 1e-9);
}

// More players than 2^n allows, at a mean whose answers come and go and at a lookup table.
class ManyLawsTest : public testing::Test {
 protected:
  static constexpr int kLaws = 40;

  ManyLawsTest() {
    std::vector<std::string> children;
    for (int i = 0; i < kLaws; ++i) {
      children.push_back("i" + std::to_string(i));
      wide_.indicators.push_back(Fifty(children.back()));
    }
    Node table = Inner("table", children, MissingRule::kSkip);
    table.aggregation = Aggregation::kTable;
    for (std::size_t i = 0; i < kLaws; i += 4) {
      TableRow row{.when = std::vector<std::optional<std::string>>(kLaws),
                   .score = 100.0 - static_cast<double>(i)};
      for (std::size_t c = i; c < i + 3; ++c)
        row.when[c] = "100";  // The fourth is never looked at.
      table.table.push_back(row);
    }
    table.table.push_back({.when = std::vector<std::optional<std::string>>(kLaws), .score = 1});
    wide_.nodes = {table, Inner("mean", children, MissingRule::kSkip)};
    Transaction transaction;
    for (std::size_t i = 0; i < kLaws; ++i)
      transaction.events.push_back(
          Say(EventKind::kCoding, children[i], i % 5 == 0 ? "not_assessed" : "50", kStart));
    for (std::size_t i = 0; i < kLaws; ++i)
      transaction.events.push_back(Say(EventKind::kAmendment, children[i], "100",
                                       Day::Of(2015, 1, 1), {"law-" + std::to_string(i)}));
    transaction.Number(Sequence{1});
    ArchiveBuilder builder(wide_);
    builder.Add(transaction);
    archive_ = std::move(builder).Build();
  }
  std::map<std::string, double> PointsAt(const char* node) const {
    const Attribution attribution =
        Attribute(*archive_, *archive_->FindCountry("PT"), *archive_->evaluator().FindNode(node),
                  {.from = {.effective = kStart}, .to = {.effective = kEnd}});
    std::map<std::string, double> points;
    double sum = 0;
    for (const Contribution& c : attribution.contributions) {
      points[c.law] = c.points;
      sum += c.points;
    }
    EXPECT_EQ(points.size(), std::size_t{kLaws});
    EXPECT_NEAR(sum, attribution.change.value(), 1e-9);
    return points;
  }

  Methodology wide_{.id = "wide", .version = "1", .title = "Wide", .headline = "mean"};
  std::optional<Archive> archive_;
};

TEST_F(ManyLawsTest, SharesOfATableSumToTheStepAndNullLawsGetNothing) {
  const std::map<std::string, double> points = PointsAt("table");
  for (int i = 3; i < kLaws; i += 4)
    EXPECT_NEAR(points.at("law-" + std::to_string(i)), 0, 1e-12) << i;
}

TEST_F(ManyLawsTest, SharesOfAMeanWithMissingAnswersSumToTheStep) {
  const std::map<std::string, double> points = PointsAt("mean");
  EXPECT_GT(points.at("law-1"), 0);
  EXPECT_GT(points.at("law-0"), 0);
}

}  // namespace
}  // namespace lawtrace::analysis
