#include "service/page/subscribe_form.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "alerts/filter.h"
#include "alerts/schedule.h"
#include "model/quote.h"
#include "service/channels/mail/mail_message.h"

namespace lawtrace::service {
namespace {

constexpr std::array<std::string_view, 5> kCadences = {"immediate", "daily", "weekly", "monthly",
                                                       "edition"};
constexpr int kMinutesOfDay = 24 * 60;

std::optional<int> NumberIn(std::string_view text) {
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Minutes of "08:30".
std::optional<int> MinuteIn(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto hour = NumberIn(text.substr(0, colon));
  const auto minute = NumberIn(text.substr(colon + 1, 2));
  if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59)
    return std::nullopt;
  return *hour * 60 + *minute;
}

// A value of a filter; in quotation marks if it could be read as anything else.
std::string Quoted(std::string value) {
  std::erase(value, '"');
  const bool is_plain = std::ranges::all_of(
      value, [](char c) { return c != ' ' && c != ',' && c != '\t' && c != '\n'; });
  return is_plain ? value : '"' + value + '"';
}

void AddFault(std::string_view field, std::string_view words, std::vector<Fault>& faults) {
  faults.push_back({.field = std::string(field), .words = words});
}

void AddFaults(std::string_view field, const Error& error, std::vector<Fault>& faults) {
  for (const Fault& fault : error.faults)
    faults.push_back({.field = std::string(field), .words = fault.words});
}

void ReadChannel(const NamedValues& fields, SubscriptionWish& wish, std::vector<Fault>& faults) {
  if (FieldOf(fields, "channel") == "webhook") {
    const Result<Channel> channel = ParseChannel("webhook:" + FieldOf(fields, "webhook"));
    if (channel) wish.channel = *channel;
    if (!channel) AddFaults("webhook", channel.error(), faults);
    return;
  }
  wish.channel = {.kind = ChannelKind::kMail, .target = FieldOf(fields, "mail")};
  if (!IsMailAddress(wish.channel.target)) AddFault("mail", "write one address, NAME@HOST", faults);
}

void ReadCadence(const NamedValues& fields, SubscriptionWish& wish, std::vector<Fault>& faults) {
  Cadence& cadence = wish.cadence;
  if (const std::string word = FieldOf(fields, "cadence"); !word.empty()) {
    const auto found = std::ranges::find(kCadences, word);
    if (found == kCadences.end()) {
      AddFault("cadence", "write immediate, daily, weekly, monthly or edition", faults);
      return;
    }
    cadence.kind = static_cast<CadenceKind>(found - kCadences.begin() + 1);
  }
  const auto read_day = [&](std::string_view field, int most) {
    const std::string text = FieldOf(fields, field);
    if (text.empty()) return;
    const std::optional<int> day = NumberIn(text);
    if (day && *day >= 1 && *day <= most) {
      cadence.day = *day;
    } else {
      AddFault(field, "write a number from 1 to " + std::to_string(most), faults);
    }
  };
  if (cadence.kind == CadenceKind::kWeekly) read_day("weekday", 7);
  if (cadence.kind == CadenceKind::kMonthly) read_day("monthday", 31);
  if (const std::string text = FieldOf(fields, "time"); !text.empty()) {
    const std::optional<int> minute = MinuteIn(text);
    if (minute) cadence.minute = *minute;
    if (!minute) AddFault("time", "write hours and minutes, like 08:30", faults);
  }
  if (const std::string zone = FieldOf(fields, "zone"); !zone.empty()) cadence.zone = zone;
  if (const Status checked = alerts::CheckWishedCadence(cadence); !checked)
    AddFaults("zone", checked.error(), faults);
}

}  // namespace

std::string FieldOf(const NamedValues& fields, std::string_view name) {
  std::string value;
  for (const auto& [key, text] : fields)
    if (key == name) value = text;
  return value;
}

std::vector<std::string> ListOf(const NamedValues& fields, std::string_view name) {
  std::vector<std::string> list;
  for (const auto& [key, text] : fields) {
    if (key != name) continue;
    for (std::string_view rest = text; !rest.empty();) {
      std::string_view part = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), part.size() + 1));
      const std::size_t begin = part.find_first_not_of(' ');
      if (begin == std::string_view::npos) continue;
      part = part.substr(begin, part.find_last_not_of(' ') - begin + 1);
      list.emplace_back(part);
    }
  }
  return list;
}

Status CheckBounds(const NamedValues& fields) {
  constexpr std::size_t kMostFields = 400;  // Most of them countries and indicators of lists.
  constexpr std::size_t kMostBytes = 4096;
  if (fields.size() > kMostFields)
    return Fail(ErrorCode::kInvalidInput, "the form has more than 400 fields; choose fewer");
  for (const auto& [name, value] : fields)
    if (name.size() + value.size() > kMostBytes)
      return Fail(ErrorCode::kInvalidInput,
                  "field " + Quote(name) + " is longer than 4096 bytes; write less");
  return {};
}

std::string FilterTextOf(const NamedValues& fields) {
  std::string text;
  const auto add = [&](const std::string& term) { text += (text.empty() ? "" : " and ") + term; };
  for (const std::string name :
       {"country", "group", "area", "indicator", "law", "kind", "direction", "timing"}) {
    std::string values;
    for (const std::string& value : ListOf(fields, name))
      values += (values.empty() ? "" : ",") + Quoted(value);
    if (!values.empty()) add(name + " " + values);
  }
  const std::string chosen = FieldOf(fields, "of");
  const std::string of = chosen.empty() ? "overall" : Quoted(chosen);
  if (const std::string points = FieldOf(fields, "points"); !points.empty())
    add("change " + of + " >= " + points);
  for (const std::string name : {"band", "rank"})
    if (!FieldOf(fields, name).empty()) add(name + " " + of);
  if (const std::string where = FieldOf(fields, "where"); !where.empty()) add(where);
  return text;
}

Result<SubscriptionWish> WishOfForm(const NamedValues& fields, const Index& index) {
  SubscriptionWish wish;
  std::vector<Fault> faults;
  ReadChannel(fields, wish, faults);
  Result<Filter> filter =
      alerts::ParseFilter(FilterTextOf(fields), index, index.main_methodology());
  if (filter) wish.filter = *std::move(filter);
  if (!filter) AddFaults("where", filter.error(), faults);
  ReadCadence(fields, wish, faults);
  if (const std::string word = FieldOf(fields, "language"); !word.empty()) wish.language = word;
  if (!faults.empty()) return Fail({ErrorCode::kInvalidInput, std::move(faults)});
  return wish;
}

NamedValues FieldsOf(const Subscription& subscription) {
  const Cadence& cadence = subscription.cadence;
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const int minute = cadence.minute % kMinutesOfDay;
  const bool is_mail = subscription.channel.kind == ChannelKind::kMail;
  return {{"where", alerts::ToString(subscription.filter)},
          {"channel", is_mail ? "mail" : "webhook"},
          {is_mail ? "mail" : "webhook", subscription.channel.target},
          {"cadence", std::string(kCadences[static_cast<std::size_t>(cadence.kind) - 1])},
          {"weekday", std::to_string(cadence.kind == CadenceKind::kWeekly ? cadence.day : 1)},
          {"monthday", std::to_string(cadence.kind == CadenceKind::kMonthly ? cadence.day : 1)},
          {"time", two(minute / 60) + ":" + two(minute % 60)},
          {"zone", cadence.zone},
          {"language", subscription.language}};
}

}  // namespace lawtrace::service
