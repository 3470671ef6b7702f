// Writes messages as JSON Lines to a file or standard output.
//
// Thread safety: Send may run concurrently with itself; lines do not mix.
#pragma once

#include <filesystem>
#include <string_view>

#include "service/dispatch/delivery_outcome.h"

namespace lawtrace::service {

// Appends the line, which has no line break, and one line break.
//
// Delivered: the line is whole and on disk; "-" is standard output, and then it has been handed
// over.  Retry: it could not be written, e.g. for want of space; what was written of it has been
// taken back.  Rejected: it holds a line break, or the file is a link, which is not followed.  A
// file that is made is its owner's alone.
DeliveryOutcome AppendLine(const std::filesystem::path& file, std::string_view line);

}  // namespace lawtrace::service
