#include "analysis/archive.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// The item with `sequence` in a list in log order; null if it is not there.
template <typename T>
T* FindBySequence(std::vector<T>& items, std::uint32_t sequence) {
  const auto it = std::ranges::lower_bound(items, sequence, {}, &T::sequence);
  return it != items.end() && it->sequence == sequence ? &*it : nullptr;
}

}  // namespace

std::optional<CountryId> Archive::FindCountry(std::string_view code) const {
  const auto it = std::ranges::lower_bound(countries_, code);
  if (it == countries_.end() || *it != code) return std::nullopt;
  return CountryId{static_cast<std::uint16_t>(it - countries_.begin())};
}

Sequence Archive::KnownAt(Day day) const {
  const auto after = std::ranges::upper_bound(recorded_, Instant::EndOf(day), {}, &Recorded::at);
  return after == recorded_.begin() ? Sequence{} : std::prev(after)->last;
}

Sequence Archive::last() const {
  return recorded_.empty() ? Sequence{} : recorded_.back().last;
}

Instant Archive::RecordedAt(Sequence sequence) const {
  const auto it = std::ranges::lower_bound(recorded_, sequence, {}, &Recorded::last);
  Check(sequence > Sequence{} && it != recorded_.end(), "RecordedAt: no such item");
  return it->at;
}

const Law* Archive::FindLaw(std::string_view id) const {
  const auto it = laws_.find(id);
  return it == laws_.end() ? nullptr : &it->second;
}

ArchiveBuilder::ArchiveBuilder(const Methodology& methodology) {
  archive_.evaluator_ = std::make_unique<Evaluator>(methodology);
  archive_.answers_ = std::make_unique<AnswerTable>(methodology);
  archive_.law_sets_.emplace_back();
  for (std::uint16_t i = 0; i < methodology.indicators.size(); ++i)
    indicators_.emplace(methodology.indicators[i].code, IndicatorId{i});
}

void ArchiveBuilder::Add(const Transaction& transaction) {
  Check(transaction.last().value < std::numeric_limits<std::uint32_t>::max(), "log too long");
  archive_.recorded_.push_back({.last = transaction.last(), .at = transaction.recorded_at});
  for (const Law& law : transaction.laws) archive_.laws_.insert_or_assign(law.id, law);
  for (const Event& event : transaction.events) AddEvent(event);
}

void ArchiveBuilder::AddEvent(const Event& event) {
  const auto indicator = indicators_.find(event.indicator);
  if (indicator == indicators_.end()) return;
  Draft& draft = drafts_[event.country];
  const auto sequence = static_cast<std::uint32_t>(event.sequence.value);
  const EventKind kind = event.supersedes ? Supersede(draft, event) : event.kind;
  if (!event.answer) {  // A retraction, which may be corrected in its turn.
    draft.undecided.push_back({.sequence = sequence, .kind = kind});
    return;
  }
  const AnswerId answer = archive_.answers_->Intern(indicator->second, *event.answer);
  if (event.observed)
    draft.sightings.push_back({.sequence = sequence,
                               .day = event.observed->days_since_epoch(),
                               .indicator = indicator->second,
                               .answer = answer});
  if (!DecidesAnswer(kind) || !event.effective) {
    draft.undecided.push_back({.sequence = sequence, .kind = kind});
    return;
  }
  draft.statements.push_back({.sequence = sequence,
                              .day = event.effective->latest().days_since_epoch(),
                              .indicator = indicator->second,
                              .answer = answer,
                              .law_set = InternLaws(event.laws),
                              .kind = kind,
                              .precision = event.effective->precision(),
                              .basis = event.basis,
                              .is_correction = event.supersedes.has_value()});
}

EventKind ArchiveBuilder::Supersede(Draft& draft, const Event& event) {
  const auto target = static_cast<std::uint32_t>(event.supersedes->value);
  const auto sequence = static_cast<std::uint32_t>(event.sequence.value);
  if (Sighting* sighting = FindBySequence(draft.sightings, target))
    sighting->superseded_by = sequence;
  if (Statement* statement = FindBySequence(draft.statements, target)) {
    statement->superseded_by = sequence;
    return statement->kind;
  }
  if (const Undecided* undecided = FindBySequence(draft.undecided, target)) return undecided->kind;
  return event.kind;
}

std::uint32_t ArchiveBuilder::InternLaws(const std::vector<LawReference>& laws) {
  if (laws.empty()) return 0;
  std::string key;
  for (const LawReference& reference : laws) {
    key += reference.law;
    key += '\n';
    key += Name(reference.role);
    key += '\n';
    key += reference.provision;
    key += '\n';
  }
  const auto [it, is_new] = law_set_ids_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(archive_.law_sets_.size()));
  if (is_new) archive_.law_sets_.push_back(laws);
  return it->second;
}

Archive ArchiveBuilder::Build() && {
  for (auto& [country, draft] : drafts_) {
    archive_.countries_.push_back(country);
    archive_.blocks_.push_back(std::make_shared<const CountryBlock>(
        *archive_.evaluator_, *archive_.answers_, std::move(draft.statements),
        std::move(draft.sightings)));
  }
  return std::move(archive_);
}

}  // namespace lawtrace::analysis
