// Writes an export to its files.
#pragma once

#include <string>

#include "model/result.h"
#include "report/export/export_citation.h"
#include "service/core/made_export.h"

namespace lawtrace::cli {

// Writes the export to the file, or to standard output if that is empty, and its codebook beside it
// if `codebook` names a file: CSV if that ends in .csv, else Markdown.
[[nodiscard]] Status WriteExport(const service::MadeExport& made, const std::string& output,
                                 const std::string& codebook);

// kInvalidInput if this form needs a file and none is named, or both files are the same.
[[nodiscard]] Status CheckOutput(report::ExportFormat format, const std::string& output,
                                 const std::string& codebook);

}  // namespace lawtrace::cli
