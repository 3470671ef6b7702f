// Options that many verbs share.
#include "cli/arguments.h"

#include <chrono>

#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

Instant Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

}  // namespace

void AddCommon(Command verb, CommonOptions& options) {
  options.now = Now();
  verb.Add("--store", options.store, "Folder of the event log")
      .Variable("LAWTRACE_STORE")
      .Type("DIR");
  verb.Add("--index", options.index, "Folder of the index (default: the bundled MIPEX)")
      .Variable("LAWTRACE_INDEX")
      .Type("DIR");
  verb.Add("--format", options.format, "table, csv, json, jsonl or spreadsheet-csv").ShowDefault();
}

void AddKnownAt(Command verb, std::string& known_at) {
  verb.Add("--known-at", known_at,
           "As the log knew it by the end of that day: YYYY-MM-DD, YYYY or an edition")
      .Type("DATE");
}

void AddAcceptLoss(Command verb, CommonOptions& options) {
  verb.AddFlag("--accept-loss", options.accepts_loss,
               "If what was recorded last is gone from a damaged store, note that and go on "
               "without it; the numbers of its items are given anew");
}

void AddServer(Command verb, ServerOptions& options) {
  verb.Add("--server", options.url,
           "Send it to the 'lawtrace serve' at this address instead of writing to the store")
      .Variable("LAWTRACE_SERVER")
      .Type("URL");
  verb.Add("--token-file", options.token_file,
           "File that holds the token (default: LAWTRACE_TOKEN)")
      .Type("FILE");
}

}  // namespace lawtrace::cli
