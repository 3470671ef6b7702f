#include "service/dispatch/notices.h"

#include <algorithm>

namespace lawtrace::service {

using alerts::Notice;

Result<Notices::Found> Notices::Find(Sequence event) {
  if (!read_ || event < read_->first || read_->last() < event) {
    Result<Transaction> transaction = log_.Read(event);
    if (!transaction) return Fail(transaction.error());
    read_ = *std::move(transaction);
    told_ = alerts::EventsToTell(*read_);
  }
  auto found = std::ranges::find(told_, event, &Event::sequence);
  if (found != told_.end()) return Found{.transaction = &*read_, .event = &*found};
  found = std::ranges::find(read_->events, event, &Event::sequence);
  if (found == read_->events.end())
    return Fail(ErrorCode::kNotFound, "item " + event.ToString() + " of the log is no event");
  return Found{.transaction = &*read_, .event = &*found};
}

std::vector<Notice> Notices::OfTransaction(const Transaction& transaction) {
  std::vector<Notice> notices;
  for (const Event& event : alerts::EventsToTell(transaction))
    if (const auto trigger = alerts::TriggerOf(archive_, event, transaction.recorded_at))
      notices.push_back(writer_.OfEvent(event, transaction.recorded_at, transaction.first, *trigger,
                                        transaction.last()));
  return notices;
}

Result<std::optional<Notice>> Notices::OfEntry(Sequence event) {
  const Result<Found> found = Find(event);
  if (!found) return Fail(found.error());
  if (!alerts::TakesEffect(archive_, found->event->country, found->event->indicator, event,
                           archive_.last()))
    return std::nullopt;
  return writer_.OfEvent(*found->event, found->transaction->recorded_at, found->transaction->first,
                         Trigger::kEntryIntoForce, archive_.last());
}

std::vector<Notice> Notices::OfEdition(const Edition& edition) {
  return writer_.OfEdition(edition, archive_.last());
}

Result<Notice> Notices::Of(const Occasion& occasion, Sequence known) {
  if (occasion.trigger != Trigger::kEdition) {
    const Result<Found> found = Find(occasion.event);
    if (!found) return Fail(found.error());
    return writer_.OfEvent(*found->event, found->transaction->recorded_at,
                           found->transaction->first, occasion.trigger, known);
  }
  const auto [place, is_new] = editions_.try_emplace({occasion.edition, known});
  if (is_new)
    if (const Edition* const edition = index_.FindEdition(occasion.edition))
      place->second = writer_.OfEdition(*edition, known);
  const auto notice = std::ranges::find(place->second, occasion.country, &Notice::country);
  if (notice == place->second.end())
    return Fail(ErrorCode::kNotFound, "edition '" + occasion.edition +
                                          "' says nothing on country '" + occasion.country +
                                          "' any more");
  return *notice;
}

Result<std::vector<Notice>> Notices::Between(Instant since, Instant until) {
  std::vector<Notice> notices;
  std::vector<alerts::ScheduledEntry> entries;
  const Status visited = log_.Visit([&](const Transaction& transaction) -> Status {
    std::ranges::copy(alerts::EntriesOf(archive_, transaction), std::back_inserter(entries));
    if (transaction.recorded_at > since && transaction.recorded_at <= until)
      std::ranges::move(OfTransaction(transaction), std::back_inserter(notices));
    return {};
  });
  if (!visited) return Fail(visited.error());
  std::ranges::stable_sort(entries, {}, &alerts::ScheduledEntry::day);
  for (const alerts::ScheduledEntry& entry : entries) {
    const Instant day = Instant::StartOf(entry.day);
    if (day <= since || day > until) continue;
    Result<std::optional<Notice>> notice = OfEntry(entry.event);
    if (!notice) return Fail(notice.error());
    if (*notice) notices.push_back(**std::move(notice));
  }
  for (const Edition& edition : index_.editions) {
    if (!alerts::IsPublished(archive_, edition, until.day())) continue;
    if (alerts::PublicationOf(edition) <= since) continue;
    std::ranges::move(OfEdition(edition), std::back_inserter(notices));
  }
  return notices;
}

}  // namespace lawtrace::service
