// Decision: what a transaction, a day or an edition gives to tell, and what each of it did.
// docs/alerts.md, "What is told".
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alerts/notice.h"
#include "analysis/archive.h"
#include "analysis/scoreboard.h"
#include "model/delivery.h"
#include "model/event.h"
#include "model/index.h"
#include "model/transaction.h"

namespace lawtrace::alerts {

// That an announced amendment takes effect on a day behind the one on which it was recorded.
struct ScheduledEntry {
  Day day;
  Sequence event;
};

// The events of a transaction as they are told: to whoever was not there, a transaction happens at
// once.  What it replaces within itself is left out; a correction of such an event stands in its
// place, with its kind and with what it replaced before the transaction; a retraction of one that
// replaced nothing is left out, too.
std::vector<Event> EventsToTell(const Transaction& transaction);

// The trigger of an event at the time of its recording; absent: it gives nothing to tell (codings,
// confirmations, and events on indicators that the archive's methodology lacks).  Of the correction
// of a confirmation: that of the kind as which it counts.
std::optional<Trigger> TriggerOf(const analysis::Archive& archive, const Event& event,
                                 Instant recorded_at);

// The amendments among the events, and corrections of amendments, that take effect after the day of
// recording.
// REQUIRES: the archive holds the transaction.
std::vector<ScheduledEntry> EntriesOf(const analysis::Archive& archive,
                                      const Transaction& transaction);

// Whether the event still decides an answer from its effective day on, as known at `known`; false
// if it was superseded, moved or overtaken.
bool TakesEffect(const analysis::Archive& archive, const std::string& country,
                 const std::string& indicator, Sequence event, Sequence known);

// Whether the edition can be told of: it was published by `today`, and the log holds answers that
// were observed on its reference day.
bool IsPublished(const analysis::Archive& archive, const Edition& edition, Day today);
// The countries whose answers were observed on the edition's reference day, with the item of the
// log that was the first to say so.
std::vector<std::pair<std::string, Sequence>> FirstSeen(const analysis::Archive& archive,
                                                        const Edition& edition);
// The first moment of the last day on which it may have been published.
// REQUIRES: edition.published.
Instant PublicationOf(const Edition& edition);

// Writes notices; keeps league tables that it has worked out.
class NoticeWriter {
 public:
  // REQUIRES: both outlive the writer.
  NoticeWriter(const analysis::Archive& archive, const Index& index)
      : archive_(archive), index_(index) {}

  // What the event did, as far as was known at `known`.  An amendment or recoding: the day before
  // its effective day against that day.  A correction or retraction: the day that it changes,
  // before its transaction (whose first item is `first`) and after it.  A proposal, and an
  // amendment whose commencement is unknown: what it would do, on its effective day or else on the
  // day of recording.
  // REQUIRES: TriggerOf(event) is not absent, or `trigger` is kEntryIntoForce.
  Notice OfEvent(const Event& event, Instant recorded_at, Sequence first, Trigger trigger,
                 Sequence known);

  // For each country with answers observed on the edition's reference day: that day against the
  // reference day of the edition before it; by country code.
  std::vector<Notice> OfEdition(const Edition& edition, Sequence known);

 private:
  const analysis::Scoreboard& BoardAt(AsOf as_of);
  Notice Start(const Event& event, Instant recorded_at, Trigger trigger, Sequence known) const;
  void ForgetOldBoards();  // Ends references to boards.
  void AddCountry(Notice& notice) const;
  void AddLaws(std::span<const LawReference> references, Notice& notice) const;
  void FillFromLog(analysis::CountryId country, analysis::IndicatorId indicator, AsOf from, AsOf to,
                   Notice& notice);
  void FillFromOverlay(const Event& event, analysis::IndicatorId indicator, Notice& notice);
  void AddLevel(analysis::NodeId node, Day day, Notice& notice) const;
  void SetPlaces(const analysis::Scoreboard& before, const analysis::Scoreboard& after,
                 analysis::CountryId country, Notice& notice) const;
  void SetAnswers(analysis::IndicatorId indicator, const std::optional<Answer>& old_answer,
                  const std::optional<Answer>& new_answer, Notice& notice) const;

  const analysis::Archive& archive_;
  const Index& index_;
  std::map<std::pair<std::int32_t, Sequence>, analysis::Scoreboard> boards_;
};

}  // namespace lawtrace::alerts
