// A document as a workbook for Excel and its like.
#pragma once

#include <optional>
#include <string>

#include "model/day.h"
#include "model/result.h"
#include "report/render/document.h"

namespace lawtrace::report {

// The file's bytes: a first sheet, named after the subject, with title, lead and source, then one
// sheet per table with every column.  Texts are never read as formulas.  The file says that it was
// created at `created`, or now if that is absent; with it, equal documents give equal bytes.
// kUnavailable if there is no room for a temporary file.
[[nodiscard]] Result<std::string> RenderXlsx(const Document& document,
                                             std::optional<Instant> created = std::nullopt);

}  // namespace lawtrace::report
