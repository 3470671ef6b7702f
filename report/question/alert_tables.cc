#include "report/question/alert_tables.h"

#include "alerts/filter.h"

namespace lawtrace::report {
namespace {

Cell InstantCell(const std::optional<Instant>& instant) {
  return instant ? Cell(instant->ToString()) : Cell();
}

Cell TextCell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

Cell NumberCell(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

Cell EventCell(Sequence event) {
  return event.value == 0 ? Cell() : NumberCell(event.value);
}

Cell RankCell(const std::optional<std::size_t>& rank) {
  return rank ? NumberCell(*rank) : Cell();
}

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : "; ") + text;
  return joined;
}

std::string LawsText(const alerts::Notice& notice) {
  std::vector<std::string> ids;
  for (const alerts::NoticeLaw& law : notice.laws)
    if (law.role == LawRole::kCause) ids.push_back(law.id);
  return Joined(ids);
}

Cell AnswerCell(const std::optional<Answer>& answer) {
  return answer ? Cell(answer->ToString()) : Cell();
}

}  // namespace

Table SubscriptionTable(std::span<const Subscription> subscriptions) {
  Table table{.columns = {{.name = "subscription"},
                          {.name = "state"},
                          {.name = "to"},
                          {.name = "cadence"},
                          {.name = "language"},
                          {.name = "filter"},
                          {.name = "paused_until"},
                          {.name = "end_reason"},
                          {.name = "created_at", .is_detail = true},
                          {.name = "confirmed_at", .is_detail = true},
                          {.name = "after_event", .is_detail = true}}};
  for (const Subscription& subscription : subscriptions) {
    const std::string filter = alerts::ToString(subscription.filter);
    table.rows.push_back(
        {NumberCell(subscription.id.value), std::string(Name(subscription.state)),
         subscription.channel.target.empty() ? Cell() : Cell(ToString(subscription.channel)),
         ToString(subscription.cadence), subscription.language,
         filter.empty() ? "everything" : filter, InstantCell(subscription.paused_until),
         TextCell(subscription.end_reason), subscription.created_at.ToString(),
         InstantCell(subscription.confirmed_at), NumberCell(subscription.after.value)});
  }
  return table;
}

Table DeliveryTable(std::span<const Delivery> deliveries) {
  Table table{.columns = {{.name = "subscription"},
                          {.name = "event"},
                          {.name = "edition"},
                          {.name = "country"},
                          {.name = "kind"},
                          {.name = "outcome"},
                          {.name = "reason"},
                          {.name = "due"},
                          {.name = "sent_at"},
                          {.name = "message"},
                          {.name = "corrects", .is_detail = true},
                          {.name = "matched", .is_detail = true},
                          {.name = "decided_at", .is_detail = true},
                          {.name = "known_event", .is_detail = true}}};
  constexpr Instant kUnknown{253'402'300'799};  // Due with the next edition.
  for (const Delivery& delivery : deliveries)
    table.rows.push_back({NumberCell(delivery.subscription.value),
                          EventCell(delivery.occasion.event), TextCell(delivery.occasion.edition),
                          TextCell(delivery.occasion.country),
                          std::string(Name(delivery.occasion.trigger)),
                          std::string(Name(delivery.state)), TextCell(delivery.reason),
                          delivery.due == kUnknown ? Cell() : Cell(delivery.due.ToString()),
                          InstantCell(delivery.sent_at), TextCell(delivery.message),
                          TextCell(delivery.corrects), Joined(delivery.matched),
                          delivery.decided_at.ToString(), NumberCell(delivery.known.value)});
  return table;
}

Table PreviewTable(std::span<const PreviewedNotice> notices) {
  Table table{.columns = {{.name = "event"},
                          {.name = "kind"},
                          {.name = "recorded_at", .is_detail = true},
                          {.name = "country"},
                          {.name = "indicator"},
                          {.name = "edition", .is_detail = true},
                          {.name = "day"},
                          {.name = "old_answer"},
                          {.name = "new_answer"},
                          {.name = "points", .decimals = 2},
                          {.name = "rank_before"},
                          {.name = "rank_after"},
                          {.name = "band_before", .is_detail = true},
                          {.name = "band_after", .is_detail = true},
                          {.name = "laws"},
                          {.name = "suppressed"}}};
  for (const auto& [notice, suppressed] : notices) {
    const alerts::LevelChange* const headline = notice.FindLevel(notice.headline);
    const alerts::LevelChange none;
    const alerts::LevelChange& level = headline == nullptr ? none : *headline;
    table.rows.push_back(
        {EventCell(notice.event), std::string(Name(notice.trigger)), notice.recorded_at.ToString(),
         notice.country, TextCell(notice.indicator), TextCell(notice.edition),
         notice.day.ToString(), AnswerCell(notice.old_answer), AnswerCell(notice.new_answer),
         CellOf(level.points), RankCell(level.rank_before), RankCell(level.rank_after),
         TextCell(level.band_before), TextCell(level.band_after), TextCell(LawsText(notice)),
         TextCell(suppressed)});
  }
  return table;
}

}  // namespace lawtrace::report
