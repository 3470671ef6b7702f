// Filter: what a subscriber wants to be told of.  The language: docs/alerts.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/notice.h"
#include "model/index.h"
#include "model/result.h"
#include "model/subscription.h"

namespace lawtrace::alerts {

// What ParseFilter reads back: "country PT,ES and not area h and change overall >= 0.5".
std::string ToString(const Term& term);
std::string ToString(const Filter& filter);

// kInvalidInput, one line per fault, each with what to write instead.  Names become codes: an alias
// of a country its code, a label its node, "overall" the headline.  Laws are ids that a register
// could hold; they are not looked up.
[[nodiscard]] Result<Filter> ParseFilter(std::string_view text, const Index& index,
                                         const Methodology& methodology);

// Whether the term holds, its negation included.
bool Holds(const Term& term, const Notice& notice);

// The position of the first term that does not hold; absent if the filter wants the notice, or if
// only an explicit `kind` is missing (see Filter).
std::optional<std::size_t> FirstFailing(const Filter& filter, const Notice& notice);
// Whether the notice is a correction or retraction and no term asks for such.
bool IsUnasked(const Filter& filter, const Notice& notice);
bool Wants(const Filter& filter, const Notice& notice);

// Why nothing has changed for this filter although it wants the notice: at the nodes that it names,
// or else in the answer, before and after are the same.  Empty: something has.
std::string NothingChanged(const Filter& filter, const Notice& notice);

}  // namespace lawtrace::alerts
