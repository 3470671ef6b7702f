// lawtrace export events, laws, answers, scores.
#include <utility>

#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "ingest/event_format.h"
#include "report/score_tables.h"

namespace lawtrace::cli {
namespace {

Result<report::Format> ExportFormat(const std::string& text) {
  const Result<report::Format> format = report::ParseFormat(text);
  if (format && *format == report::Format::kText)
    return Fail(ErrorCode::kInvalidInput, "export writes --format csv, json or jsonl");
  return format;
}

Result<int> Deliver(const report::Table& table, report::Format format, const std::string& output) {
  const std::string text = report::Render(table, format);
  const Status written = output.empty() ? Print(text) : WriteFile(output, text);
  if (!written) return Fail(written.error());
  return 0;
}

report::Table WithColumns(const std::vector<std::string>& names) {
  report::Table table;
  for (const std::string& name : names) table.columns.push_back({.name = name});
  return table;
}

void AppendFields(std::vector<std::string> fields, report::Table& table) {
  std::vector<report::Cell>& row = table.rows.emplace_back();
  for (std::string& field : fields)
    row.push_back(field.empty() ? report::Cell() : report::Cell(std::move(field)));
}

// Every item of the log in log order, through `append`.
Result<int> ExportLog(const ExportOptions& options, report::Table table,
                      void (*append)(const Transaction&, report::Table&)) {
  const Result<report::Format> format = ExportFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  Result<Session> session = Session::Open(options.question.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Status read = session->log().Visit([&](const Transaction& transaction) -> Status {
    append(transaction, table);
    return {};
  });
  if (!read) return Fail(read.error());
  return Deliver(table, *format, options.output);
}

}  // namespace

Result<int> RunExportEvents(const ExportOptions& options) {
  return ExportLog(options, WithColumns(ingest::EventColumns()),
                   [](const Transaction& transaction, report::Table& table) {
                     for (const Event& event : transaction.events)
                       AppendFields(ingest::EventFields(transaction, event), table);
                   });
}

Result<int> RunExportLaws(const ExportOptions& options) {
  return ExportLog(options, WithColumns(ingest::LawColumns()),
                   [](const Transaction& transaction, report::Table& table) {
                     for (std::size_t i = 0; i < transaction.laws.size(); ++i)
                       AppendFields(ingest::LawFields(transaction, transaction.laws[i],
                                                      transaction.first.plus(i)),
                                    table);
                   });
}

Result<int> RunExportAnswers(const ExportOptions& options) {
  const Result<report::Format> format = ExportFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  const Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  return Deliver(report::AnswerTable(question->archive, question->countries, question->moment),
                 *format, options.output);
}

Result<int> RunExportScores(const ExportOptions& options) {
  const Result<report::Format> format = ExportFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  if (options.question.nodes.empty()) {
    question->nodes.clear();
    for (std::uint16_t n = 0; n < question->archive.evaluator().node_count(); ++n)
      question->nodes.push_back(analysis::NodeId{n});
  }
  return Deliver(report::ScoreTable(question->archive, question->session.index(),
                                    question->countries, question->nodes, question->moment),
                 *format, options.output);
}

}  // namespace lawtrace::cli
