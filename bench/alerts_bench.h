// A1: which of 10,000 or 1,000,000 subscriptions want a notice, beside SQLite on the same filters.
#pragma once

namespace lawtrace::bench {

// Ends the program if the two sides differ.
void RegisterAlertBenchmarks();

}  // namespace lawtrace::bench
