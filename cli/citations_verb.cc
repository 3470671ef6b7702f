// lawtrace citations: the laws and the date of entry into force that comments name.
#include <cstdint>
#include <iostream>
#include <iterator>
#include <utility>

#include "cli/citation_styles.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "ingest/citation_format.h"
#include "ingest/record_reader.h"
#include "report/render/table.h"

namespace lawtrace::cli {
namespace {

Result<std::vector<ingest::Comment>> ReadComments(const CitationsOptions& options) {
  if (options.file.empty()) {
    if (options.text.empty())
      return Fail(ErrorCode::kInvalidInput,
                  "nothing to read; give --text, or a file of comments, or - for standard input");
    ingest::Comment comment{
        .id = "text",
        .context = {.country = options.country,
                    .year = options.year == 0 ? std::nullopt : std::optional<int>(options.year)},
        .text = options.text};
    return std::vector<ingest::Comment>{std::move(comment)};
  }
  if (options.file == "-")
    return ingest::ParseComments("standard input",
                                 std::string(std::istreambuf_iterator<char>(std::cin), {}));
  const Result<std::string> text = ingest::ReadText(options.file);
  if (!text) return Fail(text.error());
  return ingest::ParseComments(options.file, *text);
}

report::Table CitationTable() {
  return {.columns = {{.name = "id"},
                      {.name = "law"},
                      {.name = "start", .decimals = std::nullopt, .is_detail = true},
                      {.name = "number"},
                      {.name = "year"},
                      {.name = "type"},
                      {.name = "title"},
                      {.name = "role"},
                      {.name = "confidence", .decimals = 2},
                      {.name = "reason", .decimals = std::nullopt, .is_detail = true},
                      {.name = "in_force"},
                      {.name = "in_force_text", .decimals = std::nullopt, .is_detail = true}},
          .rows = {}};
}

report::Cell TextCell(const std::string& text) {
  return text.empty() ? report::Cell() : report::Cell(text);
}

// One row per law; one without a law if the comment states a date only.
void AppendRows(const std::string& id, const ingest::Citations& found, report::Table& table) {
  const report::Cell date =
      found.in_force ? report::Cell(found.in_force->date.ToString()) : report::Cell();
  const report::Cell date_text =
      found.in_force ? report::Cell(found.in_force->text) : report::Cell();
  for (const ingest::Citation& law : found.laws)
    table.rows.push_back({id, law.text, static_cast<std::int64_t>(law.start), TextCell(law.number),
                          law.year ? report::Cell(std::int64_t{*law.year}) : report::Cell(),
                          law.type, TextCell(law.title), std::string(Name(law.role)),
                          law.confidence, law.reason, date, date_text});
  if (found.laws.empty() && found.in_force) {
    std::vector<report::Cell> row(table.columns.size());
    row.front() = id;
    row[row.size() - 2] = date;
    row.back() = date_text;
    table.rows.push_back(std::move(row));
  }
}

}  // namespace

Result<int> RunCitations(const CitationsOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.format);
  if (!format) return Fail(format.error());
  const Result<ingest::CitationStyles> styles = OpenStyles(options.styles);
  if (!styles) return Fail(styles.error());
  const Result<std::vector<ingest::Comment>> comments = ReadComments(options);
  if (!comments) return Fail(comments.error());
  const bool is_json = *format == report::Format::kJson || *format == report::Format::kJsonLines;
  std::string lines;
  report::Table table = CitationTable();
  for (const ingest::Comment& comment : *comments) {
    const ingest::Citations found = ingest::FindCitations(*styles, comment.context, comment.text);
    if (is_json) {
      lines += ingest::CitationsLine(comment.id, found);
    } else {
      AppendRows(comment.id, found, table);
    }
  }
  const Status printed = Print(is_json ? lines : report::Render(table, *format));
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
