// Words for people.
#pragma once

#include <string>
#include <string_view>

#include "model/day.h"
#include "model/methodology.h"

namespace lawtrace::report {

std::string_view MonthName(Day day);  // "July".
std::string LongDate(Day day);        // "6 July 2018".

// What follows a score so that it can be read: " of 100", " on a scale from -2.5 to 2.5"; empty for
// a scale without ends.
std::string ScaleWords(const Scale& scale);

}  // namespace lawtrace::report
