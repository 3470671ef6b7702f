#include "service/api/wish.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>

#include "alerts/filter.h"
#include "model/quote.h"

namespace lawtrace::service {
namespace {

constexpr std::array<std::string_view, 5> kCadences = {"immediate", "daily", "weekly", "monthly",
                                                       "edition"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::size_t kMaxLanguageBytes = 16;

std::optional<int> WholeNumber(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<CadenceKind> ParseCadenceKind(const std::string& text) {
  const auto found = std::ranges::find(kCadences, text);
  if (found != kCadences.end()) return static_cast<CadenceKind>(found - kCadences.begin() + 1);
  return Fail(ErrorCode::kInvalidInput,
              Quote(text) + " is unknown; write immediate, daily, weekly, monthly or edition");
}

Result<int> ParseMinute(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::optional<int> hour = WholeNumber(text.substr(0, colon));
  const std::optional<int> minute =
      colon == std::string_view::npos ? std::nullopt : WholeNumber(text.substr(colon + 1));
  if (!hour || !minute || text.size() != 5 || *hour < 0 || *hour > 23 || *minute < 0 ||
      *minute > 59)
    return Fail(ErrorCode::kInvalidInput,
                Quote(text) + " is no time of day; write one such as 08:00");
  return *hour * 60 + *minute;
}

Result<int> ParseDayOf(CadenceKind kind, const std::string& text) {
  std::string lowered = text;
  std::ranges::transform(lowered, lowered.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (kind == CadenceKind::kWeekly) {
    const auto found = std::ranges::find(kWeekdays, lowered);
    if (found != kWeekdays.end()) return static_cast<int>(found - kWeekdays.begin()) + 1;
    return Fail(ErrorCode::kInvalidInput,
                Quote(text) + " is no day of the week; write one such as monday");
  }
  const std::optional<int> day = WholeNumber(text);
  if (kind == CadenceKind::kMonthly && day && *day >= 1 && *day <= 31) return *day;
  return Fail(
      ErrorCode::kInvalidInput,
      kind == CadenceKind::kMonthly
          ? Quote(text) + " is no day of the month; write 1 to 31"
          : "only a weekly or a monthly cadence has a day; leave it out or say the cadence");
}

Result<std::string> ParseLanguage(const std::string& text) {
  const bool is_code = !text.empty() && text.size() <= kMaxLanguageBytes &&
                       std::ranges::all_of(text, [](unsigned char c) {
                         return std::isalnum(c) != 0 || c == '-' || c == '_';
                       });
  if (is_code) return text;
  return Fail(ErrorCode::kInvalidInput,
              Quote(text) + " is no code of a language; write one such as en");
}

}  // namespace

Status SetWish(const WishWords& words, const Index& index, SubscriptionWish& wish) {
  std::vector<Fault> faults;
  // Parses what is said, if it is, and keeps it in `value`.
  const auto take = [&](std::string_view field, const std::optional<std::string>& text, auto parse,
                        auto& value) {
    if (!text) return;
    auto parsed = parse(*text);
    if (parsed) {
      value = *std::move(parsed);
      return;
    }
    Error error = parsed.error();
    if (!field.empty()) error = std::move(error).At(field);
    std::ranges::move(error.faults, std::back_inserter(faults));
  };
  const CadenceKind former = wish.cadence.kind;
  take("to", words.to, &ParseChannel, wish.channel);
  take(
      /*field=*/"", words.where,  // The fault quotes the term.
      [&](const std::string& text) {
        return alerts::ParseFilter(text, index, index.main_methodology());
      },
      wish.filter);
  take("cadence", words.cadence, &ParseCadenceKind, wish.cadence.kind);
  if (wish.cadence.kind != former) wish.cadence.day = 1;
  take(
      "day", words.day,
      [&](const std::string& text) { return ParseDayOf(wish.cadence.kind, text); },
      wish.cadence.day);
  take("at", words.at, &ParseMinute, wish.cadence.minute);
  take("language", words.language, &ParseLanguage, wish.language);
  if (words.zone) wish.cadence.zone = *words.zone;
  if (!faults.empty()) return Fail({ErrorCode::kInvalidInput, std::move(faults)});
  return {};
}

}  // namespace lawtrace::service
