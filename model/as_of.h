// AsOf: the two dates that fix every answer.
#pragma once

#include "model/day.h"
#include "model/sequence.h"

namespace lawtrace {

// What was in force on `effective`, as far as the log knew up to `known`.  Both inclusive.
//
// Readers speak of a known-at *day*; analysis::Archive::KnownAt turns it into the sequence of the
// last item recorded by the end of that day.
struct AsOf {
  Day effective;
  Sequence known = kLatest;
};

}  // namespace lawtrace
