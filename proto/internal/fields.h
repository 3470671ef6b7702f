// Fields: what the text files of an index check alike.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/day.h"
#include "model/partial_date.h"
#include "proto/internal/place.h"

namespace lawtrace::proto {

// Reports `what` if `text` is empty.
void RequireText(std::string_view text, const Place& place, std::string_view what);

// Reports `what` if `code` is empty or holds a blank or a control character.
void RequireCode(std::string_view code, const Place& place, std::string_view what);

// The day that `text` writes, or absent, and reported as `what`, if it writes none.
// REQUIRES: `text` is not empty.
std::optional<Day> ReadDay(const std::string& text, const Place& place, std::string_view what);

// As ReadDay; an empty text is absent and no fault.
std::optional<Day> ReadOptionalDay(const std::string& text, const Place& place,
                                   std::string_view what);

// As ReadOptionalDay for a date that may be known to the month or year only.
std::optional<PartialDate> ReadOptionalDate(const std::string& text, const Place& place,
                                            std::string_view what);

enum class LetterCase : std::uint8_t { kMatters, kIgnored };

// Names of one file that must differ from each other.
class UniqueNames {
 public:
  explicit UniqueNames(LetterCase letter_case) : letter_case_(letter_case) {}

  // Reports `what` if `name` was added before.  An empty name never counts.
  void Add(const std::string& name, const Place& place, std::string_view what);

 private:
  LetterCase letter_case_;
  std::map<std::string, int, std::less<>> lines_;  // Of each name's first use.
};

}  // namespace lawtrace::proto
