// Options that many verbs share.
#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <chrono>

#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

Instant Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

}  // namespace

void AddCommon(CLI::App& verb, CommonOptions& options) {
  options.now = Now();
  verb.add_option("--store", options.store, "Folder of the event log")
      ->envname("LAWTRACE_STORE")
      ->type_name("DIR");
  verb.add_option("--index", options.index, "Folder of the index (default: the bundled MIPEX)")
      ->envname("LAWTRACE_INDEX")
      ->type_name("DIR");
  verb.add_option("--format", options.format, "table, csv, json, jsonl or spreadsheet-csv")
      ->capture_default_str();
}

void AddKnownAt(CLI::App& verb, std::string& known_at) {
  verb.add_option("--known-at", known_at,
                  "As the log knew it by the end of that day: YYYY-MM-DD, YYYY or an edition")
      ->type_name("DATE");
}

void AddAcceptLoss(CLI::App& verb, CommonOptions& options) {
  verb.add_flag("--accept-loss", options.accepts_loss,
                "If what was recorded last is gone from a damaged store, note that and go on "
                "without it; the numbers of its items are given anew");
}

void AddServer(CLI::App& verb, ServerOptions& options) {
  verb.add_option("--server", options.url,
                  "Send it to the 'lawtrace serve' at this address instead of writing to the store")
      ->envname("LAWTRACE_SERVER")
      ->type_name("URL");
  verb.add_option("--token-file", options.token_file,
                  "File that holds the token (default: LAWTRACE_TOKEN)")
      ->type_name("FILE");
}

}  // namespace lawtrace::cli
