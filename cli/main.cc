// lawtrace: the command line.  Picks the verb, runs it, prints errors, exits.
//
// Exit status: 0 done; 1 a negative finding (verify); 2 an error, with one line per fault.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include "cli/arguments.h"

namespace lawtrace::cli {
namespace {

// One line per fault, each with the program's name.
void PrintFaults(std::string_view faults) {
  while (!faults.empty()) {
    const std::string line(faults.substr(0, faults.find('\n')));
    std::fprintf(stderr, "lawtrace: %s\n", line.c_str());
    faults.remove_prefix(std::min(line.size() + 1, faults.size()));
  }
}

// Whoever closes a standard stream gives its number to the next file that is opened, which may be
// one of the store's, and printing would write into that.  A stream that is closed becomes one that
// refuses to be written to.
void HoldStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free number is this one, for those below it are held.
    if (open("/dev/null", O_RDONLY) != stream) std::abort();
  }
}

int Main(int argc, char** argv) {
  HoldStandardStreams();
  // What this program makes - stores, backups, files - is its owner's alone, unless it says so.
  umask(S_IRWXG | S_IRWXO);
  CommandLine line(
      "lawtrace",
      "Lawtrace keeps every amendment to a country's answers on a policy index as a dated event,\n"
      "and rebuilds the score of any country on any day, as known at any day.",
      "lawtrace " LAWTRACE_VERSION);
  Command app = line.root();
  app.Footer(
      "Example: lawtrace score --store DIR --country PT --at 2019\n"
      "'lawtrace VERB --help' shows the options of a verb, with an example.");
  for (const auto& add :
       {&AddRecordingVerbs, &AddShowVerb, &AddLawVerbs, &AddCandidateVerbs, &AddScenarioVerbs,
        &AddQuestionVerbs, &AddExportVerbs, &AddSubscriptionVerbs, &AddReportVerbs,
        &AddOperationVerbs, &AddEditorialVerbs, &AddServeVerb, &AddChannelVerbs})
    add(app);
  const auto chosen = line.Parse(argc, argv);
  if (!chosen) return chosen.error();
  const Result<int> status = (*chosen)();
  if (status) return *status;
  PrintFaults(status.error().Message(&OptionOf));
  return 2;
}

}  // namespace
}  // namespace lawtrace::cli

int main(int argc, char** argv) {
  try {
    return lawtrace::cli::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lawtrace: unexpected: %s\n", error.what());
    return 2;
  }
}
