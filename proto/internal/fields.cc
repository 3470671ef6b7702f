#include "proto/internal/fields.h"

#include <algorithm>
#include <cctype>

namespace lawtrace::proto {
namespace {

std::string InLowerCase(std::string name) {
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

}  // namespace

void RequireText(std::string_view text, const Place& place, std::string_view what) {
  if (text.empty()) place.Report(std::string(what) + " is missing or empty");
}

void RequireCode(std::string_view code, const Place& place, std::string_view what) {
  RequireText(code, place, what);
  const auto is_blank = [](unsigned char c) { return c <= ' ' || c == 0x7f; };
  if (std::ranges::any_of(code, is_blank))
    place.Report(std::string(what) + ": " + Quoted(code) + " holds a blank; write it without");
}

std::optional<Day> ReadDay(const std::string& text, const Place& place, std::string_view what) {
  Result<Day> day = Day::Parse(text);
  if (day) return *day;
  place.Report(std::string(what) + ": " + day.error().message);
  return std::nullopt;
}

std::optional<Day> ReadOptionalDay(const std::string& text, const Place& place,
                                   std::string_view what) {
  if (text.empty()) return std::nullopt;
  return ReadDay(text, place, what);
}

std::optional<PartialDate> ReadOptionalDate(const std::string& text, const Place& place,
                                            std::string_view what) {
  if (text.empty()) return std::nullopt;
  Result<PartialDate> date = PartialDate::Parse(text);
  if (date) return *date;
  place.Report(std::string(what) + ": " + date.error().message);
  return std::nullopt;
}

void UniqueNames::Add(const std::string& name, const Place& place, std::string_view what) {
  if (name.empty()) return;
  const std::string key = letter_case_ == LetterCase::kIgnored ? InLowerCase(name) : name;
  const auto [first, is_added] = lines_.emplace(key, place.line());
  if (is_added) return;
  place.Report(std::string(what) + ": " + Quoted(name) + " is already taken in line " +
               std::to_string(first->second));
}

}  // namespace lawtrace::proto
