// CellPlan: what a source adds to the log on one answer, so that on every reference day that it
// states its answer is in force afterwards, and on every other day what was seen there before.
//
// Walks the reference days in order with a picture of what decides, as planned so far; no event is
// planned that is not needed for the day at hand.  docs/method.md, "Sources", has the rules.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ingest/ledger.h"
#include "ingest/observation.h"

namespace lawtrace::ingest {

// Why an event is planned.
enum class PlanReason : std::uint8_t {
  kNew,         // Said for the first time, or again although something else was in force.
  kCorrection,  // The source states another answer than it did.
  kEvidence,    // The same answer, another comment.
  kKept,        // What was seen on that day holds although what came before it was corrected.
  kWithdrawn,   // The source states nothing any more.
};

struct PlannedEvent {
  Day reference{0};
  Event event;  // Without sequence.
  EventKind counts_as = EventKind::kCoding;
  PlanReason reason = PlanReason::kNew;
  // Of an amendment: the effective day may be any from this one on, up to the reference day,
  // without making the answer of another reference day wrong.
  Day not_before{0};
};

class CellPlan {
 public:
  // REQUIRES: the entries are all of one answer, in log order, and outlive the plan.  `source` is
  // Ledger::SourceOf(document).
  CellPlan(std::vector<const Ledger::Entry*> entries, std::uint32_t source, std::string document);

  // REQUIRES: one observation a day; it outlives the plan.
  void State(const Observation& observation) { rows_[observation.reference].stated = &observation; }
  // The source has room for an answer on the days from `first` to `last`, and states none but those
  // above.  Then what it stated there before is withdrawn: listed, and taken back if `withdraw`.
  void Cover(Day first, Day last, bool withdraw);
  void Make();

  std::vector<PlannedEvent> TakePlanned() { return std::move(planned_); }
  const std::vector<const Ledger::Entry*>& withdrawn() const { return withdrawn_; }
  std::size_t already_recorded() const { return already_recorded_; }

 private:
  struct Row {  // One reference day.
    const Observation* stated = nullptr;
    const Ledger::Entry* own = nullptr;       // The source's last live sighting ...
    std::vector<const Ledger::Entry*> older;  // ... and those before it.
    const Ledger::Entry* said = nullptr;      // Its last sighting, superseded or not.
    const Ledger::Entry* seen = nullptr;      // The last live sighting of any source.
    std::optional<Answer> planned;            // What is seen there after the plan, if that changes.
    bool is_withdrawn = false;
  };
  struct Decider {
    Day day;
    Answer answer;
    const Ledger::Entry* entry;  // Null: planned.
    bool is_own;                 // Of this source.
  };

  void Walk();
  bool IsDoomed(const Ledger::Entry* entry) const { return doomed_.contains(entry); }
  static const Decider* InForce(const std::vector<Decider>& deciders, Day day,
                                const Ledger::Entry* without = nullptr);
  const Decider* InForce(Day day, const Ledger::Entry* without = nullptr) const {
    return InForce(deciders_, day, without);
  }
  static EventKind KindOf(const Decider* in_force, const std::optional<Answer>& previous,
                          const Answer& answer);
  bool IsHeld(Day day, const Row& row) const;
  static bool HasNews(const Row& row);
  void PlanStated(Day day, Row& row);
  void PlanUnchanged(Day day, Row& row, EventKind kind);
  void Withdraw(Day day, Row& row);
  void Keep(Day day, Row& row);
  Event FromStated(const Observation& observation) const;
  void Add(Day day, Row& row, Event event, EventKind counts_as, PlanReason reason, bool is_own);
  void Correct(Day day, Row& row, const Ledger::Entry& target, Event event, EventKind counts_as,
               PlanReason reason);
  void SetBounds();

  std::vector<const Ledger::Entry*> entries_;
  std::uint32_t source_;
  std::string document_;
  std::map<Day, Row> rows_;
  std::vector<Decider> recorded_;  // As the log is; of equal days the later wins.
  std::vector<Decider> deciders_;  // As planned so far, likewise.
  bool withdraws_ = false;
  // Corrected events that took effect before the reference day of their correction.  Days in
  // between have been walked by then, so the walk begins again without these.
  std::set<const Ledger::Entry*> doomed_;
  std::optional<Answer> previous_stated_;  // On the reference day before the one at hand.
  std::optional<Answer> previous_own_;     // The same, also where this document is silent.
  bool is_revised_ = false;                // An earlier day was corrected.

  std::vector<PlannedEvent> planned_;
  std::vector<const Ledger::Entry*> withdrawn_;
  std::size_t already_recorded_ = 0;
};

}  // namespace lawtrace::ingest
