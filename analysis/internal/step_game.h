// StepGame: the events that take effect on one day share the step that they make together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/attribution.h"
#include "analysis/evaluator.h"

namespace lawtrace::analysis {

// Differences below this are rounding in sums.
inline constexpr double kScoreResidual = 1e-9;

// One answer that becomes another in a step.
struct Move {
  IndicatorId indicator;
  AnswerId answer;          // The new one; kNoAnswer: none is left.
  std::uint32_t event = 0;  // Sequence of what brought it.
};

// What acts as one in a step.
struct Player {
  ContributionKind kind;
  std::vector<std::string> laws;  // If kLaw: the cause laws of all its moves.
  std::vector<Move> moves;
};

class StepGame {
 public:
  // REQUIRES: no two moves are of one indicator.  `before` is fresh and holds the answers just
  // before the step.  All outlive the game.
  StepGame(const Evaluator& evaluator, const AnswerTable& answers, const Evaluator::State& before,
           std::span<const Player> players);

  // Each player's share of the node's step, parallel to the players: its value (ShapleyValues) in
  // the game in which a set of players is worth the node's score with their changes alone.  The
  // order of the players is of no matter.
  //
  // Missing: if the node has no score before or after the step, all shares are 0.  A set of
  // players under which it has none is worth as much as no player.
  // Sums to the step, within rounding.
  std::vector<double> SharesAt(NodeId node);

 private:
  // A node's shares, and whether it has a score under every set of players.
  struct Shares {
    std::vector<double> points;
    bool is_always_scored = false;
  };

  const Shares& Compute(NodeId node);
  // Weighted sums of the children's shares; absent unless every child is always scored or never.
  // REQUIRES: the node has a score before and after the step.
  std::optional<Shares> AddUp(NodeId node);
  // Values of the players of `acting` at the node itself.  REQUIRES: as AddUp.
  Shares Enumerate(NodeId node, std::vector<std::size_t> acting) const;
  std::vector<std::size_t> ActingAt(NodeId node) const;

  const Evaluator& evaluator_;
  const AnswerTable& answers_;
  const Evaluator::State& before_;
  Evaluator::State after_;
  std::span<const Player> players_;
  std::vector<std::int32_t> player_of_;       // Per indicator; -1: does not change.
  std::vector<bool> is_touched_;              // Per node: a move is below it.
  std::vector<std::optional<Shares>> known_;  // Per node.
};

}  // namespace lawtrace::analysis
