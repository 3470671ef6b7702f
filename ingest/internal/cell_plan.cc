#include "ingest/internal/cell_plan.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/text.h"

namespace lawtrace::ingest {
namespace {

using Entry = Ledger::Entry;

// By convention a change took effect on the reference day, or in the year that ends with it.
PartialDate ConventionOf(Day reference) {
  const bool is_whole_year = reference == reference.last_of_year();
  return {reference, is_whole_year ? Precision::kYear : Precision::kDay};
}

// Whether two comments differ in what programs change as they save a file: blanks, Unicode forms.
bool IsSameText(std::string_view a, std::string_view b) {
  return a == b || PlainLine(a) == PlainLine(b);
}

// What a sighting says, as an event of its own.
Event Restated(const Entry& seen, EventKind kind) {
  Event event = seen.event;
  event.sequence = {};
  event.kind = kind;
  event.effective = ConventionOf(*seen.event.observed);
  event.basis = Basis::kConvention;
  event.supersedes.reset();
  event.counts_as.reset();
  return event;
}

}  // namespace

CellPlan::CellPlan(std::vector<const Entry*> entries, std::uint32_t source, std::string document)
    : entries_(std::move(entries)), source_(source), document_(std::move(document)) {
  for (const Entry* entry : entries_) {
    const bool is_own = source_ != 0 && entry->source == source_;
    if (entry->IsLive() && entry->Decides())
      recorded_.push_back({.day = entry->event.effective->latest(),
                           .answer = *entry->event.answer,
                           .entry = entry,
                           .is_own = is_own});
    if (!entry->IsSighting()) continue;
    Row& row = rows_[*entry->event.observed];
    if (is_own) row.said = entry;
    if (!entry->IsLive()) continue;
    row.seen = entry;
    if (!is_own) continue;
    if (row.own != nullptr) row.older.push_back(row.own);
    row.own = entry;
  }
}

void CellPlan::Cover(Day first, Day last, bool withdraw) {
  withdraws_ = withdraw;
  for (auto& [day, row] : rows_)
    row.is_withdrawn = row.stated == nullptr && row.own != nullptr && day >= first && day <= last &&
                       row.own->event.answer != Answer::NotAssessed();
}

void CellPlan::Make() {
  for (std::size_t doomed = doomed_.size() + 1; doomed != doomed_.size();) {
    doomed = doomed_.size();
    Walk();
  }
  SetBounds();
}

void CellPlan::Walk() {
  deciders_ = recorded_;
  std::erase_if(deciders_, [&](const Decider& decider) { return IsDoomed(decider.entry); });
  previous_stated_ = previous_own_ = std::nullopt;
  is_revised_ = false;
  planned_.clear();
  withdrawn_.clear();
  already_recorded_ = 0;
  for (auto& [day, row] : rows_) row.planned.reset();
  for (auto& [day, row] : rows_) {
    if (row.is_withdrawn) Withdraw(day, row);
    if (row.stated != nullptr) {
      PlanStated(day, row);
      previous_stated_ = previous_own_ = row.stated->answer;
      continue;
    }
    if (row.seen != nullptr && !row.planned) Keep(day, row);
    if (row.own != nullptr) previous_own_ = row.own->event.answer;
  }
}

const CellPlan::Decider* CellPlan::InForce(const std::vector<Decider>& deciders, Day day,
                                           const Entry* without) {
  const Decider* winner = nullptr;
  for (const Decider& decider : deciders) {
    if (decider.day > day || (without != nullptr && decider.entry == without)) continue;
    if (winner == nullptr || decider.day >= winner->day) winner = &decider;
  }
  return winner;
}

EventKind CellPlan::KindOf(const Decider* in_force, const std::optional<Answer>& previous,
                           const Answer& answer) {
  if (in_force == nullptr) return EventKind::kCoding;
  if (in_force->answer == answer) return EventKind::kConfirmation;
  const bool changed_inside = previous && *previous != answer;
  return changed_inside ? EventKind::kAmendment : EventKind::kRecoding;
}

// Whether somebody said all of it of that day, and that is the last that was said.
bool CellPlan::IsHeld(Day day, const Row& row) const {
  const Observation& stated = *row.stated;
  if (row.seen == nullptr || row.seen->event.answer != stated.answer) return false;
  const auto says = [&](const Entry& entry) {
    return entry.event.observed == day && entry.event.answer == stated.answer &&
           (stated.comment.empty() || IsSameText(entry.event.evidence.comment, stated.comment));
  };
  return (row.said != nullptr && says(*row.said)) ||
         std::ranges::any_of(entries_,
                             [&](const Entry* entry) { return entry->IsLive() && says(*entry); });
}

// Whether the source gives another comment than it did.
bool CellPlan::HasNews(const Row& row) {
  const std::string& comment = row.stated->comment;
  return !comment.empty() && !IsSameText(comment, row.own->event.evidence.comment);
}

void CellPlan::PlanStated(Day day, Row& row) {
  const Observation& stated = *row.stated;
  const Decider* const in_force = InForce(day);
  const EventKind kind = KindOf(row.own == nullptr ? in_force : InForce(day, row.own),
                                previous_stated_, stated.answer);
  if (row.own != nullptr && row.own->event.answer != stated.answer) {
    Correct(day, row, *row.own, FromStated(stated), kind, PlanReason::kCorrection);
  } else if (in_force != nullptr && in_force->answer == stated.answer) {
    PlanUnchanged(day, row, kind);
  } else if (row.own != nullptr &&
             (IsDoomed(row.own) || (in_force != nullptr && in_force->is_own))) {
    Correct(day, row, *row.own, FromStated(stated), kind,
            HasNews(row) ? PlanReason::kEvidence : PlanReason::kKept);
  } else {
    Add(day, row, FromStated(stated), kind, PlanReason::kNew, /*is_own=*/true);
  }
}

// The answer is in force already; `kind` is what it would be without the source's own statement.
void CellPlan::PlanUnchanged(Day day, Row& row, EventKind kind) {
  const Observation& stated = *row.stated;
  const bool is_outspoken = row.seen != nullptr && row.seen->event.answer != stated.answer;
  if (row.own == nullptr || (is_outspoken && !IsDoomed(row.own))) {
    if (IsHeld(day, row)) {
      ++already_recorded_;
    } else {
      Add(day, row, FromStated(stated), EventKind::kConfirmation, PlanReason::kNew,
          /*is_own=*/true);
    }
    return;
  }
  const Entry& own = *row.own;
  const bool has_news = HasNews(row);
  const bool is_no_change =
      kind == EventKind::kConfirmation &&
      (IsDoomed(&own) || (is_revised_ && own.Decides() && own.counts_as != EventKind::kCoding));
  if (!has_news && !is_no_change) {
    ++already_recorded_;
    return;
  }
  Correct(day, row, own, FromStated(stated), is_no_change ? kind : own.counts_as,
          has_news ? PlanReason::kEvidence : PlanReason::kKept);
}

void CellPlan::Withdraw(Day day, Row& row) {
  const Entry& own = *row.own;
  withdrawn_.push_back(&own);
  if (!withdraws_) return;
  Event event = Restated(own, EventKind::kCorrection);
  event.answer = Answer::NotAssessed();
  event.is_unlisted = false;
  event.laws.clear();
  event.evidence = {.comment = "stated before, left blank in this edition",
                    .document = document_,
                    .place = own.event.evidence.place};
  if (row.seen == row.own) {
    const EventKind kind = KindOf(InForce(day, &own), std::nullopt, *event.answer);
    Correct(day, row, own, std::move(event), kind, PlanReason::kWithdrawn);
    return;
  }
  // Another source has the last word: this one's is taken back, and that holds.
  event.answer.reset();
  event.effective.reset();
  event.observed.reset();
  for (const Entry* const stated : row.older)
    Correct(day, row, *stated, event, stated->counts_as, PlanReason::kWithdrawn);
  Correct(day, row, own, std::move(event), own.counts_as, PlanReason::kWithdrawn);
}

// Another day's news must not change what was seen on this one.
void CellPlan::Keep(Day day, Row& row) {
  const Entry& seen = *row.seen;
  const Answer& answer = *seen.event.answer;
  const Decider* const in_force = InForce(day);
  const bool is_held = in_force != nullptr && in_force->answer == answer;
  const Decider* const before = InForce(recorded_, day);
  if (before == nullptr || before->answer != answer || (is_held && !IsDoomed(&seen))) return;
  if (&seen == row.own) {
    Correct(day, row, seen, Restated(seen, EventKind::kCorrection),
            KindOf(in_force, previous_own_, answer), PlanReason::kKept);
    return;
  }
  const EventKind kind = KindOf(in_force, std::nullopt, answer);
  Event event = Restated(seen, kind);
  event.laws.clear();
  Add(day, row, std::move(event), kind, PlanReason::kKept, /*is_own=*/false);
}

Event CellPlan::FromStated(const Observation& observation) const {
  return {.country = observation.country,
          .indicator = observation.indicator,
          .answer = observation.answer,
          .effective = ConventionOf(observation.reference),
          .basis = Basis::kConvention,
          .observed = observation.reference,
          .is_unlisted = observation.is_unlisted,
          .evidence = {
              .comment = observation.comment, .document = document_, .place = observation.place}};
}

void CellPlan::Add(Day day, Row& row, Event event, EventKind counts_as, PlanReason reason,
                   bool is_own) {
  if (!event.supersedes) event.kind = counts_as;
  if (event.answer) {
    row.planned = event.answer;
    if (DecidesAnswer(counts_as)) {
      deciders_.push_back(
          {.day = day, .answer = *event.answer, .entry = nullptr, .is_own = is_own});
    }
  }
  planned_.push_back(
      {.reference = day, .event = std::move(event), .counts_as = counts_as, .reason = reason});
}

void CellPlan::Correct(Day day, Row& row, const Entry& target, Event event, EventKind counts_as,
                       PlanReason reason) {
  is_revised_ |= reason != PlanReason::kEvidence || counts_as != target.counts_as;
  std::erase_if(deciders_, [&](const Decider& decider) { return decider.entry == &target; });
  if (target.Decides() && target.event.effective->latest() < day) doomed_.insert(&target);
  event.kind = event.answer ? EventKind::kCorrection : EventKind::kRetraction;
  event.supersedes = target.event.sequence;
  if (event.answer && counts_as != target.counts_as) event.counts_as = counts_as;
  Add(day, row, std::move(event), counts_as, reason, /*is_own=*/true);
}

void CellPlan::SetBounds() {
  for (PlannedEvent& planned : planned_) {
    const auto& effective = planned.event.effective;
    if (planned.counts_as != EventKind::kAmendment || !effective) continue;
    planned.not_before = effective->earliest();
    // A recorded event of the very day would win against this one, if that began earlier.
    for (const Decider& decider : deciders_)
      if (decider.day < effective->latest() ||
          (decider.entry != nullptr && decider.day == effective->latest()))
        planned.not_before = std::max(planned.not_before, decider.day);
    for (const auto& [day, row] : rows_) {
      if (day >= effective->latest()) break;
      std::optional<Answer> seen = row.planned;
      if (!seen && row.stated != nullptr) seen = row.stated->answer;
      if (!seen && row.seen != nullptr) seen = row.seen->event.answer;
      if (seen && seen != planned.event.answer)
        planned.not_before = std::max(planned.not_before, day.plus_days(1));
    }
  }
}

}  // namespace lawtrace::ingest
