// What stands behind a score: how old its answers are, and why it is absent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/archive.h"

namespace lawtrace::analysis {

// The oldest of the days on which the node's answers were last seen to hold; absent if no answer
// below the node counts.  See CountryBlock::LastSeen.
std::optional<Day> OldestAnswer(const Archive& archive, CountryId country, NodeId node, AsOf as_of);

// Codes of the node's children that have no score, when the node has none; empty otherwise.
std::vector<std::string> AbsentChildren(const Archive& archive, CountryId country, NodeId node,
                                        AsOf as_of);

}  // namespace lawtrace::analysis
