// Roles: which of the laws that a comment names changed the answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/citation_candidates.h"
#include "model/law.h"

namespace lawtrace::ingest {

struct JudgedRole {
  LawRole role;
  std::string reason;
};

// One for each of `laws`, which are in text order.  `year` is the year that the answer is coded
// for.
std::vector<JudgedRole> JudgeRoles(const CitationRules& rules, std::string_view country,
                                   std::optional<int> year, std::string_view text,
                                   const std::vector<Candidate>& laws);

}  // namespace lawtrace::ingest
