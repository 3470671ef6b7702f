// What commands send to a running `lawtrace serve` instead of writing to its store.
#pragma once

#include <string>
#include <string_view>

#include "cli/options.h"
#include "ingest/submission_format.h"
#include "model/result.h"

namespace lawtrace::cli {

// The token in the named file, or else in LAWTRACE_TOKEN.  kInvalidInput if there is neither.
[[nodiscard]] Result<std::string> ReadToken(const ServerOptions& options);

// Sends the body with the token and returns what was answered.  Redirects are not followed.
// kUnavailable: no answer.  kInvalidInput: an answer of 400 and above, with its faults.
[[nodiscard]] Result<std::string> SendToServer(const ServerOptions& options,
                                               std::string_view method, std::string_view path,
                                               std::string_view body);

// kInvalidInput if the options say what only a store can be told.
template <typename Options>
[[nodiscard]] Status CheckSendable(const Options& options) {
  if (options.recorded_at.empty() && options.author.empty() && !options.is_dry_run) return {};
  return Fail(ErrorCode::kInvalidInput,
              "--recorded-at, --author and --dry-run are for a store; the server says when and by "
              "whom it was recorded");
}

// Hands the statements in, says what became of them, and exits 0.
// REQUIRES: options.url is not empty.
[[nodiscard]] Result<int> SendStatements(const ServerOptions& options, const std::string& format,
                                         const ingest::RecordFile* events,
                                         const ingest::RecordFile* laws);

}  // namespace lawtrace::cli
