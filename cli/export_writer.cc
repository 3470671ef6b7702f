#include "cli/export_writer.h"

#include <filesystem>

#include "cli/output.h"
#include "report/render/document_text.h"
#include "report/render/xlsx_document.h"

namespace lawtrace::cli {

using report::ExportFormat;

Status WriteExport(const service::MadeExport& made, const std::string& output,
                   const std::string& codebook) {
  report::Document document = report::CodebookOf(made.citation, made.facts, made.methodology);
  if (!codebook.empty()) {
    const bool is_csv = std::filesystem::path(codebook).extension() == ".csv";
    const Status written = WriteFile(
        codebook, is_csv ? report::Render(report::CodebookTable(document), report::Format::kCsv)
                         : report::RenderMarkdown(document));
    if (!written) return written;
  }
  if (made.citation.format != ExportFormat::kXlsx) {
    const std::string text = service::RenderRows(made);
    return output.empty() ? Print(text) : WriteFile(output, text);
  }
  document.sections.insert(
      document.sections.begin(),
      report::Section{.part = std::string(report::Name(made.citation.kind)), .table = made.rows});
  const Result<std::string> workbook =
      report::RenderXlsx(document, made.facts.recorded_at.value_or(Instant(1)));
  if (!workbook) return Fail(workbook.error());
  return WriteFile(output, *workbook);
}

Status CheckOutput(ExportFormat format, const std::string& output, const std::string& codebook) {
  if (format == ExportFormat::kXlsx && output.empty())
    return Fail(ErrorCode::kInvalidInput, "this form is a file; name it with --output FILE");
  if (!codebook.empty() && codebook == output)
    return Fail(ErrorCode::kInvalidInput, "--codebook and --output name the same file; name two");
  return {};
}

}  // namespace lawtrace::cli
