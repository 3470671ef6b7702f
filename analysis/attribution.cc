#include "analysis/attribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "analysis/internal/step_game.h"

namespace lawtrace::analysis {
namespace {

std::vector<std::string> CauseLaws(const Archive& archive, const Statement& statement) {
  std::set<std::string> causes;
  for (const LawReference& reference : archive.LawsOf(statement))
    if (reference.role == LawRole::kCause) causes.insert(archive.laws().CanonicalId(reference.law));
  return {causes.begin(), causes.end()};
}

ContributionKind KindOf(const Change& change, const std::vector<std::string>& causes) {
  if (change.old_answer == kNoAnswer || change.statement->kind == EventKind::kCoding)
    return ContributionKind::kCoverage;
  if (change.statement->kind == EventKind::kRecoding) return ContributionKind::kRecoding;
  return causes.empty() ? ContributionKind::kUnattributed : ContributionKind::kLaw;
}

// The players of one step: the laws that act together, each other amendment or recoding, and all
// first answers as one.
std::vector<Player> PlayersOf(const Archive& archive, std::span<const Change> step) {
  std::vector<Player> players;
  std::map<std::vector<std::string>, std::size_t> by_laws;
  std::optional<std::size_t> coverage;
  for (const Change& change : step) {
    std::vector<std::string> causes = CauseLaws(archive, *change.statement);
    const ContributionKind kind = KindOf(change, causes);
    std::size_t position = players.size();
    if (kind == ContributionKind::kLaw)
      position = by_laws.try_emplace(causes, position).first->second;
    if (kind == ContributionKind::kCoverage) position = *(coverage = coverage.value_or(position));
    if (position == players.size())
      players.push_back({.kind = kind, .laws = std::move(causes), .moves = {}});
    players[position].moves.push_back({.indicator = change.statement->indicator,
                                       .answer = change.statement->answer,
                                       .event = change.statement->sequence});
  }
  return players;
}

// The changes of indicators below the node.
std::vector<Change> ChangesBelow(const Evaluator& evaluator, const CountryBlock& block, NodeId node,
                                 DayRange range) {
  std::vector<bool> is_below(evaluator.indicator_count(), false);
  for (const IndicatorId indicator : evaluator.IndicatorsBelow(node))
    is_below[indicator.value] = true;
  std::vector<Change> changes;
  for (const Change& change : ChangesIn(block, range))
    if (is_below[change.statement->indicator.value]) changes.push_back(change);
  return changes;
}

// Adds up contributions by law and kind.
class Tally {
 public:
  void Add(const Player& player, double points) {
    const std::vector<std::string> laws =
        player.kind == ContributionKind::kLaw ? player.laws : std::vector<std::string>{""};
    for (const std::string& law : laws) {
      Row& row = rows_[{player.kind, law}];
      row.points += points / static_cast<double>(laws.size());
      for (const Move& move : player.moves) row.events.insert(move.event);
    }
  }
  void AddCoverage(double points) { rows_[{ContributionKind::kCoverage, ""}].points += points; }

  double sum() const {
    double sum = 0;
    for (const auto& [key, row] : rows_) sum += row.points;
    return sum;
  }

  std::vector<Contribution> Sorted() const {
    std::vector<Contribution> contributions;
    for (const auto& [key, row] : rows_) {
      if (row.events.empty() && row.points == 0) continue;
      contributions.push_back({.kind = key.first,
                               .law = key.second,
                               .points = row.points,
                               .events = {row.events.begin(), row.events.end()}});
    }
    std::ranges::stable_sort(contributions, [](const Contribution& a, const Contribution& b) {
      if (a.kind != b.kind) return a.kind < b.kind;
      return std::abs(a.points) > std::abs(b.points);
    });
    return contributions;
  }

 private:
  struct Row {
    double points = 0;
    std::set<std::uint32_t> events;
  };
  std::map<std::pair<ContributionKind, std::string>, Row> rows_;
};

// Calls `visit(step, players, points)` for each day in the range on which something took effect
// below the node, in order; `step` lists its changes.
template <typename Visit>
void VisitSteps(const Archive& archive, const CountryBlock& block, NodeId node, DayRange range,
                Visit visit) {
  Evaluator::State before = block.StateAt({.effective = range.after});
  const std::vector<Change> below = ChangesBelow(archive.evaluator(), block, node, range);
  for (auto next = below.begin(); next != below.end();) {
    const auto end = std::find_if(next, below.end(),
                                  [&](const Change& change) { return change.day != next->day; });
    const std::span<const Change> step(next, end);
    const std::vector<Player> players = PlayersOf(archive, step);
    const std::vector<double> points =
        StepGame(archive.evaluator(), archive.answers(), before, players).SharesAt(node);
    visit(step, std::span<const Player>(players), std::span<const double>(points));
    for (const Change& change : step)
      before.Set(change.statement->indicator, change.statement->answer);
    before.Refresh();
    next = end;
  }
}

// Whether the node has a score just before and on the day.
bool IsScoredAround(const CountryBlock& block, NodeId node, Day day) {
  return block.ScoreAt(node, {.effective = day.plus_days(-1)}).score.has_value() &&
         block.ScoreAt(node, {.effective = day}).score.has_value();
}

// From before all law to after all law.
constexpr DayRange kAllDays{.after = Day(std::numeric_limits<std::int32_t>::min()),
                            .until = Day(std::numeric_limits<std::int32_t>::max())};

}  // namespace

std::string_view Name(ContributionKind kind) {
  switch (kind) {
    case ContributionKind::kLaw:
      return "law";
    case ContributionKind::kUnattributed:
      return "unattributed";
    case ContributionKind::kRecoding:
      return "recoding";
    case ContributionKind::kCoverage:
      break;
  }
  return "coverage";
}

Attribution Attribute(const Archive& archive, const CountryBlock& block, NodeId node,
                      DayRange range) {
  Attribution attribution{.from = block.ScoreAt(node, {.effective = range.after}).score,
                          .to = block.ScoreAt(node, {.effective = range.until}).score};
  if (!attribution.from || !attribution.to) return attribution;
  attribution.change = *attribution.to - *attribution.from;

  Tally tally;
  VisitSteps(archive, block, node, range,
             [&](std::span<const Change> /*step*/, std::span<const Player> players,
                 std::span<const double> points) {
               for (std::size_t p = 0; p < players.size(); ++p) tally.Add(players[p], points[p]);
             });
  // What no step could split: days on which the node had no score before or after.
  const double residual = *attribution.change - tally.sum();
  if (std::abs(residual) > kScoreResidual) tally.AddCoverage(residual);
  attribution.contributions = tally.Sorted();
  return attribution;
}

std::vector<LawEffect> EffectsOf(const Archive& archive, std::string_view law, NodeId node) {
  std::vector<LawEffect> effects;
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    VisitSteps(
        archive, archive.Block(country), node, kAllDays,
        [&](std::span<const Change> step, std::span<const Player> players,
            std::span<const double> points) {
          Tally tally;
          for (std::size_t p = 0; p < players.size(); ++p) tally.Add(players[p], points[p]);
          const Day day(step.front().day);
          for (Contribution& c : tally.Sorted()) {
            if (c.kind != ContributionKind::kLaw || c.law != law) continue;
            effects.push_back({.country = country, .day = day, .events = std::move(c.events)});
            if (IsScoredAround(archive.Block(country), node, day)) effects.back().points = c.points;
          }
        });
  }
  std::ranges::stable_sort(effects, {}, &LawEffect::day);
  return effects;
}

std::vector<UnattributedChange> UnattributedChanges(const Archive& archive, NodeId node) {
  std::map<std::uint32_t, UnattributedChange> by_event;
  // Visits a node's unattributed players with their points.
  const auto collect = [&](CountryId country, NodeId at, auto use) {
    VisitSteps(archive, archive.Block(country), at, kAllDays,
               [&](std::span<const Change> step, std::span<const Player> players,
                   std::span<const double> points) {
                 for (std::size_t p = 0; p < players.size(); ++p) {
                   if (players[p].kind != ContributionKind::kUnattributed) continue;
                   const Change& change =
                       *std::ranges::find(step, players[p].moves.front().event,
                                          [](const Change& c) { return c.statement->sequence; });
                   UnattributedChange& row = by_event[change.statement->sequence];
                   row.country = country;
                   row.change = change;
                   use(row, points[p]);
                 }
               });
  };
  const Evaluator& evaluator = archive.evaluator();
  const Methodology& methodology = archive.methodology();
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    collect(country, node, [&](UnattributedChange& row, double points) {
      if (IsScoredAround(archive.Block(country), node, Day(row.change.day))) row.points = points;
    });
    for (const std::string& child : methodology.FindNode(methodology.headline)->children)
      if (const std::optional<NodeId> area = evaluator.FindNode(child))
        collect(country, *area, [&](UnattributedChange& row, double points) {
          row.area = area;
          row.area_points = points;
        });
  }
  std::vector<UnattributedChange> changes;
  changes.reserve(by_event.size());
  for (auto& [sequence, change] : by_event) changes.push_back(change);
  std::ranges::stable_sort(changes, {}, [](const UnattributedChange& c) {
    return std::tuple(-std::abs(c.area_points), c.country, c.change.day,
                      c.change.statement->indicator);
  });
  return changes;
}

}  // namespace lawtrace::analysis
