// A document as Markdown, and one of its tables as CSV.
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"
#include "report/render/document.h"

namespace lawtrace::report {

std::string RenderMarkdown(const Document& document);

// The table of one part, with every column; of the first part that has a table if `part` is empty.
// kInvalidInput if there is none of that name.
[[nodiscard]] Result<std::string> RenderPartCsv(const Document& document, std::string_view part);

}  // namespace lawtrace::report
