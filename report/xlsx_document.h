// A document as a workbook for Excel and its like.
#pragma once

#include <string>

#include "model/result.h"
#include "report/document.h"

namespace lawtrace::report {

// Writes the file: a first sheet with title, lead and source, then one sheet per table with every
// column.  Texts are never read as formulas.  kUnavailable if the file cannot be written.
[[nodiscard]] Status WriteXlsx(const Document& document, const std::string& file);

}  // namespace lawtrace::report
