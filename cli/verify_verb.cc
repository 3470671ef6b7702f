// lawtrace verify.
#include <filesystem>

#include "analysis/verification.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "ingest/observation_format.h"
#include "ingest/record_reader.h"
#include "ingest/workbook_reader.h"
#include "report/question/history_tables.h"

namespace lawtrace::cli {
namespace {

// The figures that a workbook, or a file of scores, publishes.
Result<std::vector<PublishedFigure>> ReadFigures(const std::string& file, const Index& index) {
  const std::string ending = std::filesystem::path(file).extension().string();
  if (ending == ".csv" || ending == ".json" || ending == ".jsonl" || ending == ".ndjson") {
    const Result<std::string> text = ingest::ReadText(file);
    if (!text) return Fail(text.error());
    const Result<ingest::RecordFile> records =
        ingest::ParseRecords(file, *text, ingest::FigureColumns());
    if (!records) return Fail(records.error());
    return ingest::ParseFigures(*records, index);
  }
  Progress progress("reading sheets");
  Result<ingest::WorkbookReading> reading = ingest::ReadWorkbook(
      file, index, [&](std::size_t done, std::size_t total) { progress.Show(done, total); });
  if (!reading) return Fail(reading.error());
  return std::move(reading->figures);
}

}  // namespace

Result<int> RunVerify(const VerifyOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Result<std::vector<PublishedFigure>> figures = ReadFigures(options.file, session->index());
  if (!figures) return Fail(figures.error());
  const Result<analysis::Archive> archive =
      session->ReadArchive(session->index().main_methodology());
  if (!archive) return Fail(archive.error());
  analysis::VerificationRules rules{.decimals = options.decimals};
  if (!options.known_at.empty()) {
    const Result<Day> day =
        report::ParsePoint(options.known_at, session->index(), options.common.now.day());
    if (!day) return Fail(Error(day.error()).WithContext("--known-at"));
    rules.known = archive->KnownAt(*day);
  }
  const analysis::Verification verification = analysis::Verify(*archive, *figures, rules);

  const report::Table table = report::VerificationTable(verification);
  std::string text;
  if (*format == report::Format::kText) {
    text =
        Grouped(verification.published) + " published figures: " + Grouped(verification.equal) +
        (rules.decimals ? " equal as printed with " +
                              report::Counted(static_cast<std::size_t>(*rules.decimals), "decimal")
                        : std::string(" equal within 1e-9")) +
        ", " + Grouped(verification.disagreements.size()) + " different.\n" +
        Grouped(verification.unpublished.size()) +
        " more follow from answers of their year, but the source leaves them blank.\n";
    if (verification.published == 0)
      text +=
          "Nothing could be verified: the file publishes no figure of a node that the index "
          "computes, so it says nothing about the log.\n";
    if (!table.rows.empty()) text += "\n" + report::Render(table, *format);
  } else if (*format == report::Format::kJson) {
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    text = report::RenderObject({{"published", count(verification.published)},
                                 {"equal", count(verification.equal)},
                                 {"different", count(verification.disagreements.size())},
                                 {"unpublished", count(verification.unpublished.size())}},
                                {{"figures", table}});
  } else {
    text = report::Render(table, *format);
  }
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  // A file that verifies nothing must not pass for one that agrees.
  return verification.published > 0 && verification.disagreements.empty() ? 0 : 1;
}

}  // namespace lawtrace::cli
