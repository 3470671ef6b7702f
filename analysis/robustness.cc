#include "analysis/robustness.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "analysis/internal/fold.h"
#include "model/budget.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

constexpr double kLow = 0.05;
constexpr double kMedian = 0.5;
constexpr double kHigh = 0.95;

struct Placed {
  double score = 0;
  std::uint32_t country = 0;
};

// Calls `visit(country, rank)` for each; equal scores share a rank, as in RankCountries.
template <typename Visit>
void VisitRanks(std::vector<Placed>& placed, Visit visit) {
  std::ranges::sort(placed, std::ranges::greater(), &Placed::score);
  std::size_t first = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (placed[first].score - placed[i].score > kScoreTolerance) first = i;
    visit(placed[i].country, first + 1);
  }
}

// Weighted means of part scores, many times over.
class WeightedSums {
 public:
  explicit WeightedSums(const PartScores& scores)
      : parts_(scores.part_count),
        countries_(scores.scores.size() / scores.part_count),
        is_geometric_(scores.is_geometric) {
    for (const std::optional<double>& score : scores.scores) {
      values_.push_back(!score ? 0.0 : is_geometric_ ? Logarithm(*score) : *score);
      present_.push_back(score ? 1.0 : 0.0);
      is_complete_ = is_complete_ && score.has_value();
    }
  }
  std::size_t country_count() const { return countries_; }

  // Every country with its mean, in order.  Weights sum to 1, so that nothing is divided where
  // every part is present.
  void Place(std::span<const double> weights, std::span<Placed> placed) const {
    for (std::uint32_t c = 0; c < countries_; ++c) {
      const std::size_t row = c * parts_;
      double sum = 0;
      for (std::size_t p = 0; p < parts_; ++p) sum += weights[p] * values_[row + p];
      const double mean = is_complete_ ? sum : sum / PresentWeight(weights, row);
      placed[c] = {.score = is_geometric_ ? std::exp(mean) : mean, .country = c};
    }
  }

 private:
  // Finite for 0, too, so that no weight at all takes nothing of it; any other takes all.
  static double Logarithm(double score) { return score > 0 ? std::log(score) : -1e300; }

  double PresentWeight(std::span<const double> weights, std::size_t row) const {
    double sum = 0;
    for (std::size_t p = 0; p < parts_; ++p) sum += weights[p] * present_[row + p];
    return sum > 0 ? sum : 1.0;
  }

  std::size_t parts_;
  std::size_t countries_;
  bool is_geometric_;
  bool is_complete_ = true;
  std::vector<double> values_;   // Country-major, logarithms if geometric; 0 for an absent part.
  std::vector<double> present_;  // Parallel; 1 or 0.
};

// The smallest rank that at least `share` of the draws does not exceed.
std::size_t RankAt(std::span<const std::uint32_t> draws_at_rank, std::size_t draws, double share) {
  const auto enough = static_cast<std::size_t>(std::ceil(share * static_cast<double>(draws)));
  std::size_t passed = 0;
  for (std::size_t rank = 1; rank < draws_at_rank.size(); ++rank) {
    passed += draws_at_rank[rank];
    if (passed >= enough && passed > 0) return rank;
  }
  return draws_at_rank.size() - 1;
}

RankInterval IntervalOf(std::span<const std::uint32_t> draws_at_rank, std::size_t draws) {
  RankInterval interval{.low = RankAt(draws_at_rank, draws, kLow),
                        .median = RankAt(draws_at_rank, draws, kMedian),
                        .high = RankAt(draws_at_rank, draws, kHigh)};
  for (std::size_t rank = 1; rank < draws_at_rank.size(); ++rank) {
    if (draws_at_rank[rank] == 0) continue;
    if (interval.best == 0) interval.best = rank;
    interval.worst = rank;
  }
  return interval;
}

using Part = std::variant<NodeId, IndicatorId>;

// A child as Evaluator::ChildrenOf has it.
Part PartOf(const Evaluator& evaluator, std::uint32_t child) {
  if (child < evaluator.indicator_count()) return IndicatorId{static_cast<std::uint16_t>(child)};
  return NodeId{static_cast<std::uint16_t>(child - evaluator.indicator_count())};
}

// What the arithmetic means below the node are made of in the end, each once, in tree order.
std::vector<Part> LeavesOf(const Evaluator& evaluator, NodeId id) {
  std::vector<Part> leaves;
  std::vector<bool> is_seen(evaluator.node_count() + evaluator.indicator_count(), false);
  std::vector<std::uint32_t> waiting;  // The next one last.
  const auto wait_for_children = [&](NodeId node) {
    const std::span<const std::uint32_t> children = evaluator.ChildrenOf(node);
    waiting.insert(waiting.end(), children.rbegin(), children.rend());
  };
  wait_for_children(id);
  while (!waiting.empty()) {
    const std::uint32_t child = waiting.back();
    waiting.pop_back();
    if (is_seen[child]) continue;
    is_seen[child] = true;
    const Part part = PartOf(evaluator, child);
    const NodeId* node = std::get_if<NodeId>(&part);
    if (node != nullptr && AddsUp(evaluator.methodology().nodes[node->value].aggregation)) {
      wait_for_children(*node);
    } else {
      leaves.push_back(part);
    }
  }
  return leaves;
}

std::vector<Part> PartsOf(const Evaluator& evaluator, NodeId id, WeightedParts weighted) {
  if (weighted == WeightedParts::kLeaves) return LeavesOf(evaluator, id);
  std::vector<Part> parts;
  for (const std::uint32_t child : evaluator.ChildrenOf(id))
    parts.push_back(PartOf(evaluator, child));
  return parts;
}

PartScores PartScoresOf(const Archive& archive, const std::vector<Part>& parts,
                        std::span<const CountryId> countries, AsOf as_of) {
  PartScores scores{.part_count = parts.size(), .scores = {}};
  for (const CountryId country : countries) {
    const Evaluator::State state = archive.Block(country).StateAt(as_of);
    for (const Part& part : parts) {
      if (const NodeId* node = std::get_if<NodeId>(&part)) {
        scores.scores.push_back(state.ScoreOf(*node).score);
      } else {
        const IndicatorId leaf = std::get<IndicatorId>(part);
        scores.scores.push_back(archive.answers().ScoreOf(leaf, state.answer(leaf)));
      }
    }
  }
  return scores;
}

// Scores the countries by trees in which something is missing.
class Dropper {
 public:
  Dropper(const Archive& archive, const RobustnessQuestion& question,
          const std::vector<RankedCountry>& ranked)
      : archive_(archive), question_(question), ranked_(ranked) {
    for (const RankedCountry& country : ranked_)
      states_.push_back(archive.Block(country.country).StateAt(question.as_of));
  }

  Dropped Drop(const std::string& code, std::optional<IndicatorId> indicator) const {
    const Methodology methodology = Without(archive_.methodology(), code);
    const Evaluator evaluator(methodology);
    Dropped dropped{.code = code, .is_indicator = indicator.has_value()};
    for (const Evaluator::State& whole : states_) {
      Evaluator::State state(evaluator, archive_.answers(), whole.day());
      for (const IndicatorId id : archive_.evaluator().IndicatorsBelow(question_.node))
        if (id != indicator) state.Set(id, whole.answer(id));
      state.Refresh();
      dropped.scores.push_back(state.ScoreOf(question_.node).score);
    }
    dropped.shifts = ShiftsFor(dropped.scores);
    return dropped;
  }

 private:
  std::vector<std::optional<int>> ShiftsFor(
      const std::vector<std::optional<double>>& scores) const {
    std::vector<Placed> with;
    std::vector<Placed> without;
    for (std::uint32_t c = 0; c < scores.size(); ++c) {
      if (!scores[c]) continue;
      with.push_back({.score = *ranked_[c].score.score, .country = c});
      without.push_back({.score = *scores[c], .country = c});
    }
    std::vector<std::optional<int>> shifts(scores.size());
    VisitRanks(without,
               [&](std::uint32_t c, std::size_t rank) { shifts[c] = static_cast<int>(rank); });
    VisitRanks(with,
               [&](std::uint32_t c, std::size_t rank) { *shifts[c] -= static_cast<int>(rank); });
    return shifts;
  }

  const Archive& archive_;
  const RobustnessQuestion& question_;
  const std::vector<RankedCountry>& ranked_;
  std::vector<Evaluator::State> states_;  // Parallel to ranked_.
};

std::vector<Dropped> DropEach(const Archive& archive, const RobustnessQuestion& question,
                              const std::vector<RankedCountry>& ranked) {
  const Dropper dropper(archive, question, ranked);
  const Evaluator& evaluator = archive.evaluator();
  std::vector<Dropped> dropped;
  for (const std::string& child : archive.methodology().nodes[question.node.value].children)
    if (evaluator.FindNode(child)) dropped.push_back(dropper.Drop(child, std::nullopt));
  for (const IndicatorId indicator : evaluator.IndicatorsBelow(question.node))
    dropped.push_back(
        dropper.Drop(archive.methodology().indicators[indicator.value].code, indicator));
  return dropped;
}

// What a node without weights is called.
std::string_view NounOf(Aggregation aggregation) {
  if (aggregation == Aggregation::kTable) return "lookup table";
  return aggregation == Aggregation::kMinimum ? "minimum" : "maximum";
}

}  // namespace

std::string_view Name(WeightedParts parts) {
  return parts == WeightedParts::kChildren ? "areas" : "indicators";
}

Result<WeightedParts> ParseWeightedParts(std::string_view name) {
  for (const WeightedParts parts : {WeightedParts::kChildren, WeightedParts::kLeaves})
    if (name == Name(parts)) return parts;
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(name) + "' has no weights; write areas or indicators");
}

void WeightDraws::Draw(std::span<double> weights) {
  Check(!weights.empty(), "WeightDraws: no weights");
  const std::span<double> cuts = weights.first(weights.size() - 1);
  // The engine is exact by the standard; 53 bits of it make a number in [0, 1).
  for (double& cut : cuts) cut = static_cast<double>(engine_() >> 11U) * 0x1p-53;
  std::ranges::sort(cuts);
  double before = 0;
  for (double& cut : cuts) {
    const double upper = cut;
    cut -= before;
    before = upper;
  }
  weights.back() = 1.0 - before;
}

std::vector<RankInterval> RankIntervals(const PartScores& scores, std::size_t draws,
                                        std::uint64_t seed) {
  const WeightedSums sums(scores);
  const std::size_t countries = sums.country_count();
  const std::size_t ranks = countries + 1;  // From 1 on.
  std::vector<std::uint32_t> draws_at_rank(countries * ranks);
  std::vector<double> weights(scores.part_count);
  std::vector<Placed> placed(countries);
  WeightDraws source(seed);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    SpendStep();
    source.Draw(weights);
    sums.Place(weights, placed);
    VisitRanks(placed,
               [&](std::uint32_t c, std::size_t rank) { ++draws_at_rank[c * ranks + rank]; });
  }
  std::vector<RankInterval> intervals;
  for (std::size_t c = 0; c < countries; ++c)
    intervals.push_back(IntervalOf(std::span(draws_at_rank).subspan(c * ranks, ranks), draws));
  return intervals;
}

Methodology Without(const Methodology& methodology, std::string_view code) {
  Methodology rest = methodology;
  std::vector<std::string> gone = {std::string(code)};
  // Children stand before parents, so one pass sees every node after all that it may lose.
  for (Node& node : rest.nodes) {
    if (node.aggregation == Aggregation::kTable) continue;
    for (std::size_t c = node.children.size(); c-- > 0;) {
      if (std::ranges::find(gone, node.children[c]) == gone.end()) continue;
      node.children.erase(node.children.begin() + static_cast<std::ptrdiff_t>(c));
      for (DatedWeights& dated : node.weights)
        dated.weights.erase(dated.weights.begin() + static_cast<std::ptrdiff_t>(c));
    }
    if (node.children.empty()) gone.push_back(node.code);
  }
  return rest;
}

Result<Robustness> TestRobustness(const Archive& archive, const RobustnessQuestion& question) {
  const Node& node = archive.methodology().nodes[question.node.value];
  if (!HasWeights(node.aggregation))
    return Fail(ErrorCode::kInvalidInput, "node '" + node.code + "' is a " +
                                              std::string(NounOf(node.aggregation)) +
                                              " and has no weights to vary");
  const bool is_geometric = node.aggregation == Aggregation::kGeometricMean;
  if (is_geometric && question.weighted == WeightedParts::kLeaves)
    return Fail(ErrorCode::kInvalidInput,
                "node '" + node.code +
                    "' is a geometric mean, which its indicators do not make one by one; vary the "
                    "weights of " +
                    std::string(Name(WeightedParts::kChildren)));
  Robustness robustness{
      .league = RankCountries(archive, question.node, question.countries, question.as_of)};
  const std::vector<RankedCountry>& ranked = robustness.league.ranked;
  if (ranked.empty())
    return Fail(ErrorCode::kInvalidInput, "no country asked for has a score of " + node.code +
                                              " on " + question.as_of.effective.ToString());
  for (const RankedCountry& country : ranked) robustness.countries.push_back(country.country);
  const std::vector<Part> parts = PartsOf(archive.evaluator(), question.node, question.weighted);
  robustness.part_count = parts.size();
  PartScores scores = PartScoresOf(archive, parts, robustness.countries, question.as_of);
  scores.is_geometric = is_geometric;
  robustness.intervals = RankIntervals(scores, question.draws, question.seed);
  robustness.dropped = DropEach(archive, question, ranked);
  return robustness;
}

}  // namespace lawtrace::analysis
