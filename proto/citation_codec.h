// Citation codec: reads citation styles from their folder of text files (schema:
// proto/citations.proto).
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "model/citation_style.h"
#include "model/result.h"
#include "proto/index_codec.h"

namespace lawtrace::proto {

// The styles in the order of `files`.  An abbreviation becomes a pattern.
//
// What holds of the returned styles: ids are unique, and so are the ids of patterns in a style;
// every text that must be there is; numbers lie in their range.  Whether a pattern compiles is for
// the recogniser to say.
//
// kInvalidInput with all faults of all files, each "file:line: what is wrong; remedy".
[[nodiscard]] Result<std::vector<CitationStyle>> ParseCitationStyles(
    std::span<const SourceFile> files);

// ParseCitationStyles on the *.textproto files of `directory`, by name.
//
// kNotFound if there is no such folder or it holds no such file; kUnavailable if one cannot be
// read.
[[nodiscard]] Result<std::vector<CitationStyle>> LoadCitationStyles(
    const std::filesystem::path& directory);

}  // namespace lawtrace::proto
