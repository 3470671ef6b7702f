#include "ingest/ledger.h"

#include <algorithm>
#include <tuple>

#include "ingest/law_identifier.h"
#include "ingest/source_name.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

bool StatesSame(const Event& recorded, const Event& wanted) {
  const auto all = [](const Event& event) {
    return std::tie(event.kind, event.country, event.indicator, event.answer, event.effective,
                    event.basis, event.observed, event.supersedes, event.is_unlisted, event.laws);
  };
  return all(recorded) == all(wanted) &&
         (!wanted.counts_as || wanted.counts_as == recorded.counts_as);
}

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
  Entry entry{.event = event, .counts_as = event.kind, .superseded_by = std::nullopt};
  if (event.supersedes) {
    const auto target = PositionOf(*event.supersedes);
    if (target) {
      entries_[*target].superseded_by = event.sequence;
      entry.counts_as = event.counts_as.value_or(entries_[*target].counts_as);
    }
  }
  if (const std::string& document = event.evidence.document; !document.empty()) {
    const auto [known, is_new] = documents_.try_emplace(document, 0);
    if (is_new)
      known->second =
          sources_
              .try_emplace(SourceName(document), static_cast<std::uint32_t>(sources_.size() + 1))
              .first->second;
    entry.source = known->second;
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

const Ledger::Entry& Ledger::LastOfChain(const Entry& entry) const {
  const Entry* last = &entry;
  while (last->superseded_by) last = FindEvent(*last->superseded_by);
  return *last;
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
  const Entry* same = nullptr;
  for (const std::size_t position : Cell(event.country, event.indicator))
    if (StatesSame(entries_[position].event, event)) same = &entries_[position];
  return same;
}

std::vector<const Ledger::Entry*> Ledger::EntriesOn(std::string_view country,
                                                    std::string_view indicator) const {
  std::vector<const Entry*> entries;
  for (const std::size_t position : Cell(country, indicator))
    entries.push_back(&entries_[position]);
  return entries;
}

std::vector<std::pair<std::string_view, std::string_view>> Ledger::CellsOf(
    std::uint32_t source) const {
  std::vector<std::pair<std::string_view, std::string_view>> cells;
  for (const auto& [key, positions] : cells_) {
    const auto is_own = [&](std::size_t position) { return entries_[position].source == source; };
    if (!std::ranges::any_of(positions, is_own)) continue;
    const Event& event = entries_[positions.front()].event;
    cells.emplace_back(event.country, event.indicator);
  }
  std::ranges::sort(cells);
  return cells;
}

const Ledger::Entry* Ledger::InForce(std::string_view country, std::string_view indicator,
                                     Day day) const {
  return InForce(Cell(country, indicator), day);
}

const Ledger::Entry* Ledger::InForce(const std::vector<std::size_t>& cell, Day day) const {
  const Entry* winner = nullptr;
  Day winner_day = day;
  for (const std::size_t position : cell) {
    const Entry& entry = entries_[position];
    if (!entry.IsLive() || !entry.Decides()) continue;
    if (entry.event.effective->latest() > day) continue;
    // Entries come in log order, so a tie goes to the higher sequence.
    if (winner != nullptr && entry.event.effective->latest() < winner_day) continue;
    winner = &entry;
    winner_day = entry.event.effective->latest();
  }
  return winner;
}

std::vector<Ledger::Contradiction> Ledger::ContradictionsIn(
    const std::vector<std::size_t>& cell) const {
  std::map<Day, const Entry*> last_seen;  // By reference day.
  for (const std::size_t position : cell)
    if (const Entry& entry = entries_[position]; entry.IsLive() && entry.IsSighting())
      last_seen[*entry.event.observed] = &entry;
  std::vector<Contradiction> found;
  for (const auto& [day, seen] : last_seen) {
    const Entry* const decides = InForce(cell, day);
    if (decides == nullptr || decides->event.answer != seen->event.answer)
      found.push_back({.seen = seen, .decides = decides});
  }
  return found;
}

std::vector<Ledger::Contradiction> Ledger::ContradictionsOn(std::string_view country,
                                                            std::string_view indicator) const {
  return ContradictionsIn(Cell(country, indicator));
}

std::vector<Ledger::Contradiction> Ledger::Contradictions() const {
  std::map<std::string_view, const std::vector<std::size_t>*> cells;  // In order.
  for (const auto& [key, cell] : cells_) cells.emplace(key, &cell);
  std::vector<Contradiction> all;
  for (const auto& [key, cell] : cells)
    for (const Contradiction& one : ContradictionsIn(*cell)) all.push_back(one);
  return all;
}

std::uint32_t Ledger::SourceOf(const std::string& document) const {
  if (document.empty()) return 0;
  const auto known = sources_.find(SourceName(document));
  return known == sources_.end() ? 0 : known->second;
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
