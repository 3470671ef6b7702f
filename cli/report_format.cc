#include "cli/report_format.h"

#include <array>
#include <filesystem>
#include <string>

#include "cli/output.h"
#include "cli/pdf_printer.h"
#include "report/render/document_json.h"
#include "report/render/document_text.h"
#include "report/render/html_document.h"
#include "report/render/xlsx_document.h"

namespace lawtrace::cli {
namespace {

struct Form {
  std::string_view name;    // As --format takes it.
  std::string_view ending;  // Of files; empty: it must be named.
  ReportFormat format;
};

constexpr std::array<Form, 8> kForms = {{{"html", ".html", ReportFormat::kHtml},
                                         {"html", ".htm", ReportFormat::kHtml},
                                         {"md", ".md", ReportFormat::kMarkdown},
                                         {"csv", ".csv", ReportFormat::kCsv},
                                         {"xlsx", ".xlsx", ReportFormat::kXlsx},
                                         {"json", ".json", ReportFormat::kJson},
                                         {"sdmx-csv", "", ReportFormat::kSdmxCsv},
                                         {"pdf", ".pdf", ReportFormat::kPdf}}};
constexpr std::string_view kFormNames = "html, md, csv, xlsx, json, sdmx-csv or pdf";

Result<ReportFormat> NamedFormat(const ReportOptions& options) {
  const std::string& name = options.question.common.format;
  const std::string ending = std::filesystem::path(options.output).extension().string();
  if (name.empty() && ending.empty()) return ReportFormat::kHtml;
  for (const Form& form : kForms)
    if (name.empty() ? form.ending == ending : form.name == name) return form.format;
  if (!name.empty())
    return Fail(ErrorCode::kInvalidInput,
                "format '" + name + "' is unknown; write " + std::string(kFormNames));
  return Fail(ErrorCode::kInvalidInput, "--output " + options.output + ": '" + ending +
                                            "' is no form of a report; say which with --format " +
                                            std::string(kFormNames));
}

}  // namespace

Result<ReportFormat> ChooseReportFormat(const ReportOptions& options) {
  const Result<ReportFormat> format = NamedFormat(options);
  if (!format) return format;
  const bool needs_file = *format == ReportFormat::kXlsx || *format == ReportFormat::kPdf;
  if (needs_file && options.output.empty())
    return Fail(ErrorCode::kInvalidInput, "this form is a file; name it with --output FILE");
  if (!options.part.empty() && *format != ReportFormat::kCsv)
    return Fail(ErrorCode::kInvalidInput,
                "--part picks a table for --format csv; other forms hold every part");
  return format;
}

Status WriteReport(const report::Document& document, ReportFormat format,
                   const ReportOptions& options) {
  std::string text;
  switch (format) {
    case ReportFormat::kXlsx: {
      Result<std::string> workbook = report::RenderXlsx(document);
      if (!workbook) return Fail(workbook.error());
      text = *std::move(workbook);
      break;
    }
    case ReportFormat::kPdf:
      return PrintPdf(report::RenderHtml(document), options.output);
    case ReportFormat::kCsv: {
      Result<std::string> csv = report::RenderPartCsv(document, options.part);
      if (!csv) return Fail(csv.error());
      text = *std::move(csv);
      break;
    }
    case ReportFormat::kSdmxCsv:
      text = report::Render(document.observations, report::Format::kCsv);
      break;
    case ReportFormat::kHtml:
      text = report::RenderHtml(document);
      break;
    case ReportFormat::kMarkdown:
      text = report::RenderMarkdown(document);
      break;
    case ReportFormat::kJson:
      text = report::RenderDocumentJson(document);
      break;
  }
  return options.output.empty() ? Print(text) : WriteFile(options.output, text);
}

}  // namespace lawtrace::cli
