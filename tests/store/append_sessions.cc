// append_sessions DIRECTORY: appends SmallTransaction(0), (1), ... each in a session of its own, as
// commands do, and writes one byte to standard output for each that the store has accepted.  Ends
// when it is killed.
#include <unistd.h>

#include <cstdio>

#include "store/event_log.h"
#include "tests/store/sample_transactions.h"

int main(int argc, char** argv) {
  namespace store = lawtrace::store;
  if (argc != 2) return 2;
  for (int number = 0;; ++number) {
    lawtrace::Result<store::EventLog> log =
        store::EventLog::Open(argv[1], "mipex", store::Access::kCreate);
    if (!log) {
      std::fprintf(stderr, "%s\n", log.error().Message().c_str());
      return 1;
    }
    if (!log->Append(store::SmallTransaction(number), log->last())) return 1;
    if (write(STDOUT_FILENO, "+", 1) != 1) return 1;
  }
}
