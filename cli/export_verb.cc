// lawtrace export scores, answers, changes, events, laws.
#include "cli/export_verb.h"

#include <utility>

#include "cli/export_writer.h"
#include "cli/session.h"

namespace lawtrace::cli {
namespace {

using report::ExportCitation;

// The day that an option names; absent if it is not given.
Result<std::optional<Day>> ParseDay(const std::string& option, const std::string& text,
                                    const Index& index, Day today) {
  if (text.empty()) return std::nullopt;
  const Result<Day> day = report::ParsePoint(text, index, today);
  if (!day) return Fail(Error(day.error()).WithContext(option));
  return *day;
}

// The moment that an option names, or the first second of the day; absent if it is not given.
Result<std::optional<Instant>> ParseInstant(const std::string& option, const std::string& text,
                                            const Index& index, Day today) {
  if (const Result<Instant> moment = Instant::Parse(text)) return *moment;
  const Result<std::optional<Day>> day = ParseDay(option, text, index, today);
  if (!day) return Fail(day.error());
  return *day ? std::optional(Instant::StartOf(**day)) : std::nullopt;
}

// Reads the options that exports of the log have, too.
Status ReadDays(const ExportOptions& options, const Index& index, ExportCitation& citation) {
  const Day today = options.question.common.now.day();
  const Result<std::optional<Day>> known_at =
      ParseDay("--known-at", options.question.known_at, index, today);
  if (!known_at) return Fail(known_at.error());
  const Result<std::optional<Instant>> after =
      ParseInstant("--updated-after", options.updated_after, index, today);
  if (!after) return Fail(after.error());
  if (*known_at && *after && **after > Instant::EndOf(**known_at))
    return Fail(ErrorCode::kInvalidInput,
                "--updated-after " + (*after)->ToString() + " is later than --known-at " +
                    (*known_at)->ToString() + "; nothing is between them");
  citation.known_at = *known_at;
  citation.updated_after = *after;
  return {};
}

// The last item recorded by the end of the day, or of all.
Result<Sequence> LastKnown(const store::EventLog& log, const std::optional<Day>& known_at) {
  if (!known_at) return log.last();
  Sequence last;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    if (transaction.recorded_at <= Instant::EndOf(*known_at)) last = transaction.last();
    return {};
  });
  if (!read) return Fail(read.error());
  return last;
}

Status ReadFrom(const ExportOptions& options, const Index& index, ExportCitation& citation) {
  const Result<std::optional<Day>> from =
      ParseDay("--from", options.question.from, index, options.question.common.now.day());
  if (!from) return Fail(from.error());
  if (*from && citation.kind != report::ExportKind::kChanges && !options.is_series)
    return Fail(ErrorCode::kInvalidInput, "--from begins a series; add --series");
  if (*from && **from > *citation.at)
    return Fail(ErrorCode::kInvalidInput, "--from " + (*from)->ToString() + " is after --at " +
                                              citation.at->ToString() + "; swap them");
  citation.from = *from;
  return {};
}

Result<int> Write(const Session& session, ExportCitation citation, const ExportOptions& options) {
  const Result<service::MadeExport> made =
      service::MakeExport(session.index(), session.log(), std::move(citation));
  if (!made) return Fail(made.error());
  const Status written = WriteExport(*made, options.output, options.codebook);
  if (!written) return Fail(written.error());
  return 0;
}

Result<int> ExportLog(ExportCitation citation, const ExportOptions& options) {
  const Result<Session> session = Session::Open(options.question.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  citation.index = session->index().id;
  if (const Status read = ReadDays(options, session->index(), citation); !read)
    return Fail(read.error());
  const Result<Sequence> position = LastKnown(session->log(), citation.known_at);
  if (!position) return Fail(position.error());
  citation.position = *position;
  return Write(*session, std::move(citation), options);
}

Result<int> ExportFigures(ExportCitation citation, const ExportOptions& options) {
  QuestionOptions asked = options.question;
  asked.common.format = "table";  // The export has a form of its own.
  const bool of_nodes = citation.kind != report::ExportKind::kChanges;
  const Result<Question> question =
      of_nodes ? AskOfNodes(asked, report::Extent::kAsKnown) : Ask(asked, report::Extent::kAsKnown);
  if (!question) return Fail(question.error());
  const analysis::Archive& archive = question->archive;
  const Index& index = question->session.index();
  citation.index = index.id;
  citation.position = archive.last();
  citation.methodology = archive.methodology().id;
  citation.at = question->moment.as_of.effective;
  citation.is_series = options.is_series;
  citation.with_codings = asked.with_codings;
  citation.nodes = asked.nodes;
  if (!asked.countries.empty() || !asked.groups.empty()) {
    for (const analysis::CountryId country : question->countries)
      citation.countries.push_back(archive.countries()[country.value]);
    if (citation.countries.empty())
      return Fail(ErrorCode::kInvalidInput, "on " + citation.at->ToString() +
                                                " the group has no member that the log speaks of");
  }
  if (const Status read = ReadDays(options, index, citation); !read) return Fail(read.error());
  if (const Status read = ReadFrom(options, index, citation); !read) return Fail(read.error());
  return Write(question->session, std::move(citation), options);
}

}  // namespace

Result<int> RunExport(report::ExportKind kind, const ExportOptions& options) {
  const Result<report::ExportFormat> format =
      report::ParseExportFormat(options.question.common.format, kind);
  if (!format) return Fail(format.error());
  if (const Status sound = CheckOutput(*format, options.output, options.codebook); !sound)
    return Fail(sound.error());
  ExportCitation citation{.kind = kind, .format = *format};
  return report::IsOfMethodology(kind) ? ExportFigures(std::move(citation), options)
                                       : ExportLog(std::move(citation), options);
}

}  // namespace lawtrace::cli
