// The styles of citation that a command reads comments with.
#pragma once

#include <string>

#include "ingest/citations.h"
#include "model/result.h"

namespace lawtrace::cli {

// The styles in `directory`, or the bundled ones if that is empty.
[[nodiscard]] Result<ingest::CitationStyles> OpenStyles(const std::string& directory);

}  // namespace lawtrace::cli
