// PartialDate: a date known to the day, the month or the year.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/day.h"
#include "model/result.h"

namespace lawtrace {

// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class Precision : std::uint8_t { kDay = 1, kMonth = 2, kYear = 3 };

std::string_view Name(Precision precision);  // "day", "month", "year".

// Some day in [earliest, latest], both inclusive.
//
// Invariant: the bounds are one day, one calendar month or one calendar year, as `precision` says.
class PartialDate {
 public:
  // The period of `precision` that contains `day`.
  PartialDate(Day day, Precision precision);

  // Parses "YYYY-MM-DD", "YYYY-MM" or "YYYY".  kInvalidInput on any other text.
  [[nodiscard]] static Result<PartialDate> Parse(std::string_view text);

  Day earliest() const { return earliest_; }
  Day latest() const { return latest_; }
  Precision precision() const { return precision_; }
  std::string ToString() const;  // What Parse reads back.

  friend bool operator==(const PartialDate&, const PartialDate&) = default;

 private:
  Day earliest_;
  Day latest_;
  Precision precision_;
};

}  // namespace lawtrace
