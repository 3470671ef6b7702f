#include "store/agenda.h"

#include <string_view>

namespace lawtrace::store {
namespace {

// The first byte of a key of Family::kSchedule (docs/format.md).
constexpr char kEntry = 'e';
constexpr char kEdition = 'p';

// Days of the calendar of model/day.h begin in 1400; this makes their keys count from there.
constexpr std::int64_t kDayOffset = 208'188;

std::string DayKey(Day day) {
  return NumberKey(static_cast<std::uint64_t>(day.days_since_epoch() + kDayOffset));
}

std::string KeyOf(const Agenda::Entry& entry) {
  return kEntry + DayKey(entry.day) + NumberKey(entry.event.value);
}

}  // namespace

Result<std::vector<Sequence>> Agenda::Undecided() const {
  std::vector<Sequence> firsts;
  const Status scanned = records_.Scan(
      Family::kOutbox, {}, [&](std::string_view key, std::string_view) -> Result<bool> {
        const auto number = NumberOfKey(key);
        if (!number) return Fail(ErrorCode::kCorruption, "a key of the outbox is damaged");
        firsts.push_back(Sequence{*number});
        return true;
      });
  if (!scanned) return Fail(scanned.error());
  return firsts;
}

Result<std::vector<Agenda::Entry>> Agenda::EntriesUntil(Day day) const {
  std::vector<Entry> entries;
  const Status scanned = records_.Scan(
      Family::kSchedule, {.from = std::string(1, kEntry), .to = kEntry + DayKey(day.plus_days(1))},
      [&](std::string_view key, std::string_view) -> Result<bool> {
        if (key.size() != 17)
          return Fail(ErrorCode::kCorruption, "a key of the schedule is damaged");
        const auto days = static_cast<std::int64_t>(*NumberOfKey(key.substr(1, 8))) - kDayOffset;
        entries.push_back({.day = Day(static_cast<std::int32_t>(days)),
                           .event = Sequence{*NumberOfKey(key.substr(9))}});
        return true;
      });
  if (!scanned) return Fail(scanned.error());
  return entries;
}

Result<bool> Agenda::IsDecided(const std::string& edition) const {
  const auto found = records_.Get(Family::kSchedule, kEdition + edition);
  if (!found) return Fail(found.error());
  return found->has_value();
}

RecordChange Agenda::Decided(Sequence first) {
  return {.family = Family::kOutbox, .key = NumberKey(first.value), .value = std::nullopt};
}

RecordChange Agenda::Add(const Entry& entry) {
  return {.family = Family::kSchedule, .key = KeyOf(entry), .value = ""};
}

RecordChange Agenda::Remove(const Entry& entry) {
  return {.family = Family::kSchedule, .key = KeyOf(entry), .value = std::nullopt};
}

RecordChange Agenda::Decided(const std::string& edition) {
  return {.family = Family::kSchedule, .key = kEdition + edition, .value = ""};
}

}  // namespace lawtrace::store
