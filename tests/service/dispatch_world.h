// A store of a small index, with people who follow it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alerts/filter.h"
#include "service/dispatch/dispatcher.h"
#include "service/dispatch/enrolment.h"
#include "store/deliveries.h"
#include "store/event_log.h"
#include "tests/alerts/sample_notice.h"

namespace lawtrace::service {

using analysis::EventOf;
using analysis::EventWords;

inline Instant At(std::string_view text) {
  return Instant::Parse(text).value();
}

inline Index WorldIndex() {
  Index index = alerts::SampleIndex();
  index.editions = {{.id = "one", .title = "One", .reference = analysis::DayOf("2019-12-31")},
                    {.id = "two",
                     .title = "Two",
                     .reference = analysis::DayOf("2021-12-31"),
                     .published = PartialDate::Parse("2022-05-01").value()}};
  return index;
}

inline analysis::Archive ReadArchive(const store::EventLog& log, const Index& index) {
  analysis::ArchiveBuilder builder(index.main_methodology());
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    builder.Add(transaction);
    return {};
  });
  if (!read) std::abort();
  return std::move(builder).Build();
}

// Appends one transaction and returns the sequence of its first event.
inline Sequence RecordAll(store::EventLog& log, std::string_view recorded_at,
                          const std::vector<EventWords>& events) {
  Transaction transaction{.recorded_at = At(recorded_at)};
  for (const EventWords& words : events) transaction.events.push_back(EventOf(words));
  const auto appended = log.Append(std::move(transaction), log.last());
  if (!appended) std::abort();
  return appended->first;
}

// First answers of Spain and Portugal, all 50, recorded on 2020-02-01.
inline void RecordCodings(store::EventLog& log) {
  std::vector<EventWords> events;
  for (const std::string country : {"ES", "PT"})
    for (const std::string indicator : {"a", "b", "c", "n"})
      events.push_back({.kind = EventKind::kCoding,
                        .country = country,
                        .indicator = indicator,
                        .answer = "50",
                        .effective = "2019",
                        .observed = "2019-12-31"});
  RecordAll(log, "2020-02-01", events);
}

inline SubscriptionWish WishOf(const Index& index, std::string_view to, std::string_view where,
                               Cadence cadence = {}) {
  return {.filter = alerts::ParseFilter(where, index, index.main_methodology()).value(),
          .channel = ParseChannel(to).value(),
          .cadence = std::move(cadence)};
}

inline Cadence Daily() {
  return {.kind = CadenceKind::kDaily, .minute = 8 * 60};
}

}  // namespace lawtrace::service
