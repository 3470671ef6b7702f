#include "model/partial_date.h"

namespace lawtrace {

std::string_view Name(Precision precision) {
  switch (precision) {
    case Precision::kMonth:
      return "month";
    case Precision::kYear:
      return "year";
    case Precision::kDay:
      break;
  }
  return "day";
}

PartialDate::PartialDate(Day day, Precision precision)
    : earliest_(day), latest_(day), precision_(precision) {
  if (precision == Precision::kMonth) {
    earliest_ = day.first_of_month();
    latest_ = day.last_of_month();
  } else if (precision == Precision::kYear) {
    earliest_ = day.first_of_year();
    latest_ = day.last_of_year();
  }
}

Result<PartialDate> PartialDate::Parse(std::string_view text) {
  Precision precision = Precision::kDay;
  std::string completed(text);
  if (text.size() == 4) {
    precision = Precision::kYear;
    completed += "-01-01";
  } else if (text.size() == 7) {
    precision = Precision::kMonth;
    completed += "-01";
  }
  const Result<Day> day = Day::Parse(completed);
  if (day) return PartialDate(*day, precision);
  if (text.size() == 10 && text[4] == '-') return Fail(day.error());
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY");
}

std::string PartialDate::ToString() const {
  const std::string day = latest_.ToString();
  switch (precision_) {
    case Precision::kYear:
      return day.substr(0, 4);
    case Precision::kMonth:
      return day.substr(0, 7);
    case Precision::kDay:
      break;
  }
  return day;
}

}  // namespace lawtrace
