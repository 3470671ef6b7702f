// The canonical number and the year of a law.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lawtrace::ingest {

// "13.445 / 17" -> "13445/17": no blanks, no marks between thousands, "\" as "/".
std::string PlainNumber(std::string_view written);

// The year that stands in a number: "2016-274", "8/2013", "341/07", "2000/43/EC".  Two digits are
// those of the century that ends up closest before `kNewestShortYear`.
std::optional<int> YearInNumber(std::string_view number);

// "1995", "95" or absent.
std::optional<int> ReadYear(std::string_view text);

// Whether "a/b" is no number of a law but years or a date: "2014/15", "12/2010", "5/2/2016".
bool IsDateLike(std::string_view number);

// `form` with {number} and {year} filled in; the usual form if it is empty.
std::string CanonicalNumber(std::string_view form, std::string_view written,
                            std::optional<int> year);

}  // namespace lawtrace::ingest
