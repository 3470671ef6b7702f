// Words for people.
#pragma once

#include <string>

#include "model/day.h"

namespace lawtrace::report {

std::string LongDate(Day day);  // "6 July 2018".

}  // namespace lawtrace::report
