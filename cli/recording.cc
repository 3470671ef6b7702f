#include "cli/recording.h"

#include <cstdio>
#include <utility>

#include "model/text.h"

namespace lawtrace::cli {

Result<ingest::RecordDefaults> DefaultsOf(const std::string& author, const std::string& recorded_at,
                                          Instant now) {
  if (!IsUtf8(author))
    return Fail(ErrorCode::kInvalidInput, "--author: the text is not UTF-8; write it otherwise");
  ingest::RecordDefaults defaults{.now = now, .recorded_at = now, .author = PlainLine(author)};
  if (recorded_at.empty()) return defaults;
  const Result<Instant> stated = Instant::Parse(recorded_at);
  if (!stated) return Fail(Error(stated.error()).WithContext("--recorded-at"));
  if (*stated > now)
    return Fail(ErrorCode::kInvalidInput, "--recorded-at: " + stated->ToString() +
                                              " lies in the future; write when it became "
                                              "known, or leave it out");
  defaults.recorded_at = *stated;
  return defaults;
}

void FollowLog(const ingest::Ledger& ledger, const std::string& recorded_at,
               ingest::RecordDefaults& defaults) {
  const Instant last = ledger.last_recorded_at().value_or(defaults.now);
  if (!recorded_at.empty() || last <= defaults.now) return;
  std::fprintf(
      stderr,
      "lawtrace: this machine's clock, %s, is behind the log's last record; recorded at %s "
      "with it\n",
      defaults.now.ToString().c_str(), last.ToString().c_str());
  defaults.now = last;
  defaults.recorded_at = last;
}

Result<Recording> OpenRecording(const CommonOptions& options, bool is_dry_run) {
  Result<Session> session =
      Session::Open(options, is_dry_run ? store::Access::kRead : store::Access::kWrite);
  if (!session) return Fail(session.error());
  Result<ingest::Ledger> ledger = ingest::Ledger::Read(session->log());
  if (!ledger) return Fail(ledger.error());
  return Recording{.session = *std::move(session), .ledger = *std::move(ledger)};
}

}  // namespace lawtrace::cli
