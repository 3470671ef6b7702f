#include "analysis/internal/shapley.h"

#include <algorithm>
#include <bit>

#include "analysis/attribution.h"

namespace lawtrace::analysis {
namespace {

constexpr std::size_t kPartCount = 4;

// Players first ... last - 1.
struct Run {
  std::size_t first;
  std::size_t last;
  std::size_t size() const { return last - first; }
};

// w[s]: chance that exactly a given set of s others comes before one of n.
std::vector<double> OrderWeights(std::size_t n) {
  std::vector<double> weights(n);
  weights[0] = 1.0 / static_cast<double>(n);
  for (std::size_t s = 1; s < n; ++s)
    weights[s] = weights[s - 1] * static_cast<double>(s) / static_cast<double>(n - s);
  return weights;
}

class Splitter {
 public:
  explicit Splitter(const Game& game) : game_(game), values_(game.player_count) {}

  std::vector<double> Split() && {
    if (game_.player_count > 0) Split({.first = 0, .last = game_.player_count});
    return std::move(values_);
  }

 private:
  // The parts beside the one that is being split, on one level.
  struct Level {
    std::size_t outside_begin;  // Into outside_.
    std::size_t part_count;
  };

  void Split(Run run) {
    if (run.size() <= kPartCount || run.size() + outside_.size() <= kMaxPlayers) {
      Enumerate(run);
      return;
    }
    std::vector<Run> parts;
    for (std::size_t p = 0; p < kPartCount; ++p)
      parts.push_back({.first = run.first + run.size() * p / kPartCount,
                       .last = run.first + run.size() * (p + 1) / kPartCount});
    const std::size_t outside_count = outside_.size();
    levels_.push_back({.outside_begin = outside_count, .part_count = kPartCount});
    for (std::size_t own = 0; own < parts.size(); ++own) {
      for (std::size_t p = 0; p < parts.size(); ++p)
        if (p != own) outside_.push_back(parts[p]);
      Split(parts[own]);
      outside_.resize(outside_count);
    }
    levels_.pop_back();
  }

  // Values of the players of the innermost part: sets are of these players, one by one, in the low
  // bits, and of whole parts outside in the high bits.
  void Enumerate(Run run) {
    const std::vector<double> worth = WorthOfSets(run);
    const std::vector<double> weights = OrderWeights(run.size());
    const std::size_t inside = (std::size_t{1} << run.size()) - 1;
    for (std::size_t outside = 0; outside < worth.size(); outside += inside + 1) {
      const double chance = ChanceOf(outside >> run.size());
      for (std::size_t set = 0; set <= inside; ++set) {
        const double weight =
            chance *
            weights[std::min(static_cast<std::size_t>(std::popcount(set)), weights.size() - 1)];
        for (std::size_t left = inside & ~set; left != 0; left &= left - 1) {
          const std::size_t bit = left & (~left + 1);
          values_[run.first + static_cast<std::size_t>(std::countr_zero(bit))] +=
              weight * (worth[outside | set | bit] - worth[outside | set]);
        }
      }
    }
  }

  // Chance that exactly these parts outside come before the innermost one.
  double ChanceOf(std::size_t outside) const {
    double chance = 1;
    for (const Level& level : levels_) {
      const std::size_t mask = ((std::size_t{1} << (level.part_count - 1)) - 1)
                               << level.outside_begin;
      chance *=
          OrderWeights(level.part_count)[static_cast<std::size_t>(std::popcount(outside & mask))];
    }
    return chance;
  }

  std::vector<double> WorthOfSets(Run run) const {
    const std::size_t bit_count = run.size() + outside_.size();
    std::vector<double> worth(std::size_t{1} << bit_count);
    const auto turn = [&](std::size_t bit, bool comes) {
      const Run turned = bit < run.size()
                             ? Run{.first = run.first + bit, .last = run.first + bit + 1}
                             : outside_[bit - run.size()];
      for (std::size_t p = turned.first; p < turned.last; ++p) game_.turn(p, comes);
    };
    worth[0] = game_.worth();
    std::size_t current = 0;
    for (std::size_t i = 1; i < worth.size(); ++i) {
      const std::size_t set = i ^ (i >> 1U);  // Gray code: one comes or goes at a time.
      const std::size_t turned = current ^ set;
      turn(static_cast<std::size_t>(std::countr_zero(turned)), (set & turned) != 0);
      current = set;
      worth[set] = game_.worth();
    }
    turn(bit_count - 1, /*comes=*/false);  // The last set of the code holds this one alone.
    return worth;
  }

  const Game& game_;
  std::vector<Run> outside_;   // By level.
  std::vector<Level> levels_;  // Outermost first.
  std::vector<double> values_;
};

}  // namespace

std::vector<double> ShapleyValues(const Game& game) {
  return Splitter(game).Split();
}

}  // namespace lawtrace::analysis
