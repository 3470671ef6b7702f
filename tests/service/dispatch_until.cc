// dispatch_until STORE OUTPUT STEPS CONNECTIONS: runs the dispatcher on two days and dies, without
// a word to anybody, at step number STEPS; 0: never.  A step is a look at the clock, which stands
// before and after every write to the store, or a message sent, which is appended to OUTPUT as a
// line: its id, then the ids of its notices.  Exits with 9 if it died.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>

#include "tests/service/dispatch_world.h"

int main(int argc, char** argv) {
  using namespace lawtrace;
  if (argc != 5) return 2;
  const std::string output = argv[2];
  const long last_step = std::strtol(argv[3], nullptr, 10);
  std::atomic<long> step = 0;
  std::mutex writing;
  const auto take_step = [&] {
    if (++step == last_step) std::_Exit(9);
  };
  const Index index = service::WorldIndex();
  const auto log = store::EventLog::Open(argv[1], "mipex", store::Access::kWrite);
  if (!log) {
    std::fprintf(stderr, "%s\n", log.error().Message().c_str());
    return 1;
  }
  Instant now(0);
  service::Dispatcher dispatcher(
      *log, index,
      [&] {
        take_step();
        return now;
      },
      [&](const alerts::Message& message, std::span<const Subscription>) {
        take_step();
        const std::scoped_lock lock(writing);
        std::ofstream file(output, std::ios::app);
        file << message.id;
        for (const auto& section : message.countries)
          for (const auto& item : section.items) file << ' ' << item.id;
        file << std::endl;
        file.close();
        take_step();
        return service::DeliveryOutcome::Delivered();
      },
      static_cast<std::size_t>(std::strtol(argv[4], nullptr, 10)));
  for (const char* const time : {"2021-07-05", "2021-07-06T09:00:00Z"}) {
    now = service::At(time);
    const auto report = dispatcher.Run(service::ReadArchive(*log, index));
    if (report) continue;
    std::fprintf(stderr, "%s\n", report.error().Message().c_str());
    return 1;
  }
  return 0;
}
