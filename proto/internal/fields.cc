#include "proto/internal/fields.h"

#include "model/text.h"

namespace lawtrace::proto {

void RequireText(std::string_view text, const Place& place, std::string_view what) {
  if (text.empty()) place.Report(std::string(what) + " is missing or empty");
}

void RequireCode(std::string_view code, const Place& place, std::string_view what) {
  RequireText(code, place, what);
  if (code.find(' ') != std::string_view::npos || PlainLine(code) != code)
    place.Report(std::string(what) + ": " + Quoted(code) +
                 " holds a blank or an invisible character; write it without");
}

std::optional<Day> ReadDay(const std::string& text, const Place& place, std::string_view what) {
  Result<Day> day = Day::Parse(text);
  if (day) return *day;
  place.Report(std::string(what) + ": " + day.error().Message());
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
  place.Report(std::string(what) + ": " + date.error().Message());
  return std::nullopt;
}

void UniqueNames::Add(const std::string& name, const Place& place, std::string_view what) {
  if (name.empty()) return;
  const std::string key = letter_case_ == LetterCase::kIgnored ? Folded(name) : name;
  const auto [first, is_added] = lines_.emplace(key, place.line());
  if (is_added) return;
  place.Report(std::string(what) + ": " + Quoted(name) + " is already taken in line " +
               std::to_string(first->second));
}

}  // namespace lawtrace::proto
