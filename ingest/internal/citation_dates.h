// The date of entry into force that a comment states.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest/citations.h"
#include "ingest/internal/citation_candidates.h"

namespace lawtrace::ingest {

// The date that `text` writes ("1 September 2015", "17/2/2022", "July 2012", "2011/2012": its first
// year), with the months of `rules`.  A date without a year is in `year_if_none`.  Absent if it is
// none.
std::optional<PartialDate> ReadWrittenDate(const CitationRules& rules, std::string_view text,
                                           std::optional<int> year_if_none = std::nullopt);

// The best stated date: entry into force before a beginning or an end before the year of a change;
// of equals the one of the coded year, then the first.  Dates inside the names of `laws` are none.
//
// REQUIRES: `text` is masked.
std::optional<StatedDate> FindStatedDate(const CitationRules& rules, const CommentContext& context,
                                         std::string_view text, const std::vector<Candidate>& laws);

}  // namespace lawtrace::ingest
