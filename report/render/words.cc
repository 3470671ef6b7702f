#include "report/render/words.h"

#include <fmt/format.h>

#include <array>

#include "model/number.h"

namespace lawtrace::report {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace

std::string_view MonthName(Day day) {
  return kMonths[static_cast<std::size_t>(day.month() - 1)];
}

std::string LongDate(Day day) {
  return fmt::format("{} {} {}",
                     day.days_since_epoch() - day.first_of_month().days_since_epoch() + 1,
                     MonthName(day), day.year());
}

std::string ScaleWords(const Scale& scale) {
  if (!scale.minimum || !scale.maximum) return {};
  if (*scale.minimum == 0) return " of " + ShortestText(*scale.maximum);
  return " on a scale from " + ShortestText(*scale.minimum) + " to " + ShortestText(*scale.maximum);
}

}  // namespace lawtrace::report
