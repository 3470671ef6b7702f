// CountryBlock: all that the log says of one country, immutable, laid out for reading.
//
// Derived from the log and replaced whole when the log grows, so readers never lock.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "analysis/answer_table.h"
#include "analysis/evaluator.h"
#include "analysis/ids.h"
#include "model/as_of.h"
#include "model/event.h"

namespace lawtrace::analysis {

inline constexpr std::uint32_t kNotSuperseded = std::numeric_limits<std::uint32_t>::max();

// Whether a reader who knows the log up to `known` sees the item, and nothing in its place.
constexpr bool IsLive(std::uint32_t sequence, std::uint32_t superseded_by, Sequence known) {
  return sequence <= known.value &&
         (superseded_by == kNotSuperseded || superseded_by > known.value);
}

// An event that decides an answer: a coding, amendment or recoding with an effective date, or the
// correction of one.
struct Statement {
  std::uint32_t sequence = 0;
  std::uint32_t superseded_by = kNotSuperseded;  // Sequence of the correction or retraction.
  std::int32_t day = 0;                          // Effective; the last day of its bounds.
  IndicatorId indicator;
  AnswerId answer;
  std::uint32_t law_set = 0;            // Archive::LawsOf.
  EventKind kind = EventKind::kCoding;  // Of the first event in a chain of corrections.
  Precision precision = Precision::kDay;
  Basis basis = Basis::kConvention;
  bool is_correction = false;

  bool IsLiveAt(Sequence known) const { return IsLive(sequence, superseded_by, known); }
};

// That a coder saw an answer at a reference date; it tells how old an answer is.
struct Sighting {
  std::uint32_t sequence = 0;
  std::uint32_t superseded_by = kNotSuperseded;
  std::int32_t day = 0;  // Reference date.
  IndicatorId indicator;
  AnswerId answer;

  bool IsLiveAt(Sequence known) const { return IsLive(sequence, superseded_by, known); }
};

// What decides one answer at one moment.
struct Standing {
  AnswerId answer;                       // kNoAnswer: nothing is in force.
  const Statement* statement = nullptr;  // Null exactly if kNoAnswer; owned by the block.
};

// One answer replaced by another.  Restatements of the answer in force are no changes.
struct Change {
  std::int32_t day = 0;
  AnswerId old_answer;                   // kNoAnswer for the first one.
  const Statement* statement = nullptr;  // What brought the new answer; owned by the block.
};

class CountryBlock {
 public:
  // Statements and sightings in any order.
  // REQUIRES: the evaluator and the table outlive the block.
  CountryBlock(const Evaluator& evaluator, const AnswerTable& answers,
               std::vector<Statement> statements, std::vector<Sighting> sightings);

  CountryBlock(CountryBlock&&) = default;  // Not copyable: changes point to statements.
  CountryBlock& operator=(CountryBlock&&) = default;

  // The block as a reader saw it who knew the log up to `known`.
  CountryBlock KnownAt(Sequence known) const;
  // Whether KnownAt(known) would be the same as this.
  bool IsWhollyKnownAt(Sequence known) const { return known.value >= last_sequence_; }

  // Among the statements live at `known`, the one with the latest effective day on or before
  // `effective`; ties go to the higher sequence.  O(log n) in the statements of the one answer,
  // plus those passed over because they are not live at `known`.
  Standing StandingAt(IndicatorId indicator, AsOf as_of) const;
  AnswerId AnswerAt(IndicatorId indicator, AsOf as_of) const {
    return StandingAt(indicator, as_of).answer;
  }

  // Every answer and score at one moment, fresh.
  Evaluator::State StateAt(AsOf as_of) const;
  // The score of one node; from the kept series when all is known.
  NodeScore ScoreAt(NodeId node, AsOf as_of) const;
  // The scores of all nodes, in methodology order.
  std::vector<NodeScore> ScoresAt(AsOf as_of) const;

  // The kept series: one row per day on which an answer changed or, after the first answer, the
  // methodology's weights did; ascending.
  std::span<const std::int32_t> row_days() const { return row_days_; }
  // The row in force on `day`; absent before the first.
  std::optional<std::size_t> RowOn(Day day) const;
  NodeScore ScoreInRow(NodeId node, std::size_t row) const {
    const std::size_t cell = node.value * row_days_.size() + row;
    return {.score = is_scored_[cell] ? std::optional(scores_[cell]) : std::nullopt,
            .answered = answered_[cell],
            .indicators = static_cast<std::uint16_t>(evaluator_->IndicatorsBelow(node).size())};
  }
  // The node's scores, parallel to row_days(); 0 where ScoreInRow has none.
  std::span<const double> ScoreColumn(NodeId node) const {
    return std::span(scores_).subspan(node.value * row_days_.size(), row_days_.size());
  }

  // By day, then codebook order.
  std::span<const Change> changes() const { return changes_; }
  // All statements on the answer, by effective day, then sequence; superseded ones included.
  std::span<const Statement> StatementsOn(IndicatorId indicator) const;
  // By reference day, then sequence; superseded ones included.
  std::span<const Sighting> SightingsOf(IndicatorId indicator) const;
  // Last day on or before `as_of.effective` of which it is known that the answer held: the
  // reference date of a sighting of that answer, or the effective day of the statement that
  // decides.  Absent if there is no answer.
  std::optional<Day> LastSeen(IndicatorId indicator, AsOf as_of) const {
    return LastSeen(indicator, StandingAt(indicator, as_of), as_of);
  }
  // The same, where the caller knows StandingAt(indicator, as_of) already.
  std::optional<Day> LastSeen(IndicatorId indicator, const Standing& standing, AsOf as_of) const;

 private:
  void ListChanges();
  void AddWeightDays();
  void KeepSeries();

  const Evaluator* evaluator_;
  const AnswerTable* answers_;
  std::uint32_t last_sequence_ = 0;

  std::vector<Statement> statements_;         // By indicator, day, sequence.
  std::vector<std::int32_t> statement_days_;  // Parallel; apart because every search reads it.
  std::vector<std::uint32_t> cell_begin_;  // Per indicator, into statements_; one more at the end.
  std::vector<Sighting> sightings_;        // By indicator, day, sequence.
  std::vector<std::uint32_t> sighting_begin_;

  std::vector<Change> changes_;
  std::vector<std::int32_t> row_days_;
  std::vector<double> scores_;           // Node-major: node * rows + row.
  std::vector<std::uint16_t> answered_;  // Node-major.
  std::vector<bool> is_scored_;          // Node-major.
};

}  // namespace lawtrace::analysis
