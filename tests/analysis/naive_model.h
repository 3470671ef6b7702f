// NaiveModel: the rules of the log and of the tree, read off the design sentence by sentence with
// no thought of speed.  It knows nothing of analysis/ and is what analysis/ is held against.
//
//   Among the events known by then and not superseded, the one with the latest effective day on or
//   before `effective` wins; ties go to the higher sequence.
#pragma once

#include <cstdint>
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

  NaiveScore Score(const std::string& country, const Node& node, AsOf as_of) const;

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

  void Collect(const Node& node, std::vector<std::string>& below) const;

  std::optional<double> ScoreOfLeaf(const std::string& country, const std::string& code,
                                    AsOf as_of) const;

  std::optional<double> ScoreOf(const std::string& country, const Node& node, AsOf as_of) const;

  // The child's weight on the day: of the last list that has begun.
  double WeightOf(const Node& node, std::size_t child, AsOf as_of) const;

  std::optional<double> LookUp(const std::string& country, const Node& node, AsOf as_of) const;

  const Methodology& methodology_;
  std::vector<Event> events_;
  Mistake mistake_;
};

}  // namespace lawtrace::analysis
