// The parts of laws and law references as one text field each: lists with ";" between the items.
// docs/exchange.md describes them.  Each text reads back as what it was made of, provided that
// no part holds a ";" (admission.h sees to that).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/law.h"
#include "model/result.h"

namespace lawtrace::ingest {

// "id:role:provision;id:role;id"; role defaults to cause.
std::string LawReferencesText(const std::vector<LawReference>& references);
[[nodiscard]] Result<std::vector<LawReference>> ParseLawReferences(std::string_view text);

// "Immigration Act;pt-lei-1-1999".  Blank items are passed over.
std::string AliasesText(const std::vector<std::string>& aliases);
std::vector<std::string> ParseAliases(std::string_view text);

// "amends:pt-lei-23-2007;repeals:pt-dl-4-2001".
std::string LawLinksText(const std::vector<LawLink>& links);
[[nodiscard]] Result<std::vector<LawLink>> ParseLawLinks(std::string_view text);

// "art. 98:2019-01-01;art. 3-7:2020".
std::string CommencementsText(const std::vector<Commencement>& commencements);
[[nodiscard]] Result<std::vector<Commencement>> ParseCommencements(std::string_view text);

// "funded:no;evaluated:yes, report of 2021".
std::string FollowThroughText(const std::vector<FollowThroughNote>& notes);
[[nodiscard]] Result<std::vector<FollowThroughNote>> ParseFollowThroughNotes(std::string_view text);

}  // namespace lawtrace::ingest
