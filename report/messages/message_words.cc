#include "report/messages/message_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/check.h"
#include "model/number.h"

namespace lawtrace::report {
namespace {

// Every name that a file of words must have, besides month.1 to month.12.
constexpr std::array kNames = {std::string_view("language"),
                               std::string_view("decimal"),
                               std::string_view("minus"),
                               std::string_view("date"),
                               std::string_view("date.month"),
                               std::string_view("when.day"),
                               std::string_view("when.month"),
                               std::string_view("when.year"),
                               std::string_view("when.unknown"),
                               std::string_view("answer.none"),
                               std::string_view("answer.not_assessed"),
                               std::string_view("answer.not_applicable"),
                               std::string_view("law.adopted"),
                               std::string_view("law.published"),
                               std::string_view("law.in_force"),
                               std::string_view("trigger.amendment"),
                               std::string_view("trigger.announcement"),
                               std::string_view("trigger.entry_into_force"),
                               std::string_view("trigger.proposal"),
                               std::string_view("trigger.correction"),
                               std::string_view("trigger.retraction"),
                               std::string_view("trigger.recoding"),
                               std::string_view("trigger.edition")};
constexpr std::string_view kBand = "band.";
constexpr int kMostDecimals = 3;

std::string MonthKey(int month) {
  return "month." + std::to_string(month);
}

bool IsName(std::string_view name) {
  if (std::ranges::find(kNames, name) != kNames.end() || name.starts_with(kBand)) return true;
  for (int month = 1; month <= 12; ++month)
    if (name == MonthKey(month)) return true;
  return false;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

int DayOfMonth(Day day) {
  return day.days_since_epoch() - day.first_of_month().days_since_epoch() + 1;
}

std::string Filled(std::string pattern, std::string_view field, std::string_view value) {
  const std::string brace = fmt::format("{{{}}}", field);
  if (const std::size_t at = pattern.find(brace); at != std::string::npos)
    pattern.replace(at, brace.size(), value);
  return pattern;
}

}  // namespace

Result<MessageWords> MessageWords::Parse(std::string_view text, const std::string& place) {
  MessageWords words;
  std::string faults;
  const auto report = [&](const std::string& where, const std::string& what) {
    faults += (faults.empty() ? "" : "\n") + where + ": " + what;
  };
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::string where = place + ":" + std::to_string(number);
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t equals = line.find('=');
    const std::string name(Trimmed(line.substr(0, equals)));
    if (equals == std::string_view::npos) {
      report(where, "not of the form 'name = words'");
    } else if (!IsName(name)) {
      report(where, "unknown name '" + name + "'; docs/channels.md lists the names");
    } else if (!words.words_.emplace(name, Trimmed(line.substr(equals + 1))).second) {
      report(where, "'" + name + "' is given twice");
    }
  }
  const auto require = [&](const std::string& name) {
    if (!words.words_.contains(name)) report(place, "'" + name + "' is missing");
  };
  for (const std::string_view name : kNames) require(std::string(name));
  for (int month = 1; month <= 12; ++month) require(MonthKey(month));
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return words;
}

const std::string& MessageWords::Of(std::string_view name) const {
  const auto found = words_.find(name);
  Check(found != words_.end(), "a file of words has every name");
  return found->second;
}

std::string MessageWords::Band(std::string_view name) const {
  const auto found = words_.find(std::string(kBand).append(name));
  return found == words_.end() ? std::string(name) : found->second;
}

std::string MessageWords::Date(Day day) const {
  return Date(PartialDate(day, Precision::kDay));
}

std::string MessageWords::Date(const PartialDate& date) const {
  const Day day = date.latest();
  const std::string year = std::to_string(day.year());
  if (date.precision() == Precision::kYear) return year;
  const bool is_day = date.precision() == Precision::kDay;
  std::string text = Filled(Of(is_day ? "date" : "date.month"), "year", year);
  text = Filled(std::move(text), "month", Of(MonthKey(day.month())));
  return Filled(std::move(text), "day", std::to_string(DayOfMonth(day)));
}

std::string MessageWords::When(const std::optional<PartialDate>& date) const {
  if (!date) return Of("when.unknown");
  return Filled(Of("when." + std::string(Name(date->precision()))), "date", Date(*date));
}

std::string MessageWords::Number(double number) const {
  int decimals = 1;
  while (decimals < kMostDecimals && Rounded(number, decimals) == 0) ++decimals;
  std::string text = FixedText(number, Rounded(number, decimals) == 0 ? 1 : decimals);
  if (const std::size_t point = text.find('.'); point != std::string::npos)
    text.replace(point, 1, Of("decimal"));
  if (text.starts_with('-')) text.replace(0, 1, Of("minus"));
  return text;
}

std::string MessageWords::Points(double points) const {
  return (points > 0 ? "+" : "") + Number(points);
}

std::string MessageWords::WholePoints(double points) const {
  std::string text = Points(points);
  const std::string zero = Of("decimal") + "0";
  if (text.ends_with(zero)) text.resize(text.size() - zero.size());
  return text;
}

}  // namespace lawtrace::report
