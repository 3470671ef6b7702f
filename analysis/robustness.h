// Robustness: how far a rank depends on the weights and on single indicators.  docs/method.md,
// "Robustness".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "analysis/league.h"

namespace lawtrace::analysis {

// Weights drawn evenly from all that are not negative and sum to 1 (Dirichlet with all parameters
// 1): the gaps between sorted uniform numbers.  It takes neither logarithms nor the standard
// distributions, so the same seed gives the same bits on every machine.
class WeightDraws {
 public:
  explicit WeightDraws(std::uint64_t seed) : engine_(seed) {}

  // REQUIRES: `weights` is not empty.
  void Draw(std::span<double> weights);

 private:
  std::mt19937_64 engine_;
};

// Ranks of one country over all draws.  A quantile is the smallest rank that at least that share of
// the draws does not exceed.
struct RankInterval {
  std::size_t best = 0;
  std::size_t low = 0;  // At 5 in 100.
  std::size_t median = 0;
  std::size_t high = 0;  // At 95 in 100.
  std::size_t worst = 0;
};

// Scores of countries by part: country-major, absent where the country has none.
struct PartScores {
  std::size_t part_count = 0;
  std::vector<std::optional<double>> scores;
  bool is_geometric = false;  // Parts make a geometric mean, not an arithmetic one.
};

// Rank intervals under random weights of the parts, parallel to the countries of `scores`.  An
// absent part drops out with its weight; ranks are those of RankCountries.
// REQUIRES: every country has a part; draws > 0.
std::vector<RankInterval> RankIntervals(const PartScores& scores, std::size_t draws,
                                        std::uint64_t seed);

// The ranks without one part of the tree.
struct Dropped {
  std::string code;  // Of an indicator, or of a child of the node.
  bool is_indicator = false;
  // Parallel to Robustness::countries: rank without the part minus rank with it, both among the
  // countries that have a score without it; absent where the country has none.
  std::vector<std::optional<int>> shifts;
  std::vector<std::optional<double>> scores;  // Without the part.
};

struct Robustness {
  League league;                        // With the node's own weights.
  std::vector<CountryId> countries;     // Those with a score, as the league has them.
  std::size_t part_count = 0;           // That got random weights.
  std::vector<RankInterval> intervals;  // Parallel to countries.
  std::vector<Dropped> dropped;  // The node's children that are nodes, then the indicators below.
};

// Which parts of the node get random weights.
enum class WeightedParts : std::uint8_t {
  kChildren,
  // The indicators below, each once, whatever the nodes between weigh them; a node below that is no
  // arithmetic mean is one part.
  kLeaves,
};

std::string_view Name(WeightedParts parts);  // "areas", "indicators".
[[nodiscard]] Result<WeightedParts> ParseWeightedParts(std::string_view name);

struct RobustnessQuestion {
  NodeId node;
  std::vector<CountryId> countries;
  AsOf as_of;
  std::size_t draws = 0;
  std::uint64_t seed = 0;
  WeightedParts weighted = WeightedParts::kChildren;
};

// kInvalidInput if the node's children have no weights (a lookup table, a minimum, a maximum), if
// the leaves of a geometric mean are asked for, or no country has a score.
[[nodiscard]] Result<Robustness> TestRobustness(const Archive& archive,
                                                const RobustnessQuestion& question);

// The methodology in which nothing has `code` as its child; nodes that are left without children
// go the same way.  A lookup table keeps its children: who drops one of them answers it with
// nothing.
Methodology Without(const Methodology& methodology, std::string_view code);

}  // namespace lawtrace::analysis
