#include "analysis/movement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "analysis/internal/step_game.h"

namespace lawtrace::analysis {
namespace {

// A first answer says nothing about law.
ContributionKind KindOf(const Change& change) {
  if (change.old_answer == kNoAnswer || change.statement->kind == EventKind::kCoding)
    return ContributionKind::kCoverage;
  return change.statement->kind == EventKind::kRecoding ? ContributionKind::kRecoding
                                                        : ContributionKind::kUnattributed;
}

// By how much the change moves the answer's own score; 0 where either answer has none.
double DirectionOf(const Archive& archive, const Change& change) {
  const IndicatorId indicator = change.statement->indicator;
  const std::optional<double>& before = archive.answers().ScoreOf(indicator, change.old_answer);
  const std::optional<double>& after =
      archive.answers().ScoreOf(indicator, change.statement->answer);
  return before && after ? *after - *before : 0.0;
}

std::vector<Change> ChangesBelow(const Archive& archive, const CountryBlock& block, NodeId node,
                                 DayRange range) {
  const std::span<const IndicatorId> below = archive.evaluator().IndicatorsBelow(node);
  std::vector<Change> changes;
  for (const Change& change : ChangesIn(block, range))
    if (std::ranges::binary_search(below, change.statement->indicator)) changes.push_back(change);
  return changes;
}

// Each amendment and each recoding of the step by itself; all first answers together.
std::vector<Player> PlayersOf(std::span<const Change> step) {
  std::vector<Player> players;
  std::optional<std::size_t> first_answers;
  for (const Change& change : step) {
    const ContributionKind kind = KindOf(change);
    std::size_t position = players.size();
    if (kind == ContributionKind::kCoverage)
      position = *(first_answers = first_answers.value_or(position));
    if (position == players.size()) players.push_back({.kind = kind, .laws = {}, .moves = {}});
    players[position].moves.push_back({.indicator = change.statement->indicator,
                                       .answer = change.statement->answer,
                                       .event = change.statement->sequence});
  }
  return players;
}

// Movements by indicator; first answers under no indicator.
class Tally {
 public:
  explicit Tally(const Archive& archive) : archive_(archive) {}

  void Add(CountryId country, const Player& player, double points) {
    const bool is_coverage = player.kind == ContributionKind::kCoverage;
    const std::optional<IndicatorId> indicator =
        is_coverage ? std::nullopt : std::optional(player.moves.front().indicator);
    IndicatorMovement& movement = movements_[indicator];
    movement.indicator = indicator;
    (player.kind == ContributionKind::kUnattributed ? movement.amended_points
                                                    : movement.other_points) += points;
    // Countries come one after the other.
    if (movement.countries.empty() || movement.countries.back() != country)
      movement.countries.push_back(country);
  }

  void Count(const Change& change) {
    const ContributionKind kind = KindOf(change);
    if (kind == ContributionKind::kCoverage) return;
    IndicatorMovement& movement = movements_[change.statement->indicator];
    const double direction = DirectionOf(archive_, change);
    if (kind == ContributionKind::kRecoding) {
      ++movement.recoded;
    } else if (direction > 0) {
      ++movement.raised;
    } else if (direction < 0) {
      ++movement.lowered;
    }
  }

  std::vector<IndicatorMovement> Sorted() const {
    std::vector<IndicatorMovement> sorted;
    for (const auto& [indicator, movement] : movements_) sorted.push_back(movement);
    std::ranges::stable_sort(sorted, {}, [](const IndicatorMovement& movement) {
      return std::tuple(!movement.indicator.has_value(), -std::abs(movement.amended_points),
                        movement.indicator);
    });
    return sorted;
  }

 private:
  const Archive& archive_;
  std::map<std::optional<IndicatorId>, IndicatorMovement> movements_;
};

}  // namespace

std::vector<IndicatorMovement> MovementsOf(const Archive& archive,
                                           std::span<const CountryId> countries, NodeId node,
                                           DayRange range) {
  Tally tally(archive);
  for (const CountryId country : countries) {
    Evaluator::State before = archive.Block(country).StateAt({.effective = range.after});
    const std::vector<Change> changes = ChangesBelow(archive, archive.Block(country), node, range);
    for (auto next = changes.begin(); next != changes.end();) {
      const auto end = std::find_if(next, changes.end(),
                                    [&](const Change& change) { return change.day != next->day; });
      const std::span<const Change> step(next, end);
      before.MoveTo(Day(next->day));
      before.Refresh();
      const std::vector<Player> players = PlayersOf(step);
      const std::vector<double> points =
          StepGame(archive.evaluator(), archive.answers(), before, players).SharesAt(node);
      for (std::size_t p = 0; p < players.size(); ++p) tally.Add(country, players[p], points[p]);
      for (const Change& change : step) {
        tally.Count(change);
        before.Set(change.statement->indicator, change.statement->answer);
      }
      before.Refresh();
      next = end;
    }
  }
  return tally.Sorted();
}

std::vector<LawMovement> LawMovementsOf(std::span<const CountryAttributions> countries) {
  std::map<std::pair<ContributionKind, std::string>, LawMovement> by_law;
  for (const auto& [country, ranges] : countries) {
    for (const Attribution& attribution : ranges) {
      for (const Contribution& contribution : attribution.contributions) {
        LawMovement& movement = by_law[{contribution.kind, contribution.law}];
        movement.kind = contribution.kind;
        movement.law = contribution.law;
        movement.points += contribution.points;
        movement.event_count += contribution.events.size();
        if (movement.countries.empty() || movement.countries.back().country != country)
          movement.countries.push_back({.country = country, .points = 0});
        movement.countries.back().points += contribution.points;
      }
    }
  }
  std::vector<LawMovement> sorted;
  sorted.reserve(by_law.size());
  for (auto& [key, movement] : by_law) {
    std::ranges::stable_sort(movement.countries, std::ranges::greater(),
                             [](const CountryPoints& c) { return std::abs(c.points); });
    sorted.push_back(std::move(movement));
  }
  std::ranges::stable_sort(sorted, [](const LawMovement& a, const LawMovement& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    return std::abs(a.points) > std::abs(b.points);
  });
  return sorted;
}

std::vector<Reversal> ReversalsIn(const Archive& archive, std::span<const CountryId> countries,
                                  NodeId node, DayRange range) {
  std::vector<Reversal> reversals;
  for (const CountryId country : countries) {
    std::map<IndicatorId, std::vector<Change>> amendments;
    for (const Change& change : ChangesBelow(archive, archive.Block(country), node, range))
      if (KindOf(change) == ContributionKind::kUnattributed && DirectionOf(archive, change) != 0)
        amendments[change.statement->indicator].push_back(change);
    for (const auto& [indicator, moves] : amendments)
      for (std::size_t i = 1; i < moves.size(); ++i)
        if ((DirectionOf(archive, moves[i - 1]) > 0) != (DirectionOf(archive, moves[i]) > 0))
          reversals.push_back({.country = country,
                               .first = moves[i - 1],
                               .second = moves[i],
                               .rose_first = DirectionOf(archive, moves[i - 1]) > 0,
                               .is_whole = moves[i].statement->answer == moves[i - 1].old_answer});
  }
  return reversals;
}

}  // namespace lawtrace::analysis
