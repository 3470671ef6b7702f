// Scoreboard: the scores of many countries at every node at one moment, and their ranks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

struct Place {
  std::size_t rank = 0;  // As in a League.
  bool is_tied = false;
  std::size_t of = 0;  // Countries with a rank.
};

class Scoreboard {
 public:
  // The countries in `ranked` compete for ranks.  REQUIRES: `archive` outlives the board.
  Scoreboard(const Archive& archive, std::span<const CountryId> ranked, AsOf as_of);

  // Puts other scores in the place of a country's own; one per node.
  void Replace(CountryId country, std::vector<NodeScore> scores);

  // The countries that compete for ranks.
  std::span<const CountryId> ranked() const { return ranked_; }
  const NodeScore& ScoreOf(CountryId country, NodeId node) const {
    return scores_[country.value][node.value];
  }
  // Absent if the country has no score or does not compete.
  std::optional<Place> PlaceOf(CountryId country, NodeId node) const;

 private:
  std::vector<CountryId> ranked_;
  std::vector<std::vector<NodeScore>> scores_;  // By country, then node.
};

}  // namespace lawtrace::analysis
