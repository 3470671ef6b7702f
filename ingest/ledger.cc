#include "ingest/ledger.h"

#include <algorithm>

#include "ingest/law_identifier.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

// Equal for all writings of one identifier; empty for a law without one.
std::string IdentifierKey(const Law& law) {
  if (law.identifier.empty()) return {};
  const std::optional<LawIdentifier> identifier = ReadLawIdentifier(law.identifier);
  return identifier ? identifier->canonical : law.identifier;
}

// Equal for all writings of one number; empty for a law without one.  An ordinal is written with a
// degree sign or a raised letter, and blanks stand anywhere.
std::string NumberKeyOf(const Law& law) {
  if (law.number.empty()) return {};
  std::string number = Folded(law.number);
  constexpr std::string_view kDegree = "\xC2\xB0";
  for (std::size_t at = number.find(kDegree); at != std::string::npos; at = number.find(kDegree))
    number.replace(at, kDegree.size(), "o");
  std::erase(number, ' ');
  return law.country + '\n' + Folded(law.type) + '\n' + number + '\n' +
         (law.adopted ? law.adopted->ToString() : "");
}

}  // namespace

void Ledger::Add(const Transaction& transaction) {
  for (std::size_t i = 0; i < transaction.laws.size(); ++i)
    Add(transaction.laws[i], transaction.first.plus(i), transaction.recorded_at);
  for (const Event& event : transaction.events) Add(event);
  last_recorded_at_ = transaction.recorded_at;
}

void Ledger::Add(const Law& law, Sequence sequence, Instant recorded_at) {
  std::vector<LawEntry>& entries = laws_[law.id];
  if (!entries.empty()) Unlist(entries.back().law);
  entries.push_back({.law = law, .sequence = sequence, .recorded_at = recorded_at});
  List(law);
  law_sequences_.emplace_back(sequence, law.id);
  last_ = sequence;
}

void Ledger::Add(const Event& event) {
  Entry entry{.event = event, .root_kind = event.kind, .superseded_by = std::nullopt};
  entry.event.evidence = {};
  if (event.supersedes) {
    const auto target = PositionOf(*event.supersedes);
    if (target) {
      entries_[*target].superseded_by = event.sequence;
      entry.root_kind = entries_[*target].root_kind;
    }
  }
  cells_[KeyOf(event.country, event.indicator)].push_back(entries_.size());
  entries_.push_back(std::move(entry));
  last_ = event.sequence;
}

Result<Ledger> Ledger::Read(const store::EventLog& log) {
  Ledger ledger;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    ledger.Add(transaction);
    return {};
  });
  if (!read) return Fail(read.error());
  return ledger;
}

std::optional<std::size_t> Ledger::PositionOf(Sequence sequence) const {
  const auto it = std::ranges::lower_bound(entries_, sequence, {},
                                           [](const Entry& entry) { return entry.event.sequence; });
  if (it == entries_.end() || it->event.sequence != sequence) return std::nullopt;
  return static_cast<std::size_t>(it - entries_.begin());
}

const Ledger::Entry* Ledger::FindEvent(Sequence sequence) const {
  const auto position = PositionOf(sequence);
  return position ? &entries_[*position] : nullptr;
}

const Law* Ledger::FindLaw(std::string_view id) const {
  const auto it = laws_.find(id);
  return it == laws_.end() ? nullptr : &it->second.back().law;
}

const Law* Ledger::FindLaw(Sequence sequence) const {
  const auto by_sequence = [](const auto& entry) { return entry.first; };
  const auto it = std::ranges::lower_bound(law_sequences_, sequence, {}, by_sequence);
  if (it == law_sequences_.end() || it->first != sequence) return nullptr;
  const std::vector<LawEntry>& entries = laws_.at(it->second);
  return &std::ranges::lower_bound(entries, sequence, {}, &LawEntry::sequence)->law;
}

void Ledger::List(const Law& law) {
  if (const std::string key = IdentifierKey(law); !key.empty())
    laws_by_identifier_[key].insert(law.id);
  if (const std::string key = NumberKeyOf(law); !key.empty()) laws_by_number_[key].insert(law.id);
  for (const std::string& alias : law.aliases) laws_by_alias_[alias].insert(law.id);
}

void Ledger::Unlist(const Law& law) {
  if (const std::string key = IdentifierKey(law); !key.empty())
    laws_by_identifier_[key].erase(law.id);
  if (const std::string key = NumberKeyOf(law); !key.empty()) laws_by_number_[key].erase(law.id);
  for (const std::string& alias : law.aliases) laws_by_alias_[alias].erase(law.id);
}

std::vector<const Law*> Ledger::LawsAt(const LawsByKey& laws, std::string_view key) const {
  std::vector<const Law*> found;
  const auto it = laws.find(key);
  if (it == laws.end()) return found;
  for (const std::string& id : it->second) found.push_back(FindLaw(id));
  return found;
}

std::vector<const Law*> Ledger::LawsIdentifiedAs(const Law& law) const {
  return LawsAt(laws_by_identifier_, IdentifierKey(law));
}

std::vector<const Law*> Ledger::LawsNumberedAs(const Law& law) const {
  return LawsAt(laws_by_number_, NumberKeyOf(law));
}

std::vector<const Law*> Ledger::LawsDeclaring(std::string_view alias) const {
  return LawsAt(laws_by_alias_, alias);
}

std::vector<const Law*> Ledger::Laws() const {
  std::vector<const Law*> laws;
  laws.reserve(laws_.size());
  for (const auto& [id, entries] : laws_) laws.push_back(&entries.back().law);
  return laws;
}

bool Ledger::Holds(const Law& law, Instant recorded_at) const {
  const auto it = laws_.find(law.id);
  if (it == laws_.end()) return false;
  return it->second.back().law == law ||
         std::ranges::any_of(it->second, [&](const LawEntry& entry) {
           return entry.recorded_at == recorded_at && entry.law == law;
         });
}

const Ledger::Entry* Ledger::FindSame(const Event& event) const {
  Event wanted = event;
  wanted.evidence = {};
  const Entry* same = nullptr;
  for (const std::size_t position : Cell(event.country, event.indicator)) {
    wanted.sequence = entries_[position].event.sequence;
    if (entries_[position].event == wanted) same = &entries_[position];
  }
  return same;
}

bool Ledger::HoldsSighting(std::string_view country, std::string_view indicator, Day reference,
                           const Answer& answer) const {
  return std::ranges::any_of(Cell(country, indicator), [&](std::size_t position) {
    const Event& event = entries_[position].event;
    return event.observed == reference && event.answer == answer;
  });
}

const Ledger::Entry* Ledger::InForce(std::string_view country, std::string_view indicator,
                                     Day day) const {
  const Entry* winner = nullptr;
  Day winner_day = day;
  for (const std::size_t position : Cell(country, indicator)) {
    const Entry& entry = entries_[position];
    if (!entry.IsLive() || !DecidesAnswer(entry.root_kind)) continue;
    if (!entry.event.answer || !entry.event.effective) continue;
    if (entry.event.effective->latest() > day) continue;
    // Entries come in log order, so a tie goes to the higher sequence.
    if (winner != nullptr && entry.event.effective->latest() < winner_day) continue;
    winner = &entry;
    winner_day = entry.event.effective->latest();
  }
  return winner;
}

Ledger::CellKey Ledger::KeyOf(std::string_view country, std::string_view indicator) {
  CellKey key(country);
  key += '\n';
  key += indicator;
  return key;
}

const std::vector<std::size_t>& Ledger::Cell(std::string_view country,
                                             std::string_view indicator) const {
  static const std::vector<std::size_t> empty;
  const auto it = cells_.find(KeyOf(country, indicator));
  return it == cells_.end() ? empty : it->second;
}

}  // namespace lawtrace::ingest
