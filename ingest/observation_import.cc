#include "ingest/observation_import.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "ingest/admission.h"
#include "ingest/faults.h"
#include "ingest/internal/cell_plan.h"

namespace lawtrace::ingest {
namespace {

using CellName = std::pair<std::string_view, std::string_view>;  // Country and indicator.

// The reference days of one country, both inclusive.
struct Room {
  Day first;
  Day last;
};

std::map<std::string_view, Room> RoomsOf(std::span<const Observation> observations,
                                         const ObservationSource& source) {
  std::map<std::string_view, Room> rooms;
  const auto add = [&](std::string_view country, Day day) {
    Room& room = rooms.try_emplace(country, Room{.first = day, .last = day}).first->second;
    room = {.first = std::min(room.first, day), .last = std::max(room.last, day)};
  };
  for (const Observation& observation : observations)
    add(observation.country, observation.reference);
  for (const auto& [country, day] : source.blanks) add(country, day);
  return rooms;
}

void Count(const PlannedEvent& planned, ObservationPlan& plan) {
  const auto count_new = [&]() -> std::size_t& {
    switch (planned.counts_as) {
      case EventKind::kCoding:
        return plan.codings;
      case EventKind::kConfirmation:
        return plan.confirmations;
      case EventKind::kAmendment:
        return plan.amendments;
      default:
        return plan.recodings;
    }
  };
  switch (planned.reason) {
    case PlanReason::kNew:
      ++count_new();
      break;
    case PlanReason::kCorrection:
      ++plan.corrections;
      break;
    case PlanReason::kEvidence:
      ++plan.new_evidence;
      break;
    case PlanReason::kKept:
      ++plan.kept;
      break;
    case PlanReason::kWithdrawn:
      break;  // Counted among those that are withdrawn.
  }
  const bool is_stated =
      planned.reason == PlanReason::kNew || planned.reason == PlanReason::kCorrection;
  if (is_stated && planned.event.is_unlisted) ++plan.unlisted;
}

// Plans cell by cell and brings the events into the order of the source.
class Planner {
 public:
  Planner(std::span<const Observation> observations, const Ledger& ledger,
          const ObservationSource& source)
      : observations_(observations),
        ledger_(ledger),
        source_(source),
        number_(ledger.SourceOf(source.document)),
        rooms_(RoomsOf(observations, source)) {
    for (std::size_t i = 0; i < observations.size(); ++i)
      cells_[{observations[i].country, observations[i].indicator}].push_back(i);
    if (number_ == 0) return;
    for (const auto& [country, indicator] : ledger.CellsOf(number_))
      if (rooms_.contains(country)) cells_[{country, indicator}];
  }

  ObservationPlan Run() {
    plan_.transaction.recorded_at = source_.recorded_at;
    plan_.transaction.author = source_.author;
    plan_.transaction.source = source_.kind + " " + source_.document;
    for (const auto& [name, positions] : cells_) PlanCell(name, positions);
    std::vector<std::size_t> order(events_.size());  // An event is large, a position is not.
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return events_[i].place; });
    plan_.transaction.events.reserve(order.size());
    for (const std::size_t i : order) {
      PlannedEvent& planned = events_[i].planned;
      plan_.transaction.events.push_back(std::move(planned.event));
      plan_.margins.push_back({.kind = planned.counts_as, .not_before = planned.not_before});
    }
    return std::move(plan_);
  }

 private:
  struct Placed {
    std::pair<Day, std::size_t> place;  // Reference day, then the position in the source.
    PlannedEvent planned;
  };

  void PlanCell(const CellName& name, const std::vector<std::size_t>& positions) {
    CellPlan cell(ledger_.EntriesOn(name.first, name.second), number_, source_.document);
    for (const std::size_t position : positions) cell.State(observations_[position]);
    const Room& room = rooms_.at(name.first);
    cell.Cover(room.first, room.last, source_.withdraws);
    cell.Make();
    plan_.already_recorded += cell.already_recorded();
    for (const Ledger::Entry* entry : cell.withdrawn())
      plan_.withdrawn.push_back({.country = entry->event.country,
                                 .indicator = entry->event.indicator,
                                 .reference = *entry->event.observed,
                                 .answer = *entry->event.answer,
                                 .event = entry->event.sequence});
    for (PlannedEvent& planned : cell.TakePlanned()) {
      Count(planned, plan_);
      const auto stated = std::ranges::find_if(positions, [&](std::size_t position) {
        return observations_[position].reference == planned.reference;
      });
      events_.push_back(
          {.place = {planned.reference, stated == positions.end() ? observations_.size() : *stated},
           .planned = std::move(planned)});
    }
  }

  std::span<const Observation> observations_;
  const Ledger& ledger_;
  const ObservationSource& source_;
  std::uint32_t number_;  // Of the source; 0: it has stated nothing yet.
  std::map<std::string_view, Room> rooms_;
  std::map<CellName, std::vector<std::size_t>> cells_;  // Positions of their observations.
  std::vector<Placed> events_;
  ObservationPlan plan_;
};

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
  return Planner(observations, ledger, source).Run();
}

Status CheckAnswers(std::span<const Observation> observations, const Ledger& ledger) {
  for (const Observation& stated : observations) {
    const Ledger::Entry* const in_force =
        ledger.InForce(stated.country, stated.indicator, stated.reference);
    if (in_force != nullptr && in_force->event.answer == stated.answer) continue;
    return Fail(ErrorCode::kCorruption,
                stated.place + ": " + stated.country + " " + stated.indicator + " is " +
                    stated.answer.ToString() + " on " + stated.reference.ToString() +
                    ", but the log would answer " +
                    (in_force == nullptr ? "nothing"
                                         : in_force->event.answer->ToString() + " (item " +
                                               in_force->event.sequence.ToString() + ")") +
                    "; nothing was imported");
  }
  return {};
}

}  // namespace lawtrace::ingest
