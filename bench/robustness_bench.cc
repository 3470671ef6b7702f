#include "bench/robustness_bench.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "analysis/robustness.h"
#include "model/check.h"

namespace lawtrace::bench {
namespace {

constexpr std::size_t kDraws = 10'000;
constexpr std::uint64_t kSeed = 1;

// Scores of the areas of all countries on the last day, country-major; every one is present.
std::vector<double> AreaScores(const Fixture& fixture) {
  std::vector<double> scores;
  for (std::uint16_t c = 0; c < fixture.archive.countries().size(); ++c)
    for (std::uint16_t area = 0; area < kAreaCount; ++area)
      scores.push_back(fixture.archive.Block(analysis::CountryId{c})
                           .ScoreAt(analysis::NodeId{area}, {.effective = kLastDay})
                           .score.value());
  return scores;
}

// What a rank interval needs and nothing else: weights, sums, one sort, counts.  It knows no absent
// score and no tie wider than equal bits.  Returns how often each country had each rank.
std::vector<std::uint32_t> BareLoop(const std::vector<double>& scores) {
  const std::size_t countries = scores.size() / kAreaCount;
  std::vector<std::uint32_t> counts(countries * countries);
  std::vector<std::pair<double, std::uint32_t>> order(countries);
  std::array<double, kAreaCount + 1> cuts{};
  std::mt19937_64 engine(kSeed);
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    for (std::size_t a = 1; a < kAreaCount; ++a)
      cuts[a] = static_cast<double>(engine() >> 11U) * 0x1p-53;
    cuts[kAreaCount] = 1;
    std::sort(cuts.begin() + 1, cuts.end() - 1);
    for (std::uint32_t c = 0; c < countries; ++c) {
      double sum = 0;
      for (std::size_t a = 0; a < kAreaCount; ++a)
        sum += (cuts[a + 1] - cuts[a]) * scores[c * kAreaCount + a];
      order[c] = {-sum, c};
    }
    std::sort(order.begin(), order.end());
    std::size_t rank = 0;
    for (std::size_t i = 0; i < countries; ++i) {
      if (order[i].first != order[rank].first) rank = i;
      ++counts[order[i].second * countries + rank];
    }
  }
  return counts;
}

// The best and the worst rank of each country have to agree.
void Compare(const std::vector<analysis::RankInterval>& intervals,
             const std::vector<std::uint32_t>& counts) {
  const std::size_t countries = intervals.size();
  for (std::size_t c = 0; c < countries; ++c) {
    std::size_t best = countries;
    std::size_t worst = 0;
    for (std::size_t rank = 0; rank < countries; ++rank) {
      if (counts[c * countries + rank] == 0) continue;
      best = std::min(best, rank + 1);
      worst = rank + 1;
    }
    Check(intervals[c].best == best && intervals[c].worst == worst,
          "rank intervals differ from the bare loop");
  }
}

}  // namespace

void RegisterRobustnessBenchmarks(const Fixture& fixture) {
  const auto bare = std::make_shared<const std::vector<double>>(AreaScores(fixture));
  const auto parts = std::make_shared<const analysis::PartScores>(
      analysis::PartScores{.part_count = kAreaCount, .scores = {bare->begin(), bare->end()}});
  Compare(analysis::RankIntervals(*parts, kDraws, kSeed), BareLoop(*bare));
  const auto measure = [](const char* name, auto run) {
    benchmark::RegisterBenchmark(name, [run](benchmark::State& state) {
      for (auto _ : state) benchmark::DoNotOptimize(run());
      state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDraws));
    })->Unit(benchmark::kMillisecond);
  };
  measure("R1_rank_intervals/lawtrace",
          [parts] { return analysis::RankIntervals(*parts, kDraws, kSeed); });
  measure("R1_rank_intervals/bare_loop", [bare] { return BareLoop(*bare); });
}

}  // namespace lawtrace::bench
