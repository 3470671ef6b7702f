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

namespace lawtrace::alerts {

enum class Subject : std::uint8_t {
  kCountry,
  kGroup,  // Membership on the day of the change.
  kArea,   // Any node of the methodology above the answer.
  kIndicator,
  kLaw,        // A law that the event names, in any role.
  kKind,       // Trigger.
  kDirection,  // "up" or "down": of the answer's score, or of a node's.
  kChange,     // Points of a node, at least so many up or down.
  kBand,       // A node's printed score is in another band than before.
  kRank,       // A node's rank is another than before.
  kTiming,
};

std::string_view Name(Subject subject);  // "country", "group", ...

// `country PT,ES` or `not change overall >= 0.5`.
struct Term {
  Subject subject = Subject::kCountry;
  bool is_negated = false;
  std::vector<std::string> values;  // Any of these, by code; empty for kChange, kBand, kRank.
  std::string node;  // Of kChange, kBand, kRank; of kDirection, where empty is the answer's score.
  double least = 0;  // Of kChange, in points.

  friend bool operator==(const Term&, const Term&) = default;
};

// All terms must hold; without terms everything is wanted.  A correction or a retraction is wanted
// only where a term `kind` names it; those who were told of what it corrects hear of it anyway.
struct Filter {
  std::vector<Term> terms;

  friend bool operator==(const Filter&, const Filter&) = default;
};

// What ParseFilter reads back: "country PT,ES and not area h and change overall >= 0.5".
std::string ToString(const Term& term);
std::string ToString(const Filter& filter);

// kInvalidInput, one line per fault, each with what to write instead.  Names become codes: an alias
// of a country its code, a label its node, "overall" the headline.  Laws are not looked up.
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
