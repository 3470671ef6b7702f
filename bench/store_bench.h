// Benchmarks of the store: opening, building, appending and importing.
#pragma once

#include "bench/fixture.h"

namespace lawtrace::bench {

// REQUIRES: `fixture` outlives the registered benchmarks.
void RegisterStoreBenchmarks(const Fixture& fixture);

}  // namespace lawtrace::bench
