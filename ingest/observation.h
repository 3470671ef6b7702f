// Observation: one answer as a source states it for one reference date, before it is compared with
// the log.
#pragma once

#include <string>

#include "model/answer.h"
#include "model/day.h"

namespace lawtrace::ingest {

struct Observation {
  std::string country;
  std::string indicator;
  Day reference;  // The source states the law as of this day.
  Answer answer;
  bool is_unlisted = false;  // The answer is outside the indicator's options.
  std::string comment;       // Whole and unedited apart from trimmed ends; may be empty.
  std::string place;         // Sheet and cell, e.g. "PT!C9".
};

}  // namespace lawtrace::ingest
