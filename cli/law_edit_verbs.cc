// lawtrace law add, edit, link, confirm: changes of the register, each an item of the log.
#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/one_record.h"
#include "cli/output.h"
#include "cli/recording.h"
#include "cli/server_client.h"
#include "cli/verbs.h"
#include "ingest/event_format.h"
#include "ingest/record_import.h"
#include "model/nearest.h"
#include "report/question/law_answers.h"

namespace lawtrace::cli {
namespace {

using Columns = std::vector<std::pair<std::string, std::string>>;

bool IsList(std::string_view column) {
  return column == "aliases" || column == "links" || column == "commencements" ||
         column == "follow_through";
}

// The columns of the exchange file that say something of the law itself.
Columns ColumnsOf(const Law& law) {
  const std::vector<std::string> values = ingest::LawFields(Transaction{}, law, Sequence{});
  const std::vector<std::string>& names = ingest::LawColumns();
  Columns columns;
  for (std::size_t i = 0; i < names.size() && names[i] != "sequence"; ++i)
    columns.emplace_back(names[i], values[i]);
  return columns;
}

// The list with the item at its end, unless it holds it already.
std::string WithItem(const std::string& list, const std::string& item) {
  if (list.empty()) return item;
  const bool is_held = (";" + list + ";").find(";" + item + ";") != std::string::npos;
  return is_held ? list : list + ";" + item;
}

// The law with what the options say; list columns are added to, all others replaced.
Columns Edited(Columns columns, const LawEditOptions& options) {
  for (auto& [name, text] : columns) {
    if (std::ranges::find(options.cleared, name) != options.cleared.end()) text.clear();
    for (const auto& [column, value] : options.fields) {
      if (column != name) continue;
      text = IsList(name) ? WithItem(text, value) : value;
    }
  }
  return columns;
}

Status CheckCleared(const LawEditOptions& options) {
  std::vector<std::string> names;
  for (const auto& [name, text] : ColumnsOf(Law{}))
    if (name != "law") names.push_back(name);
  std::string faults;
  for (const std::string& name : options.cleared)
    if (std::ranges::find(names, name) == names.end())
      faults += (faults.empty() ? "" : "\n") + ("--clear: a law has no field '" + name + "'") +
                DidYouMean(name, names);
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return {};
}

report::Table LawRows(const std::vector<Transaction>& transactions, bool is_dry_run) {
  report::Table table{
      .columns = {{.name = "item"}, {.name = "law"}, {.name = "status"}, {.name = "dry_run"}},
      .rows = {}};
  for (const Transaction& transaction : transactions)
    for (std::size_t i = 0; i < transaction.laws.size(); ++i)
      table.rows.push_back({static_cast<std::int64_t>(transaction.first.plus(i).value),
                            transaction.laws[i].id, std::string(Name(transaction.laws[i].status)),
                            is_dry_run});
  return table;
}

// Every statement as a row of one file, so that all enter or none.
ingest::RecordFile FileOf(const std::vector<Columns>& laws) {
  ingest::RecordFile file = OneRecord(laws.front());
  for (std::size_t i = 1; i < laws.size(); ++i)
    file.records.push_back(OneRecord(laws[i]).records.front());
  return file;
}

// Records what `state` makes of each law that the options name.
template <typename State>
Result<int> RecordLaws(const LawEditOptions& options, State state) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const bool is_sent = !options.server.url.empty();
  if (const Status sendable = CheckSendable(options); is_sent && !sendable)
    return Fail(sendable.error());
  Result<ingest::RecordDefaults> defaults =
      DefaultsOf(options.author, options.recorded_at, options.common.now);
  if (!defaults) return Fail(defaults.error());
  Result<Recording> recording = OpenRecording(options.common, options.is_dry_run || is_sent);
  if (!recording) return Fail(recording.error());
  auto& [session, ledger] = *recording;
  FollowLog(ledger, options.recorded_at, *defaults);
  std::vector<Columns> laws;
  std::string faults;
  for (const std::string& id : options.laws) {
    Result<Columns> stated = state(ledger, id);
    if (stated) {
      laws.push_back(*std::move(stated));
    } else {
      faults += (faults.empty() ? "" : "\n") + stated.error().Message();
    }
  }
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  if (is_sent) {
    const ingest::RecordFile file = FileOf(laws);
    return SendStatements(options.server, options.common.format, nullptr, &file);
  }
  const Result<ingest::RecordPlan> plan =
      ingest::PlanRecords(std::nullopt, FileOf(laws), session.index(), ledger, *defaults);
  if (!plan) return Fail(plan.error());
  if (!plan->transactions.empty() && !options.is_dry_run) {
    const auto appended = session.log().AppendAll(plan->transactions, ledger.last());
    if (!appended) return Fail(appended.error());
  }
  const report::Table rows = LawRows(plan->transactions, options.is_dry_run);
  std::string words;
  for (const auto& row : rows.rows)
    words += (options.is_dry_run ? "Would record law " : "Recorded law ") +
             std::get<std::string>(row[1]) + " (" + std::get<std::string>(row[2]) + ") as item " +
             std::to_string(std::get<std::int64_t>(row[0])) + ".\n";
  if (words.empty()) words = "Nothing new: the register already says this.\n";
  const Status printed =
      Print(*format == report::Format::kText ? words : report::Render(rows, *format));
  if (!printed)
    return Fail(Error(printed.error()).WithContext("the record went well, but was not reported"));
  return 0;
}

}  // namespace

Result<int> RunLawAdd(const LawEditOptions& options) {
  return RecordLaws(options,
                    [&](const ingest::Ledger& ledger, const std::string& id) -> Result<Columns> {
                      if (ledger.FindLaw(id) != nullptr)
                        return Fail(ErrorCode::kInvalidInput,
                                    "law '" + id +
                                        "' is in the register; change it with 'lawtrace "
                                        "law edit " +
                                        id + "'");
                      return Edited(ColumnsOf(Law{.id = id}), options);
                    });
}

Result<int> RunLawEdit(const LawEditOptions& options) {
  const Status sound = CheckCleared(options);
  if (!sound) return Fail(sound.error());
  if (options.fields.empty() && options.cleared.empty())
    return Fail(ErrorCode::kInvalidInput,
                "nothing is to be changed; give a field, such as --in-force 2019-01-01");
  return RecordLaws(options,
                    [&](const ingest::Ledger& ledger, const std::string& id) -> Result<Columns> {
                      const Law* law = ledger.FindLaw(id);
                      if (law == nullptr) return Fail(report::UnknownLaw(ledger.Laws(), id));
                      return Edited(ColumnsOf(*law), options);
                    });
}

Result<int> RunLawConfirm(const LawEditOptions& options) {
  LawEditOptions confirming = options;
  confirming.fields = {{"status", std::string(Name(LawStatus::kConfirmed))}};
  return RunLawEdit(confirming);
}

}  // namespace lawtrace::cli
