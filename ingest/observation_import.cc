#include "ingest/observation_import.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "ingest/admission.h"
#include "ingest/faults.h"

namespace lawtrace::ingest {
namespace {

// What the workbook said so far of one answer.
struct CellState {
  const Observation* previous = nullptr;  // In the workbook, by reference day.
  const Observation* decided = nullptr;   // The last that became a deciding event.
};

// The answer in force on the reference day, by the log and by what is planned.
std::optional<Answer> InForce(const Ledger& ledger, const CellState& cell,
                              const Observation& observation) {
  const Ledger::Entry* recorded =
      ledger.InForce(observation.country, observation.indicator, observation.reference);
  if (cell.decided != nullptr &&
      (recorded == nullptr || recorded->event.effective->latest() <= cell.decided->reference))
    return cell.decided->answer;
  return recorded == nullptr ? std::nullopt : recorded->event.answer;
}

EventKind KindOf(const Ledger& ledger, const CellState& cell, const Observation& observation) {
  const std::optional<Answer> in_force = InForce(ledger, cell, observation);
  if (!in_force) return EventKind::kCoding;
  if (*in_force == observation.answer) return EventKind::kConfirmation;
  const bool changed_inside =
      cell.previous != nullptr && cell.previous->answer != observation.answer;
  return changed_inside ? EventKind::kAmendment : EventKind::kRecoding;
}

Event ToEvent(const Observation& observation, EventKind kind, const std::string& document) {
  const bool is_whole_year = observation.reference == observation.reference.last_of_year();
  return {.kind = kind,
          .country = observation.country,
          .indicator = observation.indicator,
          .answer = observation.answer,
          .effective = PartialDate(observation.reference,
                                   is_whole_year ? Precision::kYear : Precision::kDay),
          .basis = Basis::kConvention,
          .observed = observation.reference,
          .is_unlisted = observation.is_unlisted,
          .evidence = {
              .comment = observation.comment, .document = document, .place = observation.place}};
}

void Count(EventKind kind, ObservationPlan& plan) {
  switch (kind) {
    case EventKind::kCoding:
      ++plan.codings;
      break;
    case EventKind::kConfirmation:
      ++plan.confirmations;
      break;
    case EventKind::kAmendment:
      ++plan.amendments;
      break;
    default:
      ++plan.recodings;
  }
}

}  // namespace

Status CheckReferences(std::string_view file, std::span<const Observation> observations,
                       Day today) {
  FaultList faults(file);
  std::set<std::pair<std::string_view, Day>> seen;
  for (const Observation& observation : observations) {
    if (!seen.emplace(observation.country, observation.reference).second) continue;
    const std::string fault =
        BoundsFault("reference", PartialDate(observation.reference, Precision::kDay), today);
    if (!fault.empty()) faults.Add(observation.place, fault);
  }
  if (!faults.empty()) return Fail(faults.ToError());
  return {};
}

ObservationPlan PlanObservations(std::span<const Observation> observations, const Ledger& ledger,
                                 const ObservationSource& source) {
  std::vector<const Observation*> by_day;
  by_day.reserve(observations.size());
  for (const Observation& observation : observations) by_day.push_back(&observation);
  std::ranges::stable_sort(by_day, {}, [](const Observation* o) { return o->reference; });

  ObservationPlan plan;
  plan.transaction.recorded_at = source.recorded_at;
  plan.transaction.author = source.author;
  plan.transaction.source = source.kind + " " + source.document;
  std::map<std::pair<std::string_view, std::string_view>, CellState> cells;
  for (const Observation* observation : by_day) {
    CellState& cell = cells[{observation->country, observation->indicator}];
    if (ledger.HoldsSighting(observation->country, observation->indicator, observation->reference,
                             observation->answer)) {
      ++plan.already_recorded;
    } else {
      const EventKind kind = KindOf(ledger, cell, *observation);
      Count(kind, plan);
      plan.unlisted += observation->is_unlisted ? 1 : 0;
      plan.transaction.events.push_back(ToEvent(*observation, kind, source.document));
      if (DecidesAnswer(kind)) cell.decided = observation;
    }
    cell.previous = observation;
  }
  return plan;
}

}  // namespace lawtrace::ingest
