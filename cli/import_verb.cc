// lawtrace import workbook, answers, events, laws.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "analysis/verification.h"
#include "cli/citation_styles.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "cli/server_client.h"
#include "cli/verbs.h"
#include "ingest/event_format.h"
#include "ingest/ledger.h"
#include "ingest/observation_format.h"
#include "ingest/observation_import.h"
#include "ingest/recognition.h"
#include "ingest/record_import.h"
#include "ingest/record_reader.h"
#include "ingest/workbook_reader.h"
#include "model/text.h"

namespace lawtrace::cli {
namespace {

// A file or standard input as records.
Result<ingest::RecordFile> ReadRecordFile(const std::string& file,
                                          const std::vector<std::string>& columns,
                                          const ImportOptions& options) {
  const ingest::TextLimits limits = ingest::TextLimits().Times(options.limits_times);
  const bool is_file = file != "-";
  const Result<std::string> text = ingest::ReadText(is_file ? file : "/dev/stdin", limits);
  if (!text) return Fail(text.error());
  return ingest::ParseRecords(is_file ? file : "standard input", *text, columns, limits);
}

std::string FileNameOf(const std::string& file) {
  return std::filesystem::path(file).filename().string();
}

// What is wrong with the options themselves; the rest depends on the files.
Status CheckOptions(const ImportOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  if (options.file == "-" && options.laws == "-")
    return Fail(ErrorCode::kInvalidInput,
                "standard input cannot be both the events and their laws; name a file for one");
  if (const std::string name = FileNameOf(options.file); !IsUtf8(name))
    return Fail(ErrorCode::kInvalidInput,
                "'" + name + "' is not UTF-8 and cannot be recorded; write it otherwise");
  return {};
}

// What an import did, in plain words or as one row.
struct Outcome {
  std::string words;    // Full sentences, one a line.
  report::Table table;  // One row of counts.

  void Add(const std::string& name, std::size_t count) {
    table.columns.push_back({.name = name});
    if (table.rows.empty()) table.rows.emplace_back();
    table.rows.front().emplace_back(static_cast<std::int64_t>(count));
  }
};

Result<int> PrintOutcome(const Outcome& outcome, const std::string& format_name) {
  const Result<report::Format> format = report::ParseFormat(format_name);
  if (!format) return Fail(format.error());
  const Status printed = Print(
      *format == report::Format::kText ? outcome.words : report::Render(outcome.table, *format));
  if (!printed)
    return Fail(Error(printed.error()).WithContext("the import went well, but was not reported"));
  return 0;
}

// What the log states, and the log itself.
struct Writer {
  std::optional<Session> session;  // Absent: there is no store yet.
  ingest::Ledger ledger;           // May hold what is planned, too.
  Sequence last = ledger.last();   // Of the log as it is, like the moment.
  std::optional<Instant> last_recorded_at = ledger.last_recorded_at();
};

// A dry run only reads.  A store that does not exist is not made before there is something to put
// into it, so that a bad file leaves nothing behind.
Result<Writer> OpenWriter(const ImportOptions& options) {
  Result<Recording> recording = OpenRecording(options.common, options.is_dry_run);
  if (!recording && recording.error().code == ErrorCode::kNotFound) return Writer{};
  if (!recording) return Fail(recording.error());
  return Writer{.session = std::move(recording->session), .ledger = std::move(recording->ledger)};
}

// Appends all or nothing; a dry run only checks what the log would refuse.
Status AppendAll(const ImportOptions& options, const std::vector<Transaction>& transactions,
                 Writer& writer) {
  if (options.is_dry_run) {
    const std::optional<Instant> last = writer.last_recorded_at;
    const Instant first = transactions.front().recorded_at;
    if (!last || first >= *last) return {};
    return Fail(ErrorCode::kInvalidInput, "cannot record at " + first.ToString() +
                                              ", before the last record of " + last->ToString() +
                                              "; give a later --recorded-at or leave it out");
  }
  if (!writer.session) {
    Result<Session> session = Session::Open(options.common, store::Access::kCreate);
    if (!session) return Fail(session.error());
    writer.session = *std::move(session);
  }
  const auto appended = writer.session->log().AppendAll(transactions, writer.last);
  if (!appended) return Fail(appended.error());
  return {};
}

// What is said of rows or answers of which none is new.
std::string NothingNewWords(std::size_t count, const std::string& noun) {
  if (count == 0) return "Nothing new: the file holds no " + noun + "s.\n";
  if (count == 1) return "Nothing new: the one " + noun + " is already recorded.\n";
  return "Nothing new: all " + Counted(count, noun) + " are already recorded.\n";
}

std::string LogWords(const ImportOptions& options, Sequence first, Sequence last) {
  if (options.is_dry_run) return "Dry run: nothing was written.\n";
  return "Items " + first.ToString() + " to " + last.ToString() + " of the log in " +
         options.common.store + ".\n";
}

// Checks the figures of derived nodes against the log with the planned transaction.
Result<analysis::Verification> VerifyDerived(const Writer& writer, const Index& index,
                                             const Transaction& planned,
                                             const std::vector<PublishedFigure>& derived) {
  analysis::ArchiveBuilder builder(index.main_methodology());
  if (writer.session) {
    const Status read = writer.session->log().Visit([&](const Transaction& transaction) -> Status {
      builder.Add(transaction);
      return {};
    });
    if (!read) return Fail(read.error());
  }
  if (!planned.empty()) builder.Add(planned);
  return analysis::Verify(std::move(builder).Build(), derived, {});
}

std::string ObservationWords(const ingest::ObservationPlan& plan) {
  std::string words;
  if (plan.codings + plan.amendments + plan.recodings + plan.confirmations > 0)
    words += "New: " + Counted(plan.codings, "coding") + " (first answers), " +
             Counted(plan.amendments, "amendment") + ", " + Counted(plan.recodings, "recoding") +
             ", " + Counted(plan.confirmations, "confirmation") + " (answers seen again).\n";
  if (plan.corrections > 0)
    words += "Corrected, because the source states another answer than it did: " +
             Counted(plan.corrections, "answer") + ".\n";
  if (plan.new_evidence > 0)
    words += "New evidence, because the comment changed beside the same answer: " +
             Counted(plan.new_evidence, "answer") + ".\n";
  if (plan.kept > 0)
    words +=
        "Stated again, because an answer before them changed: " + Counted(plan.kept, "answer") +
        ".\n";
  if (plan.unlisted > 0)
    words += "Accepted although outside the options of their indicator, and flagged: " +
             Counted(plan.unlisted, "answer") + ".\n";
  if (plan.already_recorded > 0)
    words += "Already recorded: " + Counted(plan.already_recorded, "answer") + ".\n";
  return words;
}

bool MayNameLaws(const ingest::ObservationPlan& plan) {
  return std::ranges::any_of(plan.margins, [](const ingest::EventMargin& margin) {
    return margin.kind == EventKind::kAmendment || margin.kind == EventKind::kRecoding;
  });
}

// Reads the comments of what changed; their laws and dates enter the plan.
Result<ingest::Recognition> ReadComments(const ImportOptions& options, const ingest::Ledger& ledger,
                                         ingest::ObservationPlan& plan) {
  if (!MayNameLaws(plan)) return ingest::Recognition{};
  const Result<ingest::CitationStyles> styles = OpenStyles(options.styles);
  if (!styles) return Fail(styles.error());
  ingest::Recognition recognition =
      ingest::Recognise(*styles, ledger, plan.transaction.events, plan.margins);
  plan.transaction.laws = std::move(recognition.laws);
  return recognition;
}

std::string RecognitionWords(const ingest::ObservationPlan& plan,
                             const ingest::Recognition& recognition) {
  const std::size_t added = plan.transaction.laws.size();
  return "Laws named in the comments: " + Grouped(recognition.recognised) + ", of which " +
         Grouped(added) + " are new to the register, as recognised.\n" + "Of the amendments, " +
         Grouped(recognition.attributed) + " name a law as their cause and " +
         Grouped(recognition.dated) + " state when they took effect.\n";
}

// What the source stated before and leaves blank; all of it, however much.
std::string WithdrawnWords(const std::vector<ingest::WithdrawnAnswer>& withdrawn, bool withdraws) {
  if (withdrawn.empty()) return {};
  std::string words = "Stated by this source before and blank in this file: " +
                      Counted(withdrawn.size(), "answer") +
                      (withdraws ? ", not assessed from that day on.\n"
                                 : "; left as they were (--withdraw makes them not assessed).\n");
  for (const ingest::WithdrawnAnswer& one : withdrawn)
    words += "  " + one.country + " " + one.indicator + " " + one.reference.ToString() + ": " +
             one.answer.ToString() + " by event " + one.event.ToString() + "\n";
  return words;
}

// What the file states, as events; checked against the log that they would make.
struct PlannedObservations {
  ingest::ObservationPlan plan;
  ingest::Recognition recognition;
};

Result<PlannedObservations> PlanObservations(const ImportOptions& options,
                                             const ingest::WorkbookReading& reading,
                                             const std::string& kind, const std::string& file_name,
                                             Writer& writer) {
  Result<ingest::RecordDefaults> defaults =
      DefaultsOf(options.author, options.recorded_at, options.common.now);
  if (!defaults) return Fail(defaults.error());
  FollowLog(writer.ledger, options.recorded_at, *defaults);
  ingest::ObservationSource source{.document = options.source.empty() ? file_name : options.source,
                                   .kind = kind,
                                   .recorded_at = defaults->recorded_at,
                                   .author = defaults->author,
                                   .withdraws = options.withdraws};
  for (const PublishedFigure& figure : reading.figures)
    source.blanks.emplace_back(figure.country, figure.reference);
  ingest::ObservationPlan plan =
      ingest::PlanObservations(reading.observations, writer.ledger, source);
  Result<ingest::Recognition> recognition = ReadComments(options, writer.ledger, plan);
  if (!recognition) return Fail(recognition.error());
  plan.transaction.Number(writer.last.plus(1));
  if (!plan.transaction.empty()) writer.ledger.Add(plan.transaction);
  const Status answers = ingest::CheckAnswers(reading.observations, writer.ledger);
  if (!answers) return Fail(Error(answers.error()).WithContext(file_name));
  return PlannedObservations{.plan = std::move(plan), .recognition = *std::move(recognition)};
}

void AddCounts(const PlannedObservations& planned, Outcome& outcome) {
  const auto& [plan, recognition] = planned;
  outcome.Add("codings", plan.codings);
  outcome.Add("amendments", plan.amendments);
  outcome.Add("recodings", plan.recodings);
  outcome.Add("confirmations", plan.confirmations);
  outcome.Add("corrections", plan.corrections);
  outcome.Add("new_evidence", plan.new_evidence);
  outcome.Add("stated_again", plan.kept);
  outcome.Add("withdrawn", plan.withdrawn.size());
  outcome.Add("unlisted", plan.unlisted);
  outcome.Add("already_recorded", plan.already_recorded);
  outcome.Add("laws", recognition.recognised);
  outcome.Add("new_laws", plan.transaction.laws.size());
  outcome.Add("attributed", recognition.attributed);
  outcome.Add("stated_dates", recognition.dated);
}

// Plans the observations, checks the derived figures and appends what is new.
Result<int> ImportObservations(const ImportOptions& options, const Index& index,
                               const ingest::WorkbookReading& reading, const std::string& kind,
                               const std::string& file_name, Outcome outcome) {
  Result<Writer> writer = OpenWriter(options);
  if (!writer) return Fail(writer.error());
  const Result<PlannedObservations> planned =
      PlanObservations(options, reading, kind, file_name, *writer);
  if (!planned) return Fail(planned.error());
  const auto& [plan, recognition] = *planned;
  const Result<analysis::Verification> derived =
      VerifyDerived(*writer, index, plan.transaction, reading.derived);
  if (!derived) return Fail(derived.error());

  if (plan.transaction.empty()) {
    outcome.words += NothingNewWords(plan.already_recorded, "answer");
  } else {
    outcome.words += ObservationWords(plan);
    if (MayNameLaws(plan)) outcome.words += RecognitionWords(plan, recognition);
    const Status appended = AppendAll(options, {plan.transaction}, *writer);
    if (!appended) return Fail(appended.error());
  }
  outcome.words += WithdrawnWords(plan.withdrawn, options.withdraws);
  if (!reading.observations.empty())
    outcome.words += "Checked: the log answers as the file does on " +
                     Counted(reading.observations.size(), "statement") + ".\n";
  if (!plan.transaction.empty())
    outcome.words += LogWords(options, plan.transaction.first, plan.transaction.last());
  if (derived->published > 0) {
    outcome.words += "Derived nodes: " + Grouped(derived->equal) + " of " +
                     Counted(derived->published, "figure") + " agree with their rule.\n";
    for (const analysis::Disagreement& d : derived->disagreements)
      outcome.words += "  " + d.figure.place + ": " + d.figure.node + " differs: " + d.cause + "\n";
  }
  AddCounts(*planned, outcome);
  outcome.Add("checked", reading.observations.size());
  outcome.Add("derived", derived->published);
  outcome.Add("derived_equal", derived->equal);
  return PrintOutcome(outcome, options.common.format);
}

// Appends what is new and says so.
Result<Outcome> AppendPlan(const ImportOptions& options, const ingest::RecordPlan& plan,
                           Writer& writer) {
  Outcome outcome;
  std::size_t law_count = 0;
  std::size_t event_count = 0;
  for (const Transaction& transaction : plan.transactions) {
    law_count += transaction.laws.size();
    event_count += transaction.events.size();
  }
  if (plan.transactions.empty()) {
    outcome.words = NothingNewWords(plan.already_recorded, "row");
  } else {
    outcome.words = "New: " + Counted(event_count, "event") + " and " + Counted(law_count, "law") +
                    " in " + Counted(plan.transactions.size(), "transaction") + ".\n";
    if (plan.already_recorded > 0)
      outcome.words += "Already recorded: " + Counted(plan.already_recorded, "row") + ".\n";
  }
  if (!plan.superseded.empty())
    outcome.words += "Among those recorded, corrected or retracted since: " +
                     Counted(plan.superseded.size(), "event") + ".\n";
  if (!plan.transactions.empty()) {
    const Status appended = AppendAll(options, plan.transactions, writer);
    if (!appended) return Fail(appended.error());
    outcome.words +=
        LogWords(options, plan.transactions.front().first, plan.transactions.back().last());
  }
  outcome.Add("events", event_count);
  outcome.Add("laws", law_count);
  outcome.Add("transactions", plan.transactions.size());
  outcome.Add("already_recorded", plan.already_recorded);
  return outcome;
}

// Plans the rows of the project's own format and appends what is new.
Result<int> ImportRecords(const ImportOptions& options, const std::string& events_file,
                          const std::string& laws_file) {
  const Status usable = CheckOptions(options);
  if (!usable) return Fail(usable.error());
  const bool is_sent = !options.server.url.empty();
  if (const Status sendable = CheckSendable(options); is_sent && !sendable)
    return Fail(sendable.error());
  Result<ingest::RecordDefaults> defaults =
      DefaultsOf(options.author, options.recorded_at, options.common.now);
  if (!defaults) return Fail(defaults.error());
  const Result<Index> index = OpenIndex(options.common.index);
  if (!index) return Fail(index.error());
  std::optional<ingest::RecordFile> events;
  std::optional<ingest::RecordFile> laws;
  std::string unreadable;
  const auto read = [&](const std::string& file, const std::vector<std::string>& columns,
                        std::optional<ingest::RecordFile>& into) {
    if (file.empty()) return;
    Result<ingest::RecordFile> records = ReadRecordFile(file, columns, options);
    if (records) {
      into = *std::move(records);
    } else {
      unreadable += (unreadable.empty() ? "" : "\n") + records.error().Message();
    }
  };
  read(laws_file, ingest::LawColumns(), laws);
  read(events_file, ingest::EventColumns(), events);
  if (!unreadable.empty()) return Fail(ErrorCode::kInvalidInput, unreadable);
  if (is_sent)
    return SendStatements(options.server, options.common.format, events ? &*events : nullptr,
                          laws ? &*laws : nullptr);

  Result<Writer> writer = OpenWriter(options);
  if (!writer) return Fail(writer.error());
  FollowLog(writer->ledger, options.recorded_at, *defaults);
  const Result<ingest::RecordPlan> plan =
      ingest::PlanRecords(events, laws, *index, writer->ledger, *defaults);
  if (!plan) return Fail(plan.error());
  const Result<Outcome> outcome = AppendPlan(options, *plan, *writer);
  if (!outcome) return Fail(outcome.error());
  return PrintOutcome(*outcome, options.common.format);
}

}  // namespace

Result<int> RunImportWorkbook(const ImportOptions& options) {
  const Status usable = CheckOptions(options);
  if (!usable) return Fail(usable.error());
  const Result<Index> index = OpenIndex(options.common.index);
  if (!index) return Fail(index.error());
  Result<ingest::WorkbookReading> reading;
  {
    Progress progress("reading sheets");
    reading = ingest::ReadWorkbook(
        options.file, *index,
        [&](std::size_t done, std::size_t total) { progress.Show(done, total); },
        ingest::XlsxLimits().Times(options.limits_times));
  }
  if (!reading) return Fail(reading.error());
  const std::string document = FileNameOf(options.file);
  const Status dated =
      ingest::CheckReferences(document, reading->observations, options.common.now.day());
  if (!dated) return Fail(dated.error());
  const std::size_t answers = reading->observations.size() + reading->derived.size();
  Outcome outcome;
  outcome.words = "Read " + options.file + ": " + Counted(reading->sheet_count, "sheet") + ", " +
                  Counted(answers, "answer") + ", of which " + Grouped(reading->derived.size()) +
                  " are of derived nodes and are checked, not stored.\n";
  for (const std::string& remark : reading->remarks) outcome.words += "Remark: " + remark + "\n";
  outcome.Add("sheets", reading->sheet_count);
  outcome.Add("answers", answers);
  return ImportObservations(options, *index, *reading, "workbook", document, std::move(outcome));
}

Result<int> RunImportAnswers(const ImportOptions& options) {
  const Status usable = CheckOptions(options);
  if (!usable) return Fail(usable.error());
  const Result<Index> index = OpenIndex(options.common.index);
  if (!index) return Fail(index.error());
  const Result<ingest::RecordFile> file =
      ReadRecordFile(options.file, ingest::AnswerColumns(), options);
  if (!file) return Fail(file.error());
  Result<std::vector<ingest::Observation>> observations =
      ingest::ParseObservations(*file, *index, options.common.now.day());
  if (!observations) return Fail(observations.error());
  Outcome outcome;
  outcome.words = "Read " + file->name + ": " + Counted(observations->size(), "answer") + ".\n";
  outcome.Add("answers", observations->size());
  return ImportObservations(options, *index,
                            ingest::WorkbookReading{.observations = *std::move(observations)},
                            "answers", FileNameOf(file->name), std::move(outcome));
}

Result<int> RunImportEvents(const ImportOptions& options) {
  return ImportRecords(options, options.file, options.laws);
}

Result<int> RunImportLaws(const ImportOptions& options) {
  return ImportRecords(options, {}, options.file);
}

}  // namespace lawtrace::cli
