// The forms of a report, and writing one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/report_verbs.h"
#include "model/result.h"
#include "report/render/document.h"

namespace lawtrace::cli {

enum class ReportFormat : std::uint8_t { kHtml, kMarkdown, kCsv, kXlsx, kJson, kSdmxCsv, kPdf };

// What --format says; else what the ending of --output says; else HTML.  An error also when the
// form needs a file and none is named, or --part is given for another form than CSV.
[[nodiscard]] Result<ReportFormat> ChooseReportFormat(const ReportOptions& options);

// Renders the document and writes it to --output or standard output.
[[nodiscard]] Status WriteReport(const report::Document& document, ReportFormat format,
                                 const ReportOptions& options);

}  // namespace lawtrace::cli
