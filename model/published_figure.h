// PublishedFigure: a score as a published workbook prints it.
#pragma once

#include <optional>
#include <string>

#include "model/day.h"

namespace lawtrace {

struct PublishedFigure {
  std::string country;
  std::string node;             // Node code.
  Day reference;                // The workbook states the law as of this day.
  std::optional<double> value;  // Absent: the workbook leaves the cell blank.
  std::string place;            // Sheet and cell, e.g. "PT!B9".
};

}  // namespace lawtrace
