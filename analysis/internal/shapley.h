// Shapley values: what each player of a game is worth on average over the orders in which all of
// them can come.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace lawtrace::analysis {

struct Game {
  std::size_t player_count = 0;
  std::function<void(std::size_t player, bool comes)> turn;  // All are absent at the start.
  std::function<double()> worth;                             // Of those present.
};

// Each player's value; they sum to the worth of all less the worth of none.
//
// Up to kMaxPlayers players: the Shapley value, from all 2^n sets.  Beyond: the players are cut in
// their order into four parts, these into four, ..., until few enough are left, and only those
// orders count in which each part comes in one piece.  That keeps the sum, gives 0 to a player that
// never makes a difference and the same to two of one innermost part that are alike.
// All players are absent again at the end.
// Complexity: at most 2^kMaxPlayers sets; beyond kMaxPlayers about n^2.5.
// Source: E. Winter, "A value for cooperative games with levels structure of cooperation", 1989.
std::vector<double> ShapleyValues(const Game& game);

}  // namespace lawtrace::analysis
