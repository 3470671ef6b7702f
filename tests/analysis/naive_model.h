// NaiveModel: the rules of the log and of the tree, read off the design sentence by sentence with
// no thought of speed.  It knows nothing of analysis/ and is what analysis/ is held against.
//
//   Among the events known by then and not superseded, the one with the latest effective day on or
//   before `effective` wins; ties go to the higher sequence.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/as_of.h"
#include "model/event.h"
#include "model/methodology.h"

namespace lawtrace::analysis {

// Deliberate mistakes, to prove that the comparison would find them.
enum class Mistake : std::uint8_t {
  kNone,
  kTiesGoToTheLowerSequence,
  kRetractionRevives,  // What a retracted event had replaced counts again.
  kSupersededForAll,   // Also for readers before the correction was recorded.
  kProposalsCount,
  kCountsFromEarliestDay,  // Of the bounds of a partial date.
  kAbsentIsZero,
  kWeightsIgnored,
  kFirstWeightsForEver,
  kShareOfNumber,  // Also where children have weights.
  kGeometricIsArithmetic,
  kTableTakesLastRow,
  kCoverageCountsRepeats,  // An indicator below a node twice.
};

struct NaiveScore {
  std::optional<double> score;
  std::size_t answered = 0;
  std::size_t indicators = 0;
};

class NaiveModel {
 public:
  NaiveModel(const Methodology& methodology, std::vector<Event> events, Mistake mistake)
      : methodology_(methodology), events_(std::move(events)), mistake_(mistake) {}

  // The event that decides; null if there is none.
  const Event* Deciding(const std::string& country, const std::string& indicator,
                        AsOf as_of) const {
    const Event* best = nullptr;
    for (const Event& event : events_) {
      if (event.country != country || event.indicator != indicator) continue;
      if (event.sequence > as_of.known || !event.answer || !event.effective) continue;
      if (!Counts(KindOf(event)) || IsSuperseded(event, as_of.known)) continue;
      if (DayOf(event) > as_of.effective) continue;
      if (best == nullptr || DayOf(event) > DayOf(*best)) {
        best = &event;
      } else if (DayOf(event) == DayOf(*best) && mistake_ != Mistake::kTiesGoToTheLowerSequence) {
        best = &event;  // Events stand in log order.
      }
    }
    return best;
  }

  NaiveScore Score(const std::string& country, const Node& node, AsOf as_of) const {
    std::vector<std::string> below;
    Collect(node, below);
    const std::set<std::string> distinct(below.begin(), below.end());
    if (mistake_ != Mistake::kCoverageCountsRepeats) below.assign(distinct.begin(), distinct.end());
    NaiveScore score{.score = ScoreOf(country, node, as_of), .indicators = below.size()};
    for (const std::string& indicator : below)
      if (ScoreOfLeaf(country, indicator, as_of)) ++score.answered;
    return score;
  }

  // The last day on which the answer in force is known to have held.
  std::optional<Day> LastSeen(const std::string& country, const std::string& indicator,
                              AsOf as_of) const {
    const Event* deciding = Deciding(country, indicator, as_of);
    if (deciding == nullptr) return std::nullopt;
    Day last = DayOf(*deciding);
    for (const Event& event : events_) {
      if (event.country != country || event.indicator != indicator || !event.observed) continue;
      if (event.sequence > as_of.known || IsSuperseded(event, as_of.known)) continue;
      if (KindOf(event) == EventKind::kProposal || event.answer != deciding->answer) continue;
      if (*event.observed <= as_of.effective && *event.observed > last) last = *event.observed;
    }
    return last;
  }

 private:
  const Event* Find(Sequence sequence) const {
    for (const Event& event : events_)
      if (event.sequence == sequence) return &event;
    return nullptr;
  }

  // Of the event that a chain of corrections began with.
  EventKind KindOf(const Event& event) const {
    const bool continues =
        event.supersedes && *event.supersedes < event.sequence &&
        (event.kind == EventKind::kCorrection || event.kind == EventKind::kRetraction);
    const Event* replaced = continues ? Find(*event.supersedes) : nullptr;
    if (replaced == nullptr) return event.kind;
    return event.counts_as ? *event.counts_as : KindOf(*replaced);
  }

  bool Counts(EventKind kind) const {
    return kind == EventKind::kCoding || kind == EventKind::kAmendment ||
           kind == EventKind::kRecoding ||
           (kind == EventKind::kProposal && mistake_ == Mistake::kProposalsCount);
  }

  bool IsSuperseded(const Event& event, Sequence known) const {
    for (const Event& other : events_) {
      if (other.supersedes != event.sequence || other.sequence <= event.sequence) continue;
      if (other.sequence > known && mistake_ != Mistake::kSupersededForAll) continue;
      if (mistake_ == Mistake::kRetractionRevives && IsSuperseded(other, known)) continue;
      return true;
    }
    return false;
  }

  Day DayOf(const Event& event) const {
    return mistake_ == Mistake::kCountsFromEarliestDay ? event.effective->earliest()
                                                       : event.effective->latest();
  }

  void Collect(const Node& node, std::vector<std::string>& below) const {
    for (const std::string& child : node.children) {
      if (const Node* inner = methodology_.FindNode(child)) {
        Collect(*inner, below);
      } else {
        below.push_back(child);
      }
    }
  }

  std::optional<double> ScoreOfLeaf(const std::string& country, const std::string& code,
                                    AsOf as_of) const {
    const Event* event = Deciding(country, code, as_of);
    if (event == nullptr || !event->answer->is_option()) return std::nullopt;
    const Indicator& indicator = *methodology_.FindIndicator(code);
    if (const Option* option = indicator.Find(event->answer->code())) return option->score;
    if (!indicator.is_numeric && !methodology_.scores_unlisted_numbers) return std::nullopt;
    char* end = nullptr;
    const double number = std::strtod(event->answer->code().c_str(), &end);
    if (*end != '\0' || (indicator.scale.minimum && number < *indicator.scale.minimum) ||
        (indicator.scale.maximum && number > *indicator.scale.maximum))
      return std::nullopt;
    return number;
  }

  std::optional<double> ScoreOf(const std::string& country, const Node& node, AsOf as_of) const {
    std::vector<std::optional<double>> scores;
    std::size_t present = 0;
    double present_weight = 0;
    double all_weight = 0;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const Node* inner = methodology_.FindNode(node.children[i]);
      scores.push_back(inner != nullptr ? ScoreOf(country, *inner, as_of)
                                        : ScoreOfLeaf(country, node.children[i], as_of));
      const double weight = mistake_ == Mistake::kShareOfNumber ? 1 : WeightOf(node, i, as_of);
      all_weight += weight;
      if (!scores.back()) continue;
      ++present;
      present_weight += weight;
    }
    if (node.missing == MissingRule::kRequireAll && present < scores.size()) return std::nullopt;
    if (node.missing == MissingRule::kAtLeast &&
        present_weight / all_weight < node.minimum_share - 1e-9)
      return std::nullopt;
    if (present == 0) return std::nullopt;
    if (node.aggregation == Aggregation::kTable) return LookUp(country, node, as_of);
    double sum = 0;
    double weights = 0;
    double product = 1;
    std::vector<double> there;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (!scores[i] && mistake_ != Mistake::kAbsentIsZero) continue;
      there.push_back(scores[i].value_or(0));
      const double weight = mistake_ == Mistake::kWeightsIgnored ? 1 : WeightOf(node, i, as_of);
      sum += weight * there.back();
      weights += weight;
    }
    if (node.aggregation == Aggregation::kMinimum)
      return *std::min_element(there.begin(), there.end());
    if (node.aggregation == Aggregation::kMaximum)
      return *std::max_element(there.begin(), there.end());
    if (node.aggregation != Aggregation::kGeometricMean ||
        mistake_ == Mistake::kGeometricIsArithmetic)
      return sum / weights;
    std::size_t next = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (!scores[i] && mistake_ != Mistake::kAbsentIsZero) continue;
      const double weight = mistake_ == Mistake::kWeightsIgnored ? 1 : WeightOf(node, i, as_of);
      product *= std::pow(there[next++], weight / weights);
    }
    return product;
  }

  // The child's weight on the day: of the last list that has begun.
  double WeightOf(const Node& node, std::size_t child, AsOf as_of) const {
    double weight = 1;
    for (const DatedWeights& dated : node.weights) {
      if (dated.from && *dated.from > as_of.effective) continue;
      if (dated.from && mistake_ == Mistake::kFirstWeightsForEver) continue;
      weight = dated.weights[child];
    }
    return weight;
  }

  std::optional<double> LookUp(const std::string& country, const Node& node, AsOf as_of) const {
    std::optional<double> found;
    for (const TableRow& row : node.table) {
      bool matches = true;
      for (std::size_t i = 0; i < row.when.size(); ++i) {
        const Event* event = Deciding(country, node.children[i], as_of);
        if (row.when[i])
          matches = matches && event != nullptr && event->answer == Answer::Option(*row.when[i]);
      }
      if (matches && (!found || mistake_ == Mistake::kTableTakesLastRow)) found = row.score;
    }
    return found;
  }

  const Methodology& methodology_;
  std::vector<Event> events_;
  Mistake mistake_;
};

}  // namespace lawtrace::analysis
