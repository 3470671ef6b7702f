// Rank intervals under random weights, beside a bare loop over the same arithmetic.
#pragma once

#include "bench/fixture.h"

namespace lawtrace::bench {

// Ends the program if the two sides differ.
void RegisterRobustnessBenchmarks(const Fixture& fixture);

}  // namespace lawtrace::bench
