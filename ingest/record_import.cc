#include "ingest/record_import.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "ingest/admission.h"
#include "ingest/event_format.h"
#include "ingest/faults.h"
#include "ingest/law_format.h"

namespace lawtrace::ingest {
namespace {

// What the log says a file was called: without the folders of the machine that it came from.
std::string SourceOf(const std::optional<RecordFile>& file) {
  return file ? std::filesystem::path(file->name).filename().string() : std::string();
}

// One row of either file.
struct Item {
  bool is_law;
  std::size_t row;  // Position among the parsed rows of its file.
};

class Planner {
 public:
  Planner(const std::optional<RecordFile>& events, const std::optional<RecordFile>& laws,
          const Index& index, const Ledger& ledger, const RecordDefaults& defaults)
      : index_(index),
        ledger_(ledger),
        planned_(ledger),
        admission_(index, planned_, defaults.now.day()),
        defaults_(defaults),
        event_faults_(events ? events->name : ""),
        law_faults_(laws ? laws->name : ""),
        event_source_(SourceOf(events)),
        law_source_(SourceOf(laws)) {
    if (events) events_ = ParseEventRows(*events, index_, event_faults_);
    if (laws) laws_ = ParseLawRows(*laws, index_, law_faults_);
    for (const LawRow& row : laws_) announced_.insert(row.law.id);
  }

  Result<RecordPlan> Run() {
    is_export_ = IsExport();
    if (is_export_) {
      RestoreItems();
    } else {
      AddNewItems();
    }
    CloseTransaction();
    if (event_faults_.empty() && law_faults_.empty()) return std::move(plan_);
    Error error = law_faults_.empty() ? event_faults_.ToError() : law_faults_.ToError();
    if (!law_faults_.empty() && !event_faults_.empty())
      std::ranges::move(event_faults_.ToError().faults, std::back_inserter(error.faults));
    return Fail(std::move(error));
  }

 private:
  LogPlace& PlaceOf(Item item) {
    return item.is_law ? laws_[item.row].place : events_[item.row].place;
  }
  Instant MomentOf(const LogPlace& place) const {
    return place.recorded_at.value_or(defaults_.recorded_at);
  }
  // Of a row of an export; 0 for a row that states none.
  Sequence SequenceOf(Item item) { return PlaceOf(item).sequence.value_or(Sequence{}); }
  void Fault(Item item, const std::string& what) {
    if (item.is_law) {
      law_faults_.AddAtLine(laws_[item.row].line, what);
    } else {
      event_faults_.AddAtLine(events_[item.row].line, what);
    }
  }

  std::vector<Item> AllItems() const {
    std::vector<Item> items;
    items.reserve(laws_.size() + events_.size());
    for (std::size_t i = 0; i < laws_.size(); ++i) items.push_back({.is_law = true, .row = i});
    for (std::size_t i = 0; i < events_.size(); ++i) items.push_back({.is_law = false, .row = i});
    return items;
  }

  bool IsExport() {
    const std::vector<Item> items = AllItems();
    return std::ranges::any_of(items,
                               [&](Item item) { return PlaceOf(item).sequence.has_value(); });
  }

  void AddNewItems() {
    std::vector<Item> items = AllItems();
    const std::optional<LogPlace> first_new = PlaceOfFirstNewEvent();
    for (const Item item : items) CompletePlace(item, first_new);
    std::ranges::stable_sort(items, {}, [&](Item item) { return MomentOf(PlaceOf(item)); });
    for (const Item item : items) {
      CheckIsOnlyRow(item);
      if (IsInLog(item) && !BringsEvidence(item)) {
        ++plan_.already_recorded;
        continue;
      }
      Open(item, PlaceOf(item));
      Append(item);
    }
  }

  // As the row states it; absent if the log holds all events.
  std::optional<LogPlace> PlaceOfFirstNewEvent() const {
    const LogPlace* first = nullptr;
    for (const EventRow& row : events_) {
      if (ledger_.FindSame(row.event) != nullptr) continue;
      if (first == nullptr || MomentOf(row.place) < MomentOf(*first)) first = &row.place;
    }
    return first == nullptr ? std::nullopt : std::optional(*first);
  }

  // Fills what the row does not say.  `first_new` is where laws go that do not say it.
  void CompletePlace(Item item, const std::optional<LogPlace>& first_new) {
    LogPlace& place = PlaceOf(item);
    if (item.is_law && !place.recorded_at && first_new) {
      place.recorded_at = first_new->recorded_at;
      if (place.author.empty()) place.author = first_new->author;
      if (place.source.empty()) place.source = first_new->source;
    }
    place.transaction.reset();
    if (!place.recorded_at) place.recorded_at = defaults_.recorded_at;
    if (place.author.empty()) place.author = defaults_.author;
    if (place.source.empty()) place.source = event_source_.empty() ? law_source_ : event_source_;
  }

  // Whether a row that is in the log has another comment than that; then it becomes a correction.
  bool BringsEvidence(Item item) {
    if (item.is_law) return false;
    Event& event = events_[item.row].event;
    const std::string& comment = event.evidence.comment;
    if (comment.empty()) return false;
    const Ledger::Entry* entry = ledger_.FindSame(event);
    const Ledger::Entry& last = ledger_.LastOfChain(*entry);
    for (; entry->superseded_by; entry = ledger_.FindEvent(*entry->superseded_by))
      if (entry->event.evidence.comment == comment) return false;
    if (!last.event.answer || last.event.answer != event.answer ||
        last.event.effective != event.effective || last.event.laws != event.laws ||
        last.event.evidence.comment == comment)
      return false;
    event.kind = EventKind::kCorrection;
    event.supersedes = last.event.sequence;
    return true;
  }

  bool IsInLog(Item item) {
    if (item.is_law) return ledger_.Holds(laws_[item.row].law, MomentOf(PlaceOf(item)));
    const Ledger::Entry* same = ledger_.FindSame(events_[item.row].event);
    if (same != nullptr && !same->IsLive()) plan_.superseded.push_back(same->event.sequence);
    return same != nullptr;
  }

  // Two rows that state the same thing twice, or two things at once, are a slip of the hand.
  void CheckIsOnlyRow(Item item) {
    if (item.is_law) {
      const LawRow& row = laws_[item.row];
      const std::string key = row.law.id + '\n' + MomentOf(row.place).ToString();
      const auto [first, is_new] = first_law_lines_.try_emplace(key, row.line);
      if (!is_new)
        Fault(item, "states the same law at the same moment as line " +
                        std::to_string(first->second) + "; keep one of them");
      return;
    }
    const EventRow& row = events_[item.row];
    const auto [first, is_new] = first_event_lines_.try_emplace(KeyOf(row.event), row.line);
    if (!is_new)
      Fault(item, "states the same kind, country, indicator and date as line " +
                      std::to_string(first->second) + "; keep one of them");
  }

  // What only one event of a file may be about.  Several may wait for their commencement at once,
  // such as rival bills, if they differ in what they would do.
  static std::string KeyOf(const Event& event) {
    std::string key = std::string(Name(event.kind)) + '\n' + event.country + '\n' +
                      event.indicator + '\n' +
                      (event.supersedes ? event.supersedes->ToString() : "") + '\n';
    const bool is_pending = !event.effective || event.kind == EventKind::kProposal;
    if (event.effective) key += event.effective->ToString();
    if (is_pending)
      key += '\n' + (event.answer ? event.answer->ToString() : "") + '\n' +
             LawReferencesText(event.laws);
    return key;
  }

  void RestoreItems() {
    std::vector<Item> items = AllItems();
    for (const Item item : items) {
      const LogPlace& place = PlaceOf(item);
      if (!place.sequence || !place.transaction || !place.recorded_at)
        Fault(item,
              "some rows have a sequence; then each needs sequence, transaction and "
              "recorded_at; fill them, or empty these columns in every row");
    }
    if (!event_faults_.empty() || !law_faults_.empty()) return;
    std::ranges::sort(items, {}, [&](Item item) { return SequenceOf(item); });
    Sequence expected{};
    for (const Item item : items) {
      const LogPlace& place = PlaceOf(item);
      const Sequence sequence = SequenceOf(item);
      if (sequence <= ledger_.last()) {
        CheckIsAsInLog(item);
        continue;
      }
      if (expected == Sequence{}) expected = ledger_.last().plus(1);
      if (sequence != expected) {
        Fault(item, "sequence " + sequence.ToString() + " follows where " + expected.ToString() +
                        " is expected; import the whole export, events with their --laws, into a "
                        "new store, or empty the columns sequence, transaction and recorded_at");
        return;
      }
      Open(item, place);
      Append(item);
      expected = expected.plus(1);
    }
  }

  void CheckIsAsInLog(Item item) {
    ++plan_.already_recorded;
    const Sequence sequence = SequenceOf(item);
    bool is_same = false;
    if (item.is_law) {
      const Law* law = ledger_.FindLaw(sequence);
      is_same = law != nullptr && *law == laws_[item.row].law;
    } else if (const Ledger::Entry* entry = ledger_.FindEvent(sequence)) {
      Event event = events_[item.row].event;
      event.sequence = sequence;
      is_same = event == entry->event;
    }
    if (!is_same)
      Fault(item, "the log holds something else under sequence " + sequence.ToString() +
                      "; import an export into the log that it came from, or into a new store");
  }

  // Begins a transaction at `place` unless the open one goes on there.
  void Open(Item item, const LogPlace& place) {
    const bool goes_on = open_ && place.IsSameTransactionAs(open_place_);
    if (goes_on && item.is_law && !open_->events.empty()) {
      Fault(item, "a law cannot follow an event of its transaction; give laws the lower sequences");
      return;
    }
    if (goes_on) return;
    const std::optional<Instant> last =
        open_ ? std::optional(open_->recorded_at) : planned_.last_recorded_at();
    const Instant recorded_at = MomentOf(place);
    if (last && recorded_at < *last)
      Fault(item, "recorded_at " + recorded_at.ToString() + " is before the last record of " +
                      last->ToString() +
                      "; the log keeps the order of recording, so give that moment or a later one");
    if (recorded_at > defaults_.now)
      Fault(item, "recorded_at " + recorded_at.ToString() +
                      " lies in the future; write when it became known, or nothing");
    if (place.transaction && *place.transaction != place.sequence)
      Fault(item, "the transaction " + place.transaction->ToString() +
                      " lacks its first rows; export it whole");
    CloseTransaction();
    open_ = Transaction{.first = planned_.last().plus(1),
                        .recorded_at = recorded_at,
                        .author = place.author,
                        .source = place.source};
    open_place_ = place;
  }

  void Append(Item item) {
    const Sequence sequence = planned_.last().plus(1);
    if (item.is_law) {
      const Law& law = laws_[item.row].law;
      for (const std::string& fault : admission_.FaultsOf(law, announced_)) Fault(item, fault);
      planned_.Add(law, sequence, MomentOf(PlaceOf(item)));
      if (open_) open_->laws.push_back(law);
      return;
    }
    Event& event = events_[item.row].event;
    event.sequence = sequence;
    if (!is_export_) {
      const CellName cell(event.country, event.indicator);
      const auto [touched, is_new] = touched_.try_emplace(cell);
      if (is_new) touched->second.known = ContradictedOn(cell);
      touched->second.last = item;
      event.counts_as = KindOf(event);
    }
    for (const std::string& fault : admission_.FaultsOf(event)) Fault(item, fault);
    planned_.Add(event);
    if (open_) open_->events.push_back(event);
  }

  // As what a correction of a confirmation counts, if the row does not say it.
  std::optional<EventKind> KindOf(const Event& event) const {
    if (event.counts_as || event.kind != EventKind::kCorrection || !event.supersedes ||
        !event.effective)
      return event.counts_as;
    const Ledger::Entry* const target = planned_.FindEvent(*event.supersedes);
    if (target == nullptr || target->counts_as != EventKind::kConfirmation) return std::nullopt;
    const Ledger::Entry* const in_force =
        planned_.InForce(event.country, event.indicator, event.effective->latest());
    const bool is_in_force = in_force != nullptr && in_force->event.answer == event.answer;
    return is_in_force ? std::nullopt : std::optional(EventKind::kAmendment);
  }

  using CellName = std::pair<std::string, std::string>;  // Country and indicator.

  std::set<Sequence> ContradictedOn(const CellName& cell) const {
    std::set<Sequence> contradicted;
    for (const Ledger::Contradiction& one : planned_.ContradictionsOn(cell.first, cell.second))
      contradicted.insert(one.seen->event.sequence);
    return contradicted;
  }

  // What the open transaction makes contradict, of one answer.
  std::vector<Ledger::Contradiction> NewContradictions(const CellName& cell) const {
    std::vector<Ledger::Contradiction> found = planned_.ContradictionsOn(cell.first, cell.second);
    std::erase_if(found, [&](const Ledger::Contradiction& one) {
      return touched_.at(cell).known.contains(one.seen->event.sequence);
    });
    return found;
  }

  bool IsPlanned(const Ledger::Contradiction& contradiction) const {
    return contradiction.seen->event.sequence > ledger_.last();
  }

  void CorrectObservation(const Ledger::Contradiction& contradiction) {
    Event event = contradiction.seen->event;
    const Event& reason = open_->events.back();
    event.kind = EventKind::kCorrection;
    event.supersedes = event.sequence;
    event.sequence = planned_.last().plus(1);
    event.counts_as.reset();
    event.evidence = {.comment = reason.evidence.comment, .url = reason.evidence.url};
    if (contradiction.decides != nullptr) {
      event.answer = contradiction.decides->event.answer;
      event.is_unlisted = contradiction.decides->event.is_unlisted;
    } else {
      event.kind = EventKind::kRetraction;
      event.answer.reset();
      event.effective.reset();
      event.observed.reset();
      event.laws.clear();
      event.is_unlisted = false;
    }
    planned_.Add(event);
    open_->events.push_back(std::move(event));
  }

  // An answer that a coder saw may only be contradicted by a statement on what the coder saw.
  void SettleContradictions() {
    for (const auto& [cell, touched] : touched_) {
      std::vector<Ledger::Contradiction> found = NewContradictions(cell);
      // Each correction takes one sighting away, so this ends.
      for (; defaults_.corrects_observations && !found.empty() && !IsPlanned(found.front());
           found = NewContradictions(cell))
        CorrectObservation(found.front());
      if (found.empty()) continue;
      Fault(touched.last, IsPlanned(found.front()) ? SightingFault(found.front())
                                                   : ContradictionFault(found.front()));
    }
    touched_.clear();
  }

  void CloseTransaction() {
    if (open_ && event_faults_.empty()) SettleContradictions();
    if (open_) plan_.transactions.push_back(*std::move(open_));
    open_.reset();
  }

  struct Touched {             // An answer that the open transaction is about.
    std::set<Sequence> known;  // Sightings that the log contradicted before.
    Item last{};               // Its last row.
  };

  const Index& index_;
  const Ledger& ledger_;  // The log as it is.
  Ledger planned_;        // The log as it will be.
  Admission admission_;
  const RecordDefaults& defaults_;
  FaultList event_faults_;
  FaultList law_faults_;
  std::string event_source_;
  std::string law_source_;
  std::vector<EventRow> events_;
  std::vector<LawRow> laws_;
  std::set<std::string, std::less<>> announced_;  // Ids of laws_.
  std::map<std::string, std::size_t> first_law_lines_;
  std::map<std::string, std::size_t> first_event_lines_;
  bool is_export_ = false;
  std::optional<Transaction> open_;
  LogPlace open_place_;
  std::map<CellName, Touched> touched_;
  RecordPlan plan_;
};

}  // namespace

Result<RecordPlan> PlanRecords(const std::optional<RecordFile>& events,
                               const std::optional<RecordFile>& laws, const Index& index,
                               const Ledger& ledger, const RecordDefaults& defaults) {
  return Planner(events, laws, index, ledger, defaults).Run();
}

}  // namespace lawtrace::ingest
