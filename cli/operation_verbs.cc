#include "cli/operation_verbs.h"

#include <utility>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "ingest/ledger.h"
#include "report/render/table.h"
#include "service/desk/access.h"
#include "service/desk/audit.h"
#include "service/desk/submissions.h"
#include "store/backup.h"
#include "store/store_check.h"

namespace lawtrace::cli {
namespace {

struct CopyWords {
  std::string done;      // What was made, from what.
  std::string progress;  // While it is checked.
};

std::string LogWords(const store::StoreCheck& check) {
  return "Log: " + Counted(check.last.value, "item") + " in " +
         Counted(check.transaction_count, "transaction") + "; beside it " +
         Counted(check.row_count, "row") + ".\nDigest of the log: " + check.log_digest + "\n";
}

report::Table AsRow(const store::StoreCheck& check) {
  return {.columns = {{.name = "items"},
                      {.name = "transactions"},
                      {.name = "rows"},
                      {.name = "log_digest"},
                      {.name = "faults"},
                      {.name = "leftovers"},
                      {.name = "losses"}},
          .rows = {{static_cast<std::int64_t>(check.last.value),
                    static_cast<std::int64_t>(check.transaction_count),
                    static_cast<std::int64_t>(check.row_count), check.log_digest,
                    static_cast<std::int64_t>(check.faults.size()),
                    static_cast<std::int64_t>(check.leftovers.size()),
                    static_cast<std::int64_t>(check.losses.size())}}};
}

Result<int> Copy(const std::string& from, const std::string& to, const CommonOptions& common,
                 const CopyWords& words) {
  const Result<report::Format> format = report::ParseFormat(common.format);
  if (!format) return Fail(format.error());
  const Result<Index> index = OpenIndex(common.index);
  if (!index) return Fail(index.error());
  const Result<store::StoreCheck> check = [&] {
    Progress progress(words.progress);
    return store::CopyStore(from, to, index->id, [&](std::size_t done, std::size_t total) {
      progress.Show(done, total);
    });
  }();
  if (!check) return Fail(check.error());
  const Status printed =
      Print(*format == report::Format::kText ? words.done + LogWords(*check)
                                             : report::Render(AsRow(*check), *format));
  if (!printed) return Fail(printed.error());
  return 0;
}

Status NeedStore(const CommonOptions& options) {
  if (!options.store.empty()) return {};
  return Fail(ErrorCode::kInvalidInput,
              "no store is named; give --store DIR or set LAWTRACE_STORE");
}

// What is wrong with the rows that people depend on: tokens, submissions, the audit trail.
Result<std::vector<std::string>> FaultsOfRows(const std::string& directory,
                                              const std::string& index_id) {
  const Result<store::EventLog> log =
      store::EventLog::Open(directory, index_id, store::Access::kRead);
  if (!log) return Fail(log.error());
  Result<service::AuditCheck> audit = service::CheckAudit(log->records());
  if (!audit) return Fail(audit.error());
  std::vector<std::string> faults = std::move(audit->faults);
  if (const auto tokens = service::ListTokens(log->records()); !tokens)
    faults.push_back("tokens: " + tokens.error().Message());
  if (const auto submissions = service::ListSubmissions(log->records()); !submissions)
    faults.push_back("submissions: " + submissions.error().Message());
  return faults;
}

// What coders saw and the log answers otherwise, one line each.
Result<std::vector<std::string>> ContradictionsOf(const std::string& directory,
                                                  const std::string& index_id) {
  const Result<store::EventLog> log =
      store::EventLog::Open(directory, index_id, store::Access::kRead);
  if (!log) return Fail(log.error());
  const Result<ingest::Ledger> ledger = ingest::Ledger::Read(*log);
  if (!ledger) return Fail(ledger.error());
  std::vector<std::string> contradictions;
  for (const auto& [seen, decides] : ledger->Contradictions()) {
    const Event& event = seen->event;
    contradictions.push_back(
        "event " + event.sequence.ToString() + " saw " + event.answer->ToString() + " for " +
        event.country + " " + event.indicator + " on " + event.observed->ToString() + ", but " +
        (decides == nullptr ? "nothing is in force then"
                            : "by event " + decides->event.sequence.ToString() + " it is " +
                                  decides->event.answer->ToString()));
  }
  return contradictions;
}

// All that a check has found, in words.
std::string WordsOf(const store::StoreCheck& check,
                    const std::vector<std::string>& contradictions) {
  std::string words = LogWords(check);
  for (const std::string& loss : check.losses) words += "Lost: " + loss + "\n";
  for (const std::string& leftover : check.leftovers) words += "Left over: " + leftover + "\n";
  if (!check.leftovers.empty())
    words += "What is left over was never acknowledged; the next verb that writes removes it.\n";
  if (check.faults.empty() && contradictions.empty()) words += "No faults.\n";
  for (const std::string& fault : check.faults) words += "Fault: " + fault + "\n";
  if (!check.faults.empty())
    words += Counted(check.faults.size(), "fault") + "; restore the store from a backup.\n";
  for (const std::string& contradiction : contradictions)
    words += "Contradiction: " + contradiction + ".\n";
  if (!contradictions.empty())
    words += Counted(contradictions.size(), "contradiction") +
             "; record what is right: a change back ('lawtrace record amendment'), or that the "
             "observation was wrong ('lawtrace record correction').\n";
  return words;
}

}  // namespace

Result<int> RunBackup(const CopyOptions& options) {
  if (const Status named = NeedStore(options.common); !named) return Fail(named.error());
  return Copy(options.common.store, options.folder, options.common,
              {.done = "Backed up " + options.common.store + " to " + options.folder +
                       ", read the copy again whole and found it equal.\n",
               .progress = "checking the copy"});
}

Result<int> RunRestore(const CopyOptions& options) {
  if (const Status named = NeedStore(options.common); !named) return Fail(named.error());
  return Copy(options.folder, options.common.store, options.common,
              {.done = "Restored " + options.folder + " to " + options.common.store +
                       ", read it again whole and found it equal.\n",
               .progress = "checking the store"});
}

Result<int> RunCheck(const CommonOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.format);
  if (!format) return Fail(format.error());
  if (const Status named = NeedStore(options); !named) return Fail(named.error());
  const Result<Index> index = OpenIndex(options.index);
  if (!index) return Fail(index.error());
  if (options.accepts_loss) {
    const Result<store::EventLog> accepted = store::EventLog::Open(
        options.store, index->id, store::Access::kWrite, store::OnLoss::kAccept);
    if (!accepted) return Fail(accepted.error());
  }
  Result<store::StoreCheck> check = [&] {
    Progress progress("checking the log");
    return store::CheckStore(options.store, index->id, [&](std::size_t done, std::size_t total) {
      progress.Show(done, total);
    });
  }();
  if (!check) return Fail(check.error());
  if (check->faults.empty()) {
    Result<std::vector<std::string>> faults = FaultsOfRows(options.store, index->id);
    if (!faults) return Fail(faults.error());
    check->faults = *std::move(faults);
  }
  std::vector<std::string> contradictions;
  if (check->faults.empty()) {
    Result<std::vector<std::string>> found = ContradictionsOf(options.store, index->id);
    if (!found) return Fail(found.error());
    contradictions = *std::move(found);
  }
  report::Table row = AsRow(*check);
  row.columns.push_back({.name = "contradictions"});
  row.rows.front().emplace_back(static_cast<std::int64_t>(contradictions.size()));
  const Status printed = Print(*format == report::Format::kText ? WordsOf(*check, contradictions)
                                                                : report::Render(row, *format));
  if (!printed) return Fail(printed.error());
  return check->faults.empty() && contradictions.empty() ? 0 : 1;
}

}  // namespace lawtrace::cli
