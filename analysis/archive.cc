#include "analysis/archive.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "analysis/internal/node_shares.h"
#include "model/budget.h"
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

const Supersession* Archive::FindSupersession(Sequence by) const {
  const auto it = std::ranges::lower_bound(by_superseder_, by, {}, &Supersession::by);
  return it != by_superseder_.end() && it->by == by ? &*it : nullptr;
}

const Supersession* Archive::FindSuperseder(Sequence of) const {
  const auto it = std::ranges::lower_bound(by_superseded_, of, {}, &Supersession::of);
  return it != by_superseded_.end() && it->of == of ? &*it : nullptr;
}

ArchiveBuilder::ArchiveBuilder(const Methodology& methodology) {
  archive_.evaluator_ = std::make_unique<Evaluator>(methodology);
  archive_.answers_ = std::make_unique<AnswerTable>(methodology);
  archive_.law_sets_.emplace_back();
  for (const IndicatorId id : IdsUpTo<IndicatorId>(methodology.indicators.size()))
    indicators_.emplace(methodology.indicators[id.value].code, id);
}

void ArchiveBuilder::Add(const Transaction& transaction) {
  SpendStep();
  Check(transaction.first > archive_.last(), "ArchiveBuilder::Add: not in log order");
  Check(transaction.last().value < std::numeric_limits<std::uint32_t>::max(), "log too long");
  archive_.recorded_.push_back({.last = transaction.last(), .at = transaction.recorded_at});
  for (std::size_t i = 0; i < transaction.laws.size(); ++i)
    archive_.laws_.Add(transaction.laws[i], transaction.first.plus(i));
  for (const Event& event : transaction.events) AddEvent(event);
}

void ArchiveBuilder::AddEvent(const Event& event) {
  const auto sequence = static_cast<std::uint32_t>(event.sequence.value);
  EventKind kind = event.kind;
  if (event.supersedes) {
    const EventKind origin = Supersede(*event.supersedes, event);
    if (kind == EventKind::kCorrection || kind == EventKind::kRetraction)
      kind = event.counts_as.value_or(origin);
  }
  const auto indicator = indicators_.find(event.indicator);
  const bool states_answer = event.kind != EventKind::kRetraction && event.answer.has_value() &&
                             indicator != indicators_.end();
  if (!states_answer || !DecidesAnswer(kind) || !event.effective)
    undecided_.push_back({.sequence = sequence, .kind = kind});
  if (!states_answer) return;
  Draft& draft = drafts_[event.country];
  const AnswerId answer = archive_.answers_->Intern(indicator->second, *event.answer);
  if (event.observed && kind != EventKind::kProposal)
    draft.sightings.push_back({.sequence = sequence,
                               .day = event.observed->days_since_epoch(),
                               .indicator = indicator->second,
                               .answer = answer});
  if (!DecidesAnswer(kind) || !event.effective) return;
  draft.statements.push_back({.sequence = sequence,
                              .day = event.effective->latest().days_since_epoch(),
                              .indicator = indicator->second,
                              .answer = answer,
                              .law_set = InternLaws(event.laws),
                              .kind = kind,
                              .precision = event.effective->precision(),
                              .basis = event.basis,
                              .is_correction = event.kind == EventKind::kCorrection});
}

EventKind ArchiveBuilder::Supersede(Sequence replaced, const Event& event) {
  if (replaced >= event.sequence) return event.kind;  // Nothing that is known.
  archive_.by_superseder_.push_back({.by = event.sequence,
                                     .of = replaced,
                                     .is_retraction = event.kind == EventKind::kRetraction});
  const auto target = static_cast<std::uint32_t>(replaced.value);
  const auto mark = [&event](auto* item) {  // The first to supersede an item decides from when on.
    if (item == nullptr || item->superseded_by != kNotSuperseded) return;
    item->superseded_by = static_cast<std::uint32_t>(event.sequence.value);
  };
  std::optional<EventKind> kind;
  const auto search = [&](Draft& draft) {
    Sighting* sighting = FindBySequence(draft.sightings, target);
    Statement* statement = FindBySequence(draft.statements, target);
    mark(sighting);
    mark(statement);
    if (statement != nullptr) kind = statement->kind;
    return sighting != nullptr || statement != nullptr;
  };
  const auto own = drafts_.find(event.country);
  bool is_found = own != drafts_.end() && search(own->second);
  // A correction may move an event from one country to another.
  for (auto it = drafts_.begin(); it != drafts_.end() && !is_found; ++it)
    is_found = search(it->second);
  if (const Undecided* undecided = FindBySequence(undecided_, target)) kind = undecided->kind;
  return kind.value_or(event.kind);
}

std::uint32_t ArchiveBuilder::InternLaws(const std::vector<LawReference>& laws) {
  if (laws.empty()) return 0;
  // The events of one law come one after the other.
  if (laws == archive_.law_sets_[last_law_set_]) return last_law_set_;
  std::string key;
  for (const LawReference& reference : laws) {
    key += reference.law;
    key += '\0';
    key += Name(reference.role);
    key += '\0';
    key += reference.provision;
    key += '\0';
  }
  const auto [it, is_new] = law_set_ids_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(archive_.law_sets_.size()));
  if (is_new) archive_.law_sets_.push_back(laws);
  last_law_set_ = it->second;
  return last_law_set_;
}

Archive ArchiveBuilder::Build() && {
  Check(drafts_.size() <= std::numeric_limits<std::uint16_t>::max(), "too many countries");
  for (auto& [country, draft] : drafts_) {
    archive_.countries_.push_back(country);
    archive_.blocks_.push_back(std::make_shared<const CountryBlock>(
        *archive_.evaluator_, *archive_.answers_, std::move(draft.statements),
        std::move(draft.sightings)));
  }
  archive_.by_superseded_ = archive_.by_superseder_;
  std::ranges::stable_sort(archive_.by_superseded_, {}, &Supersession::of);
  archive_.kept_shares_ = std::make_shared<const KeptShares>(archive_.countries_.size(),
                                                             archive_.evaluator_->node_count());
  return std::move(archive_);
}

}  // namespace lawtrace::analysis
