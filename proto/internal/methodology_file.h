// The text file of one methodology.
#pragma once

#include <optional>

#include "model/methodology.h"
#include "proto/internal/faults.h"

namespace lawtrace::proto {

struct SourceFile;

// The methodology as `file` states it, its nodes in file order; absent if the text does not parse.
// Reports what is wrong with it; a returned methodology is sound only if nothing was reported.
std::optional<Methodology> ReadMethodology(const SourceFile& file, Faults& faults);

}  // namespace lawtrace::proto
