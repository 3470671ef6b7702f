// lawtrace record amendment, correction, retraction, proposal.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "cli/one_record.h"
#include "cli/output.h"
#include "cli/recording.h"
#include "cli/server_client.h"
#include "cli/verbs.h"
#include "ingest/event_format.h"
#include "ingest/law_format.h"
#include "ingest/record_import.h"
#include "ingest/record_reader.h"
#include "model/number.h"

namespace lawtrace::cli {
namespace {

// Whether an amendment is to take the place of a recoding.
bool ExplainsRecoding(const RecordOptions& options) {
  return options.kind == "amendment" && !options.supersedes.empty();
}

// What an amendment lacks that cannot be taken from a recoding.
Status CheckIsWhole(const RecordOptions& options) {
  if (options.kind != "amendment" || ExplainsRecoding(options)) return {};
  std::string faults;
  for (const auto& [name, value] :
       {std::pair("--country", options.country), std::pair("--indicator", options.indicator),
        std::pair("--answer", options.answer)})
    if (value.empty()) faults += (faults.empty() ? "" : "\n") + std::string(name) + " is required";
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return {};
}

// The event that the options name to be replaced; null if they name none.
Result<const Event*> Superseded(const RecordOptions& options, const ingest::Ledger& ledger) {
  if (options.supersedes.empty()) return nullptr;
  const Result<Sequence> sequence = report::ParseEventNumber(options.supersedes);
  if (!sequence) return Fail(Error(sequence.error()).WithContext("--supersedes"));
  if (const ingest::Ledger::Entry* entry = ledger.FindEvent(*sequence)) {
    if (ExplainsRecoding(options) && entry->counts_as != EventKind::kRecoding)
      return Fail(ErrorCode::kInvalidInput,
                  "--supersedes: event " + sequence->ToString() + " is no recoding but of kind " +
                      std::string(Name(entry->counts_as)) + "; record a correction of it");
    return &entry->event;
  }
  return Fail(ErrorCode::kInvalidInput,
              "--supersedes: there is no event " + sequence->ToString() +
                  " in the log; 'lawtrace show --country C --indicator I' lists them");
}

// Why nothing was recorded.
std::string NothingNewWords(const ingest::RecordPlan& plan, const ingest::Ledger& ledger) {
  if (plan.superseded.empty()) return "Nothing new: the log already states this.\n";
  const Sequence stated = plan.superseded.front();
  const std::string by = ledger.FindEvent(stated)->superseded_by.value_or(stated).ToString();
  return "Nothing new: event " + stated.ToString() + " stated this and was superseded by event " +
         by + "; to bring it back, record a correction of event " + by + ".\n";
}

report::Table EventRows(bool is_dry_run, std::span<const Event> events) {
  report::Table table{.columns = {{.name = "event"},
                                  {.name = "kind"},
                                  {.name = "country"},
                                  {.name = "indicator"},
                                  {.name = "dry_run"}},
                      .rows = {}};
  for (const Event& event : events)
    table.rows.push_back({static_cast<std::int64_t>(event.sequence.value),
                          std::string(Name(event.kind)), event.country, event.indicator,
                          is_dry_run});
  return table;
}

// "event 12: amendment of PT fa98, answer 100, effective 2018-07-06".
std::string EventText(const Event& event) {
  std::string words = "event " + event.sequence.ToString() + ": " + std::string(Name(event.kind)) +
                      " of " + event.country + " " + event.indicator;
  if (event.answer) words += ", answer " + event.answer->ToString();
  if (event.effective) words += ", effective " + event.effective->ToString();
  if (event.supersedes) words += ", superseding event " + event.supersedes->ToString();
  return words;
}

// The options as one row of the project's own format, so that a recorded event passes the same
// checks as an imported one.  What a correction does not say, it takes from the event that it
// replaces; an amendment that explains a recoding comes after the retraction of that, and takes the
// answer and the reference day from it.
ingest::RecordFile AsRecords(const RecordOptions& options, const Event* superseded) {
  Event event;
  if (superseded != nullptr) event = *superseded;
  const bool is_correction = options.kind == "correction";
  const bool explains = ExplainsRecoding(options);
  const auto or_kept = [&](const std::string& given, const std::string& kept) {
    const bool keeps = (is_correction || explains) && superseded != nullptr;
    return given.empty() && keeps ? kept : given;
  };
  const auto or_same_cell = [&](const std::string& given, const std::string& kept) {
    return given.empty() && superseded != nullptr ? kept : given;
  };
  std::string laws;
  for (const std::string& law : options.laws) laws += (laws.empty() ? "" : ";") + law;
  ingest::RecordFile file = OneRecord(
      {{"kind", options.kind},
       {"country", or_same_cell(options.country, event.country)},
       {"indicator", or_same_cell(options.indicator, event.indicator)},
       {"answer", or_kept(options.answer, event.answer ? event.answer->ToString() : "")},
       {"effective", or_kept(options.effective, event.effective ? event.effective->ToString()
                                                                : std::string("unknown"))},
       {"basis", options.effective.empty() ? or_kept(options.basis, std::string(Name(event.basis)))
                                           : options.basis},
       {"observed",
        options.observed == "none"
            ? ""
            : or_kept(options.observed, event.observed ? event.observed->ToString() : "")},
       {"supersedes", explains ? "" : options.supersedes},
       {"laws", or_kept(laws, ingest::LawReferencesText(event.laws))},
       {"comment", options.comment},
       {"url", options.url},
       {"counts_as", options.counts_as}});
  if (explains)
    file.records.insert(file.records.begin(),
                        {.line = 1,
                         .values = {"retraction", event.country, event.indicator, "", "", "", "",
                                    options.supersedes, "", "a law changed the answer", "", ""}});
  return file;
}

constexpr int kScoreDecimals = 2;

// The amendment by which the answer before that of `file`'s last row holds again, as another row.
// REQUIRES: the file is of AsRecords.
Status AddUntil(const RecordOptions& options, const ingest::Ledger& ledger, const Index& index,
                ingest::RecordFile& file) {
  const Result<PartialDate> until = PartialDate::Parse(options.until);
  if (!until) return Fail(Error(until.error()).WithContext("--until"));
  ingest::Record back = file.records.back();
  const auto field = [&](std::string_view name) -> std::string& {
    return back.values.at(
        static_cast<std::size_t>(std::ranges::find(file.columns, name) - file.columns.begin()));
  };
  const Result<PartialDate> effective = PartialDate::Parse(field("effective"));
  if (!effective)
    return Fail(ErrorCode::kInvalidInput,
                "--until: the record has no effective date; give it with --effective");
  if (until->latest() <= effective->latest())
    return Fail(ErrorCode::kInvalidInput, "--until: " + until->ToString() + " is not after " +
                                              effective->ToString() +
                                              ", from which the record holds; give a later day");
  const Country* const country = index.FindCountry(field("country"));
  const ingest::Ledger::Entry* const former =
      ledger.InForce(country == nullptr ? field("country") : country->code, field("indicator"),
                     effective->latest());
  if (former == nullptr)
    return Fail(ErrorCode::kInvalidInput,
                "--until: no answer was in force before " + effective->ToString() +
                    "; record what held afterwards as an amendment of its own");
  field("kind") = "amendment";
  field("answer") = former->event.answer->ToString();
  field("effective") = until->ToString();
  field("basis") = "";
  for (const char* name : {"observed", "supersedes", "laws", "counts_as"}) field(name) = "";
  file.records.push_back(std::move(back));
  return {};
}

std::string ScoreText(const analysis::NodeScore& score) {
  return score.score ? FixedText(*score.score, kScoreDecimals) : "absent";
}

// What the event did to the headline score on its effective day.
// `before` is the last sequence of the log before it.
Result<std::string> EffectWords(const Session& session, const Event& event, Sequence before) {
  const Result<analysis::Archive> archive = session.ReadArchive(session.index().main_methodology());
  if (!archive) return Fail(archive.error());
  const Methodology& methodology = archive->methodology();
  const auto country = archive->FindCountry(event.country);
  const auto node = archive->evaluator().FindNode(methodology.headline);
  if (!country || !node || !event.effective || event.kind == EventKind::kProposal)
    return std::string();
  const Day day = event.effective->latest();
  const analysis::CountryBlock& block = archive->Block(*country);
  return methodology.headline + " of " + event.country + " on " + day.ToString() + ": " +
         ScoreText(block.ScoreAt(*node, {.effective = day, .known = before})) +
         " before this record, " + ScoreText(block.ScoreAt(*node, {.effective = day})) +
         " with it.\n";
}

// What was recorded: the first event and what it did, then those that came with it.
// `before` is the last sequence of the log before them.
Result<std::string> RecordedWords(const RecordOptions& options, std::span<const Event> events,
                                  const Session& session, Sequence before) {
  const std::string did = options.is_dry_run ? "Would record " : "Recorded ";
  std::string words = did + EventText(events.front());
  if (ExplainsRecoding(options)) words += ", in place of recoding " + options.supersedes;
  words += ".\n";
  for (const Event& event : events.subspan(1)) words += did + EventText(event) + ".\n";
  if (options.is_dry_run) return words;
  const Result<std::string> effect = EffectWords(session, events.front(), before);
  if (!effect) return Fail(effect.error());
  return words + *effect;
}

// Sends the record to the service.  What it takes from the event that it replaces is read from the
// store, where one is named.
Result<int> SendRecord(const RecordOptions& options) {
  if (!options.until.empty() || options.corrects_observations)
    return Fail(ErrorCode::kInvalidInput,
                "--until and --correct-observations need the log itself; send both statements in "
                "one file with 'lawtrace import events --server'");
  if (const Status sendable = CheckSendable(options); !sendable) return Fail(sendable.error());
  const Event* superseded = nullptr;
  Result<ingest::Ledger> ledger = ingest::Ledger();
  if (!options.supersedes.empty() && !options.common.store.empty()) {
    const Result<Session> session = Session::Open(options.common, store::Access::kRead);
    if (!session) return Fail(session.error());
    ledger = ingest::Ledger::Read(session->log());
    if (!ledger) return Fail(ledger.error());
    const Result<const Event*> found = Superseded(options, *ledger);
    if (!found) return Fail(found.error());
    superseded = *found;
  }
  const ingest::RecordFile file = AsRecords(options, superseded);
  const Result<int> sent = SendStatements(options.server, options.common.format, &file, nullptr);
  if (!sent) return Fail(sent.error());
  return sent;
}

}  // namespace

Result<int> RunRecord(const RecordOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Status whole = CheckIsWhole(options);
  if (!whole) return Fail(whole.error());
  if (!options.server.url.empty()) return SendRecord(options);
  Result<ingest::RecordDefaults> defaults =
      DefaultsOf(options.author, options.recorded_at, options.common.now);
  if (!defaults) return Fail(defaults.error());
  Result<Recording> recording = OpenRecording(options.common, options.is_dry_run);
  if (!recording) return Fail(recording.error());
  auto& [session, ledger] = *recording;
  FollowLog(ledger, options.recorded_at, *defaults);
  const Result<const Event*> superseded = Superseded(options, ledger);
  if (!superseded) return Fail(superseded.error());
  ingest::RecordFile file = AsRecords(options, *superseded);
  if (!options.until.empty())
    if (const Status added = AddUntil(options, ledger, session.index(), file); !added)
      return Fail(added.error());
  ingest::RecordDefaults given = *defaults;
  given.corrects_observations = options.corrects_observations;
  const Result<ingest::RecordPlan> plan =
      ingest::PlanRecords(file, std::nullopt, session.index(), ledger, given);
  if (!plan) return Fail(plan.error());
  Result<std::string> words = NothingNewWords(*plan, ledger);
  std::span<const Event> events;
  if (!plan->transactions.empty()) {
    if (!options.is_dry_run) {
      const auto appended = session.log().AppendAll(plan->transactions, ledger.last());
      if (!appended) return Fail(appended.error());
    }
    events = plan->transactions.front().events;
    // The retraction of the recoding comes before the amendment that explains it.
    if (ExplainsRecoding(options) && events.size() > 1) events = events.subspan(1);
    words = RecordedWords(options, events, session, ledger.last());
    if (!words) return Fail(words.error());
  }
  const Status printed =
      Print(*format == report::Format::kText
                ? *words
                : report::Render(EventRows(options.is_dry_run, events), *format));
  if (!printed)
    return Fail(Error(printed.error()).WithContext("the record went well, but was not reported"));
  return 0;
}

}  // namespace lawtrace::cli
